"""The one place where files are read, written and put in place, so that a failure is told in the store's words."""

import contextlib
import errno
import os
import re
import shlex
import stat
import tempfile
from pathlib import Path

from store.errors import (
    StoreDamagedError,
    StoreError,
    StoreExposedError,
    StoreFullError,
    StoreRefusedError,
    StoreUnreadableError,
    StoreUnwritableError,
)

PRIVATE_FILE = 0o600
OTHERS = 0o077
"""What nobody but the owner may do with a file or a folder."""

LARGEST = 32 * 1024 * 1024
"""Bytes that a file may hold: some hundred assessments, and little beside the memory of a machine."""

PRIVATE_FOLDER = 0o700

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# Not blocking, because opening a pipe that stands where a case should be would wait for ever.
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_LEFTOVER = re.compile(r"\.(.+)\.[a-z0-9_]{8}\.tmp")


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, however many writes the system makes of it."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Wait until what was written is on the disk."""
    os.fsync(descriptor)


def put_in_place(temporary: Path, path: Path) -> None:
    """Give a temporary file its name, in one step that is seen whole or not at all."""
    temporary.replace(path)


def remove(path: Path) -> None:
    """Take a file away, if it is there."""
    path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_durably(path: Path, data: bytes) -> None:
    """Replace a file's content; once this returns, the new content outlives a power cut.

    Raises:
        StoreRefusedError: If it would be too large to be read again; the file is untouched.
        StoreFullError: If there is no room; the file is untouched.
        StoreUnwritableError: If the system refuses; the file is untouched, unless only its folder could not be synced.
    """
    if len(data) > LARGEST:
        raise StoreRefusedError(f"Nothing was stored: {path.name} would be larger than {_megabytes(LARGEST)}.")
    try:
        _replace(path, data, durably=True)
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


def replace_quickly(path: Path, data: bytes) -> None:
    """Replace the content of a file that can be done without after a power cut.

    Raises:
        StoreFullError: If there is no room; the file is untouched.
        StoreUnwritableError: If the system refuses; the file is untouched.
    """
    try:
        _replace(path, data, durably=False)
    except OSError as error:
        raise not_written(path, error) from error


def read_whole(path: Path) -> bytes | None:
    """A file's content, or nothing if there is no such file.

    Raises:
        StoreDamagedError: If a link, a folder or anything else that is no plain file stands in its place, or a giant.
        StoreExposedError: If other accounts can open it.
        StoreUnreadableError: If the system refuses.
    """
    return read_start(path, -1)


def read_start(path: Path, count: int) -> bytes | None:
    """The first bytes of a file, or nothing if there is no such file.

    Raises:
        StoreDamagedError: If a link, a folder or anything else that is no plain file stands in its place.
        StoreUnreadableError: If the system refuses.
    """
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENXIO}:
            raise StoreDamagedError(path.name, "it is not a plain file") from error
        raise not_read(path, error) from error
    try:
        _refuse_unfit(path, os.fstat(descriptor))
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(count)
    except OSError as error:
        raise not_read(path, error) from error
    finally:
        os.close(descriptor)


def ensure_directory(path: Path) -> None:
    """Make a folder that only its owner can enter, or make it so.

    Raises:
        StoreExposedError: If a link stands in its place.
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    try:
        try:
            path.mkdir(PRIVATE_FOLDER, parents=True)
        except FileExistsError:
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                raise StoreExposedError(link(path)) from None
            if not stat.S_ISDIR(mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
            if stat.S_IMODE(mode) == PRIVATE_FOLDER:
                return
        path.chmod(PRIVATE_FOLDER)
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error


def leftover_of(name: str) -> str | None:
    """The name of the file that a temporary file was to replace, if this is the name of a temporary file."""
    match = _LEFTOVER.fullmatch(name)
    return match[1] if match else None


def link(path: Path) -> str:
    """The sentence on a link where there should be none."""
    return f"{path.name} is a link, and nothing is read or written through it: put what it names in its place."


def exposed(path: Path, mode: int) -> str:
    """The sentence on a file or folder that other accounts can open, and what puts it right."""
    private = PRIVATE_FOLDER if stat.S_ISDIR(mode) else PRIVATE_FILE
    return (
        f"{path.name} is open to other accounts (its mode is {stat.S_IMODE(mode):03o}), and is not read: "
        f"put it right with 'chmod {private:o} {shlex.quote(str(path))}'."
    )


def not_written(path: Path, error: OSError) -> StoreError:
    """What a refused write is called."""
    if error.errno in _NO_ROOM:
        return StoreFullError(f"There is no room to write {path.name}; what was stored before is untouched.")
    return StoreUnwritableError(f"{path.name} could not be written: {_in_words(error)}.")


def not_read(path: Path, error: OSError) -> StoreError:
    """What a refused read is called."""
    return StoreUnreadableError(f"{path.name} could not be read: {_in_words(error)}.")


def _replace(path: Path, data: bytes, *, durably: bool) -> None:
    # mkstemp makes a file that only its owner can read, if the umask leaves that much, and a replace keeps it.
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        try:
            os.fchmod(descriptor, PRIVATE_FILE)
            write_all(descriptor, data)
            if durably:
                sync(descriptor)
        finally:
            os.close(descriptor)
        put_in_place(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _refuse_unfit(path: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise StoreDamagedError(path.name, "it is not a plain file")
    if state.st_mode & OTHERS:
        raise StoreExposedError(exposed(path, state.st_mode))
    if state.st_size > LARGEST:
        raise StoreDamagedError(path.name, f"it is larger than {_megabytes(LARGEST)}")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:g} MB"


def _in_words(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else "the system gave no reason"
