"""The screen of the disclosures of a case: what was given to whom, and what was corrected."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType

from content.case.model import Case
from content.documents.disclosures_document import DISCLOSURE_KINDS, disclosures_document
from content.entries.disclosure import DisclosureId
from content.text import one_line
from screens.case.entries_page import DATE, EntriesPage
from screens.widgets.document_rows import RowStyle, document_rows, section_text
from screens.widgets.rows import Row, Rows


class DisclosuresScreen(EntriesPage):
    """Read the disclosures, latest first; add or correct one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked disclosure in full"),
        Binding("d", "request('disclosure')", "disclosure", tooltip="Record a disclosure"),
        Binding("x", "correct", "correct", tooltip="Correct the marked disclosure by a new entry"),
        Binding("slash", "find", "find", tooltip="Find words in the disclosures"),
    ]
    KINDS: ClassVar = DISCLOSURE_KINDS
    TITLE = "Disclosure"
    NOTHING_TO_CORRECT = "There is nothing to correct yet: d records a disclosure."

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
        return section_text(disclosures_document(self._case, self._zone).section("summary"))

    def rows(self) -> list[Row]:
        """A row for each disclosure, the latest first."""
        return disclosures_rows(self._case, self._zone)

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        if found := self.find_entry(event.row.id):
            self.read(found)


def disclosures_rows(case: Case, zone: ZoneInfo) -> list[Row]:
    """A row for each disclosure, the latest first."""
    rows = document_rows([disclosures_document(case, zone).section("disclosures")], RowStyle(label=DATE))
    return rows or [Row(id="", text="Nothing here yet: d records what was given to whom, such as a referral.")]
