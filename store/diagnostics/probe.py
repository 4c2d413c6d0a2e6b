"""What a data directory can do, tried out in a folder of its own that is gone afterwards."""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from content.records import Record
from store.engine import files
from store.engine.layout import Layout, case_of_file
from store.engine.locks import locked
from store.errors import StoreBusyError, StoreError

LITTLE_ROOM = 100 * 1024 * 1024
"""Bytes of free room below which somebody should look."""

FEW_DESCRIPTORS = 256
SLOW = 0.25
"""Seconds for a save above which half a second from the key to the disk is in doubt."""

NETWORKED = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph", "glusterfs"})
"""File systems whose locks and renames depend on another machine."""

_RUNS = 5


class Finding(Record, frozen=True, kw_only=True):
    """One thing that was tried or looked at."""

    what: str
    says: str
    is_wanting: bool = False


def probe(directory: Path) -> tuple[Finding, ...]:
    """Try what the store relies on where the cases are; nothing of theirs is touched.

    A directory that is not there yet is only told of.
    """
    if not directory.is_dir():
        return (
            Finding(what="data directory", says=f"{directory} is not there; it is made when Fourfold is first started"),
        )
    return (
        Finding(what="data directory", says=f"{directory}, cases: {_cases(directory):,}"),
        *_tried(directory),
        _room(directory),
        _file_system(directory),
        _descriptors(),
    )


def _tried(directory: Path) -> Iterator[Finding]:
    try:
        folder = Path(tempfile.mkdtemp(prefix=".trial.", dir=directory))
    except OSError as error:
        yield Finding(what="saving", says=str(files.not_written(directory, error)), is_wanting=True)
        return
    try:
        yield _saving(folder / "saved")
        yield _locking(folder / "lock")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _saving(path: Path) -> Finding:
    times = []
    try:
        for turn in range(_RUNS):
            begun = time.perf_counter()
            files.replace_durably(path, bytes([turn]) * 4096)
            times.append(time.perf_counter() - begun)
        kept = files.read_whole(path)
    except StoreError as error:
        return Finding(what="saving", says=str(error), is_wanting=True)
    if kept != bytes([_RUNS - 1]) * 4096:
        return Finding(what="saving", says="what was saved did not read back as it was", is_wanting=True)
    slowest = max(times)
    return Finding(what="saving", says=f"durable, {slowest * 1000:.0f} ms at the slowest", is_wanting=slowest > SLOW)


def _locking(path: Path) -> Finding:
    try:
        with locked(path, "lock"), locked(path, "lock", patience=0):
            return Finding(what="locking", says="two sessions would both get one lock", is_wanting=True)
    except StoreBusyError:
        return Finding(what="locking", says="a lock keeps a second session out")
    except StoreError as error:
        return Finding(what="locking", says=str(error), is_wanting=True)


def _room(directory: Path) -> Finding:
    free = shutil.disk_usage(directory).free
    return Finding(what="room", says=f"{free / 1024 / 1024:,.0f} MB free", is_wanting=free < LITTLE_ROOM)


def _file_system(directory: Path) -> Finding:
    kind = _kind(os.path.realpath(directory))
    if kind in NETWORKED:
        says = f"{kind}, on another machine: locks and saves are only as good as its own"
        return Finding(what="file system", says=says, is_wanting=True)
    return Finding(what="file system", says=kind or "not told by this system")


def _kind(real: str) -> str:
    """The kind of the file system that holds a path: that of the longest mount point above it."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    above = [(mount[1], mount[2]) for mount in mounts if Path(real).is_relative_to(mount[1])]
    return max(above, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _descriptors() -> Finding:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return Finding(what="open files", says=f"at most {most:,} for a session", is_wanting=most < FEW_DESCRIPTORS)


def _cases(directory: Path) -> int:
    try:
        return sum(case_of_file(path.name) is not None for path in Layout(directory).cases.iterdir())
    except OSError:
        return 0
