"""The forms: one for each kind of entry, and one for the correction of an assessment."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from content.case.model import Assessment
from content.case.phrases import day
from content.dates import day_in_words
from content.entries.action import AGREED, RESOLUTION, Action, Resolution
from content.entries.disclosure import DISCLOSURE_BASES, ERROR_TOLD, TOLD, WAYS, Disclosure, recipient_in_words
from content.entries.incident import CHANNELS, REPORTED, Incident, happened_in_words
from content.entries.kind import RecordedEntry
from content.entries.note import PROMPT, PROMPT_SAYS, PROMPT_STATE, TRIGGER, Note
from content.entries.registry import EntryName
from content.entries.typed_fields import EntryContext
from content.pack.answers import BASES
from content.text import one_line
from screens.dialogs.form import Field, Form

INCIDENT_FIELDS: Sequence[Field] = (
    Field("what", "What happened", "text"),
    Field("happened", "When", hint="15 Nov 2026, yesterday, about Dec 2025, 2019"),
    Field("until", "Until", hint="only where it went on, or lies between two dates"),
    Field("how", "How and where", "some", CHANNELS),
    Field("where", "Place"),
    Field("effect", "Effect on the person", "text"),
    Field("who_was_there", "Who was there"),
    Field("reported", "Reported", "one", REPORTED),
    Field("reference", "Reported under", hint="such as a crime number"),
    Field("evidence", "Evidence"),
    Field("evidence_where", "Where it is held", hint="never here"),
)

NOTE_FIELDS: Sequence[Field] = (
    Field("text", "Note", "text"),
    Field("basis", "What it rests on", "one", BASES),
)

ACTION_FIELDS: Sequence[Field] = (
    Field("what", "What is to be done", "text"),
    Field("owner", "Owner", hint="the person or agency who does it"),
    Field("due", "Due", hint="27 Nov 2026 or in 7 days"),
    Field("agreed", "The person agrees", "one", AGREED),
    Field("concern", "Concern it answers", "text"),
)

RESOLUTION_FIELDS: Mapping[Resolution, Sequence[Field]] = {
    "done": (Field("outcome", "What came of it", "text"),),
    "still needed": (
        Field("due", "Due", hint="as before, or such as in 7 days"),
        Field("outcome", "How far it has come", "text"),
    ),
    "no longer suitable": (Field("why", "Why not", "text"),),
}

DISCLOSURE_FIELDS: Sequence[Field] = (
    Field("to", "Given to", hint="a name or a role"),
    Field("agency", "Agency", hint="such as Solace"),
    Field("what", "What was given", "text"),
    Field("basis", "On what basis", "one", DISCLOSURE_BASES),
    Field("why", "Why without consent", hint="or why it was not safe to ask"),
    Field("told", "The person was told", "one", TOLD),
    Field("why_not_told", "Why they were not"),
    Field("decided_by", "Who decided", hint="a name or a role"),
    Field("sent", "How it was sent", "one", WAYS),
    Field("day", "When", hint="today, yesterday or 15 Nov 2026"),
)

WHY_CORRECTED = Field("why_corrected", "Why it is corrected")
ERROR_TOLD_FIELD = Field("error_told", "They were told of it", "one", ERROR_TOLD)


def _incident_form(context: EntryContext[Incident], zone: ZoneInfo) -> Form:
    wrong = context.earlier
    if wrong is None:
        intro = "Only what happened and when are needed. Ctrl+O records; what is recorded is never changed."
        return Form(place="Incident", fields=INCIDENT_FIELDS, intro=intro)
    return Form(
        place="Correct an incident",
        fields=(WHY_CORRECTED, *INCIDENT_FIELDS),
        intro=f"This corrects the entry {happened_in_words(wrong)}: {one_line(wrong.what)} ({_recorded(wrong, zone)}), "
        "which stays readable.",
    )


def _note_form(context: EntryContext[Note], _zone: ZoneInfo) -> Form:
    if context.about.get(PROMPT):
        return _reply_form(context)
    trigger = context.pack.trigger(context.about.get(TRIGGER, ""))
    if trigger is None:
        intro = "A note is dated and signed with your name, and is never changed or deleted."
        return Form(place="Note", fields=NOTE_FIELDS, intro=intro)
    intro = f"{trigger.name}. Recording this brings the review forward to today. Words may be added."
    return Form(place="A reason to reassess", fields=NOTE_FIELDS, intro=intro)


def _reply_form(context: EntryContext[Note]) -> Form:
    """Ask how a prompt was done, or why it is not suitable."""
    is_done = context.about.get(PROMPT_STATE) == "done"
    label = "How it was done" if is_done else "Why it is not suitable"
    hint = "may be left empty" if is_done else "needed, in words"
    return Form(
        place="Prompt done" if is_done else "Prompt not suitable",
        fields=(Field("text", label, "text", hint=hint),),
        intro=f"{one_line(context.about.get(PROMPT_SAYS, ''))} Ctrl+O records the reply; until then it is open.",
    )


def _action_form(context: EntryContext[Action], _zone: ZoneInfo) -> Form:
    action, resolution = context.earlier, context.about.get(RESOLUTION)
    if action is None:
        return Form(place="New action", fields=ACTION_FIELDS)
    if resolution is None:
        return Form(place="Change an action", fields=ACTION_FIELDS, intro="Earlier versions of the action are kept.")
    return Form(
        place=f"Action: {resolution}",
        fields=RESOLUTION_FIELDS[cast("Resolution", resolution)],
        intro=f"{one_line(action.what)} (owner {one_line(action.owner)}, due {day_in_words(action.due)})",
    )


def _disclosure_form(context: EntryContext[Disclosure], zone: ZoneInfo) -> Form:
    wrong = context.earlier
    if wrong is None:
        intro = "What left the organisation, in words. Ctrl+O records; what is recorded is never changed."
        return Form(place="Disclosure", fields=DISCLOSURE_FIELDS, intro=intro)
    return Form(
        place="Correct a disclosure",
        fields=(WHY_CORRECTED, ERROR_TOLD_FIELD, *DISCLOSURE_FIELDS),
        intro=f"This corrects what was given to {recipient_in_words(wrong)} on {day_in_words(wrong.day)} "
        f"({_recorded(wrong, zone)}), which stays readable. "
        "A recipient who was given something wrong must be told (Data Protection Act 2018, section 38).",
    )


FORMS: Mapping[EntryName, Callable[[EntryContext[Any], ZoneInfo], Form]] = {
    "incident": _incident_form,
    "note": _note_form,
    "action": _action_form,
    "disclosure": _disclosure_form,
}
"""The function that makes the form of each kind of entry, for the context it is filled in with."""


def correction_form(corrected: Assessment, zone: ZoneInfo) -> Form:
    """Ask why a signed-off assessment is corrected."""
    return Form(
        place="Correct an assessment",
        fields=(Field("why", "Why", "text"),),
        intro=f"The assessment of {day(corrected.signed_off, zone)} stays as it is, marked as corrected. A new one "
        "starts from its answers, names it, and says why.",
    )


def _recorded(entry: RecordedEntry, zone: ZoneInfo) -> str:
    return f"recorded {day(entry.at, zone)} by {one_line(entry.by)}"
