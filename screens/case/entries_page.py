"""The base class of screens that list the entries of a case, latest first, to find, read and correct them."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from content.case.model import Case
from content.documents.entry_document import ListedEntry, entry_document, find_entry
from content.entries.kind import EntryKind
from content.entries.registry import EntryName
from content.records import correction_of
from content.text import one_line
from screens.case.assessment_view import view_document
from screens.case.case_page import CasePage
from screens.case.requests import RecordEntry
from screens.dialogs.find import FindScreen
from screens.widgets.document_rows import RowStyle
from screens.widgets.rows import Row, Rows

DATE = 13
"""The width of the day at the left of an entry, in cells."""

NAME = 20
"""The width of the labels of an entry that is read in full, in cells."""


class EntriesPage(CasePage):
    """Read the entries of a case; find one by its words, and correct one."""

    KINDS: ClassVar[Mapping[EntryName, EntryKind[Any]]]
    """The kinds of entry that are listed here."""

    TITLE: ClassVar[str] = "Entry"
    """The title of an entry that is read in full."""

    NOTHING_TO_CORRECT: ClassVar[str]
    """The sentence to show if the marked line cannot be corrected."""

    def __init__(self, case: Case, zone: ZoneInfo, at: str) -> None:
        """Show the entries of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            at: The entry to mark first; the latest if it is empty.
        """
        super().__init__(case)
        self._zone = zone
        self._at = at

    @abstractmethod
    def summary(self) -> str:
        """The sentence above the entries."""

    @abstractmethod
    def rows(self) -> list[Row]:
        """A line for each entry."""

    def compose_body(self) -> ComposeResult:
        """The summary, then the entries."""
        yield Static(id="summary", classes="asked", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows()

    def on_mount(self) -> None:
        """Show the entries, with the wanted one marked."""
        self.query_one(Rows).focus()
        self.say("")
        self.show_case()
        self.query_one(Rows).mark(self._at)

    def show_case(self) -> None:
        """Show the entries as they are now."""
        self.query_one("#summary", Static).update(self.summary())
        self.query_one(Rows).show(self.rows())

    def action_correct(self) -> None:
        """Correct the marked entry."""
        row = self.query_one(Rows).row
        found = self.find_entry(row.id) if row else None
        if found is None or not found.kind.is_correctable:
            self.say(self.NOTHING_TO_CORRECT)
        elif correction := correction_of(found.recorded, found.entry.id):
            self.say(f"This entry is corrected already, by {one_line(correction.by)}: correct that one.")
        else:
            self.say("")
            self.request(RecordEntry(found.name, earlier=found.entry.id))

    def find_entry(self, wanted: str) -> ListedEntry | None:
        """The entry with this id among those listed here."""
        return find_entry(self._case, self.KINDS, wanted)

    def read(self, found: ListedEntry) -> None:
        """Show an entry in full."""
        document = entry_document(found, self._zone, title=self.TITLE)
        self.app.push_screen(view_document(self._case, document, RowStyle(label=NAME)))

    @work(exclusive=True, group="find")
    async def action_find(self) -> None:
        """Find an entry by its words."""
        found = await self.app.push_screen_wait(FindScreen(self.rows(), place="Find"))
        if found:
            self.query_one(Rows).mark(found)
