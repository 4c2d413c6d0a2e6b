"""Advisory locks on files, which the system releases when the process that holds them ends."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import filelock

from store.engine.files import disk
from store.engine.protocol import LOCK_PATIENCE
from store.engine.system_errors import not_written
from store.errors import StoreBusyError

_POLL_SECONDS = 0.01


def file_lock(path: Path) -> filelock.BaseFileLock:
    """A lock on a file; two of them exclude each other, in one process as well.

    It never falls back to a lock file whose existence is the lock, because that would outlive a killed session.
    """
    return filelock.FileLock(
        path,
        timeout=LOCK_PATIENCE,
        mode=disk.PRIVATE_FILE,
        thread_local=False,
        is_singleton=False,
        poll_interval=_POLL_SECONDS,
        fallback_to_soft=False,
    )


@contextlib.contextmanager
def locked(path: Path, name: str, *, patience: float = LOCK_PATIENCE) -> Iterator[None]:
    """Hold a lock.

    Args:
        path: The lock's file.
        name: What the lock is on, for messages.
        patience: Seconds to wait for it.

    Raises:
        StoreBusyError: If another session holds it for longer than that.
        StoreFullError: If there is no room for the lock's file.
        StoreUnwritableError: If the system refuses.
    """
    lock = file_lock(path)
    try:
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        raise StoreBusyError(f"{name} is busy: another session has been saving it for {patience:g} seconds.") from error
    except OSError as error:
        raise not_written(path.name, error) from error
    try:
        yield
    finally:
        lock.release()
