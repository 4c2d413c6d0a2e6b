"""A back-up: every case as it is stored, in one ZIP file that names the SHA-256 of each of its parts."""

import contextlib
import datetime as dt
import errno
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from content.records import Record
from store import files
from store.errors import StoreError, StoreRefusedError, StoreUnreadableError, StoreUnwritableError
from store.layout import BESIDE_THE_CASES, Layout, case_of_file, lock_beside
from store.locks import locked
from store.quarantine import is_quarantined
from store.verifying import Wanting

FORMAT = 1
"""The shape of archives that this version writes."""

MANIFEST = "MANIFEST.json"
_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a part of an archive holds."""

    size: int
    """In bytes."""

    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an archive holds."""

    format: int
    made: dt.datetime
    files: dict[str, Part]
    """Each file by its place in the data directory."""


class BackUp(Record, frozen=True, kw_only=True):
    """What became of a back-up."""

    cases: int
    files: int
    left_out: tuple[Wanting, ...]
    """What could not be read, and is not in the archive."""


def back_up(directory: Path, archive: Path, at: dt.datetime) -> BackUp:
    """Write an archive of a data directory, while sessions may be saving.

    A case is read by opening its file once, and a save puts a new file in its place, so each case is whole: as it was
    before a save, or after it. The archive gets its name once all of it is on the disk.

    Raises:
        StoreRefusedError: If something has that name already, or it is inside the data directory.
        StoreUnreadableError: If there is no data directory, or it cannot be read.
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    layout = Layout(directory)
    if not directory.is_dir():
        raise StoreUnreadableError(f"There is no data directory {directory}.")
    if os.path.lexists(archive):
        raise StoreRefusedError(f"{archive} is there already, and is left as it is: name another file.")
    if Path(os.path.realpath(archive)).is_relative_to(Path(os.path.realpath(directory))):
        raise StoreRefusedError("The back-up would be inside the data directory: name a file outside it.")
    try:
        return _written(layout, archive, at)
    except OSError as error:
        raise files.not_written(archive, error) from error


def checksum(data: bytes) -> Part:
    """What the manifest says of a part."""
    return Part(size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _written(layout: Layout, archive: Path, at: dt.datetime) -> BackUp:
    descriptor, name = tempfile.mkstemp(prefix=f".{archive.name}.", suffix=".tmp", dir=archive.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            os.fchmod(file.fileno(), files.PRIVATE_FILE)
            made = _filled(layout, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED), at)
            file.flush()
            files.sync(file.fileno())
        _put_in_place(temporary, archive)
        files.sync_folder(archive.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return made


def _filled(layout: Layout, archive: zipfile.ZipFile, at: dt.datetime) -> BackUp:
    parts: dict[str, Part] = {}
    left_out = []
    with archive:
        for path in _paths(layout):
            name = str(path.relative_to(layout.directory))
            try:
                data = _content(path, layout)
            except StoreError as error:
                left_out.append(Wanting(name=name, says=str(error)))
                continue
            if data is not None:
                parts[name] = checksum(data)
                archive.writestr(_private(name), data)
        manifest = Manifest(format=FORMAT, made=at, files=parts)
        archive.writestr(_private(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest)))
    cases = sum(name.startswith(f"{layout.cases.name}/") for name in parts)
    return BackUp(cases=cases, files=len(parts), left_out=tuple(left_out))


def _paths(layout: Layout) -> Iterator[Path]:
    """Every file to carry; quarantine after the cases, so that a case moved there meanwhile is carried all the same."""
    for folder, is_carried in ((layout.cases, case_of_file), (layout.quarantine, is_quarantined)):
        try:
            yield from (path for path in sorted(folder.iterdir()) if is_carried(path.name))
        except FileNotFoundError:
            continue
        except OSError as error:
            raise files.not_read(folder, error) from error
    yield from (layout.directory / name for name in BESIDE_THE_CASES)


def _content(path: Path, layout: Layout) -> bytes | None:
    if path.parent != layout.directory or not os.path.lexists(path):
        return files.read_whole(path)
    try:
        with locked(lock_beside(path), path.name):
            return files.read_whole(path)
    except StoreUnwritableError:
        # Where no lock can be made, nobody can be adding to the file either.
        return files.read_whole(path)


def _private(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.external_attr = files.PRIVATE_FILE << 16
    return part


def _put_in_place(temporary: Path, archive: Path) -> None:
    """Give the archive its name, unless something got that name meanwhile."""
    try:
        archive.hardlink_to(temporary)
    except FileExistsError as error:
        raise StoreRefusedError(f"{archive} is there already, and is left as it is: name another file.") from error
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        files.put_in_place(temporary, archive)
