"""Backups: a ZIP archive of everything stored, with a manifest of the SHA-256 of each part."""

import contextlib
import datetime as dt
import hashlib
import zipfile
from collections.abc import Callable, Iterable
from typing import BinaryIO

import msgspec

from content.case.reference import CaseId
from content.records import Record
from store.accounts import opening
from store.backup import authentication, register
from store.crypto.sealing import is_sealed
from store.engine import names
from store.engine.archive_file import ArchiveFile, FileName
from store.engine.protocol import Engine, Finding
from store.errors import StoreError, StoreRefusedError

FORMAT = 2
"""The version of the archive's format."""

MANIFEST, MANIFEST_MAC = "MANIFEST.json", "MANIFEST.mac"

_PRIVATE = 0o600 << 16
"""The mode of an unpacked part: readable by its owner only."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The size and checksum of one part of an archive."""

    size: int
    """In bytes."""

    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The manifest of an archive."""

    format: int
    made: dt.datetime
    files: dict[str, Part]
    """The parts by name."""


class BackUp(Record, frozen=True, kw_only=True):
    """The result of a backup."""

    cases: int
    files: int
    plain: int
    """The number of unsealed cases in the archive, including those in quarantine."""

    is_authenticated: bool
    """Whether the manifest is authenticated, or there are no accounts, and so no key for it."""

    left_out: tuple[Finding, ...]
    """The parts that could not be read, and are not in the archive."""


def nothing_recorded() -> None:
    """Record nothing."""


def back_up(
    engine: Engine, file: FileName, at: dt.datetime, *, record: Callable[[], object] = nothing_recorded
) -> BackUp:
    """Write an archive of a store, while sessions may be saving.

    Saves replace a case atomically, so that each case is archived as it was before a save, or after it. The archive
    gets its name once all of it is on the disk and the backup is recorded.

    Args:
        engine: The store.
        file: The file to write.
        at: The time of the backup.
        record: Records the backup; if it raises, the backup fails with the same error.

    Raises:
        StoreRefusedError: If something has that name already, the file is inside the store, or nobody could sign in to
            what would be restored.
        StoreUnreadableError: If there is no store, or it cannot be read.
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    there = tuple(engine.parts())
    archive = ArchiveFile(file)
    archive.refuse_if_taken()
    if engine.holds_file(str(archive)):
        raise StoreRefusedError("The backup would be inside the data directory: name a file outside it.")
    _refuse_unopenable(engine)
    with contextlib.suppress(StoreError):
        register.sweep(engine)
    begun = register.BackupEntry(at=at, path=archive.place, cases=references(there))
    try:
        register.register(engine, begun)
        made, held = _written(engine, archive, begun, there, record)
    except BaseException:
        with contextlib.suppress(StoreError):
            register.unregister(engine, begun)
        raise
    # A failure is harmless: the cases that the archive holds are registered already.
    with contextlib.suppress(StoreError):
        register.register(engine, msgspec.structs.replace(begun, cases=held, is_whole=True))
    archive.sync()
    return made


def references(parts: Iterable[str]) -> tuple[CaseId, ...]:
    """The cases that parts belong to, including those in quarantine."""
    return tuple(sorted({case for part in parts if (case := names.case_of_part(part))}))


def checksum(data: bytes) -> Part:
    """The manifest's entry for a part with these bytes."""
    return Part(size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _refuse_unopenable(engine: Engine) -> None:
    """Refuse to archive a store that nobody could sign in to, so that good archives do not give way to it."""
    try:
        opening.refuse_unopenable(engine)
    except StoreError as error:
        raise StoreRefusedError(f"No backup was made of cases that nobody could open. {error}") from error


def _written(
    engine: Engine,
    archive: ArchiveFile,
    begun: register.BackupEntry,
    there: tuple[str, ...],
    record: Callable[[], object],
) -> tuple[BackUp, tuple[CaseId, ...]]:
    """Write the archive, record it, and return the result with the cases in the archive."""
    with archive.writing() as new:
        made, held = _filled(engine, new.stream, begun.at, there)
        new.sync()
        register.register(engine, msgspec.structs.replace(begun, cases=held))
        record()
        new.publish()
    return made, held


def _filled(
    engine: Engine, stream: BinaryIO, at: dt.datetime, there: tuple[str, ...]
) -> tuple[BackUp, tuple[CaseId, ...]]:
    parts: dict[str, Part] = {}
    left_out = []
    plain = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _carried(engine, there):
            try:
                data = engine.read_part(name)
            except StoreError as error:
                left_out.append(Finding(name=name, says=str(error)))
                continue
            if data is not None:
                parts[name] = checksum(data)
                plain += names.holds_case(name) and not is_sealed(data)
                archive.writestr(_private(name), data)
        manifest = msgspec.json.format(msgspec.json.encode(Manifest(format=FORMAT, made=at, files=parts)))
        archive.writestr(_private(MANIFEST), manifest)
        mac = authentication.mac_of(engine, manifest)
        archive.writestr(_private(MANIFEST_MAC), mac)
    is_authenticated = bool(mac) or names.ACCOUNTS not in parts
    count = sum(name.startswith(f"{names.CASES}/") for name in parts)
    made = BackUp(
        cases=count, files=len(parts), plain=plain, is_authenticated=is_authenticated, left_out=tuple(left_out)
    )
    return made, references(parts)


def _carried(engine: Engine, there: tuple[str, ...]) -> Iterable[str]:
    """The parts to archive, listed again so that a case moved into quarantine meanwhile is read from there.

    A case created after the backup was registered is left out, because the register does not name it.
    """
    cases = {name for name in there if name.startswith(f"{names.CASES}/")}
    return (name for name in engine.parts() if name in cases or not name.startswith(f"{names.CASES}/"))


def _private(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.external_attr = _PRIVATE
    return part
