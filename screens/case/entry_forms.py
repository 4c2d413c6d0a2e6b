"""The forms for an incident, a note and an action of the plan."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from content.case.entry_readers import ACTION_DUE, action_of, incident_of, note_of, resolved_of
from content.case.incidents import CHANNELS, REPORTED, Incident, happened_in_words, read_happened
from content.case.model import Assessment
from content.case.notes import Note
from content.case.phrases import day, local_day
from content.case.plan import AGREED, Action, Resolution
from content.dates import HINT, HINT_AHEAD, echoed, in_words, kept, parse_day_ahead
from content.errors import DateError, RecordError
from content.pack.answers import BASES
from content.pack.model import PromptId, Trigger
from content.text import one_line
from screens.dialogs.form import Field, Form

NOT_YET = "not a date yet"


@dataclass(frozen=True)
class EntryAuthor:
    """Who fills in a form, and by which clock."""

    by: str
    now: Callable[[], dt.datetime]
    zone: ZoneInfo

    @property
    def today(self) -> dt.date:
        """Today by the pack's clock."""
        return local_day(self.now(), self.zone)


def incident_form(writer: EntryAuthor, incident_id: str, corrected: Incident | None = None) -> Form[Incident]:
    """Ask for an incident: a new one, or one that puts another right."""
    fields = [
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
    ]
    intro = "Only what happened and when are needed. Ctrl+O records; what is recorded is never changed."
    if corrected:
        told = f"{happened_in_words(corrected)}: {one_line(corrected.what)}"
        recorded = f"recorded {day(corrected.at, writer.zone)} by {one_line(corrected.by)}"
        intro = f"This puts right the entry {told} ({recorded}), which stays to be read."
        fields = [Field("why_corrected", "Why it is put right"), *fields]
    return Form(
        place="Put an incident right" if corrected else "Incident",
        fields=fields,
        read=lambda typed: incident_of(
            typed,
            incident_id=incident_id,
            corrects=corrected.id if corrected else None,
            now=writer.now(),
            today=writer.today,
            by=writer.by,
        ),
        echo=lambda field, text: _happened(text, writer.today) if field in {"happened", "until"} else "",
        intro=intro,
        said=lambda incident: f"Recorded: {happened_in_words(incident)}.",
    )


def correction_form(corrected: Assessment, zone: ZoneInfo) -> Form[str]:
    """Ask why a signed-off assessment is put right."""

    def read(typed: Mapping[str, str]) -> str:
        why = typed.get("why", "").strip()
        if not why:
            raise RecordError("why", "why the assessment is put right is needed")
        return why

    return Form(
        place="Put an assessment right",
        fields=[Field("why", "Why", "text")],
        read=read,
        intro=f"The assessment of {day(corrected.signed_off, zone)} stays as it is, marked as put right. A new one "
        "starts from its answers, names it, and says why.",
    )


def note_form(writer: EntryAuthor, note_id: str, trigger: Trigger | None = None) -> Form[Note]:
    """Ask for a note on a case; one that tells of a trigger needs no words."""
    intro = "A note is dated and signed with your name, and is never changed or deleted."
    if trigger:
        intro = f"{trigger.name}. Recording this brings the review forward to today. Words may be added."
    return Form(
        place="A reason to reassess" if trigger else "Note",
        fields=[Field("text", "Note", "text"), Field("basis", "What it rests on", "one", BASES)],
        read=lambda typed: note_of(typed, note_id=note_id, trigger=trigger, now=writer.now(), by=writer.by),
        intro=intro,
        said=lambda note: f"Recorded. The review is due now: {note.trigger_name}." if trigger else "Note recorded.",
    )


def action_form(
    writer: EntryAuthor, action_id: str, *, before: Action | None = None, prompt: PromptId | None = None
) -> Form[Action]:
    """Ask for an action: a new one, perhaps made from a prompt, or another version of one."""
    fields = [
        Field("what", "What is to be done", "text"),
        Field("owner", "Owner", hint="the person or agency who does it"),
        Field("due", "Due", hint="27 Nov 2026 or in 7 days"),
        Field("agreed", "The person agrees", "one", AGREED),
        Field("concern", "Concern it answers", "text"),
    ]
    return Form(
        place="Change an action" if before else "New action",
        fields=fields,
        read=lambda typed: action_of(
            typed,
            action_id=action_id,
            before=before,
            prompt=prompt,
            now=writer.now(),
            today=writer.today,
            by=writer.by,
        ),
        echo=_due_echo(writer, before),
        intro="Each change is kept beside what stood before." if before else "",
        said=_planned,
    )


_RESOLVING: Mapping[Resolution, tuple[str, tuple[Field, ...]]] = {
    "done": ("Done", (Field("outcome", "What came of it", "text"),)),
    "still needed": (
        "Still needed",
        (
            Field("due", "Due", hint="as before, or such as in 7 days"),
            Field("outcome", "How far it has come", "text"),
        ),
    ),
    "no longer suitable": ("No longer suitable", (Field("why", "Why not", "text"),)),
}


def resolve_form(writer: EntryAuthor, action: Action, resolution: Resolution) -> Form[Action]:
    """Ask what became of an action."""
    place, fields = _RESOLVING[resolution]
    return Form(
        place=f"Action: {place.lower()}",
        fields=fields,
        read=lambda typed: resolved_of(typed, resolution, action, now=writer.now(), today=writer.today, by=writer.by),
        echo=_due_echo(writer, action),
        intro=f"{one_line(action.what)} (owner {one_line(action.owner)}, due {in_words(action.due)})",
        said=_planned,
    )


def _due_echo(writer: EntryAuthor, before: Action | None) -> Callable[[str, str], str]:
    def echo(field: str, text: str) -> str:
        if field != "due" or not text.strip() or (before and text.strip() == in_words(before.due)):
            return ""
        try:
            return in_words(parse_day_ahead(text, today=writer.today, what=ACTION_DUE))
        except DateError:
            return f"{NOT_YET}: {HINT_AHEAD}"

    return echo


def _planned(_action: Action) -> str:
    return "Recorded in the plan."


def _happened(text: str, today: dt.date) -> str:
    if not text.strip():
        return ""
    try:
        return echoed(kept(read_happened(text, today=today)))
    except DateError as error:
        return str(error) if "ahead" in str(error) else f"{NOT_YET}: {HINT}"
