"""Stamps of case files: modification time in nanoseconds, size and inode."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from content.case.model import CaseId
from store.engine import names
from store.engine.files import disk
from store.engine.protocol import Stamp, Stamps
from store.engine.system_errors import not_read

SETTLED_NS = 100_000_000
"""The age in nanoseconds after which the stamp of a file is settled: a later change is sure to change the stamp."""


def stamps(folder: Path) -> Stamps:
    """The stamp of every case in a folder.

    Raises:
        StoreUnreadableError: If the folder cannot be read.
    """
    # Read before the stamps, so that a file that changes in between does not count as settled.
    now_ns = time.time_ns()
    by_case: dict[CaseId, Stamp] = {}
    try:
        for case, state in _states(folder):
            # Inode 0 for a file open to others, so that its stamp differs: a change of mode changes no time or size.
            inode = 0 if state.st_mode & disk.OTHERS else state.st_ino
            by_case[case] = (state.st_mtime_ns, state.st_size, inode)
    except OSError as error:
        raise not_read(folder.name, error) from error
    unsettled = frozenset(case for case, stamp in by_case.items() if not is_settled(stamp, now_ns))
    return Stamps(by_case=by_case, unsettled=unsettled)


def is_settled(stamp: Stamp, now_ns: int) -> bool:
    """Whether the next change of a file is sure to change its stamp.

    File times are coarse, and inodes are reused at once; git calls such an index entry "racy".
    """
    return now_ns - stamp[0] >= SETTLED_NS


def case_ids(folder: Path, at_most: int | None) -> tuple[CaseId, ...]:
    """The cases in a folder, or those whose files have at most so many bytes; empty if there is no such folder.

    Raises:
        StoreUnreadableError: If the folder cannot be read.
    """
    try:
        return tuple(sorted(case for case, state in _states(folder) if at_most is None or state.st_size <= at_most))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise not_read(folder.name, error) from error


def _states(folder: Path) -> Iterator[tuple[CaseId, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if case := names.case_of_file(entry.name):
                try:
                    yield case, entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
