"""The directory of made-up cases that a training session works in, and that goes with it."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "fourfold-training-"


def made_up_directory() -> Path:
    """A directory for made-up cases; those of sessions that were killed before they could clear up go first."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdecimal() and not Path("/proc", owner).exists() and left.lstat().st_uid == os.getuid():
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def clear(directory: Path, *, is_training: bool) -> None:
    """Remove a directory of made-up cases, and no other."""
    if is_training:
        shutil.rmtree(directory, ignore_errors=True)
