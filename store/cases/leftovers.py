"""Temporary files that killed saves left, told from those of saves under way by the lock that each stands under."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from content.case.model import CaseId
from store.backup import register
from store.engine import files
from store.engine.layout import Layout, case_of_file, is_case_id
from store.engine.locks import locked
from store.errors import StoreError


def sweep(layout: Layout) -> None:
    """Remove what killed saves left; what cannot be removed now is left for another time.

    A save that did not return promised nothing, and what it left would keep a person's words where nobody looks.
    """
    for leftover, lock in _found(layout):
        with contextlib.suppress(StoreError, OSError), locked(lock, leftover.name, patience=0):
            leftover.unlink(missing_ok=True)


def left_over(layout: Layout) -> tuple[Path, ...]:
    """What killed saves left, each looked at under its lock, so that no save under way is taken for one.

    Raises:
        StoreUnreadableError: If a folder cannot be read.
    """
    left = []
    for leftover, lock in _found(layout):
        with contextlib.suppress(StoreError), locked(lock, leftover.name, patience=0):
            if leftover.exists():
                left.append(leftover)
    return tuple(left)


def is_leftover(path: Path, layout: Layout) -> bool:
    """Whether this is the name of a temporary file of a save, which `sweep` removes if the save was killed."""
    replaced = files.leftover_of(path.name)
    return replaced is not None and _lock(layout, path.parent, replaced) is not None


def _found(layout: Layout) -> Iterator[tuple[Path, Path]]:
    """Every temporary file, with the lock that whoever makes it holds meanwhile."""
    for folder in (layout.directory, layout.backups, layout.cases, layout.locks):
        for name in _names(folder):
            replaced = files.leftover_of(name)
            lock = _lock(layout, folder, replaced) if replaced else None
            if lock:
                yield folder / name, lock


def _lock(layout: Layout, folder: Path, replaced: str) -> Path | None:
    if folder == layout.directory:
        return {
            layout.index.name: layout.index_lock,
            layout.accounts.name: layout.accounts_lock,
            layout.audit_head.name: layout.audit_lock,
            layout.faults.name: layout.faults_lock,
        }.get(replaced)
    if folder == layout.backups:
        return layout.backups_lock if register.is_registered(replaced) else None
    if folder == layout.cases:
        case = case_of_file(replaced)
        return layout.lock(case) if case else None
    holder: CaseId = replaced.removesuffix(".holder")
    return layout.lease(holder) if is_case_id(holder) else None


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(".tmp"))  # noqa: PTH208 # names are enough
    except FileNotFoundError:
        return []
    except OSError as error:
        raise files.not_read(folder, error) from error
