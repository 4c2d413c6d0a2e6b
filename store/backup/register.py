"""The register of back-ups: which archive holds which cases, so that an erasure can name those that still do.

Each back-up has a file of its own, so that a damaged one costs nothing but itself. It is written before the first case
is read, naming every case there is; anew before the archive gets its name, naming what it holds; and once more when it
has it. So whenever a case is erased, each archive that holds it, or is about to, is known. It holds references and
places, as the audit log holds references, and no content.
"""

import datetime as dt
import hashlib
import os
import re
from pathlib import Path
from typing import Literal

import msgspec

from content.case.model import CaseId
from content.records import Record
from store.engine import files
from store.engine.layout import Layout
from store.engine.locks import locked
from store.errors import StoreDamagedError, StoreError, StoreRefusedError

BackupState = Literal["there", "gone", "unfinished", "unseen"]
"""Whether a back-up is at its place; unfinished while it is being written or where that was cut short, unseen where the
system does not let this account look."""

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{8}\.json")


class BackupEntry(Record, frozen=True, kw_only=True):
    """One back-up: when, where to, and the cases in it, those in quarantine included."""

    at: dt.datetime
    path: str
    cases: tuple[CaseId, ...]
    is_whole: bool = False
    """Whether the archive got its name."""


class RegisteredBackup(Record, frozen=True, kw_only=True):
    """A back-up as it stands now."""

    at: dt.datetime
    path: str
    count: int
    """How many cases it holds."""

    standing: BackupState


class CaseBackups(Record, frozen=True, kw_only=True):
    """The back-ups on record, oldest first: those that hold a case, or all."""

    back_ups: tuple[RegisteredBackup, ...]
    unread: tuple[str, ...]
    """Files of the register that cannot be read; their back-ups may hold the case too."""


def place_of(archive: Path) -> str:
    """Where an archive is, in full, whatever links lead to its folder.

    Raises:
        StoreRefusedError: If the name is no text, and so could not be told to anybody.
    """
    place = str(Path(os.path.realpath(archive.parent)) / archive.name)
    try:
        place.encode()
    except UnicodeEncodeError as error:
        raise StoreRefusedError("The name of that back-up is no text: choose another.") from error
    return place


def register(layout: Layout, made: BackupEntry) -> None:
    """Keep what is known of a back-up, durably, in place of what was known of it before.

    Raises:
        StoreExposedError: If a link stands in the place of the register's folder.
        StoreBusyError: If another session keeps the register's lock.
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    files.ensure_directory(layout.backups)
    files.ensure_directory(layout.locks)
    with locked(layout.backups_lock, "The register of back-ups"):
        files.replace_durably(_file(layout, made), msgspec.json.encode(made))


def register_restored(layout: Layout, restored: BackupEntry) -> None:
    """Keep where an archive was restored from; at the place where it was written, it was whole as well.

    Raises:
        StoreError: As for `register`.
    """
    for made in (*(known for known in _read(layout)[0] if known.at == restored.at), restored):
        register(layout, msgspec.structs.replace(made, is_whole=True))


def unregister(layout: Layout, made: BackupEntry) -> None:
    """Forget a back-up of which there is no archive.

    Raises:
        StoreError: If the system refuses.
    """
    with locked(layout.backups_lock, "The register of back-ups"):
        try:
            files.remove(_file(layout, made))
            files.sync_folder(layout.backups)
        except OSError as error:
            raise files.not_written(layout.backups, error) from error


def gone(layout: Layout, archive: Path) -> tuple[BackupEntry, ...]:
    """What is on record of an archive that was destroyed, to be unregistered.

    Raises:
        StoreRefusedError: If nothing is, or the archive is still there or cannot be looked for.
        StoreUnreadableError: If the register cannot be read.
    """
    place = place_of(archive)
    found = tuple(made for made in _read(layout)[0] if made.path == place)
    if not found:
        raise StoreRefusedError(f"No back-up {place} is on record.")
    standings = {_standing(made) for made in found}
    if "there" in standings:
        raise StoreRefusedError(f"{place} is still there: destroy it first.")
    if "unseen" in standings:
        raise StoreRefusedError(f"Whether {place} is still there cannot be seen from this account.")
    return found


def holding(layout: Layout, case: CaseId | None = None) -> CaseBackups:
    """The back-ups that hold a case; all of them where none is named.

    Raises:
        StoreUnreadableError: If the register cannot be read.
    """
    known, unread = _read(layout)
    found = sorted((made for made in known if case is None or case in made.cases), key=lambda made: made.at)
    kept = (
        RegisteredBackup(at=made.at, path=made.path, count=len(made.cases), standing=_standing(made)) for made in found
    )
    return CaseBackups(back_ups=tuple(kept), unread=tuple(sorted(unread)))


def is_registered(name: str) -> bool:
    """Whether this is the name of a file of the register."""
    return _NAME.fullmatch(name) is not None


def read(path: Path) -> BackupEntry | None:
    """What one file of the register says; nothing where it went meanwhile.

    Raises:
        StoreDamagedError: If it says nothing that can be read.
        StoreError: If it is open to others, or the system refuses.
    """
    data = files.read_whole(path)
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=BackupEntry)
    except ValueError as error:
        raise StoreDamagedError(path.name, str(error)) from error


def _read(layout: Layout) -> tuple[list[BackupEntry], list[str]]:
    """What the register knows, and its files that cannot be read."""
    known, unread = [], []
    try:
        names = [entry.name for entry in os.scandir(layout.backups) if is_registered(entry.name)]
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise files.not_read(layout.backups, error) from error
    for name in names:
        try:
            made = read(layout.backups / name)
        except StoreError:
            unread.append(name)
            continue
        if made:
            known.append(made)
    return known, unread


def _standing(made: BackupEntry) -> BackupState:
    try:
        os.lstat(made.path)
    except (FileNotFoundError, NotADirectoryError):
        return "gone" if made.is_whole else "unfinished"
    except (OSError, ValueError):
        return "unseen"
    return "there"


def _file(layout: Layout, made: BackupEntry) -> Path:
    # Named after the moment and the place, so that what is written again of a back-up replaces what was.
    stamp = made.at.astimezone(dt.UTC).strftime(_STAMP)
    return layout.backups / f"{stamp}-{hashlib.sha256(made.path.encode()).hexdigest()[:8]}.json"
