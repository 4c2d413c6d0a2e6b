"""The disclosures of a case: what was given to whom, and what was corrected."""

from collections.abc import Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType

from content.case.disclosures import Disclosure, DisclosureId
from content.case.model import Case
from content.documents.disclosures_document import disclosure_document, disclosures_document
from content.text import one_line
from screens.case.assessment_view import view_document
from screens.case.entries_page import DATE, NAME, EntriesPage
from screens.widgets.document_rows import RowStyle, document_rows, section_text
from screens.widgets.rows import Row, Rows


class DisclosuresScreen(EntriesPage):
    """Read the disclosures, the latest first; add one, or correct one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked disclosure in full"),
        Binding("d", "ask('disclosure')", "disclosure", tooltip="Record a disclosure"),
        Binding("x", "correct", "put right", tooltip="Put the marked disclosure right by a new entry"),
        Binding("slash", "find", "find", tooltip="Find words in the disclosures"),
    ]
    CORRECTING = "correct disclosure"
    NOTHING_TO_CORRECT = "There is nothing to put right yet: d records a disclosure."

    def __init__(self, case: Case, *, zone: ZoneInfo, at: DisclosureId = "") -> None:
        """Show the disclosures of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            at: The one to mark first.
        """
        super().__init__(case, zone, at)
        self.place = f"{case.id} {one_line(case.initials)}  Disclosures"

    def summary(self) -> str:
        """How many disclosures there are."""
        return section_text(disclosures_document(self._case).section("summary"))

    def rows(self) -> list[Row]:
        """A row for each disclosure, the latest first."""
        return disclosures_rows(self._case)

    def correctable(self) -> Sequence[Disclosure]:
        """Every disclosure."""
        return self._case.disclosures

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        disclosure = next((each for each in self._case.disclosures if each.id == event.row.id), None)
        if disclosure:
            document = disclosure_document(self._case, disclosure, self._zone)
            self.app.push_screen(view_document(self._case, document, RowStyle(label=NAME)))


def disclosures_rows(case: Case) -> list[Row]:
    """A row for each disclosure, the latest first."""
    rows = document_rows([disclosures_document(case).section("disclosures")], RowStyle(label=DATE))
    return rows or [Row(id="", text="Nothing here yet: d records what was given to whom, such as a referral.")]
