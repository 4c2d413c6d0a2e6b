"""Reading what was typed in the form of an entry: the fields, and the context that they are read in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.errors import DateError
from content.pack.model import Pack
from content.records import Identified

Typed = Mapping[str, str]
"""Typed text by field; a field that was never visited may be missing."""

SEPARATOR = ", "
"""The separator of several choices in one field."""

EARLIER = "earlier"
"""The key in `about` of a form draft for the id of the entry that it corrects or changes."""

NOT_YET = "not a date yet"

Recorded = TypeVar("Recorded", bound=Identified)


@dataclass(frozen=True, kw_only=True)
class EntryContext(Generic[Recorded]):
    """The context in which the form of an entry is filled in and read."""

    id: str
    """The id of the new entry."""

    about: Mapping[str, str]
    """What it belongs to, such as the incident that it corrects."""

    recorded: Sequence[Recorded]
    """Every entry of the same kind, in the order of recording."""

    pack: Pack
    now: dt.datetime
    today: dt.date
    """The day of `now` in the pack's time zone."""

    by: str

    @property
    def earlier(self) -> Recorded | None:
        """The latest version of the entry that is corrected or changed, or None."""
        wanted = self.about.get(EARLIER)
        return next((each for each in reversed(self.recorded) if each.id == wanted), None)


def text_of(typed: Typed, field: str) -> str:
    """The typed text of a field, without leading and trailing space."""
    return typed.get(field, "").strip()


def one_of(typed: Typed, field: str, allowed: Sequence[str]) -> str:
    """The choice of a field; empty if it is not allowed."""
    chosen = typed.get(field, "")
    return chosen if chosen in allowed else ""


def some_of(typed: Typed, field: str) -> set[str]:
    """The choices of a field."""
    return set(typed.get(field, "").split(SEPARATOR))


def date_problem(error: DateError, hint: str) -> str:
    """What to show beside a date field during typing: a future day is refused at once, an incomplete date is not."""
    return str(error) if "ahead" in str(error) else f"{NOT_YET}: {hint}"
