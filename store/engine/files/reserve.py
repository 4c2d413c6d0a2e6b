"""The reserve: room set aside beforehand, so that a full disk lets people sign in, lock and log out, and loses no text.

It is a file whose room is given back, a little at a time, when one of a few small writes finds the disk full. It is
filled again as soon as there is room.
"""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from store.engine.files import disk
from store.errors import StoreFullError

LARGEST = 1024 * 1024
"""The size of the reserve in bytes: thousands of lines of the audit log, or the longest text that can be typed."""

_PART_OF_DISK = 3
_BLOCK = 4096
_OPENING = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK

Done = TypeVar("Done")


class Reserve:
    """The reserve of one data directory. Sessions use it together, without a lock: each only shortens or refills it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def renew(self) -> None:
        """Fill the reserve as far as there is room; on a small disk, it is a third of the disk.

        At most half of the free room is taken, so that what people type can be saved first. The texts that are kept
        beside it are a part of it.
        """
        with contextlib.suppress(OSError):
            before = self._size()
            if before < LARGEST:
                room = os.statvfs(self._path.parent)
                self._fill(min(self._wanted(), before + room.f_bavail * room.f_frsize // 2))

    def give(self, act: Callable[[], Done], size: int) -> Done:
        """Do a write; if the disk is full, give back room of the reserve, and do it again.

        Args:
            act: Does the write, whole or not at all.
            size: How many bytes it writes.

        Raises:
            StoreFullError: If the room of the reserve is not enough.
        """
        try:
            done = act()
        except StoreFullError:
            before = self._size()
            done = self._given(act, size)
            # At once, because the room of what was replaced is free now, and others would take it.
            with contextlib.suppress(OSError):
                self._fill(min(self._wanted(), before))
        self.renew()
        return done

    def _given(self, act: Callable[[], Done], size: int) -> Done:
        need = (size // _BLOCK + 1) * _BLOCK
        # More than once, because others may take some of the room meanwhile.
        while self._shrink(need):
            with contextlib.suppress(StoreFullError):
                return act()
        return act()

    def _shrink(self, size: int) -> bool:
        """Give back so much room, or what is left; whether there was any."""
        with contextlib.suppress(OSError):
            before = self._size()
            if before:
                os.truncate(self._path, max(0, before - size))
                return True
        return False

    def _size(self) -> int:
        with contextlib.suppress(FileNotFoundError):
            return self._path.lstat().st_size
        return 0

    def _wanted(self) -> int:
        """The size of the reserve without the texts that are kept in it."""
        disk_room = os.statvfs(self._path.parent)
        whole = min(LARGEST, disk_room.f_blocks * disk_room.f_frsize // _PART_OF_DISK)
        texts = [entry for entry in os.scandir(self._path.parent) if entry.name != self._path.name]
        return whole - sum((text.stat(follow_symlinks=False).st_size // _BLOCK + 1) * _BLOCK for text in texts)

    def _fill(self, size: int) -> None:
        """Fill the reserve up to a size, in whole blocks; it is not made smaller."""
        size = size // _BLOCK * _BLOCK
        if self._size() >= size:
            return
        descriptor = os.open(self._path, _OPENING, disk.PRIVATE_FILE)
        try:
            os.fchmod(descriptor, disk.PRIVATE_FILE)
            filled = self._size()
            while filled < size:
                # Random, because some file systems give no room to what they can compress.
                filled += os.pwrite(descriptor, os.urandom(min(_BLOCK, size - filled)), filled)
        finally:
            disk.sync(descriptor)
            os.close(descriptor)
