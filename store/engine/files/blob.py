"""A blob stored in one file, with another file for its lock."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from store.engine.files import disk
from store.engine.files.locks import locked
from store.engine.files.reserve import Reserve
from store.engine.protocol import LOCK_PATIENCE
from store.engine.system_errors import not_written


class FileBlob:
    """A blob stored in one file."""

    def __init__(
        self,
        path: Path,
        lock: Path,
        label: str,
        *,
        guards: Iterable[Path] = (),
        folders: Iterable[Path] = (),
        may_grow: bool = False,
        reserve: Reserve | None = None,
    ) -> None:
        self._path = path
        self._lock = lock
        self._label = label
        self._guards = guards
        """The files of the locks and leases on this file, which are deleted with it."""

        self._folders = folders
        """The folders that are created when the lock is taken."""

        self._may_grow = may_grow
        self._reserve = reserve
        """The reserve that durable writes may use when the disk is full."""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self._path.name

    def read(self) -> bytes | None:
        """The content of the file, or None if there is none; see `disk.read_whole`."""
        return disk.read_whole(self._path, may_grow=self._may_grow)

    def exists(self) -> bool:
        """Whether the path exists, whatever kind of file it is.

        Raises:
            StoreUnreadableError: If the system refuses to say.
        """
        return disk.is_there(self._path)

    def write(self, data: bytes, *, is_durable: bool = True) -> None:
        """Replace the content of the file; see `disk.replace_durably`."""
        if is_durable and self._reserve:
            self._reserve.give(lambda: disk.replace_durably(self._path, data), len(data))
        elif is_durable:
            disk.replace_durably(self._path, data)
        else:
            disk.replace_quickly(self._path, data)

    def sync(self) -> None:
        """Sync the name of the file; its content was synced before it got the name.

        Raises:
            StoreUnwritableError: If the system refuses.
        """
        sync_durably({self._path.parent})

    def delete(self) -> None:
        """Delete the file durably, after the locks and leases on it.

        The file goes last: an interrupted erasure is found by it and completed.
        """
        delete_durably(self._guards)
        delete_durably((self._path,))

    def locked(self, *, patience: float = LOCK_PATIENCE) -> AbstractContextManager[None]:
        """Hold the lock of the file; see `locks.locked`."""
        for folder in self._folders:
            disk.ensure_directory(folder)
        return locked(self._lock, self._label, patience=patience)


def delete_durably(paths: Iterable[Path]) -> None:
    """Delete files and sync their folders.

    Raises:
        StoreUnwritableError: If the system refuses.
    """
    folders = set()
    for path in paths:
        try:
            disk.remove(path)
        except OSError as error:
            raise not_written(path.name, error) from error
        folders.add(path.parent)
    sync_durably(folders)


def sync_durably(folders: Iterable[Path]) -> None:
    """Sync folders.

    Raises:
        StoreUnwritableError: If the system refuses.
    """
    for folder in folders:
        try:
            disk.sync_folder(folder)
        except OSError as error:
            raise not_written(folder.name, error) from error
