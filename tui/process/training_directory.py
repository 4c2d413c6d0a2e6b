"""The temporary directory of made-up cases: created for one training session, and removed after it."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "fourfold-training-"


def new_directory() -> Path:
    """Create a directory for this session, and remove those that killed sessions left."""
    remove_stale()
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def remove_stale() -> None:
    """Remove the directories of sessions that have ended.

    A session's parent process does this after the session has ended: when a signal ends a session, another thread may
    still be reading the list of cases, and would write the index file again.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdecimal() and not Path("/proc", owner).exists() and left.lstat().st_uid == os.getuid():
                shutil.rmtree(left, ignore_errors=True)
