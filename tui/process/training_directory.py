"""The directory of made-up cases: made for one session of training, and gone with it."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "fourfold-training-"


def new_directory() -> Path:
    """A directory for this session; those that sessions left which were killed with their parents go first."""
    clear_left()
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def clear_left() -> None:
    """Remove the directories of sessions that are gone.

    A session's parent does this once the session has ended: while that ends on a signal, its list of cases may still be
    being read in another thread, which then writes the index anew.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdecimal() and not Path("/proc", owner).exists() and left.lstat().st_uid == os.getuid():
                shutil.rmtree(left, ignore_errors=True)
