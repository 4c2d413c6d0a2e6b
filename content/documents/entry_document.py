"""The entries of a case in a list, and one entry in full; each kind of entry provides its own text."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from content.case.model import Case
from content.case.phrases import clock, day
from content.documents.document import Document, Line, Section, labelled
from content.entries.kind import EntryKind, EntryView
from content.entries.registry import EntryName, entries_of
from content.records import as_utc
from content.text import one_line


@dataclass(frozen=True)
class ListedEntry:
    """An entry with its kind and the other entries of that kind."""

    name: EntryName
    kind: EntryKind[Any]
    view: EntryView[Any]
    entry: Any
    recorded: Sequence[Any]

    def order(self, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
        """The sort key of a list: the day of the entry, then the time of recording."""
        return self.view.day(self.entry, zone), as_utc(self.entry.at)


def listed_entries(case: Case, kinds: Mapping[EntryName, EntryKind[Any]]) -> Iterator[ListedEntry]:
    """The entries of some kinds, in the order in which they were recorded."""
    for name, kind in kinds.items():
        if kind.view:
            recorded = entries_of(case, kind)
            yield from (ListedEntry(name, kind, kind.view, entry, recorded) for entry in recorded)


def find_entry(case: Case, kinds: Mapping[EntryName, EntryKind[Any]], wanted: str) -> ListedEntry | None:
    """The entry with an id among those of some kinds, or None."""
    return next((each for each in listed_entries(case, kinds) if each.entry.id == wanted), None)


def entry_line(listed: ListedEntry, zone: ZoneInfo, *, mark: str = "") -> Line:
    """An entry as a line, perhaps after a mark such as `NEW`."""
    line = listed.view.line(listed.entry, listed.recorded, zone)
    return Line(label=line.day, text=mark + line.text, anchor=listed.entry.id, tone=line.tone)


def entry_document(listed: ListedEntry, zone: ZoneInfo, *, title: str) -> Document:
    """Everything that was recorded in one entry."""
    entry = listed.entry
    recorded = f"{day(entry.at, zone)} {clock(entry.at, zone)} by {one_line(entry.by)}"
    fields = (*listed.view.parts(entry, listed.recorded, zone), ("Recorded", recorded))
    return Document(title=title, sections=(Section(blocks=labelled(fields)),))
