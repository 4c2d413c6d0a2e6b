"""Reading what was typed in the form of an entry: the fields, and the context that they are read in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.errors import DateError
from content.pack.model import Pack
from content.records import Identified

Typed = Mapping[str, str]
"""What was typed, by field; a field that was never visited may be missing."""

SEPARATOR = ", "
"""What stands between several choices of one field."""

EARLIER = "earlier"
"""What a form draft says in `about`: the id of the entry that it corrects or changes."""

NOT_YET = "not a date yet"

Recorded = TypeVar("Recorded", bound=Identified)


@dataclass(frozen=True, kw_only=True)
class EntryContext(Generic[Recorded]):
    """What the form of an entry is filled in and read with."""

    id: str
    """The id of what is recorded."""

    about: Mapping[str, str]
    """What it belongs to, such as the incident that it corrects."""

    recorded: Sequence[Recorded]
    """Every entry of the same kind, in the order they were recorded in."""

    pack: Pack
    now: dt.datetime
    today: dt.date
    """The day of `now` by the pack's clock."""

    by: str

    @property
    def earlier(self) -> Recorded | None:
        """The entry that is corrected or changed, in its latest version."""
        wanted = self.about.get(EARLIER)
        return next((each for each in reversed(self.recorded) if each.id == wanted), None)


def text_of(typed: Typed, field: str) -> str:
    """What was typed in a field, without leading and trailing space."""
    return typed.get(field, "").strip()


def one_of(typed: Typed, field: str, allowed: Sequence[str]) -> str:
    """What was chosen in a field; empty where that is not among what is allowed."""
    chosen = typed.get(field, "")
    return chosen if chosen in allowed else ""


def some_of(typed: Typed, field: str) -> set[str]:
    """Everything that was chosen in a field."""
    return set(typed.get(field, "").split(SEPARATOR))


def date_problem(error: DateError, hint: str) -> str:
    """What to show beside a date field while it is typed: a day ahead is refused at once, a half typed one is not."""
    return str(error) if "ahead" in str(error) else f"{NOT_YET}: {hint}"
