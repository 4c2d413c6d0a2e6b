"""Leases: a case is edited in one session at a time, and the others are told in which."""

import contextlib
from pathlib import Path
from types import TracebackType
from typing import Self

import filelock
import msgspec

from content.case.model import CaseId
from store.engine import files
from store.engine.locks import file_lock
from store.errors import CaseInUseError, StoreError
from store.lease_holder import LeaseHolder

_decoder = msgspec.json.Decoder(LeaseHolder)


PATIENCE = 0.5
"""Seconds that taking a lease waits for whoever only looks whether the case is free, and takes it for a moment."""


class Lease:
    """The right to edit a case, held until it is released or its process is gone, however it went."""

    def __init__(self, lock: filelock.BaseFileLock, holder_file: Path) -> None:
        self._lock = lock
        self._holder_file = holder_file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the case free; a second time does nothing."""
        if self._lock.is_locked:
            # Before the lock goes, so that it is never the next holder's file that is removed.
            with contextlib.suppress(OSError):
                self._holder_file.unlink(missing_ok=True)
            self._lock.release()


def lease(
    case: CaseId, lock_file: Path, holder_file: Path, holder: LeaseHolder, *, patience: float = PATIENCE
) -> Lease:
    """Take the lease of a case.

    The holder stands in a file of its own, because a lock's file is the lock's to open, and perhaps to empty.

    Raises:
        CaseInUseError: If another session has it, in this process or in another.
        StoreFullError: If there is no room for the lock's file.
        StoreUnwritableError: If the system refuses.
    """
    lock = file_lock(lock_file)
    try:
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        raise CaseInUseError(case, holder_of(holder_file)) from error
    except OSError as error:
        raise files.not_written(lock_file, error) from error
    _tell(holder_file, holder)
    return Lease(lock, holder_file)


def holder_of(holder_file: Path) -> LeaseHolder | None:
    """The holder that a file names, if it can be read."""
    try:
        written = files.read_whole(holder_file)
        return _decoder.decode(written) if written else None
    except (StoreError, ValueError):
        return None


def _tell(holder_file: Path, holder: LeaseHolder) -> None:
    # The lock alone keeps the others out; a holder who cannot be named is no reason to keep everyone out.
    with contextlib.suppress(StoreError):
        files.replace_quickly(holder_file, msgspec.json.encode(holder))
