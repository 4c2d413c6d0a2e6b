"""The base of screens that list the entries of a case, the latest first: found by words, read in full, corrected."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from content.case.model import Case
from content.case.phrases import clock, day
from content.entries.kind import EntryKind, EntryView
from content.entries.registry import EntryName, entries_of
from content.records import as_utc, correction_of
from content.text import one_line
from screens.case.assessment_view import ViewScreen
from screens.case.case_page import CasePage
from screens.case.requests import RecordEntry
from screens.dialogs.find import FindScreen
from screens.widgets.rows import Row, Rows

DATE = 13
"""Cells for the day at the left of an entry."""

NAME = 20
"""Cells for the name of each part of one, where it is read in full."""


@dataclass(frozen=True)
class ListedEntry:
    """An entry with its kind and the other entries of that kind."""

    name: EntryName
    kind: EntryKind[Any]
    view: EntryView[Any]
    entry: Any
    recorded: Sequence[Any]

    def order(self, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
        """Where it stands: by its day, then by when it was recorded."""
        return self.view.day(self.entry, zone), as_utc(self.entry.at)

    def row(self, zone: ZoneInfo, *, mark: str = "") -> Row:
        """The entry on a line."""
        line = self.view.line(self.entry, self.recorded, zone)
        return Row(id=self.entry.id, text=f"{line.day:<{DATE}}{mark}{line.text}", hang=DATE, look=line.look)

    def parts(self, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
        """Everything that it says, and when it was recorded."""
        entry = self.entry
        yield from self.view.parts(entry, self.recorded, zone)
        yield "Recorded", f"{day(entry.at, zone)} {clock(entry.at, zone)} by {one_line(entry.by)}"


def listed_entries(case: Case, kinds: Mapping[EntryName, EntryKind[Any]]) -> Iterator[ListedEntry]:
    """The entries of some kinds, in the order they were recorded in."""
    for name, kind in kinds.items():
        if kind.view:
            recorded = entries_of(case, kind)
            yield from (ListedEntry(name, kind, kind.view, entry, recorded) for entry in recorded)


class EntriesPage(CasePage):
    """Read the entries of a case; find one by its words, and correct one."""

    KINDS: ClassVar[Mapping[EntryName, EntryKind[Any]]]
    """The kinds of entry that are listed here."""

    ENTRY: ClassVar[str] = "Entry"
    """What the screen that shows one in full is called."""

    NOTHING_TO_CORRECT: ClassVar[str]
    """The sentence where the marked line is nothing that can be corrected."""

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

    def compose_body(self) -> ComposeResult:
        """A sentence on them all, then each."""
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

    def find_entry(self, wanted: str) -> "ListedEntry | None":
        """The entry with this id among those listed here."""
        return next((each for each in listed_entries(self._case, self.KINDS) if each.entry.id == wanted), None)

    def read(self, found: "ListedEntry") -> None:
        """Show an entry in full."""
        rows = part_rows(found.parts(self._zone))
        self.app.push_screen(ViewScreen(f"{self._case.id}  {self.ENTRY}", list(rows)))

    @work(exclusive=True, group="find")
    async def action_find(self) -> None:
        """Find an entry by its words."""
        found = await self.app.push_screen_wait(FindScreen(self.rows(), place="Find"))
        if found:
            self.query_one(Rows).mark(found)


def part_rows(parts: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """The parts of one entry that say anything, a line each, with their names at the left."""
    for name, text in parts:
        if text:
            yield Row(id=name, text=f"{name:<{NAME}}{one_line(text)}", hang=NAME)
