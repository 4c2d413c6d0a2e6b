"""Reading the files of a pack safely: what is not a plain file is refused in a sentence, and never waited for."""

import errno
import os
import stat
from pathlib import Path

from content.errors import PackError

LARGEST = 1024 * 1024
"""The maximum size of a file in bytes, about ten times that of the longest file of the shipped packs."""

# Non-blocking, because opening a named pipe in place of a file would otherwise wait for a writer.
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def read_text(path: Path, limit: int = LARGEST) -> str:
    """The text of a file of a pack.

    A link is followed only to a file in the folder that the link is in.

    Args:
        path: The file.
        limit: The maximum size in bytes.

    Raises:
        PackError: If the file is missing or cannot be read, is not a plain file, lies outside its folder, is larger
            than the limit, or is not UTF-8 text.
    """
    name = path.name
    try:
        data = _read(_real(path), name, limit)
    except FileNotFoundError as error:
        raise PackError(f"{name}: the file is missing from {path.parent}") from error
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise PackError(_not_plain(name)) from error
        raise PackError(f"{name}: the file cannot be read: {os.strerror(error.errno or errno.EIO)}") from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise PackError(f"{name}: the file is not UTF-8 text") from error


def _real(path: Path) -> Path:
    """The path with links resolved; a link out of the folder is refused."""
    try:
        real, folder = path.resolve(strict=True), path.parent.resolve(strict=True)
    except RuntimeError as error:
        # Python before 3.13 raises this for links that lead to each other.
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
    if not real.is_relative_to(folder):
        raise PackError(f"{path.name}: it is a link out of the pack's folder: put a copy of the file in its place")
    return real


def _read(path: Path, name: str, limit: int) -> bytes:
    descriptor = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise PackError(_not_plain(name))
    with os.fdopen(descriptor, "rb") as file:
        # One byte more shows that the file is larger, even while it grows.
        data = file.read(limit + 1)
    if len(data) > limit:
        raise PackError(f"{name}: the file is larger than {limit:,} bytes, the most that a file of a pack may have")
    return data


def _not_plain(name: str) -> str:
    return f"{name}: it is not a plain file"
