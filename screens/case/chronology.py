"""The chronology of a case: incidents, notes and assessments on one line of time."""

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType

from content.case.model import Case
from content.documents.chronology_document import CHRONOLOGY_KINDS, chronology_document, entry_in_week, entry_lines
from content.documents.document import Section
from content.text import one_line
from screens.case.entries_page import DATE, EntriesPage
from screens.case.requests import ShowAssessment
from screens.widgets.document_rows import RowStyle, document_rows, section_text
from screens.widgets.rows import Row, Rows


class ChronologyScreen(EntriesPage):
    """Read the chronology, the latest entry first; add an entry, or correct an incident."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked entry in full"),
        Binding("i", "request('incident')", "incident", tooltip="Record an incident"),
        Binding("x", "correct", "correct", tooltip="Correct the marked incident by a new entry"),
        Binding("t", "request('note')", "note", tooltip="Write a note on the case"),
        Binding("slash", "find", "find", tooltip="Find words in the chronology"),
    ]
    KINDS: ClassVar = CHRONOLOGY_KINDS
    NOTHING_TO_CORRECT = "Only an incident is corrected here; a note stays as it is, and another can be added."

    def __init__(self, case: Case, *, zone: ZoneInfo, today: dt.date, at: dt.date | None = None) -> None:
        """Show the chronology of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            today: The day that recent incidents are counted back from.
            at: The day to start at; by default the latest entry.
        """
        super().__init__(case, zone, entry_in_week(case, at, zone) if at else "")
        self._today = today
        self.place = f"{case.id} {one_line(case.initials)}  Chronology"

    def summary(self) -> str:
        """How many incidents there were recently."""
        return section_text(chronology_document(self._case, self._zone, self._today).section("summary"))

    def rows(self) -> list[Row]:
        """A row for each entry, the latest first."""
        return chronology_rows(self._case, self._zone)

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        if found := self.find_entry(event.row.id):
            self.read(found)
        elif self._case.assessment(event.row.id):
            self.request(ShowAssessment(event.row.id))


def chronology_rows(case: Case, zone: ZoneInfo) -> list[Row]:
    """A row for each entry, the latest first."""
    rows = document_rows([Section(blocks=entry_lines(case, zone))], RowStyle(label=DATE))
    return rows or [Row(id="", text="Nothing here yet: i records an incident, t writes a note.")]
