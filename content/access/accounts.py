"""The people who work here: accounts, roles, and how wrong passphrases slow one account down."""

import datetime as dt
from typing import Literal

from content.errors import PeopleError
from content.records import Record
from content.text import one_line

Role = Literal["practitioner", "supervisor"]
ROLES: tuple[Role, ...] = ("practitioner", "supervisor")

AccountName = str
"""What a person signs in with, and what every record says it is by."""

NAME_LIMIT = 40
LONGEST_WAIT = 300
"""Seconds; long enough that guessing is hopeless, short enough that a colleague's prank stops nobody's day."""

_FREE_TRIES = 1
_LONGEST_DOUBLING = 16


class Account(Record, frozen=True, kw_only=True):
    """One person's account, without anything secret."""

    name: AccountName
    role: Role
    is_enabled: bool
    added: dt.datetime
    added_by: AccountName


def checked_name(typed: str) -> AccountName:
    """An account's name as it is kept: on one line, without spaces around it.

    Raises:
        PeopleError: With the sentence to show beside the field.
    """
    name = " ".join(typed.split())
    if not name:
        raise PeopleError("an account needs a name")
    if len(name) > NAME_LIMIT:
        raise PeopleError(f"an account's name has at most {NAME_LIMIT} characters")
    if one_line(name) != name:
        raise PeopleError("an account's name holds only characters that can be seen")
    return name


def canonical_name(name: AccountName) -> str:
    """A name by which every way to type it is found."""
    return " ".join(name.split()).casefold()


def wait_after(failures: int) -> int:
    """How many seconds an account waits after so many wrong passphrases in a row.

    One slip of the key costs nothing; after that the wait doubles, up to the longest.
    """
    if failures <= _FREE_TRIES:
        return 0
    return min(LONGEST_WAIT, 1 << min(failures - _FREE_TRIES - 1, _LONGEST_DOUBLING))
