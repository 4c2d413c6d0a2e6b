"""Leases: one session at a time edits a case, and the others can see its holder."""

import contextlib
from pathlib import Path
from typing import Self

import filelock
import msgspec

from content.case.reference import CaseId
from store.engine.files import disk
from store.engine.files.locks import file_lock
from store.engine.system_errors import not_written
from store.errors import CaseInUseError, StoreError
from store.lease_holder import LeaseHolder

_STOPPED = ("T", "t")

_decoder = msgspec.json.Decoder(LeaseHolder)


class FileLease:
    """The lease of a case, held until it is released or its process ends."""

    def __init__(self, lock: filelock.BaseFileLock, holder_file: Path) -> None:
        self._lock = lock
        self._holder_file = holder_file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Release the lease; a second call does nothing."""
        if self._lock.is_locked:
            # Deleted under the lock, so that the file of the next holder is never deleted.
            with contextlib.suppress(OSError):
                self._holder_file.unlink(missing_ok=True)
            self._lock.release()


def lease(case: CaseId, lock_file: Path, holder_file: Path, holder: LeaseHolder, *, patience: float) -> FileLease:
    """Take the lease of a case.

    The holder is written to a separate file, because locking may truncate the lock file.

    Raises:
        CaseInUseError: If another session holds it, in this process or another.
        StoreFullError: If there is no room for the lock's file.
        StoreUnwritableError: If the system refuses.
    """
    try:
        lock = file_lock(lock_file)
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        raise CaseInUseError(case, _holder(holder_file)) from error
    except OSError as error:
        raise not_written(lock_file.name, error) from error
    # The lock alone excludes other sessions; the holder file is only for display.
    with contextlib.suppress(StoreError):
        disk.replace_quickly(holder_file, msgspec.json.encode(holder))
    return FileLease(lock, holder_file)


def _holder(holder_file: Path) -> LeaseHolder | None:
    """The holder named in a file, or None if it cannot be read."""
    try:
        written = disk.read_whole(holder_file)
        holder = _decoder.decode(written) if written else None
    except (StoreError, ValueError):
        return None
    return holder and msgspec.structs.replace(holder, is_suspended=_is_stopped(holder.pid))


def _is_stopped(pid: int) -> bool:
    """Whether a process is suspended; False if the system does not say."""
    try:
        status = Path("/proc", str(pid), "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    # The process name in brackets may itself contain brackets and spaces.
    return status.rpartition(")")[2].strip()[:1] in _STOPPED
