"""The risk management plan of a case: who does what by when, and what became of it."""

import datetime as dt
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from content.case.model import Case
from content.case.phrases import clock, day
from content.case.plan import current_actions, open_actions, versions
from content.dates import in_words, short
from content.entries.action import Action, ActionId, Resolution
from content.text import one_line
from screens.case.assessment_view import ViewScreen
from screens.case.case_page import CasePage
from screens.case.requests import RecordEntry
from screens.widgets.rows import Row, Rows

STATE = 14
"""Cells for an action's state at the left."""


class PlanScreen(CasePage):
    """Read the plan, add to it, and say what became of each action."""

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
            at: The action to mark first.
        """
        super().__init__(case)
        self._zone = zone
        self._today = today
        self._at = at
        self.place = f"{case.id} {one_line(case.initials)}  Plan"

    def compose_body(self) -> ComposeResult:
        """How much is open, then the actions."""
        yield Static(id="count", classes="asked", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows(at=self._at)

    def on_mount(self) -> None:
        """Show what was given."""
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
        still_open = open_actions(self._case.actions)
        late = sum(action.due < self._today for action in still_open)
        self.query_one("#count", Static).update(f"{len(still_open)} open, {late or 'none'} overdue")
        self.query_one(Rows).show(plan_rows(self._case, self._today))

    @on(Rows.Chosen)
    def _history(self, event: Rows.Chosen) -> None:
        event.stop()
        found = versions(self._case.actions, event.row.id)
        self.app.push_screen(ViewScreen(f"{self._case.id}  Action", history_rows(found, self._zone)))


def plan_rows(case: Case, today: dt.date) -> list[Row]:
    """The open actions by when they are due, then the others, the latest first."""
    still_open = open_actions(case.actions)
    closed = [action for action in current_actions(case.actions) if action.state != "open"]
    rows = [_row(action, today) for action in still_open]
    rows += [_row(action, today) for action in sorted(closed, key=lambda action: action.at, reverse=True)]
    return rows or [Row(id="", text="No actions yet: n adds one; in the prompts of a checklist, p makes one.")]


def _row(action: Action, today: dt.date) -> Row:
    what = f"{one_line(action.what)} - {one_line(action.owner)}; {_agreed(action)}"
    if action.concern:
        what += f". Answers: {one_line(action.concern)}"
    if action.outcome:
        what += f". Outcome: {one_line(action.outcome)}"
    if action.why:
        what += f". Why: {one_line(action.why)}"
    late = action.state == "open" and action.due < today
    return Row(
        id=action.id,
        text=f"{state_in_words(action, today):<{STATE}}{what}",
        hang=STATE,
        look="problem" if late else "" if action.state == "open" else "quiet",
    )


def state_in_words(action: Action, today: dt.date) -> str:
    """What an action waits for, in a few letters."""
    if action.state != "open":
        return "done" if action.state == "done" else "not suitable"
    late = (today - action.due).days
    if late > 0:
        return f"OVERDUE {late} d"
    return "due today" if late == 0 else f"{short(action.due)}"


def _agreed(action: Action) -> str:
    return {"yes": "agreed with the person", "no": "NOT agreed with the person"}.get(
        action.agreed, "not safe to ask the person"
    )


def history_rows(found: tuple[Action, ...], zone: ZoneInfo) -> list[Row]:
    """Every version of an action, the first one first."""
    rows = []
    for action in found:
        head = f"{day(action.at, zone)} {clock(action.at, zone)[:5]}, {one_line(action.by)}: {action.state}"
        rows.append(Row(id=f"{action.version}", text=head, look="heading"))
        told = (
            ("What", action.what),
            ("Owner", action.owner),
            ("Due", in_words(action.due)),
            ("Agreed", _agreed(action)),
            ("Answers", action.concern),
            ("Outcome", action.outcome),
            ("Why", action.why),
        )
        rows += [
            Row(id=f"{action.version} {name}", text=f"{name:<{STATE}}{one_line(text)}", hang=STATE)
            for name, text in told
            if text
        ]
    return rows
