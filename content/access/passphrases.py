"""Passphrases: which are taken, and how what is typed becomes what is meant."""

import unicodedata

from content.access.accounts import AccountName, canonical_name
from content.errors import PeopleError

SHORTEST = 12
"""Characters, after normalising."""

LONGEST = 1000
_FEWEST_DIFFERENT = 5

_WORST = frozenset(
    {
        "0123456789012",
        "1234567890123",
        "123456789abc",
        "1q2w3e4r5t6y",
        "abc123abc123",
        "abcdefghijkl",
        "abcdefghijklm",
        "administrator",
        "administrator1",
        "asdfghjkl123",
        "changemechangeme",
        "changemenow",
        "correcthorsebatterystaple",
        "fourfoldfourfold",
        "iloveyou1234",
        "iloveyouiloveyou",
        "letmeinletmein",
        "letmeinplease",
        "manchesterunited",
        "metropolitanpolice",
        "passphrase123",
        "passphrasepassphrase",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "princess1234",
        "qwerty123456",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopasdf",
        "superman1234",
        "thisismypassphrase",
        "thisismypassword",
        "trustno1trustno1",
        "welcome12345",
        "welcomewelcome",
        "whatever1234",
        "1qaz2wsx3edc",
        "zaq12wsxcde3",
        "londonlondon",
        "bexleybexley",
        "bexleycouncil",
        "stalkingstalking",
        "harassment123",
    }
)


def normalised(typed: str) -> str:
    """What is meant by what was typed, so that one passphrase is one, whatever keyboard it comes from.

    NFKC, as NIST SP 800-63B asks for: full-width and composed forms of a letter count as the letter, and every kind of
    space as a space, which is what RFC 8265 asks of spaces. Letters keep their case.
    """
    return unicodedata.normalize("NFKC", typed)


def check_passphrase(typed: str, account: AccountName) -> None:
    """Refuse a new passphrase that would be guessed, or that could not be typed again.

    Length and a short list instead of rules about kinds of characters, as NIST SP 800-63B advises.

    Args:
        typed: The passphrase as it was typed.
        account: The name of the account that it is for.

    Raises:
        PeopleError: With the sentence to show beside the field; it never holds what was typed.
    """
    meant = normalised(typed)
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in meant):
        raise PeopleError("a passphrase holds only characters that a keyboard can type")
    if len(meant) < SHORTEST:
        raise PeopleError(
            f"a passphrase has at least {SHORTEST} characters: four or five words are easy to keep in mind"
        )
    if len(meant) > LONGEST:
        raise PeopleError(f"a passphrase has at most {LONGEST} characters")
    bare = _bare(meant)
    if len(set(bare)) < _FEWEST_DIFFERENT:
        raise PeopleError("this passphrase repeats too few characters: take four or five words")
    if bare in _WORST:
        raise PeopleError("this passphrase is among the first that anybody would try: take another")
    if bare in {_bare(canonical_name(account)) * times for times in (1, 2, 3)}:
        raise PeopleError("a passphrase is not the account's own name: take another")


def _bare(text: str) -> str:
    """A text without case, spaces and the marks between words."""
    return "".join(char for char in text.casefold() if char.isalnum()) or text
