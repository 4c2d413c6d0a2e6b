"""The recovery code: a code kept on paper that opens the cases when every passphrase is lost."""

from content.case.reference import SYMBOLS, normalise_symbols
from content.errors import AccountInputError

BITS = 120
GROUP = 4
GROUPS = BITS // 5 // GROUP


def recovery_code(random_bits: int) -> str:
    """Encode 120 random bits as six groups of four symbols, without symbols that look alike."""
    symbols = "".join(SYMBOLS[random_bits >> shift & 31] for shift in range(BITS - 5, -5, -5))
    return "-".join(symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP))


def parse(typed: str) -> str:
    """Parse a typed code: case is ignored, O is read as 0, I and L as 1; spaces and hyphens may separate groups.

    Raises:
        AccountInputError: If it is not a complete code; the message never contains what was typed.
    """
    symbols = normalise_symbols(typed)
    if len(symbols) != GROUPS * GROUP or not set(symbols) <= set(SYMBOLS):
        raise AccountInputError(f"a recovery code is {GROUPS} groups of {GROUP} letters and digits")
    return "-".join(symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP))


def matches_group(code: str, number: int, typed: str) -> bool:
    """Whether a typed group matches one group of a code, which shows that the code was written down.

    Args:
        code: The code as it was shown.
        number: The number of the group, from 1 to 6.
        typed: The group typed back from the paper.
    """
    return normalise_symbols(typed) == code.split("-")[number - 1]
