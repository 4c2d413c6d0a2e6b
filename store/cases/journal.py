"""Recording who changed what, in the same write as the change: no save without its event, no event without its save.

The events of a change are put into the case's own file, in the one write that makes the change, and into the audit log
right after it. A kill between the two leaves them in the file alone, from where whoever reads or changes the case next
puts them into the log. They stay in the file until the next change, each with the number of the log's last line when it
was made, so that looking whether they are there reads a few lines and not the whole log.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from content.access.accounts import AccountName
from content.access.audit_events import COVERS, CaseEvent, Detail, Event, Kind, events_of, is_covered
from content.case.model import Case, CaseId
from store.audit.log import AuditLog, JournalEntry
from store.cases import mapping
from store.crypto.keys import new_event_id
from store.engine.case_storage import Tables
from store.errors import StoreDamagedError, StoreError

JOURNAL = "journal"
"""The table of a case in which its last events wait until they are known to be in the log."""


class Recording(Protocol):
    """What a store does about the events of its cases."""

    def carried(self, case: CaseId, before: Tables | None, after: Tables, also: Iterable[CaseEvent] = ()) -> Tables:
        """The tables to write, with the events of their change in them."""

    def settle(self, case: CaseId, tables: Tables) -> None:
        """See to it that the events that the stored tables hold are in the log."""


class _Unrecorded:
    """Records nothing, as for training."""

    def carried(
        self,
        case: CaseId,  # noqa: ARG002 # as whoever records is asked
        before: Tables | None,  # noqa: ARG002 # the same
        after: Tables,
        also: Iterable[CaseEvent] = (),  # noqa: ARG002 # the same
    ) -> Tables:
        return after

    def settle(self, case: CaseId, tables: Tables) -> None:
        pass


UNRECORDED: Recording = _Unrecorded()
"""Records nothing."""


class Recorder:
    """Records what one person does from one place."""

    def __init__(
        self, log: AuditLog, who: AccountName, *, address: str, terminal: str, now: Callable[[], dt.datetime]
    ) -> None:
        self._log = log
        self._who = who
        self._address = address
        self._terminal = terminal
        self._now = now

    def add(
        self,
        kind: Kind,
        detail: Detail = "",
        *,
        case: CaseId | None = None,
        about: AccountName = "",
        reason: str = "",
    ) -> None:
        """Record what changes no case: a look, a sign-in, a lock, a back-up, an account.

        Raises:
            StoreError: If it could not be recorded; what needs its record is not to be done then.
        """
        self._log.add(self._event(CaseEvent(kind=kind, detail=detail), case, about=about, reason=reason))

    def carried(self, case: CaseId, before: Tables | None, after: Tables, also: Iterable[CaseEvent] = ()) -> Tables:
        """The tables to write, with the events of their change in them.

        Raises:
            StoreDamagedError: If what they hold of earlier events has another shape.
        """
        now = self._now()
        earlier = pending(after, case)
        found = [
            happened
            for happened in (*_events_between(case, before, after), *also)
            if not any(is_covered(happened, self._who, now, each.event) for each in earlier)
        ]
        if not found:
            return after
        after_line = self._log.count()
        new = [JournalEntry(event=self._event(happened, case), after=after_line) for happened in found]
        return with_pending(after, [*self._still_needed(earlier, now), *new])

    def settle(self, case: CaseId, tables: Tables) -> None:
        """See to it that the events that the stored tables hold are in the log."""
        # The change is kept, and its events with it; where the log refuses now, the next to read the case tries again.
        with contextlib.suppress(StoreDamagedError):
            self.deliver(pending(tables, case))

    def deliver(self, events: tuple[JournalEntry, ...]) -> tuple[JournalEntry, ...]:
        """Put events into the log unless they are there; returns those that the log refuses now."""
        try:
            self.keep(events)
        except StoreError:
            return events
        return ()

    def keep(self, events: Iterable[JournalEntry]) -> None:
        """See to it that events are in the log.

        Raises:
            StoreError: If the log refuses.
        """
        # Looked at without the lock first, since they nearly always are.
        missing = [each for each in events if not self._log.holds(each)]
        if missing:
            self._log.add_missing(missing)

    def pending(
        self,
        kind: Kind,
        detail: Detail = "",
        *,
        case: CaseId | None = None,
        about: AccountName = "",
        reason: str = "",
    ) -> JournalEntry:
        """An event, to be stored in the same write as the change that it tells of until it is in the log."""
        event = self._event(CaseEvent(kind=kind, detail=detail), case, about=about, reason=reason)
        return JournalEntry(event=event, after=self._log.count())

    def _still_needed(self, earlier: Iterable[JournalEntry], now: dt.datetime) -> list[JournalEntry]:
        """The earlier events that are not known to be in the log, or that further typing is still covered by."""
        return [each for each in earlier if now - each.event.at < COVERS or self.deliver((each,))]

    def _event(self, happened: CaseEvent, case: CaseId | None, *, about: AccountName = "", reason: str = "") -> Event:
        event = Event(
            id=new_event_id(),
            at=self._now(),
            kind=happened.kind,
            detail=happened.detail,
            who=self._who,
            about=about,
            case=case,
            reason=reason,
            address=self._address,
            terminal=self._terminal,
        )
        # Nothing checks a value that was made in memory, and what is no account, code or place must not get in.
        return msgspec.convert(msgspec.to_builtins(event), Event)


def pending(tables: Tables, case: CaseId) -> tuple[JournalEntry, ...]:
    """The events that a case's tables hold.

    Raises:
        StoreDamagedError: If they have another shape.
    """
    try:
        return msgspec.convert(tuple(tables.get(JOURNAL, {}).values()), tuple[JournalEntry, ...])
    except ValueError as error:
        raise StoreDamagedError(case, str(error)) from error


def with_pending(tables: Tables, events: Iterable[JournalEntry]) -> Tables:
    """The tables with these events in them, instead of those before."""
    numbered = {str(number): msgspec.to_builtins(each) for number, each in enumerate(events, start=1)}
    return {**tables, JOURNAL: numbered}


def as_stored(tables: Tables) -> Tables:
    """A copy of tables that stays as it is while a database changes them."""
    return {
        name: {number: dict(document) if isinstance(document, dict) else document for number, document in table.items()}
        for name, table in tables.items()
    }


def _events_between(case: CaseId, before: Tables | None, after: Tables) -> tuple[CaseEvent, ...]:
    if before is None:
        return events_of(None, _read(case, after))
    same = {name for name in mapping.CARRIED if before.get(name) == after.get(name)}
    # What was not changed need not be taken apart, which is most of a case at every save.
    return events_of(*(_read(case, {n: t for n, t in tables.items() if n not in same}) for tables in (before, after)))


def _read(case: CaseId, tables: Tables) -> Case:
    return mapping.case_of(tables, case)
