"""The days on which contacts are closed in spite of their hours: bank holidays, and closures of one contact.

Bank holidays are data of the pack and not calculated by a library. Importing the `holidays` library takes about a third
of a second at each start, and an extra bank holiday would need a new release of it; in the pack it is one more line.
The tests compare the shipped list with that library.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec

from content.dates import short
from content.pack.pack_entry import NonEmpty, PackEntry, SourceId

_SUFFIX = " bank holiday"


class ClosedDay(PackEntry, frozen=True, kw_only=True):
    """One bank holiday."""

    date: dt.date
    name: NonEmpty
    """Its name as in a sentence: "Boxing Day", "Spring bank holiday"."""

    @property
    def as_reason(self) -> str:
        """The day as the reason for closing: "Boxing Day (bank holiday)", "Spring bank holiday"."""
        return self.name if self.name.endswith(_SUFFIX) else f"{self.name} ({_SUFFIX.strip()})"

    @property
    def short_name(self) -> str:
        """The name for a sentence that already says that it is a bank holiday: "Boxing Day", "Spring"."""
        return self.name.removesuffix(_SUFFIX)


class ClosedDays(PackEntry, frozen=True, kw_only=True):
    """Every bank holiday from the first one listed to a last day."""

    days: tuple[ClosedDay, ...]
    until: dt.date
    """The last day for which the list is complete; a later bank holiday is not known."""

    review_by: dt.date
    source: SourceId

    def on(self, day: dt.date) -> ClosedDay | None:
        """The bank holiday on a day, or None if it is not one or the list does not reach it."""
        return next((each for each in self.days if each.date == day), None)


class Closure(PackEntry, frozen=True, kw_only=True):
    """Days on which one contact is closed in spite of its hours."""

    from_: dt.date = msgspec.field(name="from")
    """The first closed day."""

    to: dt.date
    """The last closed day."""

    why: NonEmpty
    """The reason as in a sentence: "staff training"."""


def closure_faults(closures: Iterable[Closure]) -> Iterator[str]:
    """What is wrong with the closures of a contact, one sentence each."""
    for closure in closures:
        if closure.to < closure.from_:
            yield f"key 'closed' ends on {short(closure.to)}, which is before it starts on {short(closure.from_)}"


def closed_day_faults(closed_days: ClosedDays) -> Iterator[str]:
    """What is wrong with a list of bank holidays, one sentence each."""
    seen: set[dt.date] = set()
    for day in closed_days.days:
        if day.date > closed_days.until:
            yield f"{day.name}, {short(day.date)}, is after key 'until', {short(closed_days.until)}: make 'until' later"
        if day.date in seen:
            yield f"{short(day.date)} is listed twice: delete one"
        seen.add(day.date)
