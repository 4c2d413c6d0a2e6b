"""Quarantine: damaged files, moved aside with the reason, and never overwritten or deleted."""

import datetime as dt
import os
from pathlib import Path

from content.case.reference import CaseId
from store.engine import names
from store.engine.files import disk
from store.engine.protocol import Quarantined
from store.engine.system_errors import not_read, not_written
from store.errors import StoreError


def move_aside(damaged: Path, case: CaseId, directory: Path, reason: str, at: dt.datetime) -> Path:
    """Move a damaged file into quarantine, write the reason beside it, and return its new path.

    Raises:
        StoreFullError: If there is no room for the reason; nothing is moved.
        StoreUnwritableError: If the system refuses; nothing is moved.
    """
    disk.ensure_directory(directory)
    try:
        kept = _reserve(directory, names.quarantined_stem(case, at), reason)
        disk.put_in_place(damaged, kept)
        disk.sync_folder(directory)
        disk.sync_folder(damaged.parent)
    except OSError as error:
        raise not_written(damaged.name, error) from error
    return kept


def quarantined(directory: Path) -> tuple[Quarantined, ...]:
    """The cases in quarantine, oldest first.

    Raises:
        StoreUnreadableError: If the folder exists but cannot be read.
    """
    try:
        found = sorted(entry.name for entry in os.scandir(directory))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise not_read(directory.name, error) from error
    kept = [
        Quarantined(name=name, case=of[0], reason=_reason(directory / names.reason_name(name)), when=of[1])
        for name in found
        if (of := names.quarantined(name))
    ]
    return tuple(sorted(kept, key=lambda each: each.when))


def _reserve(directory: Path, stem: str, reason: str) -> Path:
    """A free path in quarantine, reserved by creating its reason file exclusively."""
    count = 1
    while True:
        kept = directory / (f"{stem}.json" if count == 1 else f"{stem}-{count}.json")
        count += 1
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        try:
            descriptor = os.open(directory / names.reason_name(kept.name), flags, disk.PRIVATE_FILE)
        except FileExistsError:
            continue
        try:
            os.fchmod(descriptor, disk.PRIVATE_FILE)
            disk.write_all(descriptor, f"{reason}\n".encode())
            disk.sync(descriptor)
        finally:
            os.close(descriptor)
        if not disk.is_there(kept):
            return kept


def _reason(path: Path) -> str:
    try:
        return (disk.read_whole(path) or b"").decode(errors="replace").strip()
    except StoreError:
        return ""
