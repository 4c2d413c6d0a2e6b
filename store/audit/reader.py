"""Reading and verifying the audit log."""

from collections.abc import Iterator
from typing import Literal

from content.access.audit_events import AuditQuery, Event, matches
from content.records import Record
from store.audit.chain import FIRST, Head, hash_of, line_in, read_head
from store.engine import names
from store.engine.protocol import Engine, Month, MonthLog

FindingKind = Literal["garbled", "does not follow", "cut off", "no head", "head damaged", "head", "torn"]

_SAYS: dict[FindingKind, str] = {
    "garbled": "line {number} cannot be read: it was changed or cut short",
    "does not follow": "line {number} does not follow the line before it: one of the two was changed, or lines between "
    "them were removed or moved",
    "cut off": "the log was cut off after line {number}: the head counts {counted} lines",
    "no head": "the head is missing, so lines cut off the end after line {number} would not show; sign in once, and it "
    "is made again if the lines are sound",
    "head damaged": "the head is damaged, so lines cut off the end after line {number} would not show; sign in once, "
    "and it is made again if the lines are sound",
    "head": "line {number} is not the line that the head names: it was changed, or the log was replaced",
    "torn": "an interrupted write left line {number}; it was not reported as stored, and goes when the next event "
    "is recorded",
}
_FROM_BACKUP: frozenset[FindingKind] = frozenset({"garbled", "does not follow", "cut off", "head"})
"""The problems that no later event repairs."""


class LogFinding(Record, frozen=True, kw_only=True):
    """One problem of the audit log."""

    fault: FindingKind
    month: Month = ""
    number: int
    """The number of the line in the file of its month, counted from 1; 0 if no line is left."""

    counted: int = 0
    """The number of lines of the month according to its head."""

    def __str__(self) -> str:
        return _SAYS[self.fault].format(number=self.number, counted=self.counted)

    @property
    def name(self) -> str:
        """The name of the file."""
        return names.log_name(self.month)

    @property
    def advice(self) -> str:
        """What to do, unless the sentence says it."""
        if self.fault not in _FROM_BACKUP:
            return ""
        return "compare the file with the one in the last backup, and keep both"


class VerifiedLog(Record, frozen=True, kw_only=True):
    """The result of a verification of the audit log."""

    lines: int
    findings: tuple[LogFinding, ...]


def verify(engine: Engine) -> VerifiedLog:
    """Verify every line of every month against the hash chain and the heads.

    `store.audit.log` says what this can show.

    Raises:
        StoreUnreadableError: If the system refuses, or the log is not a plain file.
    """
    months = engine.log.months()
    walk = _Walk()
    for month in months:
        walk.month(engine, month, is_last=month == months[-1])
    return VerifiedLog(lines=walk.lines, findings=tuple(walk.findings))


def events(engine: Engine, sought: AuditQuery) -> Iterator[Event]:
    """The events that match a query, oldest first; lines that cannot be decoded are skipped.

    Raises:
        StoreUnreadableError: If the system refuses, or the log is not a plain file.
    """
    for month in engine.log.months():
        for text in engine.log.month(month).lines():
            line = line_in(text)
            if line and matches(line.event, sought):
                yield line.event


class _Walk:
    """A walk along the chain, through all months."""

    def __init__(self) -> None:
        self.lines = 0
        self.findings: list[LogFinding] = []
        self._before = FIRST
        self._expected = 1

    def month(self, engine: Engine, month: Month, *, is_last: bool) -> None:
        """Walk through one month."""
        log = engine.log.month(month)
        # The head is read first: lines that are added meanwhile come after it, and are no problem.
        head, has_head = read_head(log.head), log.head.exists()
        counted = max(0, head.count - self._lines_before(log)) if head else 0
        named, number = self._before, 0
        for number, text in enumerate(log.lines(), start=1):
            is_beyond_head = head is not None and number > counted
            fault = self._next(text)
            if fault and is_last and is_beyond_head:
                if text.endswith(b"\n"):
                    self.findings.append(LogFinding(fault="torn", month=month, number=number))
                break
            if fault:
                self.findings.append(LogFinding(fault=fault, month=month, number=number))
            if number == counted:
                named = self._before
        self.lines += number
        for fault in _against(head, number, counted, named, has_head=has_head):
            self.findings.append(
                LogFinding(fault=fault, month=month, number=min(number, counted) if head else number, counted=counted)
            )

    def _lines_before(self, log: MonthLog) -> int:
        """The number of the line before the first of a month, as its own number gives it."""
        first = line_in(next(iter(log.lines()), b""))
        return (first.number if first else self._expected) - 1

    def _next(self, text: bytes) -> FindingKind | None:
        """Go on by one line, and return what is wrong with it."""
        line, before = line_in(text), self._before
        self._before = hash_of(text.removesuffix(b"\n"))
        expected = self._expected
        self._expected = (line.number if line else expected) + 1
        if line is None:
            return "garbled"
        return None if (line.before, line.number) == (before, expected) else "does not follow"


def _against(head: Head | None, lines: int, counted: int, named: str, *, has_head: bool) -> Iterator[FindingKind]:
    """Problems from comparing the head with the number of lines and the hash of the line that it names."""
    if head is None:
        if lines:
            yield "head damaged" if has_head else "no head"
    elif lines < counted:
        yield "cut off"
    elif named != head.last:
        yield "head"
