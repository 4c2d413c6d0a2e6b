"""Recording what one person does from one place as events of the audit log."""

import datetime as dt
from collections.abc import Callable, Iterable

import msgspec

from content.access.accounts import AccountName
from content.access.audit_events import CaseEvent, Detail, Event, Kind
from content.case.model import CaseId
from store.audit.log import AuditLog, JournalEntry
from store.crypto.keys import new_event_id
from store.errors import StoreError


class Recorder:
    """Records what one person does from one place."""

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
        # Nothing checks a value that was made in memory, and what is no account, code or place must not get in.
        return msgspec.convert(msgspec.to_builtins(event), Event)
