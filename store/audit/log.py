"""The audit log: who saw and changed what, one line an event, each carrying the hash of the line before.

What the chain and the head kept beside it show: a line edited, taken out, put in or moved, and lines cut off the end.
What they cannot show: somebody who may write both files can cut lines off and write the head to match, or write the
whole log anew, since neither holds a secret; failed sign-ins are logged while no key is there. Against that stands a
copy elsewhere, such as syslog's on another machine, and each case's own memory of its last events, which puts lines
that were cut off back with their old times.
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
"""What stands for the hash of a line before the first."""

Copy = Callable[[str], object]
"""Takes a copy of each line as it is added."""


class Line(Record, frozen=True, kw_only=True):
    """One line of the log."""

    event: Event
    number: Annotated[int, msgspec.Meta(ge=1)]
    before: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    """The SHA-256 of the line before, without its line break."""


class Head(Record, frozen=True, kw_only=True):
    """How far the log goes."""

    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    size: Annotated[LogPosition, msgspec.Meta(ge=0)] = 0
    """The position after the last line."""

    last: str = FIRST
    """The hash of the last line."""


class JournalEntry(Record, frozen=True, kw_only=True):
    """An event that is to be in the log."""

    event: Event
    after: Annotated[int, msgspec.Meta(ge=0)]
    """The number of the log's last line when the event was made: only lines with higher numbers can hold it."""


class _Numbered(msgspec.Struct, frozen=True):
    number: int


_numbered = msgspec.json.Decoder(_Numbered)


class AuditLog:
    """The audit log of one store."""

    def __init__(self, engine: Engine, *, copy: Copy | None = None) -> None:
        self._log = engine.log
        self._copy = copy

    def count(self) -> int:
        """The number of the last line, or a lower one where a kill left lines that the head does not count yet."""
        head = read_head(self._log.head)
        return head.count if head else 0

    def add(self, event: Event) -> None:
        """Add an event, durably.

        Raises:
            StoreBusyError: If another session keeps the log's lock.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with self._log.locked():
            self._append([event])

    def add_missing(self, pending: Iterable[JournalEntry]) -> None:
        """Add those events that are not in the log, durably; one that is handed in by two sessions is added once.

        Raises:
            StoreBusyError: If another session keeps the log's lock.
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
        # An incomplete line holds no event: the next write drops it.
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
        # After the lines: a kill between the two leaves lines that the head does not count yet, which chain on from it.
        head = Head(count=count, size=end, last=last)
        self._log.head.write(msgspec.json.encode(head))
        for line in lines:
            self._tell(line)

    def _end(self) -> tuple[Head, Detail]:
        """The head that the next line follows, and what is wrong with the end of the log.

        Missing lines do not stop anybody's work: the log continues after the line that the head names, with an event
        that says so.
        """
        head = read_head(self._log.head)
        size = self._log.end()
        if head and size <= head.size:
            return head, "" if size == head.size else "lines missing"
        # Lines after the head were appended by a session that was killed before it wrote the head. An incomplete one
        # was never reported as stored.
        end = head or Head()
        self._log.drop_incomplete_line(end.size)
        for line in self._log.lines(end.size):
            end = msgspec.structs.replace(end, count=end.count + 1, last=hash_of(line[:-1]))
        return end, "" if head or not end.count else "head missing"

    def _tell(self, line: bytes) -> None:
        if self._copy:
            # The log itself is on the disk; a copy that cannot be made is no reason to refuse the work.
            with contextlib.suppress(OSError):
                self._copy(line.decode())


def to_syslog(line: str) -> None:
    """Give a line to the system's log, where it cannot be taken back; it holds no content."""
    syslog.openlog("fourfold", facility=syslog.LOG_AUTHPRIV)
    syslog.syslog(syslog.LOG_INFO, line)


def hash_of(line: bytes) -> str:
    """The hash by which the next line names this one."""
    return hashlib.sha256(line).hexdigest()


def read_head(blob: Blob) -> Head | None:
    """The head of the log, or None if it is missing or damaged."""
    try:
        return msgspec.json.decode(blob.read() or b"", type=Head)
    except (ValueError, StoreError):
        return None


def _number(line: bytes) -> int | None:
    """The number of a line; nothing where it is torn or garbled."""
    try:
        return _numbered.decode(line).number if line.endswith(b"\n") else None
    except ValueError:
        return None


def _mark(event_id: str) -> bytes:
    return b'"id":"%b"' % event_id.encode()
