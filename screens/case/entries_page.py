"""The base of screens that list what was recorded on a case, the latest first: found by words, and put right."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from content.case.disclosures import Disclosure
from content.case.incidents import Incident
from content.case.model import Case
from content.records import correction_of
from content.text import one_line
from screens.case.case_page import CasePage
from screens.dialogs.find import FindScreen
from screens.widgets.rows import Row, Rows

DATE = 13
"""Cells for the day at the left of an entry."""

NAME = 20
"""Cells for the name of each part of one, where it is read in full."""


class EntriesPage(CasePage):
    """Read the entries of a case; find one by its words, and put one right."""

    CORRECTING: ClassVar[str]
    """What is asked of the application to put one right."""

    NOTHING_TO_CORRECT: ClassVar[str]
    """The sentence where the marked line is nothing that is put right here."""

    def __init__(self, case: Case, zone: ZoneInfo, at: str) -> None:
        """Show the entries of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            at: The entry to mark first; the latest where it is empty.
        """
        super().__init__(case)
        self._zone = zone
        self._at = at

    @abstractmethod
    def summary(self) -> str:
        """What stands above the entries, in a sentence."""

    @abstractmethod
    def rows(self) -> list[Row]:
        """A line for each entry."""

    @abstractmethod
    def correctable(self) -> Sequence[Incident | Disclosure]:
        """The entries that are put right here."""

    def compose_body(self) -> ComposeResult:
        """A sentence on them all, then each."""
        yield Static(id="summary", classes="asked", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows()

    def on_mount(self) -> None:
        """Show what was given, at the entry that was asked for."""
        self.query_one(Rows).focus()
        self.say("")
        self.show_case()
        self.query_one(Rows).mark(self._at)

    def show_case(self) -> None:
        """Show the entries as they are now."""
        self.query_one("#summary", Static).update(self.summary())
        self.query_one(Rows).show(self.rows())

    def action_correct(self) -> None:
        """Put the marked entry right."""
        row, entries = self.query_one(Rows).row, self.correctable()
        entry = next((each for each in entries if row and each.id == row.id), None)
        correction = correction_of(entries, entry.id) if entry else None
        if entry is None:
            self.say(self.NOTHING_TO_CORRECT)
        elif correction:
            self.say(f"This entry was put right already, by {one_line(correction.by)}: put that one right.")
        else:
            self.say("")
            self.ask(self.CORRECTING, entry.id)

    @work(exclusive=True, group="find")
    async def action_find(self) -> None:
        """Find an entry by its words."""
        found = await self.app.push_screen_wait(FindScreen(self.rows(), place="Find"))
        if found:
            self.query_one(Rows).mark(found)
