"""Restoring: an archive put back into an empty data directory, all of it or nothing."""

import contextlib
import errno
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from store.backup import register
from store.backup.archive import FORMAT, MANIFEST, Manifest, checksum, references
from store.cases.quarantine import is_quarantined
from store.engine import files
from store.engine.layout import BESIDE_THE_CASES, Layout, case_of_file, cut_short
from store.errors import ArchiveDamagedError, StoreNewerError, StoreRefusedError

_MANIFEST_LARGEST = 256 * 1024 * 1024
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
"""What reading a damaged ZIP file raises."""

_LED_ASTRAY = errno.EINVAL
"""What the system says to a place before the beginning of a file, which a damaged ZIP file may name."""

_manifest_decoder = msgspec.json.Decoder(Manifest)


def nothing_recorded(directory: Path) -> None:
    """Record nothing."""


def restore(archive: Path, directory: Path, *, record: Callable[[Path], object] = nothing_recorded) -> int:
    """Put an archive's files into an empty data directory, and return how many.

    Every checksum is looked at before anything is written. The files are put on the disk in a folder of their own and
    moved from there; while that folder is there, no session opens the directory. The archive itself stands in the
    register of back-ups then, wherever it was moved since it was made.

    Args:
        archive: The archive.
        directory: The data directory, empty or not there yet.
        record: Records the restore in the log of the directory it is given, before anything is in its place; what it
            raises, the restore fails with.

    Raises:
        ArchiveDamagedError: If a part of the archive is not as it was written; nothing was restored.
        StoreNewerError: If it was written by a newer version.
        StoreRefusedError: If the directory is not empty, or there is no such archive.
        StoreFullError: If there is no room; nothing was restored.
        StoreUnwritableError: If the system refuses; nothing was restored.
    """
    if not archive.is_file():
        raise StoreRefusedError(f"There is no archive {archive}.")
    layout = Layout(Path(os.path.realpath(directory)))
    _refuse_unless_empty(layout)
    try:
        with _opened(archive) as opened:
            manifest = _manifest(archive, opened)
            for _ in _contents(archive, opened, manifest):
                pass
            itself = register.BackupEntry(
                at=manifest.made,
                path=register.place_of(archive),
                cases=references(map(Path, manifest.files)),
            )

            def finish(staged: Path) -> None:
                register.register_restored(Layout(staged), itself)
                record(staged)

            _put_back(layout, _contents(archive, opened, manifest), finish)
    except OSError as error:
        raise files.not_written(directory, error) from error
    return len(manifest.files)


def _refuse_unless_empty(layout: Layout) -> None:
    if os.path.lexists(layout.restoring):
        raise StoreRefusedError(cut_short(layout.directory))
    try:
        found = sorted(layout.directory.iterdir())
        full = [path for path in found if path not in layout.folders or path.is_symlink() or any(path.iterdir())]
    except FileNotFoundError:
        return
    except OSError as error:
        raise files.not_read(layout.directory, error) from error
    if full:
        raise StoreRefusedError(
            f"{layout.directory} is not empty ({full[0].name} is there), and nothing was restored: "
            "name an empty directory with --data."
        )


@contextlib.contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    with _told(archive, "its table of contents", "it is cut short, or no archive"):
        opened = zipfile.ZipFile(archive)
    with opened:
        yield opened


def _manifest(archive: Path, opened: zipfile.ZipFile) -> Manifest:
    """What the archive holds by its manifest, checked to be what it holds and nothing that leads elsewhere."""
    held = [part.filename for part in opened.infolist()]
    if MANIFEST not in held:
        raise ArchiveDamagedError(archive.name, MANIFEST, "it is missing")
    try:
        manifest = _manifest_decoder.decode(_part(archive, opened, MANIFEST, _MANIFEST_LARGEST))
    except ValueError as error:
        raise ArchiveDamagedError(archive.name, MANIFEST, str(error)) from error
    if manifest.format > FORMAT:
        raise StoreNewerError(f"{archive.name} was written by a newer version of Fourfold, and nothing was restored.")
    _refuse_misfits(archive, held, manifest)
    return manifest


def _refuse_misfits(archive: Path, held: list[str], manifest: Manifest) -> None:
    expected = {*manifest.files, MANIFEST}
    for name in manifest.files:
        if not _is_carried(name):
            raise ArchiveDamagedError(archive.name, name, "no back-up has a part of this name")
    for name in sorted(expected - set(held)):
        raise ArchiveDamagedError(archive.name, name, "it is missing")
    for name in sorted(set(held) - expected):
        raise ArchiveDamagedError(archive.name, name, "the manifest does not name it")
    if len(held) != len(expected):
        raise ArchiveDamagedError(archive.name, "its table of contents", "it names a part twice")


def _contents(archive: Path, opened: zipfile.ZipFile, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Each file with its bytes, checked."""
    for name, expected in manifest.files.items():
        data = _part(archive, opened, name, files.LARGEST)
        if checksum(data) != expected:
            raise ArchiveDamagedError(archive.name, name, "its checksum is another")
        yield name, data


def _part(archive: Path, opened: zipfile.ZipFile, name: str, largest: int) -> bytes:
    if opened.getinfo(name).file_size > largest:
        raise ArchiveDamagedError(archive.name, name, "it is too large")
    with _told(archive, name, "it cannot be unpacked"):
        return opened.read(name)


@contextlib.contextmanager
def _told(archive: Path, part: str, reason: str) -> Iterator[None]:
    """Tell what reading a ZIP file raises: that a part is damaged, or that the system refuses."""
    try:
        yield
    except _UNREADABLE as error:
        raise ArchiveDamagedError(archive.name, part, reason) from error
    except OSError as error:
        if error.errno == _LED_ASTRAY:
            raise ArchiveDamagedError(archive.name, part, reason) from error
        raise files.not_read(archive, error) from error


def _is_carried(name: str) -> bool:
    """Whether a back-up can hold a part of this name, which is a place in the data directory and nowhere else."""
    folder, _, file = name.rpartition("/")
    if folder == "cases":
        return case_of_file(file) is not None
    if folder == "quarantine":
        return is_quarantined(file)
    if folder == "backups":
        return register.is_registered(file)
    return name in BESIDE_THE_CASES


def _put_back(layout: Layout, contents: Iterator[tuple[str, bytes]], finish: Callable[[Path], object]) -> None:
    is_new = not layout.directory.exists()
    moved: list[Path] = []
    try:
        _stage(layout, contents)
        finish(layout.restoring)
        for staged in sorted(layout.restoring.iterdir()):
            moved.append(layout.directory / staged.name)
            staged.rename(layout.directory / staged.name)
        files.sync_folder(layout.directory)
        layout.restoring.rmdir()
        files.sync_folder(layout.directory)
    except BaseException:
        _take_back(layout, moved, is_new=is_new)
        raise


def _stage(layout: Layout, contents: Iterator[tuple[str, bytes]]) -> None:
    """Put every file on the disk, in the folder of the restore."""
    files.ensure_directory(layout.directory)
    for folder in (layout.restoring, *(layout.restoring / each.name for each in layout.folders)):
        files.ensure_directory(folder)
    for name, data in contents:
        descriptor = os.open(
            layout.restoring / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, files.PRIVATE_FILE
        )
        try:
            os.fchmod(descriptor, files.PRIVATE_FILE)
            files.write_all(descriptor, data)
            files.sync(descriptor)
        finally:
            os.close(descriptor)
    for folder in layout.folders:
        files.sync_folder(layout.restoring / folder.name)
    files.sync_folder(layout.restoring)


def _take_back(layout: Layout, moved: list[Path], *, is_new: bool) -> None:
    for path in (*moved, layout.restoring):
        with contextlib.suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    if is_new:
        with contextlib.suppress(OSError):
            layout.directory.rmdir()
