"""The recovery code: what opens the cases again when every passphrase is lost, written down once on paper."""

from content.case.model import SYMBOLS, symbols_of
from content.errors import PeopleError

BITS = 120
GROUP = 4
GROUPS = BITS // 5 // GROUP


def recovery_code(random_bits: int) -> str:
    """A code from 120 random bits: six groups of four symbols that cannot be taken for one another."""
    symbols = "".join(SYMBOLS[random_bits >> shift & 31] for shift in range(BITS - 5, -5, -5))
    return "-".join(symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP))


def parse(typed: str) -> str:
    """The code that was meant, however it was read from paper: any case, O for 0, I or L for 1, spaces or hyphens.

    Raises:
        PeopleError: If it cannot be a whole code; the sentence never holds what was typed.
    """
    symbols = symbols_of(typed)
    if len(symbols) != GROUPS * GROUP or not set(symbols) <= set(SYMBOLS):
        raise PeopleError(f"a recovery code is {GROUPS} groups of {GROUP} letters and digits")
    return "-".join(symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP))


def is_group(code: str, number: int, typed: str) -> bool:
    """Whether what was typed is one group of a code, which shows that it was written down.

    Args:
        code: The code as it was shown.
        number: Which group, from 1 to 6.
        typed: What was read back from the paper.
    """
    return symbols_of(typed) == code.split("-")[number - 1]
