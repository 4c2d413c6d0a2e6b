"""Locks between sessions, on files that the system unlocks when their process is gone."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from store.engine import files
from store.errors import StoreBusyError

PATIENCE_SECONDS = 10.0
_POLL_SECONDS = 0.01


def file_lock(path: Path) -> filelock.BaseFileLock:
    """A lock on a file, of its own: two of them exclude each other, in one process as well.

    It never becomes a lock by mere existence, which would outlive a killed session.
    """
    return filelock.FileLock(
        path,
        timeout=PATIENCE_SECONDS,
        mode=files.PRIVATE_FILE,
        thread_local=False,
        is_singleton=False,
        poll_interval=_POLL_SECONDS,
        fallback_to_soft=False,
    )


@contextlib.contextmanager
def locked(path: Path, name: str, *, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold a lock.

    Raises:
        StoreBusyError: If another session has it for longer than the patience, in seconds.
        StoreFullError: If there is no room for the lock's file.
        StoreUnwritableError: If the system refuses.
    """
    lock = file_lock(path)
    try:
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        raise StoreBusyError(f"{name} is busy: another session has been saving it for {patience:g} seconds.") from error
    except OSError as error:
        raise files.not_written(path, error) from error
    try:
        yield
    finally:
        lock.release()
