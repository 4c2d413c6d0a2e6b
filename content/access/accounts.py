"""Accounts: names, roles, and the rate limit after wrong passphrases."""

import datetime as dt
from typing import Literal

from content.errors import AccountInputError
from content.limits import ACCOUNT_NAME
from content.records import Record
from content.text import one_line

Role = Literal["practitioner", "supervisor"]

AccountName = str
"""The name that a person signs in with, and that is the author of their records."""

LONGEST_WAIT = 300
"""The maximum wait in seconds: long enough to defeat guessing, short enough not to lock out the owner for the day."""

_FREE_TRIES = 1
_LONGEST_DOUBLING = 16


class Account(Record, frozen=True, kw_only=True):
    """One person's account, without its secrets."""

    name: AccountName
    role: Role
    is_enabled: bool
    added: dt.datetime
    added_by: AccountName


def checked_name(typed: str) -> AccountName:
    """Validate an account name, and return it with surrounding space removed and inner space collapsed.

    Raises:
        AccountInputError: If it is empty, too long, or has invisible characters; the message is shown beside the field.
    """
    name = " ".join(typed.split())
    if not name:
        raise AccountInputError("an account needs a name")
    if len(name) > ACCOUNT_NAME:
        raise AccountInputError(f"an account's name has at most {ACCOUNT_NAME} characters")
    if one_line(name) != name:
        raise AccountInputError("an account's name holds only characters that can be seen")
    return name


def canonical_name(name: AccountName) -> str:
    """The form of a name used for look-up, which ignores case and extra space."""
    return " ".join(name.split()).casefold()


def wait_after(failures: int) -> int:
    """The wait in seconds after a number of consecutive wrong passphrases.

    The first failure causes no wait; after that the wait doubles, up to `LONGEST_WAIT`.
    """
    if failures <= _FREE_TRIES:
        return 0
    return min(LONGEST_WAIT, 1 << min(failures - _FREE_TRIES - 1, _LONGEST_DOUBLING))
