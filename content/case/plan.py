"""The risk management plan: which actions are open, overdue, or still to be resolved."""

import datetime as dt
from collections.abc import Iterable

from content.entries.action import Action, ActionId
from content.records import as_utc


def current_actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The latest version of each action, in the order in which the actions were first recorded."""
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
    """The actions still to be done, earliest due date first."""
    still_open = (action for action in current_actions(actions) if action.state == "open")
    return tuple(sorted(still_open, key=lambda action: action.due))


def overdue(actions: Iterable[Action], today: dt.date) -> tuple[Action, ...]:
    """The open actions that were due before today, most overdue first."""
    return tuple(action for action in open_actions(actions) if action.due < today)


def unresolved(actions: Iterable[Action], draft_started: dt.datetime) -> tuple[Action, ...]:
    """The actions that a reassessment must still resolve: open, and unchanged since its draft was started.

    A new version resolves an action even if it only says "still needed". An action that was first recorded since the
    start belongs to this assessment's own plan.
    """
    started = as_utc(draft_started)
    return tuple(action for action in open_actions(actions) if as_utc(action.at) < started)
