"""The probe: checks of durable writes, locks and room, made in a temporary folder in the data directory."""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from store.engine.files import disk
from store.engine.files.layout import Layout
from store.engine.files.locks import locked
from store.engine.files.stamps import case_ids
from store.engine.protocol import Check
from store.engine.system_errors import not_written
from store.errors import StoreBusyError, StoreError

LITTLE_ROOM = 100 * 1024 * 1024
"""The check of room fails below this number of free bytes."""

FEW_DESCRIPTORS = 256
SLOW = 0.25
"""The check of saving fails above this number of seconds for one save: an answer should be on the disk half a second
after its key."""

NETWORKED = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph", "glusterfs"})
"""File systems whose locks and renames depend on another machine."""

TRIAL = ".trial."
"""The start of the name of the temporary folder."""

_RUNS = 5


def probe(directory: Path) -> tuple[Check, ...]:
    """Check what the store relies on, and measure room and limits; a missing directory is not created."""
    if not disk.is_folder(directory):
        return (
            Check(what="data directory", says=f"{directory} does not exist; it is made when Fourfold is first started"),
        )
    try:
        Layout(directory).refuse_foreign()
    except StoreError as error:
        return (Check(what="data directory", says=str(error), is_problem=True),)
    return (
        Check(what="data directory", says=f"{directory}, cases: {_cases(directory):,}"),
        *_tried(directory),
        _room(directory),
        _file_system(directory),
        _descriptors(),
    )


def _tried(directory: Path) -> Iterator[Check]:
    try:
        folder = Path(tempfile.mkdtemp(prefix=TRIAL, dir=directory))
    except OSError as error:
        yield Check(what="saving", says=str(not_written(directory.name, error)), is_problem=True)
        return
    try:
        yield _saving(folder / "saved")
        yield _locking(folder / "lock")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _saving(path: Path) -> Check:
    times = []
    try:
        for turn in range(_RUNS):
            begun = time.perf_counter()
            disk.replace_durably(path, bytes([turn]) * 4096)
            times.append(time.perf_counter() - begun)
        kept = disk.read_whole(path)
    except StoreError as error:
        return Check(what="saving", says=str(error), is_problem=True)
    if kept != bytes([_RUNS - 1]) * 4096:
        return Check(what="saving", says="the data read back is not the data that was saved", is_problem=True)
    slowest = max(times)
    return Check(what="saving", says=f"durable, {slowest * 1000:.0f} ms at the slowest", is_problem=slowest > SLOW)


def _locking(path: Path) -> Check:
    try:
        with locked(path, "lock"), locked(path, "lock", patience=0):
            return Check(what="locking", says="two sessions can hold one lock at the same time", is_problem=True)
    except StoreBusyError:
        return Check(what="locking", says="a lock keeps a second session out")
    except StoreError as error:
        return Check(what="locking", says=str(error), is_problem=True)


def _room(directory: Path) -> Check:
    free = shutil.disk_usage(directory).free
    return Check(what="room", says=f"{free / 1024 / 1024:,.0f} MB free", is_problem=free < LITTLE_ROOM)


def _file_system(directory: Path) -> Check:
    kind = _kind(os.path.realpath(directory))
    if kind in NETWORKED:
        says = f"{kind}, on another machine: locks and saves are only as reliable as that machine"
        return Check(what="file system", says=says, is_problem=True)
    return Check(what="file system", says=kind or "not known")


def _kind(real: str) -> str:
    """The type of the file system of a path, by the longest mount point above it; empty if unknown."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    above = [(mount[1], mount[2]) for mount in mounts if Path(real).is_relative_to(mount[1])]
    return max(above, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _descriptors() -> Check:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return Check(what="open files", says=f"at most {most:,} for a session", is_problem=most < FEW_DESCRIPTORS)


def _cases(directory: Path) -> int:
    try:
        return len(case_ids(Layout(directory).cases, None))
    except StoreError:
        return 0
