"""The disclosures of a case: what left the organisation, to whom, and whether it was corrected."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType

from content.case.model import Case
from content.entries.disclosure import DISCLOSURE, DisclosureId
from content.review.overview import disclosures_line
from content.text import one_line
from screens.case.entries_page import EntriesPage, listed_entries
from screens.widgets.rows import Row, Rows


class DisclosuresScreen(EntriesPage):
    """Read what was given to whom, the latest first; add one, and correct one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked disclosure in full"),
        Binding("d", "request('disclosure')", "disclosure", tooltip="Record a disclosure"),
        Binding("x", "correct", "correct", tooltip="Correct the marked disclosure by a new entry"),
        Binding("slash", "find", "find", tooltip="Find words in the disclosures"),
    ]
    KINDS: ClassVar = {"disclosure": DISCLOSURE}
    ENTRY = "Disclosure"
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
        """How many there are."""
        return disclosures_line(self._case) or "No disclosures recorded."

    def rows(self) -> list[Row]:
        """A line for each disclosure, the latest first."""
        return disclosure_rows(self._case, self._zone)

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        if found := self.find_entry(event.row.id):
            self.read(found)


def disclosure_rows(case: Case, zone: ZoneInfo) -> list[Row]:
    """A line for each disclosure, the latest first; corrected ones stay, and say so."""
    found = sorted(listed_entries(case, DisclosuresScreen.KINDS), key=lambda each: each.order(zone), reverse=True)
    rows = [each.row(zone) for each in found]
    return rows or [Row(id="", text="Nothing here yet: d records what was given to whom, such as a referral.")]
