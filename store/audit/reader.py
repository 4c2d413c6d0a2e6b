"""Reading and verifying the audit log."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from content.access.audit_events import AuditQuery, Event, matches
from content.records import Record
from store.audit.log import FIRST, Head, Line, hash_of, read_head
from store.engine.protocol import Engine

FindingKind = Literal["garbled", "does not follow", "cut off", "no head", "head"]

_decoder = msgspec.json.Decoder(Line)

_SAYS: dict[FindingKind, str] = {
    "garbled": "line {number} cannot be read: it was changed or cut short",
    "does not follow": "line {number} does not follow the line before it: one of the two was changed, or lines between "
    "them were removed or moved",
    "cut off": "the log was cut off after line {number}: the head counts {counted} lines",
    "no head": "the head is missing, so lines cut off the end after line {number} would not show",
    "head": "line {number} is not the line that the head names: it was changed, or the log was replaced",
}


class LogFinding(Record, frozen=True, kw_only=True):
    """One problem of the audit log."""

    fault: FindingKind
    number: int
    """The number of the line in the file, counted from 1; 0 if no line is left."""

    counted: int = 0
    """The number of lines according to the head."""

    def __str__(self) -> str:
        return _SAYS[self.fault].format(number=self.number, counted=self.counted)


class VerifiedLog(Record, frozen=True, kw_only=True):
    """The result of a verification of the audit log."""

    lines: int
    findings: tuple[LogFinding, ...]


def verify(engine: Engine) -> VerifiedLog:
    """Verify every line of the log against the hash chain and the head; `store.audit.log` says what this can show.

    Raises:
        StoreUnreadableError: If the system refuses, or the log is not a plain file.
    """
    # The head is read first: lines that are added meanwhile come after it, and are no problem.
    head = read_head(engine.log.head)
    number, named, findings = 0, FIRST, []
    before, expected = FIRST, 1
    for number, text in enumerate(engine.log.lines(), start=1):
        line, before_this = _decoded(text), before
        before = hash_of(text.removesuffix(b"\n"))
        if head and number == head.count:
            named = before
        if line is None:
            # An incomplete line after the head was left by a killed session, and was never reported as stored.
            if head is None or number <= head.count or text.endswith(b"\n"):
                findings.append(LogFinding(fault="garbled", number=number))
        elif line.before != before_this or line.number != expected:
            findings.append(LogFinding(fault="does not follow", number=number))
        expected = (line.number if line else expected) + 1
    return VerifiedLog(lines=number, findings=(*findings, *_against(head, number, named)))


def events(engine: Engine, sought: AuditQuery) -> Iterator[Event]:
    """The events that match a query, oldest first; lines that cannot be decoded are skipped.

    Raises:
        StoreUnreadableError: If the system refuses, or the log is not a plain file.
    """
    for text in engine.log.lines():
        line = _decoded(text)
        if line and matches(line.event, sought):
            yield line.event


def _against(head: Head | None, lines: int, named: str) -> Iterator[LogFinding]:
    """Problems from comparing the head with the number of lines and the hash of the line that it names."""
    if head is None:
        if lines:
            yield LogFinding(fault="no head", number=lines)
    elif lines < head.count:
        yield LogFinding(fault="cut off", number=lines, counted=head.count)
    elif named != head.last:
        yield LogFinding(fault="head", number=head.count, counted=head.count)


def _decoded(text: bytes) -> Line | None:
    try:
        return _decoder.decode(text)
    except ValueError:
        return None
