"""The audit log: one event a line, in a hash chain, in one file a month. The head of a month names its last line.

The chain runs through all months: the head that closes one begins the next. The chain and the heads show lines that
were edited, removed, inserted or moved, and lines cut off the end. They cannot show that somebody who can write both
files cut lines off and wrote a matching head, or rewrote the whole log: neither file is protected by a secret, because
failed sign-ins are logged without a key. Two things help against that: a copy elsewhere, such as in the syslog of
another machine, and the journals of the cases, from which lines that were cut off are delivered again with their old
times.
"""

import contextlib
import datetime as dt
import syslog
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated

import msgspec

from content.access.audit_events import Detail, Event
from content.records import Record
from store.audit import chain
from store.audit.chain import Head, Line, hash_of
from store.crypto.keys import new_event_id
from store.engine.protocol import Engine, MonthLog

Copy = Callable[[str], object]
"""Receives a copy of each line that is added."""


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
        months = self._log.months()
        head = chain.read_head(self._log.month(months[-1]).head) if months else None
        return head.count if head else 0

    def add(self, event: Event) -> None:
        """Add an event, durably.

        Raises:
            StoreBusyError: If another session holds the log's lock for too long.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with self._log.locked():
            head, repaired = self._mended(event.at)
            self._append([*repaired, event], head)

    def add_missing(self, pending: Sequence[JournalEntry]) -> None:
        """Add the events that are not in the log, durably. An event that two sessions deliver is added once.

        Raises:
            StoreBusyError: If another session holds the log's lock for too long.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        if not pending:
            return
        with self._log.locked():
            head, repaired = self._mended(pending[0].event.at)
            missing = {each.event.id: each.event for each in pending if not self._counts(each, head)}
            if missing or repaired:
                self._append([*repaired, *missing.values()], head)
            else:
                self._count_all(head)

    def holds(self, pending: JournalEntry) -> bool:
        """Whether an event is in the log for certain.

        A line after the one that the head names may not be on the disk yet, so it does not count: a session may have
        been killed before it synced the line.

        Raises:
            StoreUnreadableError: If the system refuses.
        """
        months = self._log.months()
        head = chain.read_head(self._log.month(months[-1]).head) if months else None
        return head is not None and self._counts(pending, head)

    def mend(self, at: dt.datetime) -> None:
        """Replace the heads of closed months that are missing or damaged, and record that.

        The end of the last month is repaired whenever a line is added.

        Args:
            at: The time of the event that records it.

        Raises:
            StoreError: If the system refuses.
        """
        closed = self._log.months()[:-1]
        if all(chain.read_head(self._log.month(month).head) for month in closed):
            return
        with self._log.locked():
            for month in closed:
                lines = self._log.month(month)
                end = chain.chained(lines, chain.beginning(self._log, month))
                # Where the lines are damaged too, a verification shows it, and the head stays as it is.
                if chain.read_head(lines.head) is None and end.size == lines.end():
                    detail: Detail = "head damaged" if lines.head.exists() else "head missing"
                    chain.write_head(lines.head, end)
                    head, repaired = self._mended(at)
                    self._append([*repaired, _repair(detail, at)], head)

    def _append(self, events: Sequence[Event], head: Head) -> None:
        """Append events after the line that a head names."""
        month, head = self._month_for(events[0], head)
        lines = []
        count, last = head.count, head.last
        for event in events:
            count += 1
            lines.append(msgspec.json.encode(Line(event=event, number=count, before=last)))
            last = hash_of(lines[-1])
        end = month.append(lines)
        # The head goes last: a kill in between leaves lines after the head, which the next append counts.
        chain.write_head(month.head, Head(count=count, size=end, last=last))
        for line in lines:
            self._tell(line)

    def _mended(self, at: dt.datetime) -> tuple[Head, list[Event]]:
        """The head that the next line follows, and the event that records what was repaired, if anything was."""
        months = self._log.months()
        head, trouble = chain.mended(self._log, months[-1]) if months else (Head(), "")
        return head, [_repair(trouble, at)] if trouble else []

    def _month_for(self, event: Event, head: Head) -> tuple[MonthLog, Head]:
        """The month for the next line, and the head that the line follows.

        A month is begun by a head that names the last line of the month before, so that a missing head is noticed.
        Lines never go into an earlier month than the last, whatever the clock says.
        """
        month = f"{event.at.astimezone(dt.UTC):%Y-%m}"
        months = self._log.months()
        if months and month <= months[-1]:
            return self._log.month(months[-1]), head
        if months:
            self._count_all(head)
        begun = self._log.month(month)
        head = Head(count=head.count, last=head.last)
        chain.write_head(begun.head, head)
        return begun, head

    def _count_all(self, head: Head) -> None:
        """Write the head of the last month, which may count lines that a killed session left unsynced."""
        last = self._log.month(self._log.months()[-1])
        last.sync()
        chain.write_head(last.head, head)

    def _counts(self, pending: JournalEntry, head: Head) -> bool:
        """Whether an event is in a line that a head of the last month counts."""
        wanted = _mark(pending.event.id)
        if not any(wanted in line and _number(line) is not None for line in self._lines_after(pending.after)):
            return False
        last = self._log.month(self._log.months()[-1])
        return not any(wanted in line for line in last.lines(head.size))

    def _lines_after(self, number: int) -> Iterator[bytes]:
        """Every line with a higher number, and perhaps some before, the latest month first."""
        last = 0
        for month in reversed(self._log.months()):
            lines = self._log.month(month)
            yield from lines.lines_after(number, _number)
            first = next((found for text in lines.lines() if (found := _number(text)) is not None), None)
            last = last or _last_number(lines)
            # If the last line has a lower number, lines were lost and the numbers started again.
            if first is not None and first <= number <= last:
                return

    def _tell(self, line: bytes) -> None:
        if self._copy:
            # The log itself is on the disk, so a failed copy is no reason to refuse the change.
            with contextlib.suppress(OSError):
                self._copy(line.decode())


def to_syslog(line: str) -> None:
    """Copy a line to syslog."""
    syslog.openlog("fourfold", facility=syslog.LOG_AUTHPRIV)
    syslog.syslog(syslog.LOG_INFO, line)


def _repair(detail: Detail, at: dt.datetime) -> Event:
    return Event(id=new_event_id(), at=at, kind="log", detail=detail)


def _number(line: bytes) -> int | None:
    """The number of a line, or None if the line is incomplete or cannot be decoded."""
    try:
        return _numbered.decode(line).number if line.endswith(b"\n") else None
    except ValueError:
        return None


def _last_number(lines: MonthLog) -> int:
    """The number of the last line, or 0 if there is none."""
    return max((_number(text) or 0 for text in lines.lines(max(0, lines.end() - chain.LONGEST_LINE))), default=0)


def _mark(event_id: str) -> bytes:
    return b'"id":"%b"' % event_id.encode()
