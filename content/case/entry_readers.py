"""What was typed for an incident, an action or a note, read into what is recorded."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from content.case.incidents import (
    CHANNELS,
    REPORTED,
    Incident,
    IncidentId,
    Reported,
    check_incident,
    read_happened,
    read_until,
)
from content.case.notes import Note, NoteId, check_note
from content.case.plan import AGREED, Action, ActionId, Agreed, Resolution, check_action, resolve
from content.dates import HINT_AHEAD, in_words, parse_day_ahead
from content.errors import ActionError, DateError, IncidentError
from content.pack.answers import BASES, Basis
from content.pack.model import PromptId, Trigger

Typed = Mapping[str, str]
"""What was typed, by field; a field that nobody went to may be missing."""

APART = ", "
"""What stands between several choices of one field."""

ACTION_DUE = "a due date"


def incident_of(
    typed: Typed,
    *,
    incident_id: IncidentId,
    corrects: IncidentId | None = None,
    now: dt.datetime,
    today: dt.date,
    by: str,
) -> Incident:
    """The incident that was typed.

    Args:
        typed: What was typed: `what` and `happened` are demanded, and `why_corrected` where it corrects.
        incident_id: Its new id.
        corrects: The incident that it puts right.
        now: When it is recorded.
        today: The day of that, by the pack's clock.
        by: Who records it.

    Raises:
        IncidentError: With the sentence to show beside the field.
    """
    incident = Incident(
        id=incident_id,
        happened="",
        what=text_of(typed, "what"),
        how=tuple(each for each in CHANNELS if each in _chosen(typed, "how")),
        where=text_of(typed, "where"),
        effect=text_of(typed, "effect"),
        who_was_there=text_of(typed, "who_was_there"),
        reported=cast("Reported", one_of(typed, "reported", REPORTED)),
        reference=text_of(typed, "reference"),
        evidence=text_of(typed, "evidence"),
        evidence_where=text_of(typed, "evidence_where"),
        at=now,
        by=by,
        corrects=corrects,
        why_corrected=text_of(typed, "why_corrected"),
    )
    check_incident(incident)
    field = "happened"
    try:
        happened = read_happened(typed.get("happened", ""), today=today)
        field = "until"
        until = read_until(typed.get("until", ""), happened, today=today)
    except DateError as error:
        raise IncidentError(field, str(error)) from error
    return msgspec.structs.replace(incident, happened=happened, until=until)


def typed_incident(incident: Incident) -> dict[str, str]:
    """An incident as it would have been typed, to be put right."""
    return {
        "what": incident.what,
        "happened": incident.happened,
        "until": incident.until,
        "how": APART.join(incident.how),
        "where": incident.where,
        "effect": incident.effect,
        "who_was_there": incident.who_was_there,
        "reported": incident.reported,
        "reference": incident.reference,
        "evidence": incident.evidence,
        "evidence_where": incident.evidence_where,
    }


def action_of(
    typed: Typed,
    *,
    action_id: ActionId,
    before: Action | None = None,
    prompt: PromptId | None = None,
    now: dt.datetime,
    today: dt.date,
    by: str,
) -> Action:
    """The action that was typed: a new one, or the next version of one.

    Args:
        typed: What was typed: `what`, `owner`, `due` and `agreed` are demanded.
        action_id: The id of a new one.
        before: The version that it changes.
        prompt: The prompt that a new one is made from.
        now: When it is recorded.
        today: The first day that it can become due, by the pack's clock.
        by: Who records it.

    Raises:
        ActionError: With the sentence to show beside the field, or `state` where another resolved it meanwhile.
    """
    if before and before.state != "open":
        raise ActionError("state", f"this action is {before.state} already: a new one is needed")
    agreed = one_of(typed, "agreed", AGREED)
    unchecked = Action(
        id=before.id if before else action_id,
        version=before.version + 1 if before else 1,
        concern=text_of(typed, "concern"),
        prompt=before.prompt if before else prompt,
        what=text_of(typed, "what"),
        owner=text_of(typed, "owner"),
        due=today,
        agreed=cast("Agreed", agreed or AGREED[0]),
        outcome=text_of(typed, "outcome"),
        at=now,
        by=by,
    )
    check_action(unchecked, today=today)
    action = msgspec.structs.replace(unchecked, due=_due(typed, before, today=today))
    check_action(action, today=today, before=before)
    if not agreed:
        raise ActionError("agreed", "say whether the person agrees: yes, no, or not safe to ask")
    return action


def typed_action(action: Action) -> dict[str, str]:
    """An action as it would have been typed, to be changed."""
    return {
        "what": action.what,
        "concern": action.concern,
        "owner": action.owner,
        "due": in_words(action.due),
        "agreed": action.agreed,
        "outcome": action.outcome,
    }


def resolved_of(
    typed: Typed, resolution: Resolution, action: Action, *, now: dt.datetime, today: dt.date, by: str
) -> Action:
    """The next version of an open action, resolved as was typed; see `resolve`.

    Args:
        typed: What was typed: `outcome`, `why` or a new `due`, as the resolution asks for.
        resolution: What became of it.
        action: Its current version.
        now: When this is recorded.
        today: The day of that, by the pack's clock.
        by: Who says so.

    Raises:
        ActionError: With the sentence to show beside the field.
    """
    return resolve(
        action,
        resolution,
        why=text_of(typed, "why"),
        outcome=text_of(typed, "outcome"),
        due=_due(typed, action, today=today) if resolution == "still needed" else None,
        now=now,
        today=today,
        by=by,
    )


def note_of(typed: Typed, *, note_id: NoteId, trigger: Trigger | None = None, now: dt.datetime, by: str) -> Note:
    """The note that was typed.

    Args:
        typed: What was typed: `text`, unless it tells of a trigger, and `basis`.
        note_id: Its new id.
        trigger: The reason to reassess that it tells of.
        now: When it is recorded.
        by: Who records it.

    Raises:
        NoteError: With the sentence to show beside the field.
    """
    note = Note(
        id=note_id,
        text=text_of(typed, "text"),
        basis=cast("Basis", one_of(typed, "basis", BASES)) or None,
        at=now,
        by=by,
        trigger=trigger.id if trigger else None,
        trigger_name=trigger.name if trigger else "",
    )
    check_note(note)
    return note


def _due(typed: Typed, before: Action | None, *, today: dt.date) -> dt.date:
    """The day typed; an overdue action keeps its day where that was left as it is."""
    text = typed.get("due", "")
    if before and text.strip() in {"", in_words(before.due)}:
        return before.due
    if not text.strip():
        raise ActionError("due", f"a due date is needed: {HINT_AHEAD}")
    try:
        return parse_day_ahead(text, today=today, what=ACTION_DUE)
    except DateError as error:
        raise ActionError("due", str(error)) from error


def text_of(typed: Typed, field: str) -> str:
    """What was typed in a field, without what surrounds it."""
    return typed.get(field, "").strip()


def one_of(typed: Typed, field: str, allowed: Sequence[str]) -> str:
    """What was chosen in a field; empty where that is none of what is allowed."""
    chosen = typed.get(field, "")
    return chosen if chosen in allowed else ""


def _chosen(typed: Typed, field: str) -> set[str]:
    return set(typed.get(field, "").split(APART))
