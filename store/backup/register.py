"""The register of backups: which archive holds which cases, so that an erasure can name those that still do.

Each backup has its own file, so that damage to one affects no other. The entry is written three times: before the
first case is read, with every stored case; before the archive gets its name, with the cases that it holds; and once the
archive has its name. So when a case is erased, every archive that holds it or will hold it is registered. Like the
audit log, the register holds references and paths but no content.
"""

import datetime as dt
import hashlib
from typing import Literal

import msgspec

from content.case.reference import CaseId
from content.records import Record
from store.engine import archive_file, names
from store.engine.archive_file import ArchiveFile, FileName
from store.engine.protocol import Engine
from store.errors import CaseNotFoundError, StoreDamagedError, StoreError, StoreRefusedError

BackupState = Literal["there", "gone", "unfinished", "unseen"]
"""The state of the file of an archive: unfinished while it is written and after an interrupted backup; unseen if the
system refuses to say."""


class BackupEntry(Record, frozen=True, kw_only=True):
    """One backup: its time, its path, and the cases in it, including those in quarantine."""

    at: dt.datetime
    path: str
    cases: tuple[CaseId, ...]
    is_whole: bool = False
    """Whether the archive got its name."""


class _Stored(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry as it is stored."""

    entry: msgspec.Raw
    sha256: str


class RegisteredBackup(Record, frozen=True, kw_only=True):
    """A backup and the current state of its archive."""

    at: dt.datetime
    path: str
    count: int
    """How many cases it holds."""

    standing: BackupState


class CaseBackups(Record, frozen=True, kw_only=True):
    """The registered backups, oldest first: those that hold a case, or all."""

    back_ups: tuple[RegisteredBackup, ...]
    unread: tuple[str, ...]
    """Entries that cannot be read; their backups may hold the case too."""


def register(engine: Engine, made: BackupEntry) -> None:
    """Write the entry of a backup durably; an earlier entry of the same backup is replaced.

    Raises:
        StoreExposedError: If the register cannot be stored safely.
        StoreBusyError: If another session holds the register's lock for too long.
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    entry = engine.backup(_name(made))
    with entry.locked():
        entry.write(_encoded(made))


def register_restored(engine: Engine, restored: BackupEntry) -> None:
    """Register an archive under the path it was restored from, and mark it whole under the path it was written to.

    Raises:
        StoreError: As for `register`.
    """
    for made in (*(known for known in _entries(engine)[0] if known.at == restored.at), restored):
        register(engine, msgspec.structs.replace(made, is_whole=True))


def unregister(engine: Engine, made: BackupEntry) -> None:
    """Delete the entry of a backup whose archive does not exist.

    Raises:
        StoreError: If the system refuses.
    """
    entry = engine.backup(_name(made))
    with entry.locked():
        entry.delete()


def destroyed_entries(engine: Engine, archive: FileName) -> tuple[BackupEntry, ...]:
    """The entries of a destroyed archive, to be unregistered.

    Raises:
        StoreRefusedError: If there is no entry, the archive still exists, or the system refuses to say.
        StoreUnreadableError: If the register cannot be read.
    """
    place = ArchiveFile(archive).place
    found = tuple(made for made in _entries(engine)[0] if made.path == place)
    if not found:
        raise StoreRefusedError(f"No backup {place} is on record.")
    standings = {_standing(made) for made in found}
    if "there" in standings:
        raise StoreRefusedError(f"{place} is still there: destroy it first.")
    if "unseen" in standings:
        raise StoreRefusedError(f"Whether {place} is still there cannot be seen from this account.")
    return found


def backups_holding(engine: Engine, case: CaseId | None = None) -> CaseBackups:
    """The backups that hold a case, or all backups if `case` is None.

    Raises:
        CaseNotFoundError: If this cannot be the reference of a case.
        StoreUnreadableError: If the register cannot be read.
    """
    if case is not None and not names.is_case_id(case):
        raise CaseNotFoundError(case)
    known, unread = _entries(engine)
    found = sorted((made for made in known if case is None or case in made.cases), key=lambda made: made.at)
    kept = (
        RegisteredBackup(at=made.at, path=made.path, count=len(made.cases), standing=_standing(made)) for made in found
    )
    return CaseBackups(back_ups=tuple(kept), unread=tuple(sorted(unread)))


def entry(engine: Engine, name: str) -> BackupEntry | None:
    """One entry, or None if it was deleted meanwhile.

    Raises:
        StoreDamagedError: If it cannot be decoded.
        StoreError: If it is open to others, or the system refuses.
    """
    data = engine.backup(name).read()
    if data is None:
        return None
    try:
        return _decoded(data)
    except ValueError as error:
        raise StoreDamagedError(name, str(error)) from error


def leftovers(engine: Engine) -> tuple[str, ...]:
    """The paths of the temporary files of killed backups, beside the archives that are registered.

    Raises:
        StoreUnreadableError: If the register cannot be read.
    """
    return tuple(path for place in _places(engine) for path in archive_file.leftovers(place))


def sweep(engine: Engine) -> None:
    """Delete the temporary files of killed backups; one that cannot be deleted now is deleted by a later call.

    Raises:
        StoreUnreadableError: If the register cannot be read.
    """
    for place in _places(engine):
        archive_file.sweep(place)


def _places(engine: Engine) -> list[str]:
    return sorted({made.path for made in _entries(engine)[0]})


def _entries(engine: Engine) -> tuple[list[BackupEntry], list[str]]:
    """Every entry, and the names of those that cannot be read."""
    known, unread = [], []
    for name in engine.backup_names():
        try:
            made = entry(engine, name)
        except StoreError:
            unread.append(name)
            continue
        if made:
            known.append(made)
    return known, unread


def _encoded(made: BackupEntry) -> bytes:
    """An entry with its checksum: with a changed byte, an erasure could miss a back-up that holds the case."""
    entry = msgspec.json.encode(made)
    return msgspec.json.encode(_Stored(entry=msgspec.Raw(entry), sha256=hashlib.sha256(entry).hexdigest()))


def _decoded(data: bytes) -> BackupEntry:
    stored = msgspec.json.decode(data, type=_Stored)
    if hashlib.sha256(stored.entry).hexdigest() != stored.sha256:
        raise ValueError("its checksum does not match")
    return msgspec.json.decode(stored.entry, type=BackupEntry)


def _standing(made: BackupEntry) -> BackupState:
    standing = archive_file.file_state(made.path)
    return "unfinished" if standing == "gone" and not made.is_whole else standing


def _name(made: BackupEntry) -> str:
    # The name follows from the time and the path, so that a later entry of the same backup replaces the earlier one.
    return names.backup_name(made.at, hashlib.sha256(made.path.encode()).hexdigest()[:8])
