"""File operations: durable atomic replacement, checked reads, private folders.

The functions `write_all`, `sync`, `put_in_place`, `remove` and `sync_folder` are the steps of every write to the disk,
always called as globals of this module, so that tests can make each of them fail.
"""

import contextlib
import errno
import os
import re
import shlex
import stat
import tempfile
from pathlib import Path

from store.engine import protocol
from store.engine.system_errors import not_read, not_written
from store.errors import StoreDamagedError, StoreRefusedError, UnsafePermissionsError

PRIVATE_FILE = 0o600
OTHERS = 0o077
"""The permission bits that a file or folder must not have."""

PRIVATE_FOLDER = 0o700

# Non-blocking, because opening a named pipe in place of a file would otherwise wait for a writer.
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_LEFTOVER = re.compile(r"\.(.+)\.[a-z0-9_]{8}\.tmp")


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, in as many writes as the system needs."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Sync a file to the disk."""
    os.fsync(descriptor)


def put_in_place(temporary: Path, path: Path) -> None:
    """Rename a temporary file to its final name, atomically."""
    temporary.replace(path)


def remove(path: Path) -> None:
    """Delete a file if it exists."""
    path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Sync the entries of a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_durably(path: Path, data: bytes) -> None:
    """Replace the content of a file atomically; once this returns, the new content survives a power cut.

    Raises:
        StoreRefusedError: If the content is larger than `protocol.LARGEST`; the file is unchanged.
        StoreFullError: If there is no room; the file is unchanged.
        StoreUnwritableError: If the system refuses; the file is unchanged, unless only the sync of its folder failed.
    """
    if len(data) > protocol.LARGEST:
        raise StoreRefusedError(f"Nothing was stored: {path.name} would be larger than {_megabytes(protocol.LARGEST)}.")
    try:
        _replace(path, data, durably=True)
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(path.name, error) from error


def replace_quickly(path: Path, data: bytes) -> None:
    """Replace the content of a file atomically; a power cut may lose it.

    Raises:
        StoreFullError: If there is no room; the file is unchanged.
        StoreUnwritableError: If the system refuses; the file is unchanged.
    """
    try:
        _replace(path, data, durably=False)
    except OSError as error:
        raise not_written(path.name, error) from error


def read_whole(path: Path, *, may_grow: bool = False) -> bytes | None:
    """The content of a file, or None if there is no such file.

    Args:
        path: The file.
        may_grow: Whether it may be larger than `protocol.LARGEST`.

    Raises:
        StoreDamagedError: If it is a link, a folder or another kind of file, or too large.
        StoreExposedError: If other accounts can open it.
        StoreUnreadableError: If the system refuses.
    """
    try:
        return _read_whole(path, may_grow=may_grow)
    except FileNotFoundError:
        return None
    except MemoryError as error:
        raise StoreDamagedError(path.name, "it is larger than the memory of the machine") from error
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENXIO}:
            raise StoreDamagedError(path.name, "it is not a plain file") from error
        raise not_read(path.name, error) from error


def ensure_directory(path: Path) -> None:
    """Create a folder with mode 0700, or set the mode of an existing one; the folder that it is in must exist.

    Raises:
        StoreExposedError: If it is a link.
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    try:
        try:
            path.mkdir(PRIVATE_FOLDER)
        except FileExistsError:
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                raise UnsafePermissionsError(link_message(path)) from None
            if not stat.S_ISDIR(mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
            if stat.S_IMODE(mode) == PRIVATE_FOLDER:
                return
        path.chmod(PRIVATE_FOLDER)
        sync_folder(path.parent)
    except OSError as error:
        raise not_written(path.name, error) from error


def ensure_directories(path: Path) -> None:
    """Create a folder as `ensure_directory` does, after the missing folders above it; raises what that raises."""
    if not is_folder(path.parent):
        ensure_directories(path.parent)
    ensure_directory(path)


def is_there(path: Path) -> bool:
    """Whether there is anything under a path, such as a link.

    Raises:
        StoreUnreadableError: If the system refuses to say.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise not_read(path.name, error) from error
    return True


def is_folder(path: Path) -> bool:
    """Whether there is a folder, or a link to one.

    Raises:
        StoreUnreadableError: If the system refuses to say.
    """
    try:
        return path.is_dir()
    except OSError as error:
        raise not_read(path.name, error) from error


def sync_folders_above(path: Path) -> None:
    """Sync every folder above a path.

    A folder that this account may not open is left out: nothing in it was made by this account.

    Raises:
        StoreUnwritableError: If the system refuses.
    """
    for folder in path.parents:
        try:
            sync_folder(folder)
        except PermissionError:
            continue
        except OSError as error:
            raise not_written(folder.name, error) from error


def leftover_of(name: str) -> str | None:
    """The name of the file that a temporary file replaces, or None if this is not the name of a temporary file."""
    match = _LEFTOVER.fullmatch(name)
    return match[1] if match else None


def link_message(path: Path) -> str:
    """The message for a link in place of a file or folder."""
    return f"{path.name} is a link, and nothing is read or written through it: replace it by what it points to."


def exposed_message(path: Path, mode: int) -> str:
    """The message for a file or folder that other accounts can open, with the command that closes it."""
    private = PRIVATE_FOLDER if stat.S_ISDIR(mode) else PRIVATE_FILE
    return (
        f"{path.name} is open to other accounts (its mode is {stat.S_IMODE(mode):03o}), and is not read: "
        f"correct that with 'chmod {private:o} {shlex.quote(str(path))}'."
    )


def _replace(path: Path, data: bytes, *, durably: bool) -> None:
    # fchmod, because mkstemp makes the file with mode 0600 minus the umask; the rename preserves the mode.
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


def _read_whole(path: Path, *, may_grow: bool) -> bytes:
    descriptor = os.open(path, _READ)
    try:
        _refuse_unfit(path, os.fstat(descriptor), may_grow=may_grow)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def _refuse_unfit(path: Path, state: os.stat_result, *, may_grow: bool) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise StoreDamagedError(path.name, "it is not a plain file")
    if state.st_mode & OTHERS:
        raise UnsafePermissionsError(exposed_message(path, state.st_mode))
    if not may_grow and state.st_size > protocol.LARGEST:
        raise StoreDamagedError(path.name, f"it is larger than {_megabytes(protocol.LARGEST)}")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:g} MB"
