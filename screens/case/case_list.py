"""The list of cases: references and initials, never names; due cases first, under their own headings."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from content.case.case_summary import CaseSummary
from content.case.reference import CaseId
from content.review.diary import CaseAgenda, agendas, counts, counts_in_words, heading, waits_in_words
from content.text import one_line
from screens.case.requests import REQUESTS, CaseRequest
from screens.dialogs.find import FindScreen
from screens.widgets.columns import pad
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows

LEVEL_WIDTH = 8


@dataclass(frozen=True)
class CaseList:
    """What the screen shows; built off the event loop, because there may be ten thousand cases."""

    rows: tuple[Row, ...]
    count: str
    """The number of cases, and the numbers of those that are due."""

    warnings: tuple[str, ...] = ()
    """Sentences on files that could not be read."""


class CasesScreen(Page[None]):
    """Find a case, open it, or start a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new case", tooltip="Start a new case"),
        Binding("enter", "focused.choose", "open", tooltip="Open the marked case"),
        Binding("slash", "find", "find", tooltip="Find a case by its reference, initials or state"),
        Binding("a", "request('assess')", "assess", tooltip="Reassess the marked case"),
        Binding("i", "request('incident')", "incident", tooltip="Record an incident of the marked case"),
        Binding("p", "request('plan')", "plan", tooltip="The plan of the marked case"),
        Binding("v", "request('compare')", "compare", tooltip="Compare two assessments of the marked case"),
        Binding("d", "request('disclosure')", "disclosure", tooltip="Record a disclosure of the marked case"),
        Binding("T", "request('trigger')", "trigger", tooltip="Record a reason to reassess the marked case"),
    ]

    @dataclass
    class RefreshRequested(Message):
        """The screen came to the front, and the list may have changed."""

        screen: "CasesScreen"

    @dataclass
    class NewCaseRequested(Message):
        """A new case was requested."""

    @dataclass
    class CaseChosen(Message):
        """A case was chosen, perhaps with something to do once it is open."""

        case: CaseId
        request: CaseRequest | None = None

    def __init__(self, listed: CaseList) -> None:
        """List cases."""
        super().__init__()
        self._listed = listed
        self.place = "Assessments"

    def compose_body(self) -> ComposeResult:
        """The files that could not be read, then the list."""
        yield Static(id="warnings", markup=False)
        yield Static(id="count", classes="asked", markup=False)
        yield Rows(wraps=False)

    def on_mount(self) -> None:
        """Show the list."""
        self.query_one(Rows).focus()
        self._show_list()

    def on_screen_resume(self) -> None:
        """Request a newer list."""
        self.post_message(self.RefreshRequested(self))

    def show(self, listed: CaseList) -> None:
        """Show a newer list, with the same case marked, now or once the screen is composed."""
        self._listed = listed
        if self.is_open:
            self._show_list()

    def action_new(self) -> None:
        """Start a new case."""
        self.post_message(self.NewCaseRequested())

    def action_request(self, name: str) -> None:
        """Open the marked case, and then make the request of a key."""
        row = self.query_one(Rows).row
        if row and row.id:
            self.post_message(self.CaseChosen(row.id, REQUESTS[name]))

    @work(exclusive=True, group="find")
    async def action_find(self) -> None:
        """Find a case, and open it."""
        found = await self.app.push_screen_wait(FindScreen(self._listed.rows, place="Find a case"))
        if found:
            self.query_one(Rows).mark(found)
            self.post_message(self.CaseChosen(found))

    @on(Rows.Chosen)
    def _open(self, event: Rows.Chosen) -> None:
        event.stop()
        self.post_message(self.CaseChosen(event.row.id))

    def _show_list(self) -> None:
        listed = self._listed
        warned = self.query_one("#warnings", Static)
        warned.display = bool(listed.warnings)
        warned.update("\n".join(listed.warnings))
        self.query_one("#count", Static).update(listed.count)
        self.query_one(Rows).show(listed.rows)


def case_list(cases: Sequence[CaseSummary], warnings: Iterable[str], *, today: dt.date, zone: ZoneInfo) -> CaseList:
    """Build what the screen shows.

    Args:
        cases: The summaries of the cases.
        warnings: Sentences on files that could not be read.
        today: The day that cases are overdue against.
        zone: The pack's time zone.
    """
    found = agendas(cases, today, zone)
    return CaseList(
        rows=tuple(_rows(found, today, zone)),
        count=counts_in_words(counts(found)),
        warnings=tuple(warnings),
    )


def _rows(found: Sequence[CaseAgenda], today: dt.date, zone: ZoneInfo) -> Iterator[Row]:
    """A row for each case, under a heading for what is due."""
    if not found:
        yield Row(id="", text="No cases yet: n starts one.")
    width = min(6, max((len(each.case.initials) for each in found), default=0))
    under = ""
    for each in found:
        if heading(each) != under:
            under = heading(each)
            yield Row(id="", text=under, look="heading")
        yield Row(id=each.case.id, text=_line(each, today, zone, max(2, width)))


def _line(found: CaseAgenda, today: dt.date, zone: ZoneInfo, initials_width: int) -> str:
    # What is due comes first, so that it is visible at 60 columns.
    case = found.case
    columns = (
        case.id,
        pad(one_line(case.initials) or "-", initials_width),
        pad(case.level_name or "-", LEVEL_WIDTH),
        waits_in_words(found, today, zone),
        f"[{one_line(case.own_reference)}]" if case.own_reference else "",
    )
    return " ".join(columns).rstrip()
