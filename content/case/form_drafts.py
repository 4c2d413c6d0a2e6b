"""Entries that somebody is typing: kept from the first letter, and gone once they are recorded or emptied."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from content.records import Record

FormDraftId = str

Entry = Literal["incident", "action", "note", "disclosure", "correction"]


class FormDraft(Record, frozen=True, kw_only=True):
    """An incident, an action, a note or a disclosure, or why an assessment is put right: not recorded yet."""

    id: FormDraftId
    case: str
    """The reference of its case."""

    version: int = 0
    """Counted up by each save; a save against an older one is refused."""

    entry: Entry
    about: Mapping[str, str] = {}
    """What it belongs to, such as the incident that it corrects; never typed."""

    typed: Mapping[str, str] = {}
    """What was typed so far, by field."""

    at: dt.datetime
    """When it was last changed."""

    by: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(text.strip() for text in self.typed.values())


def begun(entries: Iterable[FormDraft], fresh: FormDraft) -> FormDraft:
    """The entry that this person began before about the same and did not record, else the fresh one."""
    same = (each for each in reversed(tuple(entries)) if (each.entry, each.about, each.by) == _told(fresh))
    return next(same, fresh)


def _told(entry: FormDraft) -> tuple[Entry, Mapping[str, str], str]:
    return entry.entry, entry.about, entry.by
