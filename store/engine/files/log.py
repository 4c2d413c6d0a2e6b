"""The audit log in a folder, two files a month: the lines and the head. A position is an offset in bytes."""

import contextlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from store.engine import names
from store.engine.files import disk
from store.engine.files.blob import FileBlob
from store.engine.files.locks import locked
from store.engine.files.reserve import Reserve
from store.engine.protocol import LOCK_PATIENCE, LogPosition, Month
from store.engine.system_errors import not_read, not_written
from store.errors import StoreDamagedError

_APPENDING = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
_CHANGING = os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
# Non-blocking, because opening a named pipe in place of the file would otherwise wait for a writer.
_READING = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_NEAR = 64 * 1024
"""Bytes: a range up to this size is read line by line, a larger one is bisected first."""

_LONGEST_LINE = 4096
"""An upper bound in bytes; each field of an event has a maximum length."""

_MOST_READ = 1024 * 1024
"""Bytes after which a line without an end is refused: it is none of Fourfold's, and may be as long as the disk."""

_LABEL = "The audit log"


class FileLog:
    """The audit log in one folder."""

    def __init__(self, folder: Path, lock: Path, reserve: Reserve) -> None:
        self._folder = folder
        self._lock = lock
        self._reserve = reserve

    def locked(self, *, patience: float = LOCK_PATIENCE) -> AbstractContextManager[None]:
        """Hold the lock for appending; see `locks.locked`."""
        return locked(self._lock, _LABEL, patience=patience)

    def months(self) -> tuple[Month, ...]:
        """The months that have a file.

        Raises:
            StoreUnreadableError: If the system refuses.
        """
        try:
            found = {names.month_of_file(path.name) for path in self._folder.iterdir()}
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise not_read(self._folder.name, error) from error
        return tuple(sorted(month for month in found if month))

    def month(self, month: Month) -> "FileMonthLog":
        """The files of one month."""
        directory = self._folder.parent
        head = FileBlob(directory / names.head_name(month), self._lock, _LABEL, reserve=self._reserve)
        return FileMonthLog(directory / names.log_name(month), head, self._reserve)


class FileMonthLog:
    """One month of the audit log, append-only, in one file of any size."""

    def __init__(self, path: Path, head: FileBlob, reserve: Reserve) -> None:
        self._path = path
        self.head = head
        self._reserve = reserve

    def end(self) -> LogPosition:
        """The size of the file.

        Raises:
            StoreUnreadableError: If the system refuses.
        """
        try:
            return self._path.lstat().st_size
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise not_read(self._path.name, error) from error

    def lines(self, since: LogPosition = 0) -> Iterator[bytes]:
        """The lines from a position on.

        Raises:
            StoreUnreadableError: If the system refuses, or the file is a link.
        """
        with self._reading() as log:
            log.seek(since)
            yield from _lines(log)

    def lines_after(self, number: int, number_of: Callable[[bytes], int | None]) -> Iterator[bytes]:
        """Every line with a higher number, found by bisection of the file, and perhaps some before.

        Raises:
            StoreUnreadableError: If the system refuses, or the file is a link.
        """
        with self._reading() as log:
            _seek_after(log, number, number_of)
            yield from _lines(log)

    def append(self, lines: Sequence[bytes]) -> LogPosition:
        """Append lines durably, all or none, and return the new end; on a full disk, with room of the reserve.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses, or the file is a link.
        """
        data = b"".join(b"%b\n" % line for line in lines)
        return self._reserve.give(lambda: self._appended(data), len(data))

    def _appended(self, data: bytes) -> LogPosition:
        try:
            descriptor = os.open(self._path, _APPENDING, disk.PRIVATE_FILE)
            try:
                os.fchmod(descriptor, disk.PRIVATE_FILE)
                if not os.fstat(descriptor).st_size:
                    # The name is synced before the first line is written, so that a file with lines always has its
                    # name on the disk, also after a failure or a kill in between.
                    disk.sync_folder(self._path.parent)
                end = _append(descriptor, data)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise not_written(self._path.name, error) from error
        return end

    def sync(self) -> None:
        """Sync the file, if there is one.

        Raises:
            StoreUnwritableError: If the system refuses, or the file is a link.
        """
        try:
            descriptor = os.open(self._path, _CHANGING)
            try:
                disk.sync(descriptor)
            finally:
                os.close(descriptor)
        except FileNotFoundError:
            return
        except OSError as error:
            raise not_written(self._path.name, error) from error

    def cut(self, at: LogPosition) -> None:
        """Truncate the file, durably.

        Raises:
            StoreUnwritableError: If the system refuses, or the file is a link.
        """
        try:
            descriptor = os.open(self._path, _CHANGING)
            try:
                os.ftruncate(descriptor, at)
                disk.sync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise not_written(self._path.name, error) from error

    @contextlib.contextmanager
    def _reading(self) -> Iterator[BinaryIO]:
        try:
            log: BinaryIO = _opened(self._path)
        except FileNotFoundError:
            log = io.BytesIO()
        except OSError as error:
            raise not_read(self._path.name, error) from error
        with log:
            try:
                yield log
            except OSError as error:
                raise not_read(self._path.name, error) from error


def _opened(path: Path) -> BinaryIO:
    descriptor = os.open(path, _READING)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise StoreDamagedError(path.name, "it is not a plain file")


def _lines(log: BinaryIO) -> Iterator[bytes]:
    while line := log.readline(_MOST_READ):
        if len(line) == _MOST_READ and not line.endswith(b"\n"):
            raise StoreDamagedError(_LABEL, "it holds a line that is longer than any that Fourfold writes")
        yield line


def _seek_after(log: BinaryIO, number: int, number_of: Callable[[bytes], int | None]) -> None:
    """Seek to a position before every line with a higher number.

    If the last line has a lower number, lines were lost and the numbers started again: then the position is 0.
    """
    low, high = 0, log.seek(0, os.SEEK_END)
    log.seek(max(0, high - _LONGEST_LINE))
    last = max((number_of(line) or 0 for line in _lines(log)), default=0)
    while high - low > _NEAR and last >= number:
        middle = (low + high) // 2
        log.seek(middle)
        log.readline(_MOST_READ)
        next_number = next((found for line in _lines(log) if (found := number_of(line)) is not None), None)
        if next_number is not None and next_number <= number:
            low = middle
        else:
            high = middle
    log.seek(low)


def _append(descriptor: int, data: bytes) -> LogPosition:
    """Append data and return the new size; if that fails, truncate the file to its old size."""
    before = os.fstat(descriptor).st_size
    if before and os.pread(descriptor, 1, before - 1) != b"\n":
        # The log was cut off in the middle of a line, which must not join the new line.
        data = b"\n" + data
    try:
        disk.write_all(descriptor, data)
        disk.sync(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, before)
        raise
    return before + len(data)
