"""Stamps of the files of cases: time of change in nanoseconds, size, inode."""

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
"""How old the last change of a file must be, in nanoseconds, before a later change is sure to change its stamp."""


def stamps(folder: Path) -> Stamps:
    """The stamp of every case in a folder.

    Raises:
        StoreUnreadableError: If the folder cannot be read.
    """
    # Taken before the stamps, so that a change made after them is not taken for a settled one.
    now_ns = time.time_ns()
    by_case: dict[CaseId, Stamp] = {}
    try:
        for case, state in _states(folder):
            # A file that is open to others is read each time, because closing it changes neither time nor size.
            inode = 0 if state.st_mode & disk.OTHERS else state.st_ino
            by_case[case] = (state.st_mtime_ns, state.st_size, inode)
    except OSError as error:
        raise not_read(folder.name, error) from error
    unsettled = frozenset(case for case, stamp in by_case.items() if not is_settled(stamp, now_ns))
    return Stamps(by_case=by_case, unsettled=unsettled)


def is_settled(stamp: Stamp, now_ns: int) -> bool:
    """Whether a file changed long enough ago that another change is sure to change its stamp.

    File times are coarse, and an inode is reused at once; git calls such an entry racy.
    """
    return now_ns - stamp[0] >= SETTLED_NS


def case_ids(folder: Path, at_most: int | None) -> tuple[CaseId, ...]:
    """Every case in a folder, or those whose files have at most so many bytes; none if there is no such folder.

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
