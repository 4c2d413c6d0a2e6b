"""The file of an archive, which a person names; it is a file whatever the engine is."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from store.engine.files import disk
from store.engine.system_errors import not_read, not_written
from store.errors import StoreRefusedError

FileName = str | os.PathLike[str]
"""What a person names a file by."""

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class ArchiveFile:
    """A file that is read as it is, or written whole under a name that is free."""

    def __init__(self, path: FileName) -> None:
        self._path = Path(path)

    def __str__(self) -> str:
        return str(self._path)

    @property
    def name(self) -> str:
        """The last part of its name, for messages."""
        return self._path.name

    @property
    def place(self) -> str:
        """Its full name, with the links to its folder resolved.

        Raises:
            StoreRefusedError: If the name is not valid text, and so cannot be shown to anybody.
        """
        place = str(Path(os.path.realpath(self._path.parent)) / self._path.name)
        try:
            place.encode()
        except UnicodeEncodeError as error:
            raise StoreRefusedError("The name of that back-up is no text: choose another.") from error
        return place

    def is_file(self) -> bool:
        """Whether there is a file to read."""
        return self._path.is_file()

    def refuse_if_taken(self) -> None:
        """Refuse a name that anything has.

        Raises:
            StoreRefusedError: If it has.
        """
        if os.path.lexists(self._path):
            raise StoreRefusedError(_taken(self._path))

    @contextlib.contextmanager
    def writing(self) -> Iterator["NewArchive"]:
        """A new archive under a temporary name; it is deleted on leaving the block, unless it was published.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        with self._errors_converted():
            descriptor, name = tempfile.mkstemp(prefix=f".{self.name}.", suffix=".tmp", dir=self._path.parent)
            temporary = Path(name)
            try:
                with os.fdopen(descriptor, "w+b") as stream:
                    os.fchmod(descriptor, disk.PRIVATE_FILE)
                    yield NewArchive(stream, temporary, self._path)
            finally:
                with contextlib.suppress(OSError):
                    temporary.unlink()

    def sync(self) -> None:
        """Wait until the name of a published archive is on the disk.

        Raises:
            StoreUnwritableError: If the system refuses.
        """
        with self._errors_converted():
            disk.sync_folder(self._path.parent)

    @contextlib.contextmanager
    def reading(self) -> Iterator[BinaryIO]:
        """The bytes of the archive.

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
        """Wait until everything that was written is on the disk."""
        self.stream.flush()
        disk.sync(self.stream.fileno())

    def publish(self) -> None:
        """Give the archive its name, unless something took that name meanwhile.

        Raises:
            StoreRefusedError: If something did.
        """
        try:
            self._path.hardlink_to(self._temporary)
        except FileExistsError as error:
            raise StoreRefusedError(_taken(self._path)) from error
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            disk.put_in_place(self._temporary, self._path)


def standing(place: str) -> Literal["there", "gone", "unseen"]:
    """Whether a file is at a place; unseen if the system does not let this account look."""
    try:
        os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return "gone"
    except (OSError, ValueError):
        return "unseen"
    return "there"


def _taken(path: Path) -> str:
    return f"{path} is there already, and is left as it is: name another file."
