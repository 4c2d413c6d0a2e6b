"""Restoring an archive into an empty store, all or nothing."""

import contextlib
import errno
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import msgspec

from store.backup import authentication, register
from store.backup.archive import FORMAT, MANIFEST, MANIFEST_MAC, Manifest, checksum, references
from store.engine import names, protocol
from store.engine.archive_file import ArchiveFile, FileName
from store.engine.protocol import Engine
from store.engine.system_errors import not_read
from store.errors import ArchiveDamagedError, StoreNewerError, StoreRefusedError

_LARGEST_MANIFEST = 256 * 1024 * 1024
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""The exceptions that reading a damaged ZIP file raises."""

_BAD_OFFSET = errno.EINVAL
"""The system's error for a seek before the start of a file, which a damaged ZIP file can cause."""

_manifest_decoder = msgspec.json.Decoder(Manifest)


def nothing_recorded(_engine: Engine) -> None:
    """Record nothing."""


def restore(file: FileName, engine: Engine, *, record: Callable[[Engine], object] = nothing_recorded) -> int:
    """Restore the parts of an archive into an empty store, and return their number.

    Every checksum is verified before anything is written. The archive is registered as a backup in the restored store,
    under its current path.

    Args:
        file: The archive.
        engine: The store, empty or not created yet.
        record: Records the restore in the restored store, before any session can open it; if it raises, the restore
            fails with the same error.

    Raises:
        ArchiveDamagedError: If a part of the archive is damaged; nothing was restored.
        StoreNewerError: If it was written by a newer version.
        StoreRefusedError: If the store is not empty, or there is no such archive.
        StoreFullError: If there is no room; nothing was restored.
        StoreUnwritableError: If the system refuses; nothing was restored.
    """
    archive = ArchiveFile(file)
    if not archive.is_file():
        raise StoreRefusedError(f"There is no archive {archive}.")
    engine.refuse_unless_empty()
    with _opened(archive) as opened:
        manifest = _manifest(archive, opened)
        for _ in _contents(archive, opened, manifest):
            pass
        noted = (archive.name, _part(archive, opened, MANIFEST), _part(archive, opened, MANIFEST_MAC).decode())
        itself = register.BackupEntry(at=manifest.made, path=archive.place, cases=references(manifest.files))

        def finish(restored: Engine) -> None:
            register.register_restored(restored, itself)
            if names.ACCOUNTS in manifest.files:
                authentication.note_restored(restored, *noted)
            record(restored)

        engine.restore(_contents(archive, opened, manifest), finish)
    return len(manifest.files)


@contextlib.contextmanager
def _opened(archive: ArchiveFile) -> Iterator[zipfile.ZipFile]:
    with archive.reading() as stream:
        with _damage_named(archive, "its table of contents", "it is cut short, or no archive"):
            opened = zipfile.ZipFile(stream)
        with opened:
            yield opened


def _manifest(archive: ArchiveFile, opened: zipfile.ZipFile) -> Manifest:
    """The manifest, verified to name exactly the parts of the archive, and no path outside the store."""
    held = [part.filename for part in opened.infolist()]
    for name in (MANIFEST, MANIFEST_MAC):
        if name not in held:
            raise ArchiveDamagedError(archive.name, name, "it is missing")
    try:
        manifest = _manifest_decoder.decode(_part(archive, opened, MANIFEST))
    except ValueError as error:
        raise ArchiveDamagedError(archive.name, MANIFEST, str(error)) from error
    if manifest.format > FORMAT:
        raise StoreNewerError(f"{archive.name} was written by a newer version of Fourfold, and nothing was restored.")
    _refuse_misfits(archive, held, manifest)
    return manifest


def _refuse_misfits(archive: ArchiveFile, held: list[str], manifest: Manifest) -> None:
    expected = {*manifest.files, MANIFEST, MANIFEST_MAC}
    for name in manifest.files:
        if not names.is_part(name):
            raise ArchiveDamagedError(archive.name, name, "no backup has a part of this name")
    for name in sorted(expected - set(held)):
        raise ArchiveDamagedError(archive.name, name, "it is missing")
    for name in sorted(set(held) - expected):
        raise ArchiveDamagedError(archive.name, name, "the manifest does not name it")
    if len(held) != len(expected):
        raise ArchiveDamagedError(archive.name, "its table of contents", "it names a part twice")


def _contents(archive: ArchiveFile, opened: zipfile.ZipFile, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """The name and the verified bytes of each part."""
    for name, expected in manifest.files.items():
        data = _part(archive, opened, name)
        if checksum(data) != expected:
            raise ArchiveDamagedError(archive.name, name, "its checksum does not match")
        yield name, data


def _part(archive: ArchiveFile, opened: zipfile.ZipFile, name: str) -> bytes:
    largest = _LARGEST_MANIFEST if name == MANIFEST else protocol.LARGEST
    if not names.may_grow(name) and opened.getinfo(name).file_size > largest:
        raise ArchiveDamagedError(archive.name, name, "it is too large")
    with _damage_named(archive, name, "it cannot be unpacked"):
        return opened.read(name)


@contextlib.contextmanager
def _damage_named(archive: ArchiveFile, part: str, reason: str) -> Iterator[None]:
    """Convert errors of reading a ZIP file to the error for a damaged part or for a refused read."""
    try:
        yield
    except _UNREADABLE as error:
        raise ArchiveDamagedError(archive.name, part, reason) from error
    except OSError as error:
        if error.errno == _BAD_OFFSET:
            raise ArchiveDamagedError(archive.name, part, reason) from error
        raise not_read(archive.name, error) from error
