"""Reading the audit log: whether it is whole, and what it says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from content.events import Event, Sought, is_sought
from content.records import Record
from store import files
from store.audit import FIRST, Head, Line, hash_of, read_head
from store.layout import Layout

Fault = Literal["garbled", "does not follow", "cut off", "no head", "head"]

_decoder = msgspec.json.Decoder(Line)

_SAYS: dict[Fault, str] = {
    "garbled": "line {number} is no line of the log: it was changed or cut short",
    "does not follow": "line {number} does not follow the line before it: one of the two was changed, or lines between "
    "them were taken out or moved",
    "cut off": "the log was cut off after line {number}: the head counts {counted} lines",
    "no head": "the head is missing, so lines cut off the end after line {number} would not show",
    "head": "line {number} is not the line that the head names: it was changed, or the log was put in its place",
}


class Finding(Record, frozen=True, kw_only=True):
    """Something amiss with the log."""

    fault: Fault
    number: int
    """The line, counted from 1 as it stands in the file; 0 where none is left."""

    counted: int = 0
    """How many lines the head counts."""

    def __str__(self) -> str:
        return _SAYS[self.fault].format(number=self.number, counted=self.counted)


class Verified(Record, frozen=True, kw_only=True):
    """What a look at the whole log found."""

    lines: int
    findings: tuple[Finding, ...]


def verify(directory: Path) -> Verified:
    """Look at every line of the log and at its head; what it can show and what not stands with the log.

    Raises:
        StoreDamagedError: If the log is no plain file.
        StoreUnreadableError: If the system refuses.
    """
    layout = Layout(directory)
    # The head first: lines that are added while this reads lie beyond it, and those are allowed.
    head = read_head(layout.audit_head)
    lines = _lines(layout.audit)
    return Verified(lines=len(lines), findings=(*_chain(lines, head), *_against(head, lines)))


def events(directory: Path, sought: Sought) -> Iterator[Event]:
    """The events that somebody looks for, oldest first; lines that cannot be read are left to `verify`.

    Raises:
        StoreDamagedError: If the log is no plain file.
        StoreUnreadableError: If the system refuses.
    """
    for text in _lines(Layout(directory).audit):
        line = _decoded(text)
        if line and is_sought(line.event, sought):
            yield line.event


def _lines(path: Path) -> list[bytes]:
    text = files.read_whole(path) or b""
    lines = text.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def _chain(lines: list[bytes], head: Head | None) -> Iterator[Finding]:
    before, expected = FIRST, 1
    for number, text in enumerate(lines, start=1):
        line = _decoded(text)
        # What a killed session left of its last line stands beyond the head, and was never said to be kept.
        is_torn = line is None and number == len(lines) and head is not None and number == head.count + 1
        if line is None:
            if not is_torn:
                yield Finding(fault="garbled", number=number)
        elif line.before != before or line.number != expected:
            yield Finding(fault="does not follow", number=number)
        before, expected = hash_of(text), (line.number if line else expected) + 1


def _against(head: Head | None, lines: list[bytes]) -> Iterator[Finding]:
    if head is None:
        if lines:
            yield Finding(fault="no head", number=len(lines))
        return
    if len(lines) < head.count:
        yield Finding(fault="cut off", number=len(lines), counted=head.count)
    elif head.count and hash_of(lines[head.count - 1]) != head.last:
        yield Finding(fault="head", number=head.count, counted=head.count)


def _decoded(text: bytes) -> Line | None:
    try:
        return _decoder.decode(text)
    except ValueError:
        return None
