"""The notes of a case that name a reason to reassess."""

import datetime as dt
from collections.abc import Iterable

from content.entries.note import Note
from content.records import as_utc


def first_trigger(notes: Iterable[Note], assessed: dt.datetime | None) -> Note | None:
    """The first note to name a trigger since the person's situation was last assessed, if there is one.

    The first one counts because a reassessment is due from its day on; later ones do not change that.

    Args:
        notes: The notes of a case.
        assessed: `Case.assessed`; a note of that very moment was visible at sign-off.
    """
    after = as_utc(assessed) if assessed else None
    naming = (note for note in notes if note.trigger is not None)
    since = (note for note in naming if after is None or as_utc(note.at) > after)
    return min(since, key=lambda note: as_utc(note.at), default=None)
