"""Restoring into an empty data directory: files are written to a staging folder, then moved into place."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from store.engine.files import disk
from store.engine.files.layout import Layout, interrupted_restore_message
from store.engine.system_errors import not_read, not_written
from store.errors import StoreRefusedError

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


def refuse_unless_empty(layout: Layout) -> None:
    """Refuse a data directory that holds anything but the empty folders of a new store.

    Raises:
        StoreRefusedError: If it does, or a restore into it was interrupted.
        StoreUnreadableError: If it cannot be read.
    """
    if disk.is_there(layout.restoring):
        raise StoreRefusedError(interrupted_restore_message(layout.directory))
    try:
        found = sorted(layout.directory.iterdir())
        full = [path for path in found if path not in layout.folders or path.is_symlink() or any(path.iterdir())]
    except FileNotFoundError:
        return
    except OSError as error:
        raise not_read(layout.directory.name, error) from error
    if full:
        raise StoreRefusedError(
            f"{layout.directory} is not empty ({full[0].name} is there), and nothing was restored: "
            "name an empty directory with --data."
        )


def restore(layout: Layout, parts: Iterable[tuple[str, bytes]], finish: Callable[[Layout], object]) -> None:
    """Write files into an empty data directory, all or none.

    No session opens the directory while the staging folder exists.

    Args:
        layout: The data directory.
        parts: The name and the content of each file.
        finish: Completes the staged data directory, before its files are moved into place.

    Raises:
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    is_new = not disk.is_folder(layout.directory)
    moved: list[Path] = []
    try:
        _stage(layout, parts)
        finish(Layout(layout.restoring))
        for staged in sorted(layout.restoring.iterdir()):
            moved.append(layout.directory / staged.name)
            staged.rename(layout.directory / staged.name)
        disk.sync_folder(layout.directory)
        layout.restoring.rmdir()
        disk.sync_folder(layout.directory)
    except BaseException as error:
        _remove(layout, moved, is_new=is_new)
        if isinstance(error, OSError):
            raise not_written(layout.directory.name, error) from error
        raise


def _stage(layout: Layout, parts: Iterable[tuple[str, bytes]]) -> None:
    """Write every file into the staging folder, durably."""
    disk.ensure_directories(layout.directory)
    for folder in (layout.restoring, *(layout.restoring / each.name for each in layout.folders)):
        disk.ensure_directory(folder)
    for name, data in parts:
        descriptor = os.open(layout.restoring / name, _NEW_FILE, disk.PRIVATE_FILE)
        try:
            os.fchmod(descriptor, disk.PRIVATE_FILE)
            disk.write_all(descriptor, data)
            disk.sync(descriptor)
        finally:
            os.close(descriptor)
    for folder in layout.folders:
        disk.sync_folder(layout.restoring / folder.name)
    disk.sync_folder(layout.restoring)
    # An earlier restore may have been killed after it made a folder and before it synced the folder above.
    disk.sync_folders_above(layout.restoring)


def _remove(layout: Layout, moved: Iterable[Path], *, is_new: bool) -> None:
    for path in (*moved, layout.restoring):
        with contextlib.suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    if is_new:
        with contextlib.suppress(OSError):
            layout.directory.rmdir()
