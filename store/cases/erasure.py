"""Custody: holds, which keep a case from being erased, and erasure, which leaves nothing of it."""

import contextlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from content.access.accounts import Account
from content.access.audit_events import CaseEvent
from content.access.holds import Hold, standing_hold
from content.case.model import CaseId
from store.backup import register
from store.cases import index, mapping
from store.cases.journal import Recorder, as_stored, pending, with_pending
from store.engine import files, leases
from store.engine.case_storage import CaseStorage, CodecFor, Tables
from store.engine.layout import Layout, is_case_id
from store.engine.locks import locked
from store.errors import (
    CaseErasedError,
    CaseHeldError,
    CaseNotFoundError,
    StoreDamagedError,
    StoreError,
    StoreRefusedError,
)
from store.lease_holder import LeaseHolder

HOLDS = "holds"
"""The table of a case that holds stand in: inside the case, so that none is taken away unseen."""

ERASED = "erased"
"""The table that tells what is left of a case being erased, in which nothing else stands but the event."""

_SMALL = 4096
"""Bytes; what is left of a case being erased is smaller, so the others need not be opened to look for it."""


class CaseErasure:
    """Holds and erasures in one data directory.

    Placing, lifting and erasing also raise what `authorise` raises, which is called under the lock of the case and
    returns the account that acts; the case is untouched then.
    """

    def __init__(
        self, directory: Path, *, codec_for: CodecFor, recorder: Recorder, authorise: Callable[[], Account]
    ) -> None:
        self._layout = Layout(directory)
        self._codec_for = codec_for
        self._recorder = recorder
        self._authorise = authorise

    def holds(self, case: CaseId) -> tuple[Hold, ...]:
        """Every hold that was placed on a case or lifted from it, in order.

        Raises:
            CaseNotFoundError: If there is no such case.
            StoreDamagedError: If it cannot be read.
        """
        return _holds(self._tables(case), case)

    def record_hold(self, case: CaseId, hold: Hold) -> None:
        """Place a hold on a case, or lift it.

        Raises:
            CaseNotFoundError: If there is no such case.
            StoreRefusedError: If the hold names somebody else as the one who places or lifts it.
            StoreFullError: If there is no room; the case is untouched.
        """
        with self._locked(case):
            if hold.by != self._authorise().name:
                raise StoreRefusedError("Nothing was stored: a hold names the supervisor who places or lifts it.")
            before = self._tables(case)
            mapping.check_schema(before, case)
            holds = (*_holds(before, case), hold)
            happened = CaseEvent(kind="alteration", detail="hold placed" if hold.is_placed else "hold lifted")
            numbered = {str(number): mapping.document_of(each) for number, each in enumerate(holds, start=1)}
            after = self._recorder.carried(case, as_stored(before), {**before, HOLDS: numbered}, [happened])
            self._storage(case).write(after)
            self._recorder.settle(case, after)

    def erase(self, case: CaseId, reason: str, holder: LeaseHolder) -> None:
        """Erase a case and every trace of it; the log keeps that it was done, by whom and why, and nothing else.

        The case's file is first replaced by one that holds the event alone; from then on the case is gone, and a kill
        leaves work that `finish` completes. Copies in back-ups, which `back_ups` names, and what the disk itself still
        holds of deleted files are out of reach.

        Raises:
            CaseNotFoundError: If there is no such case.
            CaseHeldError: If it is under a hold.
            CaseInUseError: If somebody is editing it.
            StoreDamagedError: If it cannot be read, so that no hold can be ruled out.
            ValidationError: If the reason is no code.
            StoreFullError: If there is no room; the case is untouched.
        """
        with self._lease(case, holder), self._locked(case):
            self._authorise()
            tables = self._tables(case)
            hold = standing_hold(_holds(tables, case))
            if hold:
                raise CaseHeldError(case, hold.by, hold.at)
            self._recorder.keep(pending(tables, case))
            event = self._recorder.pending("erasure", case=case, reason=reason)
            self._storage(case).write(with_pending({ERASED: {}}, [event]))
            self._clear(case)

    def back_ups(self, case: CaseId) -> register.CaseBackups:
        """The back-ups that hold a case, be it erased or not.

        Raises:
            CaseNotFoundError: If this cannot be a case's reference.
            StoreUnreadableError: If the register of back-ups cannot be read.
        """
        if not is_case_id(case):
            raise CaseNotFoundError(case)
        return register.holding(self._layout, case)

    def finish(self) -> None:
        """Complete the erasures that a kill cut short; each was authorised when it was begun.

        Raises:
            StoreError: If the system refuses; the next call goes on.
        """
        for case, (_, size, _) in index.stamps(self._layout.cases).items():
            if size <= _SMALL and self._is_erased(case):
                with self._locked(case):
                    self._clear(case)

    def _clear(self, case: CaseId) -> None:
        """Remove the traces, see that the log has the event, and remove the rest of the file last."""
        layout = self._layout
        left_over = (
            *layout.cases.glob(f".{case}.json.*.tmp"),
            *layout.locks.glob(f".{case}.holder.*.tmp"),
            *layout.directory.glob(f".{layout.index.name}.*.tmp"),
            *(path for path in layout.quarantine.iterdir() if _is_quarantined(path.name, case)),
        )
        _remove(left_over)
        self._forget(case)
        self._recorder.keep(pending(self._storage(case).read() or {}, case))
        # The case's file last: it is by what is left of it that a killed erasure is found and finished.
        _remove((layout.holder(case), layout.lease(case), layout.lock(case)))
        _remove((layout.case_file(case),))

    def _forget(self, case: CaseId) -> None:
        """Take a case out of the index; where another session writes it back, the next list drops it again."""
        codec = self._codec_for(index.NAME)
        known = index.read(self._layout.index, codec)
        if case in known:
            index.write(
                self._layout.index,
                self._layout.index_lock,
                codec,
                {each: entry for each, entry in known.items() if each != case},
            )

    def _tables(self, case: CaseId) -> Tables:
        tables = self._storage(case).read()
        if tables is None:
            raise CaseNotFoundError(case)
        refuse_erased(tables, case)
        return tables

    def _is_erased(self, case: CaseId) -> bool:
        # One that cannot be opened now is not what an erasure left: that was sealed with this key.
        with contextlib.suppress(StoreError):
            return ERASED in (self._storage(case).read() or {})
        return False

    def _storage(self, case: CaseId) -> CaseStorage:
        return CaseStorage(
            self._layout.case_file(case), self._codec_for(case), carrying=mapping.CARRIED, is_checked=True
        )

    def _locked(self, case: CaseId) -> contextlib.AbstractContextManager[None]:
        return locked(self._layout.lock(case), f"Case {case}")

    def _lease(self, case: CaseId, holder: LeaseHolder) -> leases.Lease:
        return leases.lease(case, self._layout.lease(case), self._layout.holder(case), holder)


def refuse_erased(tables: Tables, case: CaseId) -> None:
    """Refuse what is left of a case that is being erased.

    Raises:
        CaseErasedError: If these tables are that.
    """
    if ERASED in tables:
        raise CaseErasedError(case)


def _is_quarantined(name: str, case: CaseId) -> bool:
    return re.match(rf"\.?{case}-\d", name) is not None


def _remove(paths: Iterable[Path]) -> None:
    """Remove files, durably."""
    folders = set()
    for path in paths:
        try:
            files.remove(path)
        except OSError as error:
            raise files.not_written(path, error) from error
        folders.add(path.parent)
    for folder in folders:
        files.sync_folder(folder)


def _holds(tables: Tables, case: CaseId) -> tuple[Hold, ...]:
    try:
        return msgspec.convert(tuple(tables.get(HOLDS, {}).values()), tuple[Hold, ...])
    except ValueError as error:
        raise StoreDamagedError(case, str(error)) from error
