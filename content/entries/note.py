"""Notes on a case: dated, signed, and never edited; one that names a trigger brings the review forward."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast
from zoneinfo import ZoneInfo

from content.dates import short
from content.entries.kind import EntryKind, EntryLine, EntryView, no_echo, recorded_on
from content.entries.typed_fields import EntryContext, Typed, one_of, text_of
from content.errors import NoteError
from content.pack.answers import BASES, Basis
from content.pack.model import PromptId
from content.pack.policy import TriggerId
from content.records import Record
from content.text import is_reason, one_line

NoteId = str

TRIGGER = "trigger"
"""The key in `about` of a form draft for the id of the trigger that the note names."""


PROMPT, PROMPT_STATE, PROMPT_SAYS = "prompt", "prompt_state", "prompt_says"
"""Keys in `about` of a form draft for a note that replies to a prompt: its id, the kind of reply, its text."""

_STATES: Mapping[str, Literal["done", "not suitable"]] = {"done": "done", "not suitable": "not suitable"}


class Note(Record, frozen=True, kw_only=True):
    """One note; it never changes and is never deleted."""

    id: NoteId
    text: str
    basis: Basis | None = None
    """What it is based on, to separate fact from opinion."""

    at: dt.datetime
    by: str
    trigger: TriggerId | None = None
    """The reason to reassess that it names."""

    trigger_name: str = ""
    """The name of the trigger in the pack at that time."""

    prompt: PromptId = ""
    """The prompt of the latest assessment at that time that it replies to."""

    prompt_state: Literal["done", "not suitable", ""] = ""
    prompt_says: str = ""
    """The text of the prompt as signed off."""


def check_note(note: Note) -> None:
    """Validate a note: it needs text unless it names a trigger or says that a prompt is done.

    Raises:
        NoteError: With the sentence to show beside the field.
    """
    if note.prompt_state == "not suitable" and not is_reason(note.text):
        raise NoteError("text", "why the prompt is not suitable is needed, in words: without it the prompt stays open")
    if not note.text.strip() and note.trigger is None and note.prompt_state != "done":
        raise NoteError("text", "a note needs words")


def read_note(typed: Typed, context: EntryContext[Note]) -> Note:
    """Make the note that was typed: `basis`, and `text` unless it names a trigger or says that a prompt is done.

    Raises:
        NoteError: With the sentence to show beside the field.
    """
    trigger = context.pack.trigger(context.about.get(TRIGGER, ""))
    note = Note(
        id=context.id,
        text=text_of(typed, "text"),
        basis=cast("Basis", one_of(typed, "basis", BASES)) or None,
        at=context.now,
        by=context.by,
        trigger=trigger.id if trigger else None,
        trigger_name=trigger.name if trigger else "",
        prompt=context.about.get(PROMPT, ""),
        prompt_state=_STATES.get(context.about.get(PROMPT_STATE, ""), ""),
        prompt_says=context.about.get(PROMPT_SAYS, ""),
    )
    check_note(note)
    return note


def note_in_words(note: Note) -> str:
    """A note on one line: the prompt that it replies to or the trigger that it names, its text, and its author."""
    if note.prompt:
        how = f": {one_line(note.text)}" if note.text.strip() else ""
        return f"PROMPT {note.prompt_state.upper()}{how} ({one_line(note.by)}). It said: {one_line(note.prompt_says)}"
    trigger = f"TRIGGER {one_line(note.trigger_name or note.trigger)}. " if note.trigger else ""
    return f"{trigger}{one_line(note.text)} ({one_line(note.by)})"


def _confirmation(note: Note) -> str:
    if note.prompt:
        return f"Recorded: {note.prompt_state}. The prompt is answered."
    return f"Recorded. The review is due now: {note.trigger_name}." if note.trigger else "Note recorded."


def _line(note: Note, _recorded: Sequence[Note], zone: ZoneInfo) -> EntryLine:
    return EntryLine(short(recorded_on(note, zone)), f"note: {note_in_words(note)}")


def _parts(note: Note, _recorded: Sequence[Note], _zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    yield "Reason to reassess", note.trigger_name or note.trigger or ""
    if note.prompt:
        yield "Reply to prompt", f"{note.prompt_state}: {note.prompt_says}"
    yield "Note", note.text
    yield "Rests on", note.basis or "not said"


NOTE = EntryKind(
    record=Note,
    table="notes",
    operation="collection",
    is_change=lambda _note: False,
    is_correctable=False,
    read=read_note,
    initial=lambda _context: {},
    echo=no_echo,
    confirmation=_confirmation,
    view=EntryView(day=recorded_on, line=_line, parts=_parts, is_in_chronology=True),
)
