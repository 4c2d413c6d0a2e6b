"""Leftovers: the temporary files of killed saves. The lock of a file shows whether its save is still in progress."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from content.case.reference import CaseId
from store.engine import names
from store.engine.files import disk
from store.engine.files.layout import Layout
from store.engine.files.locks import locked
from store.engine.system_errors import not_read
from store.errors import StoreError


def sweep(layout: Layout) -> None:
    """Delete the leftovers; one that cannot be deleted now is deleted by a later call.

    A killed save was not reported as stored, and its leftover may contain personal data.
    """
    with contextlib.suppress(StoreError):
        for leftover, lock in _found(layout):
            with contextlib.suppress(StoreError, OSError), locked(lock, leftover.name, patience=0):
                leftover.unlink(missing_ok=True)


def left_over(layout: Layout) -> tuple[Path, ...]:
    """The leftovers; each is examined under its lock, so that files of saves in progress are not included.

    Raises:
        StoreUnreadableError: If a folder cannot be read.
    """
    left = []
    for leftover, lock in _found(layout):
        with contextlib.suppress(StoreError), locked(lock, leftover.name, patience=0):
            if disk.is_there(leftover):
                left.append(leftover)
    return tuple(left)


def of_case(layout: Layout, case: CaseId) -> Iterator[Path]:
    """The leftovers and the quarantined files of a case, and the leftovers of the index.

    Raises:
        StoreUnreadableError: If a folder cannot be read.
    """
    for folder, pattern in (
        (layout.cases, rf"\.{case}\.json\..*\.tmp"),
        (layout.locks, rf"\.{case}\.holder\..*\.tmp"),
        (layout.directory, rf"\.{re.escape(layout.index.name)}\..*\.tmp"),
        (layout.reserve, rf"{case}-.*\.json|\.{case}-.*\.tmp"),
        (layout.quarantine, rf"\.?{case}-\d.*"),
    ):
        yield from (folder / name for name in _names(folder) if re.fullmatch(pattern, name))


def is_leftover(path: Path, layout: Layout) -> bool:
    """Whether this is the name of a temporary file of a save, which `sweep` deletes as a leftover."""
    replaced = disk.leftover_of(path.name)
    return replaced is not None and _lock(layout, path.parent, replaced) is not None


def _found(layout: Layout) -> Iterator[tuple[Path, Path]]:
    """The temporary files, each with the lock that is held while it is written."""
    for folder in (layout.directory, *layout.folders):
        for name in _names(folder):
            replaced = disk.leftover_of(name)
            lock = _lock(layout, folder, replaced) if replaced else None
            if lock:
                yield folder / name, lock


def _lock(layout: Layout, folder: Path, replaced: str) -> Path | None:
    if folder == layout.directory:
        return {
            layout.index.name: layout.index_lock,
            layout.accounts.name: layout.accounts_lock,
            layout.accounts_copy.name: layout.accounts_lock,
            layout.backup_key.name: layout.accounts_lock,
            layout.restored.name: layout.accounts_lock,
            layout.faults.name: layout.faults_lock,
        }.get(replaced)
    if folder == layout.audit:
        return layout.audit_lock if names.month_of_file(replaced) else None
    if folder == layout.backups:
        return layout.backups_lock if names.is_backup(replaced) else None
    if folder == layout.reserve:
        return layout.reserve_lock if names.case_of_reserved(replaced) else None
    if folder in {layout.cases, layout.quarantine}:
        case = names.case_of_file(replaced) if folder == layout.cases else names.case_of_quarantined(replaced)
        return layout.lock(case) if case else None
    holder: CaseId = replaced.removesuffix(".holder")
    return layout.lease(holder) if names.is_case_id(holder) else None


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 # names are enough
    except FileNotFoundError:
        return []
    except OSError as error:
        raise not_read(folder.name, error) from error
