"""Notes on a case: dated, signed, and never edited; one that names a trigger brings the review forward."""

import datetime as dt
from collections.abc import Iterable

from content.errors import NoteError
from content.pack.answers import Basis
from content.pack.model import TriggerId
from content.records import Record, as_utc

NoteId = str


class Note(Record, frozen=True, kw_only=True):
    """One note; it never changes and is never deleted."""

    id: NoteId
    text: str
    basis: Basis | None = None
    """Fact apart from opinion: what it rests on."""

    at: dt.datetime
    by: str
    trigger: TriggerId | None = None
    """The reason to reassess that it tells of."""

    trigger_name: str = ""
    """The trigger in words, as the pack had it then."""


def check_note(note: Note) -> None:
    """Refuse what is no note yet; a trigger says enough by itself.

    Raises:
        NoteError: With the sentence to show beside the field.
    """
    if not note.text.strip() and note.trigger is None:
        raise NoteError("text", "a note needs words")


def first_trigger(notes: Iterable[Note], assessed: dt.datetime | None) -> Note | None:
    """The first note to name a trigger since the person's situation was last assessed, if there is one.

    The first, because it is from its day on that a reassessment is due; a later one changes nothing about that.

    Args:
        notes: The notes of a case.
        assessed: `Case.assessed`; a note of that very moment was there to be seen.
    """
    after = as_utc(assessed) if assessed else None
    naming = (note for note in notes if note.trigger is not None)
    since = (note for note in naming if after is None or as_utc(note.at) > after)
    return min(since, key=lambda note: as_utc(note.at), default=None)
