"""Erasure of cases, and holds, which prevent it."""

import contextlib
from collections.abc import Callable

import msgspec

from content.access.accounts import Account
from content.access.audit_events import CaseEvent
from content.access.holds import Hold, standing_hold
from content.case.reference import CaseId
from store.audit.recorder import Recorder
from store.cases import index, mapping
from store.cases.journal import CaseJournal, copy_of, pending, with_pending
from store.engine.codec import CodecFor
from store.engine.protocol import Engine
from store.engine.tables import BlobStorage, Tables
from store.errors import CaseNotFoundError, CaseOnHoldError, StoreDamagedError, StoreError, StoreRefusedError
from store.lease_holder import LeaseHolder

HOLDS = "holds"
"""The table of holds. It is in the sealed file of the case, so that a hold cannot be removed without the key."""

_SMALL = 4096
"""Bytes: the file of a case that is being erased is smaller, so that `finish` opens only small files."""


class CaseErasure:
    """Places and lifts holds, and erases cases.

    `authorise` is called under the lock of the case and returns the account that acts; if it raises, the case is
    unchanged.
    """

    def __init__(
        self, engine: Engine, *, codec_for: CodecFor, recorder: Recorder, authorise: Callable[[], Account]
    ) -> None:
        self._engine = engine
        self._codec_for = codec_for
        self._recorder = recorder
        self._journal = CaseJournal(recorder, engine)
        self._authorise = authorise

    def holds(self, case: CaseId) -> tuple[Hold, ...]:
        """Every hold and lifting of a hold on a case, in order.

        Raises:
            CaseNotFoundError: If there is no such case.
            StoreDamagedError: If it cannot be read.
        """
        return _holds(self._tables(case), case)

    def record_hold(self, case: CaseId, hold: Hold) -> None:
        """Place a hold on a case, or lift it.

        Raises:
            CaseNotFoundError: If there is no such case.
            StoreRefusedError: If the hold names another account than the one that acts.
            StoreFullError: If there is no room; the case is unchanged.
        """
        with self._engine.case(case).locked():
            if hold.by != self._authorise().name:
                raise StoreRefusedError("Nothing was stored: a hold names the supervisor who places or lifts it.")
            before = self._tables(case)
            mapping.check_schema(before, case)
            holds = (*_holds(before, case), hold)
            happened = CaseEvent(kind="alteration", detail="hold placed" if hold.is_placed else "hold lifted")
            numbered = {str(number): mapping.document_of(each) for number, each in enumerate(holds, start=1)}
            after = self._journal.carried(case, copy_of(before), {**before, HOLDS: numbered}, [happened])
            self._storage(case).write(after)
            self._journal.settle(case, after, is_durable=True)

    def erase(self, case: CaseId, reason: str, holder: LeaseHolder) -> None:
        """Erase a case and every trace of it, except the event in the audit log with the account and the reason.

        The case's file is first replaced by one with only the event of the erasure. After a kill from then on, `finish`
        completes the erasure. Copies in backups, and deleted data that is still on the disk, are not erased.

        Raises:
            CaseNotFoundError: If there is no such case.
            CaseHeldError: If it is under a hold.
            CaseInUseError: If a session is editing it.
            StoreDamagedError: If it cannot be read, because it may be under a hold.
            ValidationError: If the reason is not a code.
            StoreFullError: If there is no room; the case is unchanged.
        """
        with self._engine.lease(case, holder), self._engine.case(case).locked():
            self._authorise()
            tables = self._tables(case)
            hold = standing_hold(_holds(tables, case))
            if hold:
                raise CaseOnHoldError(case, hold.by, hold.at)
            self._recorder.keep(pending(tables, case), self._engine.case(case))
            event = self._recorder.pending("erasure", case=case, reason=reason)
            self._storage(case).write(with_pending({mapping.ERASED: {}}, [event]))
            self._clear(case)

    def finish(self) -> None:
        """Complete interrupted erasures; each was authorised when it began.

        Raises:
            StoreError: If the system refuses; the next call continues.
        """
        for case in self._engine.case_ids(at_most=_SMALL):
            if self._is_erased(case):
                blob = self._engine.case(case)
                with blob.locked():
                    # The erasure may have been killed before its mark was sure to be on the disk.
                    blob.sync()
                    self._clear(case)

    def _clear(self, case: CaseId) -> None:
        """Delete the traces, deliver the event to the audit log, and delete the file of the case."""
        self._engine.delete_traces(case)
        self._forget(case)
        self._recorder.keep(pending(self._storage(case).read() or {}, case))
        # The file goes last: `finish` finds an interrupted erasure by it.
        self._engine.case(case).delete()

    def _forget(self, case: CaseId) -> None:
        """Remove a case from the index; if another session writes it back, the next list removes it again."""
        codec = self._codec_for(index.NAME)
        known = index.read(self._engine.index, codec)
        if case in known:
            index.write(self._engine.index, codec, {each: entry for each, entry in known.items() if each != case})

    def _tables(self, case: CaseId) -> Tables:
        tables = self._storage(case).read()
        if tables is None:
            raise CaseNotFoundError(case)
        mapping.refuse_erased(tables, case)
        return tables

    def _is_erased(self, case: CaseId) -> bool:
        # An interrupted erasure leaves a file sealed with this key, so a file that cannot be opened is none.
        with contextlib.suppress(StoreError):
            return mapping.ERASED in (self._storage(case).read() or {})
        return False

    def _storage(self, case: CaseId) -> BlobStorage:
        return BlobStorage(self._engine.case(case), self._codec_for(case), carrying=mapping.RAW_TABLES, is_checked=True)


def _holds(tables: Tables, case: CaseId) -> tuple[Hold, ...]:
    try:
        return msgspec.convert(tuple(tables.get(HOLDS, {}).values()), tuple[Hold, ...])
    except ValueError as error:
        raise StoreDamagedError(case, str(error)) from error
