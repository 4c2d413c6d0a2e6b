"""The audit log: one event a line, in a hash chain. A head file records the number and the hash of the last line.

The chain and the head show lines that were edited, removed, inserted or moved, and lines cut off the end. They cannot
show that somebody who can write both files cut lines off and wrote a matching head, or rewrote the whole log: neither
file is protected by a secret, because failed sign-ins are logged without a key. Two things help against that: a copy
elsewhere, such as in the syslog of another machine, and the journals of the cases, from which lines that were cut off
are delivered again with their old times.
"""

import contextlib
import hashlib
import syslog
from collections.abc import Callable, Iterable
from typing import Annotated

import msgspec

from content.access.audit_events import Detail, Event
from content.records import Record
from store.crypto.keys import new_event_id
from store.engine.protocol import Blob, Engine, LogPosition
from store.errors import StoreError

FIRST = "0" * 64
"""The hash that the first line of the log gives for the line before it."""

Copy = Callable[[str], object]
"""Receives a copy of each line that is added."""


class Line(Record, frozen=True, kw_only=True):
    """One line of the log."""

    event: Event
    number: Annotated[int, msgspec.Meta(ge=1)]
    before: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    """The SHA-256 of the previous line, without its line break."""


class Head(Record, frozen=True, kw_only=True):
    """The head of the log: the count of its lines, its size and the hash of its last line."""

    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    size: Annotated[LogPosition, msgspec.Meta(ge=0)] = 0
    """The position after the last line."""

    last: str = FIRST
    """The hash of the last line."""


class JournalEntry(Record, frozen=True, kw_only=True):
    """An event that is stored with a change until it is delivered to the log."""

    event: Event
    after: Annotated[int, msgspec.Meta(ge=0)]
    """The number of the last line when the event was made: only later lines can hold it."""


class _Numbered(msgspec.Struct, frozen=True):
    number: int


_numbered = msgspec.json.Decoder(_Numbered)


class AuditLog:
    """The audit log of one store."""

    def __init__(self, engine: Engine, *, copy: Copy | None = None) -> None:
        self._log = engine.log
        self._copy = copy

    def count(self) -> int:
        """The number of the last line; lower if a killed session left lines that the head does not count yet."""
        head = read_head(self._log.head)
        return head.count if head else 0

    def add(self, event: Event) -> None:
        """Add an event, durably.

        Raises:
            StoreBusyError: If another session holds the log's lock for too long.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with self._log.locked():
            self._append([event])

    def add_missing(self, pending: Iterable[JournalEntry]) -> None:
        """Add the events that are not in the log, durably. An event that two sessions deliver is added once.

        Raises:
            StoreBusyError: If another session holds the log's lock for too long.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with self._log.locked():
            missing = {each.event.id: each.event for each in pending if not self.holds(each)}
            if missing:
                self._append([*missing.values()])

    def holds(self, pending: JournalEntry) -> bool:
        """Whether an event is in the log.

        Raises:
            StoreUnreadableError: If the system refuses.
        """
        wanted = _mark(pending.event.id)
        # An incomplete line does not count: the next append drops it.
        return any(
            wanted in line and _number(line) is not None for line in self._log.lines_after(pending.after, _number)
        )

    def _append(self, events: list[Event]) -> None:
        head, trouble = self._end()
        if trouble:
            mended = Event(id=new_event_id(), at=events[0].at, kind="log", detail=trouble)
            events = [mended, *events]
        lines = []
        count, last = head.count, head.last
        for event in events:
            count += 1
            lines.append(msgspec.json.encode(Line(event=event, number=count, before=last)))
            last = hash_of(lines[-1])
        end = self._log.append(lines)
        # The head goes last: a kill in between leaves lines after the head, which the next append counts.
        head = Head(count=count, size=end, last=last)
        self._log.head.write(msgspec.json.encode(head))
        for line in lines:
            self._tell(line)

    def _end(self) -> tuple[Head, Detail]:
        """The head that the next line follows, and the problem with the end of the log, or an empty text.

        Missing lines do not stop work: the log continues after the line that the head names, with an event that records
        the gap.
        """
        head = read_head(self._log.head)
        size = self._log.end()
        if head and size <= head.size:
            return head, "" if size == head.size else "lines missing"
        # Lines after the head were appended by a session that was killed before it wrote the head. An incomplete line
        # was not reported as stored.
        end = head or Head()
        self._log.drop_incomplete_line(end.size)
        for line in self._log.lines(end.size):
            end = msgspec.structs.replace(end, count=end.count + 1, last=hash_of(line[:-1]))
        return end, "" if head or not end.count else "head missing"

    def _tell(self, line: bytes) -> None:
        if self._copy:
            # The log itself is on the disk, so a failed copy is no reason to refuse the change.
            with contextlib.suppress(OSError):
                self._copy(line.decode())


def to_syslog(line: str) -> None:
    """Copy a line to syslog."""
    syslog.openlog("fourfold", facility=syslog.LOG_AUTHPRIV)
    syslog.syslog(syslog.LOG_INFO, line)


def hash_of(line: bytes) -> str:
    """The hash of a line for the hash chain."""
    return hashlib.sha256(line).hexdigest()


def read_head(blob: Blob) -> Head | None:
    """The head of the log, or None if it is missing or damaged."""
    try:
        return msgspec.json.decode(blob.read() or b"", type=Head)
    except (ValueError, StoreError):
        return None


def _number(line: bytes) -> int | None:
    """The number of a line, or None if the line is incomplete or cannot be decoded."""
    try:
        return _numbered.decode(line).number if line.endswith(b"\n") else None
    except ValueError:
        return None


def _mark(event_id: str) -> bytes:
    return b'"id":"%b"' % event_id.encode()
