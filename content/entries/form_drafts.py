"""Form drafts: what is typed in a form and not recorded yet, saved during typing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from content.entries.registry import EntryName
from content.records import Record

FormDraftId = str

FormKind = EntryName | Literal["correction"]
"""What a form is for: an entry, or the reason why an assessment is corrected."""


class FormDraft(Record, frozen=True, kw_only=True):
    """A form that is being filled in; deleted when its entry is recorded or all its text is deleted."""

    id: FormDraftId
    """Also the id of the entry that is recorded from it."""

    case: str
    """The reference of its case."""

    version: int = 0
    """Incremented by each save; a save against an older version is refused."""

    kind: FormKind
    about: Mapping[str, str] = {}
    """What it belongs to, such as the incident that it corrects; not typed by the user."""

    typed: Mapping[str, str] = {}
    """What was typed so far, by field."""

    at: dt.datetime
    """When it was last changed."""

    by: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(text.strip() for text in self.typed.values())


def resumed(drafts: Iterable[FormDraft], new: FormDraft) -> FormDraft:
    """The latest form draft with the author, kind and subject of the new one, or else the new one."""
    same = (each for each in reversed(tuple(drafts)) if _subject(each) == _subject(new))
    return next(same, new)


def _subject(draft: FormDraft) -> tuple[FormKind, Mapping[str, str], str]:
    return draft.kind, draft.about, draft.by
