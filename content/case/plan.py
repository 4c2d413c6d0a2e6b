"""The risk management plan: actions, each of which somebody owns and a reassessment must resolve."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from content.dates import in_words
from content.errors import ActionError
from content.pack.model import PromptId
from content.records import Record, as_utc

ActionId = str

Agreed = Literal["yes", "no", "not safe to ask"]
AGREED: tuple[Agreed, ...] = ("yes", "no", "not safe to ask")

State = Literal["open", "done", "no longer suitable"]
Resolution = Literal["done", "still needed", "no longer suitable"]
RESOLUTIONS: tuple[Resolution, ...] = ("done", "still needed", "no longer suitable")


class Action(Record, frozen=True, kw_only=True):
    """One version of a step of the plan; a change is a new version, and none is ever edited."""

    id: ActionId
    version: int = 1
    """From 1 upwards, without a gap."""

    concern: str = ""
    """What it answers."""

    prompt: PromptId | None = None
    """The prompt that it was made from."""

    what: str
    owner: str
    """The person or agency who does it."""

    due: dt.date
    agreed: Agreed
    """Whether the person it is for agrees."""

    state: State = "open"
    outcome: str = ""
    why: str = ""
    """Why it is no longer suitable, or what a change rests on."""

    at: dt.datetime
    """When this version was recorded."""

    by: str


def current_actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The latest version of each action, in the order that the actions were first recorded in."""
    latest: dict[ActionId, Action] = {}
    for action in actions:
        before = latest.get(action.id)
        if before is None or action.version > before.version:
            latest[action.id] = action
    return tuple(latest.values())


def versions(actions: Iterable[Action], wanted: ActionId) -> tuple[Action, ...]:
    """Every version of one action, the first one first."""
    return tuple(sorted((each for each in actions if each.id == wanted), key=lambda action: action.version))


def open_actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions still to be done, the one due first before the others."""
    still_open = (action for action in current_actions(actions) if action.state == "open")
    return tuple(sorted(still_open, key=lambda action: action.due))


def overdue(actions: Iterable[Action], today: dt.date) -> tuple[Action, ...]:
    """The open actions that were due before today, the most overdue first."""
    return tuple(action for action in open_actions(actions) if action.due < today)


def unresolved(actions: Iterable[Action], draft_started: dt.datetime) -> tuple[Action, ...]:
    """The actions that a reassessment must still resolve: open, and not looked at since its draft was started.

    An action is looked at by recording a new version of it, be it only "still needed"; one that was first recorded
    since the start is part of this assessment's own plan.
    """
    started = as_utc(draft_started)
    return tuple(action for action in open_actions(actions) if as_utc(action.at) < started)


def check_action(action: Action, *, today: dt.date, before: Action | None = None) -> None:
    """Refuse what is no action yet.

    A due date may be past only where it was set before: an overdue action stays overdue while its other words change.

    Args:
        action: The version to be recorded.
        today: The first day that it can become due, by the pack's clock.
        before: The version that it changes; nothing for a new action.

    Raises:
        ActionError: With the sentence to show beside the field.
    """
    if not action.what.strip():
        raise ActionError("what", "what is to be done is needed, in a few words")
    if not action.owner.strip():
        raise ActionError("owner", "an action needs an owner: the person or agency who does it")
    is_set_now = before is None or before.due != action.due
    if action.state == "open" and is_set_now and action.due < today:
        raise ActionError("due", f"{in_words(action.due)} is past: a due date is today or later")
    if action.state == "no longer suitable" and not action.why.strip():
        raise ActionError("why", "why it is no longer suitable is needed")


def resolve(
    action: Action,
    resolution: Resolution,
    *,
    why: str = "",
    outcome: str = "",
    due: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
    by: str,
) -> Action:
    """The next version of an open action, resolved: done, still needed, or no longer suitable.

    Args:
        action: Its current version.
        resolution: What became of it; `still needed` keeps it open.
        why: Demanded where it is no longer suitable.
        outcome: What came of it.
        due: Another day that it is due by, where it is still needed.
        now: When this is recorded.
        today: The day of that, by the pack's clock.
        by: Who says so.

    Raises:
        ActionError: If it is not open, lacks its reason, or is given a day that is past.
    """
    if action.state != "open":
        raise ActionError("state", f"this action is {action.state} already")
    still_needed = resolution == "still needed"
    resolved = msgspec.structs.replace(
        action,
        version=action.version + 1,
        state="open" if still_needed else resolution,
        due=due if due and still_needed else action.due,
        why=why,
        outcome=outcome or action.outcome,
        at=now,
        by=by,
    )
    check_action(resolved, today=today, before=action)
    return resolved
