"""What every kind of entry provides: its reader, its operation for the audit log, and how it is listed."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

from content.entries.typed_fields import EntryContext, Typed
from content.records import Correctable, correction_of

Tone = Literal["", "quiet", "warning"]


class RecordedEntry(Protocol):
    """The attributes of every entry."""

    @property
    def id(self) -> str:
        """Its id among the entries of its kind."""

    @property
    def at(self) -> dt.datetime:
        """When it was recorded."""

    @property
    def by(self) -> str:
        """Who recorded it."""


class CorrectableEntry(RecordedEntry, Correctable, Protocol):
    """An entry that a later one of its kind can correct."""

    @property
    def why_corrected(self) -> str:
        """Why it corrects the earlier one."""


E = TypeVar("E", bound=RecordedEntry)
C = TypeVar("C", bound=CorrectableEntry)


@dataclass(frozen=True)
class EntryLine:
    """One entry in a list."""

    day: str
    """When it happened, if the exact day is known."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, kw_only=True)
class EntryView(Generic[E]):
    """How the entries of a kind are shown in lists and in full."""

    day: Callable[[E, ZoneInfo], dt.date]
    """The day that an entry is listed under."""

    line: Callable[[E, Sequence[E], ZoneInfo], EntryLine]
    """An entry as a line of a list; the second argument is every entry of the kind."""

    parts: Callable[[E, Sequence[E], ZoneInfo], Iterable[tuple[str, str]]]
    """The parts of an entry, each with its label."""

    is_in_chronology: bool


@dataclass(frozen=True, kw_only=True)
class EntryKind(Generic[E]):
    """One kind of entry; the module that makes this value has everything about it except its form."""

    record: type[E]
    table: str
    """The field of a case that holds the entries, and the table that they are stored in."""

    operation: Literal["collection", "disclosure"]
    """The kind of its audit event; each disclosure has an event of its own."""

    is_change: Callable[[E], bool]
    """Whether an entry corrects or changes an earlier one."""

    is_correctable: bool
    """Whether a later entry can correct one; every such record has `corrects` and `why_corrected`."""

    read: Callable[[Typed, EntryContext[E]], E]
    """Makes an entry from typed text; raises `RecordError` for a field that is not valid."""

    initial: Callable[[EntryContext[E]], Mapping[str, str]]
    """The initial text of a form: the entry that is corrected or changed, as typed text."""

    echo: Callable[[str, str, EntryContext[E]], str]
    """What to show beside a field for the text in it, such as a date with its weekday."""

    confirmation: Callable[[E], str]
    """The sentence that confirms the recording."""

    view: EntryView[E] | None
    """None if the kind has its own screen that shows it in another way."""


def no_echo(_field: str, _text: str, _context: EntryContext[Any]) -> str:
    """The echo of a kind without one."""
    return ""


def is_correction(entry: Correctable) -> bool:
    """Whether an entry corrects another."""
    return entry.corrects is not None


def correction_mark(entry: C, recorded: Sequence[C]) -> tuple[str, Tone]:
    """The mark of a corrected entry or of a correction in a list, and its tone; empty for others."""
    if correction_of(recorded, entry.id):
        return "CORRECTED by a later entry: ", "quiet"
    return ("corrects an earlier entry: ", "") if is_correction(entry) else ("", "")


def correction_parts(entry: C, recorded: Sequence[C], named: Callable[[C], str]) -> list[tuple[str, str]]:
    """The entry that corrects this one, and why."""
    correction = correction_of(recorded, entry.id)
    return [("Corrected by", named(correction)), ("Why", correction.why_corrected)] if correction else []


def corrected_parts(entry: C, recorded: Sequence[C], named: Callable[[C], str]) -> list[tuple[str, str]]:
    """The entry that this one corrects, and why."""
    corrected = next((each for each in recorded if each.id == entry.corrects), None)
    return [("Corrects", named(corrected) if corrected else ""), ("Why corrected", entry.why_corrected)]


def recorded_on(entry: RecordedEntry, zone: ZoneInfo) -> dt.date:
    """The day on which an entry was recorded, in the pack's time zone."""
    return entry.at.astimezone(zone).date()
