"""The screen of the risk management plan: who does what by when, and what came of it."""

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from content.case.model import Case
from content.case.plan import current_actions, versions
from content.documents.plan_document import action_document, plan_document
from content.entries.action import ActionId, Resolution
from content.text import one_line
from screens.case.assessment_view import view_document
from screens.case.case_page import CasePage
from screens.case.requests import RecordEntry
from screens.widgets.document_rows import RowStyle, document_rows, section_text
from screens.widgets.rows import Row, Rows


class PlanScreen(CasePage):
    """Read the plan, add actions, and resolve or change them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "request('action')", "new", tooltip="Add an action"),
        Binding("d", "resolve('done')", "done", tooltip="The marked action is done"),
        Binding("s", "resolve('still needed')", "still needed", tooltip="The marked action is still needed"),
        Binding("x", "resolve('no longer suitable')", "not suitable", tooltip="It is no longer suitable, and why"),
        Binding("e", "edit", "edit", tooltip="Change the marked action; earlier versions are kept"),
        Binding("enter", "focused.choose", "history", tooltip="Every version of the marked action"),
    ]

    def __init__(self, case: Case, *, zone: ZoneInfo, today: dt.date, at: ActionId = "") -> None:
        """Show the plan of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            today: The day that actions are overdue against.
            at: The id of the action to mark first.
        """
        super().__init__(case)
        self._zone = zone
        self._today = today
        self._at = at
        self.place = f"{case.id} {one_line(case.initials)}  Plan"

    def compose_body(self) -> ComposeResult:
        """The counts, then the actions."""
        yield Static(id="count", classes="asked", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows(at=self._at)

    def on_mount(self) -> None:
        """Show the plan, with the requested action marked."""
        self.query_one(Rows).focus()
        self.say("")
        self.show_case()
        self.query_one(Rows).mark(self._at)

    def action_resolve(self, resolution: Resolution) -> None:
        """Resolve the marked action."""
        self._request_change(resolution)

    def action_edit(self) -> None:
        """Change the marked action."""
        self._request_change(None)

    def _request_change(self, resolution: Resolution | None) -> None:
        row = self.query_one(Rows).row
        action = next((each for each in current_actions(self._case.actions) if row and each.id == row.id), None)
        if action is None:
            self.say("There is no action yet: n adds one.")
        elif action.state != "open":
            self.say(f"This action is {action.state} already; n adds another.")
        else:
            self.say("")
            self.request(RecordEntry("action", earlier=action.id, resolution=resolution))

    def show_case(self) -> None:
        """Show the plan as it is now."""
        summary = plan_document(self._case, self._today).section("summary")
        self.query_one("#count", Static).update(section_text(summary))
        self.query_one(Rows).show(plan_rows(self._case, self._today))

    @on(Rows.Chosen)
    def _history(self, event: Rows.Chosen) -> None:
        event.stop()
        document = action_document(versions(self._case.actions, event.row.id), self._zone)
        self.app.push_screen(view_document(self._case, document, RowStyle()))


def plan_rows(case: Case, today: dt.date) -> list[Row]:
    """A row for each action, the open ones first."""
    rows = document_rows([plan_document(case, today).section("actions")], RowStyle())
    return rows or [Row(id="", text="No actions yet: n adds one; in the prompts of a checklist, p makes one.")]
