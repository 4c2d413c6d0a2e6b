"""The list of cases: references and initials, never names; drafts to resume first, then what is overdue."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from content.cases import CaseId, CaseSummary
from content.text import one_line
from content.wording import review_in_short, state_in_words
from screens.find import FindScreen
from screens.widgets.columns import pad
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows

FAR_AHEAD = dt.date.max


class CasesScreen(Page[None]):
    """Find a case, open it, or start a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new case", tooltip="Start a new case"),
        Binding("enter", "focused.choose", "open", tooltip="Open the marked case"),
        Binding("slash", "find", "find", tooltip="Find a case by its reference, initials or state"),
        Binding("a", "ask('reassess')", "assess again", tooltip="Reassess the marked case"),
        Binding("v", "ask('compare')", "compare", tooltip="Compare two assessments of the marked case"),
    ]

    @dataclass
    class Shown(Message):
        """The list came to the front, and wants to be up to date."""

        screen: "CasesScreen"

    @dataclass
    class Asked(Message):
        """Something is wanted of a case: `open`, `reassess` or `compare`; or `new`, of none."""

        what: str
        case: CaseId = ""

    def __init__(self, cases: Sequence[CaseSummary], warnings: Sequence[str], *, today: dt.date) -> None:
        """List cases.

        Args:
            cases: What lists show of each case.
            warnings: Sentences on files that could not be read.
            today: The day that reviews are overdue against.
        """
        super().__init__()
        self._cases = tuple(cases)
        self._warnings = tuple(warnings)
        self._today = today
        self.place = "Assessments"

    def compose_body(self) -> ComposeResult:
        """What could not be read, then the list."""
        yield Static(id="warnings", markup=False)
        yield Static(id="count", classes="asked", markup=False)
        yield Rows(wraps=False)

    def on_mount(self) -> None:
        """Show what was given."""
        self.query_one(Rows).focus()
        self.show(self._cases, self._warnings, today=self._today)

    def on_screen_resume(self) -> None:
        """Ask for what changed meanwhile."""
        self.post_message(self.Shown(self))

    def show(self, cases: Sequence[CaseSummary], warnings: Sequence[str], *, today: dt.date) -> None:
        """Show another state of the list, with the same case marked."""
        self._cases, self._warnings, self._today = tuple(cases), tuple(warnings), today
        warned = self.query_one("#warnings", Static)
        warned.display = bool(warnings)
        warned.update("\n".join(warnings))
        self.query_one("#count", Static).update(count_in_words(self._cases, today))
        self.query_one(Rows).show(case_rows(self._cases, today))

    def action_new(self) -> None:
        """Start a new case."""
        self.post_message(self.Asked("new"))

    def action_ask(self, what: str) -> None:
        """Want something of the marked case."""
        row = self.query_one(Rows).row
        if row and row.id:
            self.post_message(self.Asked(what, row.id))

    @work(exclusive=True, group="find")
    async def action_find(self) -> None:
        """Find a case, and open it."""
        found = await self.app.push_screen_wait(FindScreen(case_rows(self._cases, self._today), place="Find a case"))
        if found:
            self.query_one(Rows).mark(found)
            self.post_message(self.Asked("open", found))

    @on(Rows.Chosen)
    def _open(self, event: Rows.Chosen) -> None:
        event.stop()
        self.post_message(self.Asked("open", event.row.id))


def count_in_words(cases: Sequence[CaseSummary], today: dt.date) -> str:
    """How many cases there are, and what they wait for."""
    drafts = sum(case.draft_started is not None for case in cases)
    overdue = sum(case.review_date is not None and case.review_date < today for case in cases)
    noun = "case" if len(cases) == 1 else "cases"
    return f"{len(cases)} {noun}: {drafts} with a draft to resume, {overdue} with a review overdue"


def case_rows(cases: Iterable[CaseSummary], today: dt.date) -> list[Row]:
    """A line for each case: drafts first, then by review date, then those not assessed."""
    ordered = sorted(cases, key=_order)
    if not ordered:
        return [Row(id="", text="No cases yet: n starts one.")]
    width = max(2, *(len(one_line(case.initials)) for case in ordered))
    return [Row(id=case.id, text=_line(case, today, width)) for case in ordered]


def _order(case: CaseSummary) -> tuple[bool, dt.date, CaseId]:
    return case.draft_started is None, case.review_date or FAR_AHEAD, case.id


def _line(case: CaseSummary, today: dt.date, initials_width: int) -> str:
    # What must be seen at 60 columns comes first: what is waiting to be done.
    review = review_in_short(case.review_date, today) if case.assessments else ""
    columns = (
        case.id,
        pad(one_line(case.initials) or "-", initials_width),
        pad(case.level_name or "-", 8),
        pad(state_in_words(case), 15),
        pad(review, 18),
        one_line(case.own_reference),
    )
    return " ".join(columns).rstrip()
