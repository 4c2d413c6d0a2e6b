"""A back-up: every case as it is stored, in one ZIP file that names the SHA-256 of each of its parts."""

import contextlib
import datetime as dt
import errno
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from content.case.model import CaseId
from content.records import Record
from store.backup import register
from store.cases.quarantine import case_of_quarantined, is_quarantined
from store.crypto.sealing import is_sealed
from store.diagnostics.verification import Finding
from store.engine import files
from store.engine.layout import BESIDE_THE_CASES, Layout, case_of_file, lock_beside
from store.engine.locks import locked
from store.errors import StoreError, StoreRefusedError, StoreUnreadableError, StoreUnwritableError

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
    plain: int
    """How many cases in it are not sealed, those in quarantine included."""

    left_out: tuple[Finding, ...]
    """What could not be read, and is not in the archive."""


def nothing_recorded() -> None:
    """Record nothing."""


def back_up(
    directory: Path, archive: Path, at: dt.datetime, *, record: Callable[[], object] = nothing_recorded
) -> BackUp:
    """Write an archive of a data directory, while sessions may be saving.

    A case is read by opening its file once, and a save puts a new file in its place, so each case is whole: as it was
    before a save, or after it. The archive gets its name once all of it is on the disk and it is recorded.

    Args:
        directory: The data directory.
        archive: The file to write.
        at: The moment.
        record: Records the back-up; what it raises, the back-up fails with.

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
    cases = _found(layout.cases, case_of_file)
    there = references([*cases, *_found(layout.quarantine, is_quarantined)])
    begun = register.BackupEntry(at=at, path=register.place_of(archive), cases=there)
    try:
        register.register(layout, begun)
        made, held = _written(layout, archive, begun, cases, record)
    except BaseException as error:
        with contextlib.suppress(StoreError):
            register.unregister(layout, begun)
        if isinstance(error, OSError):
            raise files.not_written(archive, error) from error
        raise
    # Which cases the archive holds is on record already.
    with contextlib.suppress(StoreError):
        register.register(layout, msgspec.structs.replace(begun, cases=held, is_whole=True))
    try:
        files.sync_folder(archive.parent)
    except OSError as error:
        raise files.not_written(archive, error) from error
    return made


def references(paths: Iterable[Path]) -> tuple[CaseId, ...]:
    """The cases that files are of, by their places in a data directory; those in quarantine are among them."""
    found = (
        case_of_quarantined(path.name) if path.parent.name == "quarantine" else case_of_file(path.name)
        for path in paths
    )
    return tuple(sorted({case for case in found if case}))


def checksum(data: bytes) -> Part:
    """What the manifest says of a part."""
    return Part(size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _written(
    layout: Layout, archive: Path, begun: register.BackupEntry, cases: list[Path], record: Callable[[], object]
) -> tuple[BackUp, tuple[CaseId, ...]]:
    """Write the archive and record it; what it holds, and of which cases."""
    descriptor, name = tempfile.mkstemp(prefix=f".{archive.name}.", suffix=".tmp", dir=archive.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            os.fchmod(file.fileno(), files.PRIVATE_FILE)
            made, held = _filled(layout, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED), begun.at, cases)
            file.flush()
            files.sync(file.fileno())
        register.register(layout, msgspec.structs.replace(begun, cases=held))
        record()
        _put_in_place(temporary, archive)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return made, held


def _filled(
    layout: Layout, archive: zipfile.ZipFile, at: dt.datetime, cases: list[Path]
) -> tuple[BackUp, tuple[CaseId, ...]]:
    parts: dict[str, Part] = {}
    left_out = []
    plain = 0
    with archive:
        for path in _paths(layout, cases):
            name = str(path.relative_to(layout.directory))
            try:
                data = _content(path, layout)
            except StoreError as error:
                left_out.append(Finding(name=name, says=str(error)))
                continue
            if data is not None:
                parts[name] = checksum(data)
                plain += _is_case(path, layout) and not is_sealed(data)
                archive.writestr(_private(name), data)
        manifest = Manifest(format=FORMAT, made=at, files=parts)
        archive.writestr(_private(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest)))
    count = sum(name.startswith(f"{layout.cases.name}/") for name in parts)
    made = BackUp(cases=count, files=len(parts), plain=plain, left_out=tuple(left_out))
    return made, references(map(Path, parts))


def _paths(layout: Layout, cases: list[Path]) -> Iterator[Path]:
    """Every file to carry; quarantine after the cases, so that a case moved there meanwhile is carried all the same."""
    yield from cases
    yield from _found(layout.quarantine, is_quarantined)
    yield from _found(layout.backups, register.is_registered)
    yield from (layout.directory / name for name in BESIDE_THE_CASES)


def _found(folder: Path, is_carried: Callable[[str], object]) -> list[Path]:
    try:
        return [path for path in sorted(folder.iterdir()) if is_carried(path.name)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise files.not_read(folder, error) from error


def _is_case(path: Path, layout: Layout) -> bool:
    return path.parent == layout.cases or (path.parent == layout.quarantine and path.suffix == ".json")


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
