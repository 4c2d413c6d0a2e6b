"""The chain of the audit log: its lines, the heads that close its months, and where the next line goes."""

import hashlib
from collections.abc import Iterator
from typing import Annotated

import msgspec

from content.access.audit_events import Detail, Event
from content.records import Record
from store.engine.protocol import Blob, Log, LogPosition, Month, MonthLog
from store.errors import StoreError

FIRST = "0" * 64
"""The hash that the first line of the log gives for the line before it."""

LONGEST_LINE = 4096
"""An upper bound in bytes; each field of an event has a maximum length."""

_Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Line(Record, frozen=True, kw_only=True):
    """One line of the log."""

    event: Event
    number: Annotated[int, msgspec.Meta(ge=1)]
    """Counted through all months."""

    before: _Hash
    """The SHA-256 of the previous line, without its line break."""


class Head(Record, frozen=True, kw_only=True):
    """The head of a month: it names the last line, and so closes the month once the next one begins."""

    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    """The number of the last line."""

    size: Annotated[LogPosition, msgspec.Meta(ge=0)] = 0
    """The position after the last line, in its month."""

    last: _Hash = FIRST
    """The hash of the last line; of the month before, if this month has no line yet."""

    checksum: str = ""
    """The SHA-256 of the head without this field, so that a damaged head is not taken for the end of the log."""


_line_decoder = msgspec.json.Decoder(Line)


def hash_of(line: bytes) -> str:
    """The hash of a line for the hash chain."""
    return hashlib.sha256(line).hexdigest()


def line_in(text: bytes) -> Line | None:
    """The line in a text with its line break, or None if it cannot be decoded or was cut short."""
    try:
        return _line_decoder.decode(text) if text.endswith(b"\n") else None
    except ValueError:
        return None


def read_head(blob: Blob) -> Head | None:
    """The head of a month, or None if it is missing or damaged."""
    try:
        head = msgspec.json.decode(blob.read() or b"", type=Head)
    except (ValueError, StoreError):
        return None
    return head if head == _with_checksum(head) else None


def write_head(blob: Blob, head: Head) -> None:
    """Write the head of a month durably.

    Raises:
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    blob.write(msgspec.json.encode(_with_checksum(head)))


def beginning(log: Log, month: Month) -> Head:
    """The head of a month that has no line yet, which names the last line of the month before.

    If the head of the month before is unusable, it is worked out from the lines.
    """
    before = [each for each in log.months() if each < month]
    if not before:
        return Head()
    closed = log.month(before[-1])
    head = read_head(closed.head) or chained(closed, beginning(log, before[-1]))
    return Head(count=head.count, last=head.last)


def chained(lines: MonthLog, start: Head) -> Head:
    """The head after the lines that follow a head, up to the first that does not follow the one before it."""
    end = start
    for text in lines.lines(start.size):
        line = line_in(text)
        if line is None or (line.number, line.before) != (end.count + 1, end.last):
            break
        end = Head(count=line.number, size=end.size + len(text), last=hash_of(text[:-1]))
    return end


def mended(log: Log, month: Month) -> tuple[Head, Detail]:
    """Where the next line goes, after the repair of what an interrupted write or damage left at the end of a month.

    Lines beyond the head that follow it in the chain were appended by a session that was killed before it wrote the
    head: they count. What does not follow was never reported as stored, and is cut off. A head that is missing, damaged
    or names no line is replaced if the lines are sound without it. If lines are missing or changed, the log goes on,
    and a verification shows where. Call it under the lock.

    Returns:
        The head, and what was repaired; empty if that was nothing, or the part of a line.

    Raises:
        StoreError: If the system refuses.
    """
    lines = log.month(month)
    size, head = lines.end(), read_head(lines.head)
    if head and size < head.size:
        return head, "lines missing"
    if head and _names_a_line(log, month, head):
        return _without_rest(lines, chained(lines, head))
    is_missing = not lines.head.exists()
    end = chained(lines, beginning(log, month))
    if _is_torn_line(lines, end):
        _cut(lines, end)
        return end, "head missing" if is_missing else "head damaged"
    end = _counted(lines, head or beginning(log, month))
    return end, "" if head else "head missing" if is_missing else "head damaged"


def _names_a_line(log: Log, month: Month, head: Head) -> bool:
    """Whether the line that ends where a head says is the one that it names."""
    lines = log.month(month)
    if not head.size:
        before = beginning(log, month)
        return (head.count, head.last) == (before.count, before.last)
    at = max(0, head.size - LONGEST_LINE)
    for text in lines.lines(at):
        at += len(text)
        if at >= head.size:
            return at == head.size and hash_of(text.removesuffix(b"\n")) == head.last
    return False


def _without_rest(lines: MonthLog, end: Head) -> tuple[Head, Detail]:
    is_torn_line = _is_torn_line(lines, end)
    _cut(lines, end)
    return end, "" if is_torn_line else "lines torn"


def _is_torn_line(lines: MonthLog, end: Head) -> bool:
    """Whether nothing, or the beginning of one line, follows the end of the chain."""
    return not any(text.endswith(b"\n") for text in lines.lines(end.size))


def _cut(lines: MonthLog, end: Head) -> None:
    if lines.end() > end.size:
        lines.cut(end.size)


def _counted(lines: MonthLog, start: Head) -> Head:
    """The head after every line that follows a head, whether or not the lines are chained."""
    end = start
    for text in _complete(lines, start.size):
        end = Head(count=end.count + 1, size=end.size + len(text), last=hash_of(text[:-1]))
    _cut(lines, end)
    return end


def _complete(lines: MonthLog, since: LogPosition) -> Iterator[bytes]:
    return (text for text in lines.lines(since) if text.endswith(b"\n"))


def _with_checksum(head: Head) -> Head:
    bare = msgspec.structs.replace(head, checksum="")
    return msgspec.structs.replace(head, checksum=hash_of(msgspec.json.encode(bare)))
