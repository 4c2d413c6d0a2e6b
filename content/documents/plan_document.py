"""The risk management plan: who does what by when, and the history of one action."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from content.case.model import Case
from content.case.phrases import clock, day
from content.case.plan import current_actions, open_actions, overdue
from content.dates import day_in_words, short
from content.documents.document import Document, Line, Section, Tone, labelled
from content.entries.action import Action
from content.text import one_line


def plan_document(case: Case, today: dt.date) -> Document:
    """The open actions by due date, then the closed ones, latest first.

    Args:
        case: The case.
        today: The day that actions are overdue against.
    """
    still_open = open_actions(case.actions)
    closed = [action for action in current_actions(case.actions) if action.state != "open"]
    closed.sort(key=lambda action: action.at, reverse=True)
    summary = Line(text=f"{len(still_open)} open, {len(overdue(case.actions, today)) or 'none'} overdue")
    return Document(
        title="Plan",
        sections=(
            Section(name="summary", blocks=(summary,)),
            Section(name="actions", blocks=tuple(action_line(action, today) for action in (*still_open, *closed))),
        ),
    )


def action_line(action: Action, today: dt.date) -> Line:
    """One action: its state or due date, what is to be done, by whom, and what came of it."""
    parts = [f"{one_line(action.what)} - {one_line(action.owner)}; {_agreement(action)}"]
    details = (("Answers", action.concern), ("Outcome", action.outcome), ("Why", action.why))
    parts += [f"{name}: {one_line(text)}" for name, text in details if text]
    is_late = action.state == "open" and action.due < today
    tone: Tone = "warning" if is_late else "" if action.state == "open" else "quiet"
    return Line(label=_state(action, today), text=". ".join(parts), anchor=action.id, tone=tone)


def action_document(versions: Sequence[Action], zone: ZoneInfo) -> Document:
    """Every version of one action, oldest first."""
    return Document(title="Action", sections=tuple(_version(action, zone) for action in versions))


def _version(action: Action, zone: ZoneInfo) -> Section:
    fields = (
        ("What", action.what),
        ("Owner", action.owner),
        ("Due", day_in_words(action.due)),
        ("Agreed", _agreement(action)),
        ("Answers", action.concern),
        ("Outcome", action.outcome),
        ("Why", action.why),
    )
    return Section(
        heading=f"{day(action.at, zone)} {clock(action.at, zone)[:5]}, {one_line(action.by)}: {action.state}",
        blocks=labelled(fields),
    )


def _state(action: Action, today: dt.date) -> str:
    """The state of an action, or its due date, in a few characters."""
    if action.state != "open":
        return "done" if action.state == "done" else "not suitable"
    late = (today - action.due).days
    if late > 0:
        return f"OVERDUE {late} d"
    return "due today" if late == 0 else short(action.due)


def _agreement(action: Action) -> str:
    return {"yes": "agreed with the person", "no": "NOT agreed with the person"}.get(
        action.agreed, "not safe to ask the person"
    )
