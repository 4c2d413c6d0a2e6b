"""What the audit log says of the cases and the accounts, to be compared with what is stored."""

import datetime as dt
from collections.abc import Iterable

from content.access.accounts import canonical_name
from content.access.audit_events import AuditQuery, Detail, Event, EventId, EventKind
from content.case.reference import CaseId
from store.audit import reader
from store.engine.protocol import Engine

MISSING: Detail = "missing"
"""The detail of the event with which a restore records that an archive lacks a case."""

_CHANGES: frozenset[EventKind] = frozenset({"collection", "alteration", "sign-off", "handover"})
"""The events that are stored in the journal of a case with the change that they record."""

_DISCLOSED: frozenset[Detail] = frozenset({"", "correction"})
"""The details of recorded disclosures, which are changes of a case too."""


class Recorded:
    """The state of the cases and accounts according to the audit log."""

    def __init__(self) -> None:
        self.made: set[CaseId] = set()
        """The cases that were made, and neither erased nor missing from the archive of a restore."""

        self.erased: dict[CaseId, dt.datetime] = {}
        self.last_change: dict[CaseId, Event] = {}
        self.changes: set[EventId] = set()
        """The events of all changes of cases."""

        self.is_enabled: dict[str, bool] = {}
        """Whether each account is enabled, by its canonical name."""

        self._account_events: set[EventId] = set()

    def add(self, event: Event) -> None:
        """Take account of the next event."""
        if event.kind == "account":
            self._account_events.add(event.id)
            if event.detail != "passphrase":
                self.is_enabled[canonical_name(event.about)] = event.detail != "disabled"
        elif event.case:
            self._case(event, event.case)

    def accounts_after(self, events: Iterable[Event]) -> dict[str, bool]:
        """Whether each account is enabled after further events, which may not be in the log yet."""
        after = Recorded()
        after.is_enabled = dict(self.is_enabled)
        for event in events:
            if event.id not in self._account_events:
                after.add(event)
        return after.is_enabled

    def _case(self, event: Event, case: CaseId) -> None:
        if event.kind == "erasure":
            self.made.discard(case)
            self.erased[case] = event.at
        elif event.kind == "restore" and event.detail == MISSING:
            self.made.discard(case)
        elif event.kind in _CHANGES or (event.kind == "disclosure" and event.detail in _DISCLOSED):
            self.made.add(case)
            self.erased.pop(case, None)
            self.last_change[case] = event
            self.changes.add(event.id)


def recorded(engine: Engine) -> Recorded:
    """What the audit log says.

    Raises:
        StoreUnreadableError: If the log cannot be read.
    """
    found = Recorded()
    for event in reader.events(engine, AuditQuery()):
        found.add(event)
    return found


def missing_cases(engine: Engine, record: Recorded) -> tuple[CaseId, ...]:
    """The cases that the audit log has and the store lacks, in order; a case in quarantine is not missing.

    Raises:
        StoreUnreadableError: If the store cannot be read.
    """
    stored = {*engine.case_ids(), *(each.case for each in engine.quarantined())}
    return tuple(sorted(record.made - stored))
