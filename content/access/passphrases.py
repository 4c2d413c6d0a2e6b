"""Passphrases: normalisation, and the rules that a new one must meet."""

import unicodedata

from content.access.accounts import AccountName, canonical_name
from content.errors import AccountInputError
from content.limits import PASSPHRASE

SHORTEST = 12
"""The minimum length in characters, after normalisation."""

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


def normalise(typed: str) -> str:
    """Normalise a passphrase to NFKC, so that it is the same string whichever keyboard it was typed on.

    NIST SP 800-63B recommends this. Full-width and decomposed forms of a letter become that letter, and every kind of
    space becomes a plain space, as in RFC 8265. Case is kept.
    """
    return unicodedata.normalize("NFKC", typed)


def check_passphrase(typed: str, account: AccountName) -> None:
    """Validate a new passphrase.

    The rules are a minimum length and a short block list, not character classes, as NIST SP 800-63B recommends.

    Args:
        typed: The passphrase as typed.
        account: The name of the account.

    Raises:
        AccountInputError: If it is easy to guess, or could not be typed again. The message never contains it.
    """
    normal = normalise(typed)
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in normal):
        raise AccountInputError("a passphrase holds only characters that a keyboard can type")
    if len(normal) < SHORTEST:
        raise AccountInputError(
            f"a passphrase has at least {SHORTEST} characters: four or five words are easy to remember"
        )
    if len(normal) > PASSPHRASE:
        raise AccountInputError(f"a passphrase has at most {PASSPHRASE} characters")
    bare = _letters_and_digits(normal)
    if len(set(bare)) < _FEWEST_DIFFERENT:
        raise AccountInputError("this passphrase has too few different characters: use four or five words")
    if bare in _WORST:
        raise AccountInputError("this passphrase is one of the first that an attacker would try: choose another")
    if bare in {_letters_and_digits(canonical_name(account)) * times for times in (1, 2, 3)}:
        raise AccountInputError("a passphrase must not be the account's own name: choose another")


def _letters_and_digits(text: str) -> str:
    """The letters and digits of a text, case-folded; the text itself if it has none."""
    return "".join(char for char in text.casefold() if char.isalnum()) or text
