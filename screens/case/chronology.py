"""The chronology of a case: what happened, what was noted, and when the risk was assessed, on one line of time."""

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType

from content.case.incidents import new_since
from content.case.model import Assessment, Case
from content.case.phrases import day, kind_in_words, local_day
from content.entries.registry import ENTRY_KINDS
from content.records import as_utc
from content.review.comparison import view_in_words
from content.review.overview import incidents_line
from content.text import one_line
from screens.case.entries_page import DATE, EntriesPage, ListedEntry, listed_entries
from screens.case.requests import ShowAssessment
from screens.widgets.rows import Row, Rows

_Listed = ListedEntry | Assessment


class ChronologyScreen(EntriesPage):
    """Read what happened over time, the latest first; add to it, and correct an entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked entry in full"),
        Binding("i", "request('incident')", "incident", tooltip="Record an incident"),
        Binding("x", "correct", "correct", tooltip="Correct the marked incident by a new entry"),
        Binding("t", "request('note')", "note", tooltip="Write a note on the case"),
        Binding("slash", "find", "find", tooltip="Find words in the chronology"),
    ]
    KINDS: ClassVar = {name: kind for name, kind in ENTRY_KINDS.items() if kind.view and kind.view.is_in_chronology}
    NOTHING_TO_CORRECT = "Only an incident is corrected here; a note stays as it is, and another can be added."

    def __init__(self, case: Case, *, zone: ZoneInfo, today: dt.date, at: dt.date | None = None) -> None:
        """Show the chronology of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            today: The day that recent incidents are counted back from.
            at: The day to start at; the latest entry where it is not given.
        """
        super().__init__(case, zone, entry_at(case, at, zone) if at else "")
        self._today = today
        self.place = f"{case.id} {one_line(case.initials)}  Chronology"

    def summary(self) -> str:
        """What happened of late."""
        return incidents_line(self._case, self._today) or "No incidents recorded."

    def rows(self) -> list[Row]:
        """A line for each entry, the latest first."""
        return chronology_rows(self._case, self._zone)

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        if found := self.find_entry(event.row.id):
            self.read(found)
        elif self._case.assessment(event.row.id):
            self.request(ShowAssessment(event.row.id))


def chronology_rows(case: Case, zone: ZoneInfo) -> list[Row]:
    """A line for each entry, the latest first; corrected ones stay, and say so."""
    new = {incident.id for incident in new_since(case.incidents, case.assessed)} if case.assessed else set()
    rows = [
        _assessment_row(each, zone)
        if isinstance(each, Assessment)
        else each.row(zone, mark="NEW " if each.entry.id in new else "")
        for each in _latest_first(case, zone)
    ]
    return rows or [Row(id="", text="Nothing here yet: i records an incident, t writes a note.")]


def entry_at(case: Case, wanted: dt.date, zone: ZoneInfo) -> str:
    """The latest entry of the week that begins on a day, or the one nearest before its end."""
    last = wanted + dt.timedelta(days=6)
    found = (each for each in _latest_first(case, zone) if _order(each, zone)[0] <= last)
    return next((each.id if isinstance(each, Assessment) else each.entry.id for each in found), "")


def _latest_first(case: Case, zone: ZoneInfo) -> list[_Listed]:
    entries: list[_Listed] = [*listed_entries(case, ChronologyScreen.KINDS), *case.assessments]
    return sorted(entries, key=lambda each: _order(each, zone), reverse=True)


def _order(listed: _Listed, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
    if isinstance(listed, Assessment):
        return local_day(listed.signed_off, zone), as_utc(listed.signed_off)
    return listed.order(zone)


def _assessment_row(assessment: Assessment, zone: ZoneInfo) -> Row:
    words = f"ASSESSED {assessment.level_name}, {view_in_words(assessment).lower()}, by {one_line(assessment.by)}"
    text = f"{day(assessment.signed_off, zone):<{DATE}}{words} ({kind_in_words(assessment)})"
    return Row(id=assessment.id, text=text, hang=DATE, look="heading")
