"""The file of an archive, under a name that a person gives; independent of the storage engine."""

import contextlib
import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from store.engine.files import disk
from store.engine.system_errors import not_read, not_written
from store.errors import StoreRefusedError

FileName = str | os.PathLike[str]
"""A file name as a person gives it."""

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class ArchiveFile:
    """The file of an archive. Writing never replaces an existing file."""

    def __init__(self, path: FileName) -> None:
        self._path = Path(path)

    def __str__(self) -> str:
        return str(self._path)

    @property
    def name(self) -> str:
        """The last part of the path, for messages."""
        return self._path.name

    @property
    def place(self) -> str:
        """The full path, with the links to its folder resolved.

        Raises:
            StoreRefusedError: If the path is not valid Unicode, and so cannot be shown.
        """
        place = str(Path(os.path.realpath(self._path.parent)) / self._path.name)
        try:
            place.encode()
        except UnicodeEncodeError as error:
            raise StoreRefusedError("The name of that backup is not valid text: choose another.") from error
        return place

    def is_file(self) -> bool:
        """Whether there is a file to read.

        Raises:
            StoreUnreadableError: If the system refuses to say.
        """
        try:
            return self._path.is_file()
        except OSError as error:
            raise not_read(self.name, error) from error

    def refuse_if_taken(self) -> None:
        """Refuse a path that exists.

        Raises:
            StoreRefusedError: If the path exists.
            StoreUnreadableError: If the system refuses to say.
        """
        if disk.is_there(self._path):
            raise StoreRefusedError(_taken(self._path))

    @contextlib.contextmanager
    def writing(self) -> Iterator["NewArchive"]:
        """Write a new archive under a temporary name, which is deleted on leaving the block.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with self._errors_converted():
            descriptor, name = tempfile.mkstemp(prefix=f".{self.name}.", suffix=".tmp", dir=self._path.parent)
            temporary = Path(name)
            try:
                with os.fdopen(descriptor, "w+b") as stream:
                    # Held until the process ends, so that a leftover is told from a backup under way.
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    os.fchmod(descriptor, disk.PRIVATE_FILE)
                    yield NewArchive(stream, temporary, self._path)
            finally:
                with contextlib.suppress(OSError):
                    temporary.unlink()

    def sync(self) -> None:
        """Sync the folder, so that the name of a published archive is on the disk.

        Raises:
            StoreUnwritableError: If the system refuses.
        """
        with self._errors_converted():
            disk.sync_folder(self._path.parent)

    @contextlib.contextmanager
    def reading(self) -> Iterator[BinaryIO]:
        """Open the archive for reading.

        Raises:
            StoreUnreadableError: If the system refuses to open it.
        """
        try:
            stream = self._path.open("rb")
        except OSError as error:
            raise not_read(self.name, error) from error
        with stream:
            yield stream

    @contextlib.contextmanager
    def _errors_converted(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise not_written(self.name, error) from error


class NewArchive:
    """An archive that is being written."""

    def __init__(self, stream: BinaryIO, temporary: Path, path: Path) -> None:
        self.stream = stream
        self._temporary = temporary
        self._path = path

    def sync(self) -> None:
        """Sync everything that was written to the disk."""
        self.stream.flush()
        disk.sync(self.stream.fileno())

    def publish(self) -> None:
        """Give the archive its final name.

        Raises:
            StoreRefusedError: If the name exists meanwhile.
        """
        try:
            self._path.hardlink_to(self._temporary)
        except FileExistsError as error:
            raise StoreRefusedError(_taken(self._path)) from error
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            disk.put_in_place(self._temporary, self._path)


def leftovers(place: str) -> tuple[str, ...]:
    """The temporary files of killed backups that were to become the archive at a path."""
    return tuple(str(path) for path in _temporary(place) if _is_left(path))


def sweep(place: str) -> None:
    """Delete the temporary files of killed backups that were to become the archive at a path."""
    for path in _temporary(place):
        with contextlib.suppress(OSError):
            if _is_left(path):
                path.unlink()


def file_state(place: str) -> Literal["there", "gone", "unseen"]:
    """Whether a path exists; unseen if the system refuses to say."""
    try:
        os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return "gone"
    except (OSError, ValueError):
        return "unseen"
    return "there"


def _temporary(place: str) -> list[Path]:
    path = Path(place)
    try:
        return sorted(each for each in path.parent.iterdir() if disk.leftover_of(each.name) == path.name)
    except (OSError, ValueError):
        # The folder is gone, or its disk is not mounted.
        return []


def _is_left(path: Path) -> bool:
    """Whether no process is writing a temporary file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _taken(path: Path) -> str:
    return f"{path} is there already, and is left as it is: name another file."
