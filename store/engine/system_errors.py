"""Conversion of OSError to errors of the store."""

import errno
import os

from store.errors import StoreError, StoreFullError, StoreUnreadableError, StoreUnwritableError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def not_written(name: str, error: OSError) -> StoreError:
    """The error for a refused write."""
    if error.errno in _NO_ROOM:
        return StoreFullError(f"There is no room to write {name}; what was stored before is untouched.")
    return StoreUnwritableError(f"{name} could not be written: {_in_words(error)}.")


def not_read(name: str, error: OSError) -> StoreError:
    """The error for a refused read."""
    return StoreUnreadableError(f"{name} could not be read: {_in_words(error)}.")


def _in_words(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else "the system gave no reason"
