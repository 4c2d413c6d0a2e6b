"""Actions of the risk management plan: each has an owner and a due date, and a reassessment must resolve it."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, cast

import msgspec

from content.dates import HINT_AHEAD, day_in_words, parse_day_ahead
from content.entries.kind import EntryKind
from content.entries.typed_fields import NOT_YET, EntryContext, Typed, one_of, text_of
from content.errors import ActionError, DateError
from content.pack.model import PromptId
from content.records import Record

ActionId = str

Agreed = Literal["yes", "no", "not safe to ask"]
AGREED: tuple[Agreed, ...] = ("yes", "no", "not safe to ask")

State = Literal["open", "done", "no longer suitable"]
Resolution = Literal["done", "still needed", "no longer suitable"]
RESOLUTIONS: tuple[Resolution, ...] = ("done", "still needed", "no longer suitable")

RESOLUTION, PROMPT = "resolution", "prompt"
"""Keys in `about` of a form draft: how the earlier action is resolved, and the prompt that a new one is made from."""

DUE_DATE = "a due date"


class Action(Record, frozen=True, kw_only=True):
    """One version of a step of the plan; it never changes, and a change of the step is a new version."""

    id: ActionId
    version: int = 1
    """Counts from 1, without gaps."""

    concern: str = ""
    """The concern that it addresses."""

    prompt: PromptId | None = None
    """The prompt that it was made from, if any."""

    what: str
    owner: str
    """The person or agency who does it."""

    due: dt.date
    agreed: Agreed
    """Whether the person it is for agrees."""

    state: State = "open"
    outcome: str = ""
    why: str = ""
    """Why it is no longer suitable."""

    at: dt.datetime
    """When this version was recorded."""

    by: str


def check_action(action: Action, *, today: dt.date, before: Action | None = None) -> None:
    """Validate an action.

    A due date may be past only if an earlier version had it: an overdue action stays overdue while other fields change.

    Args:
        action: The version to be recorded.
        today: The earliest due date, in the pack's time zone.
        before: The version that it changes; None for a new action.

    Raises:
        ActionError: With the sentence to show beside the field.
    """
    if not action.what.strip():
        raise ActionError("what", "what is to be done is needed, in a few words")
    if not action.owner.strip():
        raise ActionError("owner", "an action needs an owner: the person or agency who does it")
    is_set_now = before is None or before.due != action.due
    if action.state == "open" and is_set_now and action.due < today:
        raise ActionError("due", f"{day_in_words(action.due)} is past: a due date is today or later")
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
        resolution: The resolution; `still needed` keeps it open.
        why: The reason; required if it is no longer suitable.
        outcome: The result so far.
        due: A new due date, if it is still needed.
        now: The time of recording.
        today: The day of `now`, in the pack's time zone.
        by: Who records it.

    Raises:
        ActionError: If it is not open, lacks its reason, or the new due date is past.
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


def read_action(typed: Typed, context: EntryContext[Action]) -> Action:
    """Make the action that was typed: a new one, a changed version, or a resolution.

    Raises:
        ActionError: With the sentence to show beside the field; the field is `state` if it was resolved meanwhile.
    """
    resolution = context.about.get(RESOLUTION)
    if context.earlier and resolution:
        return _resolved(typed, cast("Resolution", resolution), context.earlier, context)
    return _planned(typed, context.earlier, context)


def typed_action(action: Action) -> dict[str, str]:
    """An action as typed text, to start its change from."""
    return {
        "what": action.what,
        "concern": action.concern,
        "owner": action.owner,
        "due": day_in_words(action.due),
        "agreed": action.agreed,
        "outcome": action.outcome,
    }


def _planned(typed: Typed, before: Action | None, context: EntryContext[Action]) -> Action:
    if before and before.state != "open":
        raise ActionError("state", f"this action is {before.state} already: a new one is needed")
    agreed = one_of(typed, "agreed", AGREED)
    unchecked = Action(
        id=before.id if before else context.id,
        version=before.version + 1 if before else 1,
        concern=text_of(typed, "concern"),
        prompt=before.prompt if before else context.about.get(PROMPT),
        what=text_of(typed, "what"),
        owner=text_of(typed, "owner"),
        due=context.today,
        agreed=cast("Agreed", agreed or AGREED[0]),
        outcome=text_of(typed, "outcome"),
        at=context.now,
        by=context.by,
    )
    check_action(unchecked, today=context.today)
    action = msgspec.structs.replace(unchecked, due=_due(typed, before, today=context.today))
    check_action(action, today=context.today, before=before)
    if not agreed:
        raise ActionError("agreed", "say whether the person agrees: yes, no, or not safe to ask")
    return action


def _resolved(typed: Typed, resolution: Resolution, action: Action, context: EntryContext[Action]) -> Action:
    return resolve(
        action,
        resolution,
        why=text_of(typed, "why"),
        outcome=text_of(typed, "outcome"),
        due=_due(typed, action, today=context.today) if resolution == "still needed" else None,
        now=context.now,
        today=context.today,
        by=context.by,
    )


def _due(typed: Typed, before: Action | None, *, today: dt.date) -> dt.date:
    """The due date that was typed; an overdue action keeps its date if that was not changed."""
    text = typed.get("due", "")
    if before and text.strip() in {"", day_in_words(before.due)}:
        return before.due
    if not text.strip():
        raise ActionError("due", f"{DUE_DATE} is needed: {HINT_AHEAD}")
    try:
        return parse_day_ahead(text, today=today, what=DUE_DATE)
    except DateError as error:
        raise ActionError("due", str(error)) from error


def _initial(context: EntryContext[Action]) -> Mapping[str, str]:
    if context.earlier is None or RESOLUTION in context.about:
        return {}
    return typed_action(context.earlier)


def _echo(field: str, text: str, context: EntryContext[Action]) -> str:
    before = context.earlier
    if field != "due" or not text.strip() or (before and text.strip() == day_in_words(before.due)):
        return ""
    try:
        return day_in_words(parse_day_ahead(text, today=context.today, what=DUE_DATE))
    except DateError:
        return f"{NOT_YET}: {HINT_AHEAD}"


ACTION = EntryKind(
    record=Action,
    table="actions",
    operation="collection",
    is_change=lambda action: action.version > 1,
    is_correctable=False,
    read=read_action,
    initial=_initial,
    echo=_echo,
    confirmation=lambda _action: "Recorded in the plan.",
    view=None,
)
