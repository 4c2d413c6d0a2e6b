"""The registry of the kinds of entry: a new kind is one module beside this one, plus its name, field and line here."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from content.entries.action import ACTION, Action
from content.entries.disclosure import DISCLOSURE, Disclosure
from content.entries.incident import INCIDENT, Incident
from content.entries.kind import EntryKind
from content.entries.note import NOTE, Note
from content.records import Record

Entry = Incident | Action | Note | Disclosure
"""An entry of any kind."""

EntryName = Literal["incident", "action", "note", "disclosure"]

ENTRY_KINDS: Mapping[EntryName, EntryKind[Any]] = {
    "incident": INCIDENT,
    "action": ACTION,
    "note": NOTE,
    "disclosure": DISCLOSURE,
}


class Entries(Record, frozen=True, kw_only=True):
    """The entries of a case, by kind, each in the order of recording; they never change."""

    incidents: tuple[Incident, ...] = ()
    actions: tuple[Action, ...] = ()
    """Every version of every action."""

    notes: tuple[Note, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()


def name_of(entry: Entry) -> EntryName:
    """The name of an entry's kind."""
    return next(name for name, kind in ENTRY_KINDS.items() if kind.record is type(entry))


def entries_of(recorded: Entries, kind: EntryKind[Any]) -> tuple[Any, ...]:
    """The entries of one kind."""
    found: tuple[Any, ...] = getattr(recorded, kind.table)
    return found


def all_entries(recorded: Entries) -> Iterator[tuple[EntryName, tuple[Any, ...]]]:
    """The entries of each kind."""
    for name, kind in ENTRY_KINDS.items():
        yield name, entries_of(recorded, kind)
