"""Advisory locks on files, which the system releases when the process that holds them ends."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import filelock

from store.engine.files import disk
from store.engine.protocol import LOCK_PATIENCE
from store.engine.system_errors import not_written
from store.errors import StoreBusyError

_POLL_SECONDS = 0.01


def file_lock(path: Path) -> filelock.BaseFileLock:
    """An advisory lock on a file, which also excludes other locks in the same process.

    It never falls back to a soft lock, which is the existence of a file, because that would outlive a killed session.

    Raises:
        FileNotFoundError: If the folder of the file is missing: the lock would create it, and with it a data directory
            that was moved away under a session.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
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
    """Hold an advisory lock.

    Args:
        path: The lock file.
        name: The name of what is locked, for messages.
        patience: Seconds to wait for the lock.

    Raises:
        StoreBusyError: If another session holds it for longer than that.
        StoreFullError: If there is no room for the lock file.
        StoreUnwritableError: If the system refuses.
    """
    try:
        lock = file_lock(path)
        lock.acquire(timeout=patience)
    except filelock.Timeout as error:
        raise StoreBusyError(f"{name} is busy: another session has been saving it for {patience:g} seconds.") from error
    except OSError as error:
        raise not_written(path.name, error) from error
    try:
        yield
    finally:
        lock.release()
