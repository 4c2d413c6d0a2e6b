"""Recording the actions of one account from one terminal as events of the audit log."""

import datetime as dt
from collections.abc import Callable, Iterable

import msgspec

from content.access.accounts import AccountName
from content.access.audit_events import CaseEvent, Detail, Event, EventKind
from content.case.reference import CaseId
from store.audit.log import AuditLog, JournalEntry
from store.crypto.keys import new_event_id
from store.engine.protocol import Blob
from store.errors import StoreError


class Recorder:
    """Records the actions of one account from one terminal."""

    def __init__(
        self, log: AuditLog, who: AccountName, *, address: str, terminal: str, now: Callable[[], dt.datetime]
    ) -> None:
        self._log = log
        self.who = who
        self._address = address
        self._terminal = terminal
        self.now = now

    def add(
        self,
        kind: EventKind,
        detail: Detail = "",
        *,
        case: CaseId | None = None,
        about: AccountName = "",
        reason: str = "",
    ) -> None:
        """Record an action that changes no case, such as a reading, a sign-in, a lock or a backup.

        Raises:
            StoreError: If it could not be recorded; an action that must be recorded must not be done then.
        """
        self._log.add(self._event(CaseEvent(kind=kind, detail=detail), case, about=about, reason=reason))

    def deliver(self, events: tuple[JournalEntry, ...], stored: Blob | None = None) -> tuple[JournalEntry, ...]:
        """Append the events that are not in the log yet, as `keep` does. If that fails, return all, else none."""
        try:
            self.keep(events, stored)
        except StoreError:
            return events
        return ()

    def keep(self, events: Iterable[JournalEntry], stored: Blob | None = None) -> None:
        """Append the events that are not in the log yet.

        Args:
            events: The events.
            stored: What holds the events and their change, or None if it is sure to be on the disk. It is made durable
                first, so that no event outlives its change.

        Raises:
            StoreError: If they cannot be appended.
        """
        # Nearly always the events are in the log already, so look without the lock first.
        missing = [each for each in events if not self._log.holds(each)]
        if missing and stored:
            stored.sync()
        if missing:
            self._log.add_missing(missing)

    def pending(
        self,
        kind: EventKind,
        detail: Detail = "",
        *,
        case: CaseId | None = None,
        about: AccountName = "",
        reason: str = "",
    ) -> JournalEntry:
        """An event for the journal, to be stored in the same write as the change that it records."""
        event = self._event(CaseEvent(kind=kind, detail=detail), case, about=about, reason=reason)
        return JournalEntry(event=event, after=self._log.count())

    def _event(self, happened: CaseEvent, case: CaseId | None, *, about: AccountName = "", reason: str = "") -> Event:
        event = Event(
            id=new_event_id(),
            at=self.now(),
            kind=happened.kind,
            detail=happened.detail,
            who=self.who,
            about=about,
            case=case,
            reason=reason,
            address=self._address,
            terminal=self._terminal,
        )
        # msgspec does not validate values made in memory; only names, codes and addresses may get into the log.
        return msgspec.convert(msgspec.to_builtins(event), Event)
