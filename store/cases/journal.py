"""The journal of a case: the events of its last change, stored in the same write as the change.

The events are delivered to the audit log right after that write. A kill between the two leaves them in the journal
only; the next session that reads or changes the case delivers them. They stay in the journal until the next change.
Each carries the number of the log's last line when it was made, so that a search for it reads only later lines.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable
from typing import Protocol

import msgspec

from content.access.audit_events import AUTOSAVE_WINDOW, CaseEvent, events_of, is_covered
from content.case.model import Case
from content.case.reference import CaseId
from store.audit.log import JournalEntry
from store.audit.recorder import Recorder
from store.cases import mapping
from store.engine.protocol import Engine
from store.engine.tables import Tables
from store.errors import StoreDamagedError

JOURNAL = "journal"
"""The table of a case that holds its journal."""


class Recording(Protocol):
    """Records the changes that a repository makes."""

    def carried(self, case: CaseId, before: Tables | None, after: Tables, also: Iterable[CaseEvent] = ()) -> Tables:
        """The tables to write, with the events of the change in their journal."""

    def settle(self, case: CaseId, tables: Tables, *, is_durable: bool = False) -> None:
        """Deliver the events in the journal of stored tables to the audit log.

        Args:
            case: The case.
            tables: Its tables.
            is_durable: Whether they are sure to be on the disk.
        """


class _Unrecorded:
    """Records nothing; for training."""

    def carried(
        self,
        case: CaseId,  # noqa: ARG002 # the signature of Recording
        before: Tables | None,  # noqa: ARG002 # the same
        after: Tables,
        also: Iterable[CaseEvent] = (),  # noqa: ARG002 # the same
    ) -> Tables:
        return after

    def settle(self, case: CaseId, tables: Tables, *, is_durable: bool = False) -> None:
        pass


UNRECORDED: Recording = _Unrecorded()
"""The recording of a store without an audit log."""


class CaseJournal:
    """Records one person's changes in the journals of the cases."""

    def __init__(self, recorder: Recorder, engine: Engine) -> None:
        self._recorder = recorder
        self._engine = engine

    def carried(self, case: CaseId, before: Tables | None, after: Tables, also: Iterable[CaseEvent] = ()) -> Tables:
        """The tables to write, with the events of the change in their journal.

        Raises:
            StoreDamagedError: If the journal cannot be decoded.
        """
        now = self._recorder.now()
        earlier = pending(after, case)
        found = [
            happened
            for happened in (*_events_between(case, before, after), *also)
            if not any(is_covered(happened, self._recorder.who, now, each.event) for each in earlier)
        ]
        if not found:
            return after
        new = [self._recorder.pending(happened.kind, happened.detail, case=case) for happened in found]
        return with_pending(after, [*self._still_needed(case, earlier, now), *new])

    def settle(self, case: CaseId, tables: Tables, *, is_durable: bool = False) -> None:
        """Deliver the events in the journal of stored tables; if that fails, the next read delivers them."""
        with contextlib.suppress(StoreDamagedError):
            self._recorder.deliver(pending(tables, case), None if is_durable else self._engine.case(case))

    def _still_needed(self, case: CaseId, earlier: Iterable[JournalEntry], now: dt.datetime) -> list[JournalEntry]:
        """The earlier events that may not be in the log, or that cover the autosaves of the next minutes."""
        stored = self._engine.case(case)
        return [
            each for each in earlier if now - each.event.at < AUTOSAVE_WINDOW or self._recorder.deliver((each,), stored)
        ]


def pending(tables: Tables, case: CaseId) -> tuple[JournalEntry, ...]:
    """The events in the journal of a case.

    Raises:
        StoreDamagedError: If they cannot be decoded.
    """
    try:
        return msgspec.convert(tuple(tables.get(JOURNAL, {}).values()), tuple[JournalEntry, ...])
    except ValueError as error:
        raise StoreDamagedError(case, str(error)) from error


def with_pending(tables: Tables, events: Iterable[JournalEntry]) -> Tables:
    """The tables with their journal replaced by these events."""
    numbered = {str(number): msgspec.to_builtins(each) for number, each in enumerate(events, start=1)}
    return {**tables, JOURNAL: numbered}


def copy_of(tables: Tables) -> Tables:
    """A copy of the tables, unaffected by later changes through a database."""
    return {
        name: {number: dict(document) if isinstance(document, dict) else document for number, document in table.items()}
        for name, table in tables.items()
    }


def _events_between(case: CaseId, before: Tables | None, after: Tables) -> tuple[CaseEvent, ...]:
    if before is None:
        return events_of(None, _read(case, after))
    same = {name for name in mapping.RAW_TABLES if before.get(name) == after.get(name)}
    # Unchanged tables, which are most of a case, are not decoded.
    return events_of(*(_read(case, {n: t for n, t in tables.items() if n not in same}) for tables in (before, after)))


def _read(case: CaseId, tables: Tables) -> Case:
    return mapping.case_of(tables, case)
