"""The audit log: who saw and changed what, one line an event, each carrying the hash of the line before.

What the chain and the head kept beside it show: a line edited, taken out, put in or moved, and lines cut off the end.
What they cannot show: somebody who may write both files can cut lines off and write the head to match, or write the
whole log anew, since neither holds a secret; failed sign-ins are logged while no key is there. Against that stands a
copy elsewhere, such as syslog's on another machine, and each case's own memory of its last events, which puts lines
that were cut off back with their old times.
"""

import contextlib
import hashlib
import io
import os
import syslog
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec

from content.access.audit_events import Detail, Event
from content.records import Record
from store.crypto.keys import new_event_id
from store.engine import files
from store.engine.layout import Layout
from store.engine.locks import locked
from store.errors import StoreError

FIRST = "0" * 64
"""What stands for the hash of a line before the first."""

_NEAR = 64 * 1024
"""Bytes in which lines are looked at one by one; a longer stretch is halved first."""

_LONGEST_LINE = 4096
"""Bytes; each field of an event has a limit."""

_ADDING = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
_READING = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW

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
    size: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Bytes."""

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
    """The audit log of one data directory."""

    def __init__(self, directory: Path, *, copy: Copy | None = None) -> None:
        self._layout = Layout(directory)
        self._copy = copy

    def count(self) -> int:
        """The number of the last line, or a lower one where a kill left lines that the head does not count yet."""
        head = read_head(self._layout.audit_head)
        return head.count if head else 0

    def add(self, event: Event) -> None:
        """Add an event, durably.

        Raises:
            StoreBusyError: If another session keeps the log's lock.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with locked(self._layout.audit_lock, "The audit log"):
            self._append([event])

    def add_missing(self, pending: Iterable[JournalEntry]) -> None:
        """Add those events that are not in the log, durably; one that is handed in by two sessions is added once.

        Raises:
            StoreBusyError: If another session keeps the log's lock.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with locked(self._layout.audit_lock, "The audit log"):
            missing = {each.event.id: each.event for each in pending if not self.holds(each)}
            if missing:
                self._append([*missing.values()])

    def holds(self, pending: JournalEntry) -> bool:
        """Whether an event is in the log.

        Raises:
            StoreUnreadableError: If the system refuses.
        """
        wanted = _mark(pending.event.id)
        with reading(self._layout.audit) as log:
            _seek_after(log, pending.after)
            # A torn line holds nothing: the next write cuts it off.
            return any(wanted in line and _number(line) is not None for line in log)

    def _append(self, events: list[Event]) -> None:
        head, trouble, is_open_ended = self._end()
        if trouble:
            mended = Event(id=new_event_id(), at=events[0].at, kind="log", detail=trouble)
            events = [mended, *events]
        lines = []
        count, last = head.count, head.last
        for event in events:
            count += 1
            lines.append(msgspec.json.encode(Line(event=event, number=count, before=last)))
            last = hash_of(lines[-1])
        data = b"".join(b"%b\n" % line for line in lines)
        size = self._write(b"\n" + data if is_open_ended else data)
        # After the lines: a kill between the two leaves lines that the head does not count yet, which chain on from it.
        head = Head(count=count, size=size, last=last)
        files.replace_durably(self._layout.audit_head, msgspec.json.encode(head))
        for line in lines:
            self._tell(line)

    def _end(self) -> tuple[Head, Detail, bool]:
        """Where the log ends, what is amiss with that, and whether its last line lacks its line break.

        Lines that are missing do not stop anybody's work: the log goes on from where the head says, and says so.
        """
        head = read_head(self._layout.audit_head)
        size = _size(self._layout.audit)
        if head and size == head.size:
            return head, "", False
        if head and size < head.size:
            return head, "lines missing", self._is_open_ended(size)
        end = head or Head()
        with reading(self._layout.audit) as log:
            log.seek(end.size)
            for line in log:
                if not line.endswith(b"\n"):
                    # A kill or a full disk left part of a line, which nobody was told is kept.
                    os.truncate(self._layout.audit, end.size)
                    break
                end = Head(count=end.count + 1, size=end.size + len(line), last=hash_of(line[:-1]))
        return end, "" if head or not end.count else "head missing", False

    def _is_open_ended(self, size: int) -> bool:
        with reading(self._layout.audit) as log:
            log.seek(max(0, size - 1))
            return log.read(1) not in {b"", b"\n"}

    def _write(self, data: bytes) -> int:
        path = self._layout.audit
        try:
            is_new = not path.exists()
            descriptor = os.open(path, _ADDING, files.PRIVATE_FILE)
            try:
                os.fchmod(descriptor, files.PRIVATE_FILE)
                before = os.fstat(descriptor).st_size
                try:
                    files.write_all(descriptor, data)
                    files.sync(descriptor)
                except OSError:
                    with contextlib.suppress(OSError):
                        os.ftruncate(descriptor, before)
                    raise
            finally:
                os.close(descriptor)
            if is_new:
                files.sync_folder(path.parent)
        except OSError as error:
            raise files.not_written(path, error) from error
        return before + len(data)

    def _tell(self, line: bytes) -> None:
        if self._copy:
            # The log itself is on the disk; a copy that cannot be made is no reason to refuse the work.
            with contextlib.suppress(OSError):
                self._copy(line.decode())


@contextlib.contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """The log, to be read, however long it has grown; an empty one where there is none yet.

    Raises:
        StoreUnreadableError: If the system refuses, or a link stands in its place.
    """
    try:
        log: BinaryIO = os.fdopen(os.open(path, _READING), "rb")
    except FileNotFoundError:
        log = io.BytesIO()
    except OSError as error:
        raise files.not_read(path, error) from error
    with log:
        try:
            yield log
        except OSError as error:
            raise files.not_read(path, error) from error


def to_syslog(line: str) -> None:
    """Give a line to the system's log, where it cannot be taken back; it holds no content."""
    syslog.openlog("fourfold", facility=syslog.LOG_AUTHPRIV)
    syslog.syslog(syslog.LOG_INFO, line)


def hash_of(line: bytes) -> str:
    """The hash by which the next line names this one."""
    return hashlib.sha256(line).hexdigest()


def read_head(path: Path) -> Head | None:
    """How far the log goes, or nothing where that is missing or garbled."""
    try:
        return msgspec.json.decode(files.read_whole(path) or b"", type=Head)
    except (ValueError, StoreError):
        return None


def _seek_after(log: BinaryIO, number: int) -> None:
    """Move to a place in the log after which every line with a higher number stands.

    Numbers only rise, so the place is found by halving. A log that ends below the number lost lines, and then its head,
    and began to count again: all of it is to be looked at.
    """
    low, high = 0, log.seek(0, os.SEEK_END)
    log.seek(max(0, high - _LONGEST_LINE))
    last = max((_number(line) or 0 for line in log), default=0)
    while high - low > _NEAR and last >= number:
        middle = (low + high) // 2
        log.seek(middle)
        log.readline()
        next_number = next((found for line in log if (found := _number(line)) is not None), None)
        if next_number is not None and next_number <= number:
            low = middle
        else:
            high = middle
    log.seek(low)


def _number(line: bytes) -> int | None:
    """The number of a line; nothing where it is torn or garbled."""
    try:
        return _numbered.decode(line).number if line.endswith(b"\n") else None
    except ValueError:
        return None


def _mark(event_id: str) -> bytes:
    return b'"id":"%b"' % event_id.encode()


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise files.not_read(path, error) from error
