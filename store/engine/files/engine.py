"""The file engine: a store in one data directory."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from content.case.reference import CaseId
from store.engine import names
from store.engine.files import disk, inspection, leases, leftovers, probe, quarantine, restoring, stamps
from store.engine.files.blob import FileBlob, delete_durably
from store.engine.files.layout import Layout, interrupted_restore_message
from store.engine.files.leases import FileLease
from store.engine.files.locks import locked
from store.engine.files.log import FileLog
from store.engine.files.reserve import Reserve
from store.engine.protocol import LEASE_PATIENCE, Check, Engine, Finding, Quarantined, Stamps
from store.engine.system_errors import not_read
from store.errors import StoreMissingError, StoreRefusedError, StoreUnreadableError, StoreUnwritableError
from store.lease_holder import LeaseHolder


class FileEngine:
    """The engine that stores everything in files; `store.engine.protocol.Engine` documents the members."""

    def __init__(self, directory: Path, *, was_there: bool = False) -> None:
        """Open a data directory, which may not exist yet.

        Args:
            directory: Its path.
            was_there: Whether it existed before; then it is never made again by this engine.
        """
        self._layout = layout = Layout(directory)
        self._was_there = was_there
        self._reserve = reserve = Reserve(layout.reserve_room)
        self.accounts = FileBlob(layout.accounts, layout.accounts_lock, "The list of accounts", reserve=reserve)
        self.accounts_copy = FileBlob(layout.accounts_copy, layout.accounts_lock, "The list of accounts")
        self.backup_key = FileBlob(layout.backup_key, layout.accounts_lock, layout.backup_key.name)
        self.restored = FileBlob(layout.restored, layout.accounts_lock, layout.restored.name)
        self.index = FileBlob(layout.index, layout.index_lock, layout.index.name, may_grow=True)
        self.crashes = FileBlob(layout.faults, layout.faults_lock, "The log of faults")
        self.log = FileLog(layout.audit, layout.audit_lock, reserve)

    @property
    def place(self) -> str:
        """The data directory."""
        return str(self._layout.directory)

    def prepare(self) -> None:
        """Create missing folders, and correct the mode of the others; see `Layout.make`."""
        self.is_prepared()
        self._layout.make()
        self._was_there = True
        if self.accounts.exists():
            self._reserve.renew()

    def is_prepared(self) -> bool:
        """Whether the data directory exists; raises StoreUnreadableError if it is gone."""
        is_made = self._layout.is_made
        if self._was_there and not is_made:
            raise StoreUnreadableError(
                f"The data directory {self._layout.directory} is gone, and is not made again: "
                "tell your administrator, and start again once it is back."
            )
        return is_made

    def remove_leftovers(self) -> None:
        """Delete the temporary files of killed saves."""
        leftovers.sweep(self._layout)

    def case(self, case: CaseId) -> FileBlob:
        """The file of a case."""
        layout = self._layout
        lock = layout.lock(case)
        guards = (layout.holder(case), layout.lease(case), lock)
        return FileBlob(layout.case_file(case), lock, f"Case {case}", guards=guards)

    def case_ids(self, *, at_most: int | None = None) -> tuple[CaseId, ...]:
        """Every case that has a file."""
        return stamps.case_ids(self._layout.cases, at_most)

    def stamps(self) -> Stamps:
        """The stamp of every case that has a file."""
        return stamps.stamps(self._layout.cases)

    def lease(self, case: CaseId, holder: LeaseHolder, *, patience: float = LEASE_PATIENCE) -> FileLease:
        """Take the lease of a case."""
        return leases.lease(case, self._layout.lease(case), self._layout.holder(case), holder, patience=patience)

    def quarantine(self, case: CaseId, reason: str, at: dt.datetime) -> str:
        """Move the file of a case into quarantine."""
        folder = self._layout.quarantine
        kept = quarantine.move_aside(self._layout.case_file(case), case, folder, reason, at)
        return f"{folder.name}/{kept.name}"

    def keep_typed(self, quarantined: str, mark: str, data: bytes) -> str:
        """Write a text beside a file in quarantine."""
        path = self._layout.quarantine / names.typed_name(quarantined, mark)
        disk.replace_durably(path, data)
        return f"{path.parent.name}/{path.name}"

    def quarantined(self) -> tuple[Quarantined, ...]:
        """The cases in quarantine."""
        return quarantine.quarantined(self._layout.quarantine)

    def delete_traces(self, case: CaseId) -> None:
        """Delete temporary files and quarantined files of a case, and temporary files of the index."""
        delete_durably(leftovers.of_case(self._layout, case))

    def backup_names(self) -> tuple[str, ...]:
        """The files of the register of backups."""
        return tuple(path.name for path in _found(self._layout.backups, names.is_backup))

    def backup(self, name: str) -> FileBlob:
        """A file of the register of backups."""
        layout = self._layout
        # The folders may be missing: a backup may be the first use of the data directory.
        folders = (layout.backups, layout.locks)
        return FileBlob(layout.backups / name, layout.backups_lock, "The register of backups", folders=folders)

    def reserved_names(self) -> tuple[str, ...]:
        """The files of the texts that are kept in the reserve."""
        return tuple(path.name for path in _found(self._layout.reserve, names.case_of_reserved))

    def reserved(self, name: str) -> FileBlob:
        """The file of a text that is kept in the reserve."""
        layout = self._layout
        return FileBlob(layout.reserve / name, layout.reserve_lock, "The reserve", reserve=self._reserve)

    def parts(self) -> Iterator[str]:
        """The names of the files that go into an archive."""
        layout = self._layout
        if not disk.is_folder(layout.directory):
            raise StoreMissingError(self.place)
        layout.refuse_foreign()
        if disk.is_there(layout.restoring):
            raise StoreRefusedError(interrupted_restore_message(layout.directory))
        for folder, is_part in (
            (layout.cases, names.case_of_file),
            (layout.quarantine, names.case_of_quarantined),
            (layout.backups, names.is_backup),
        ):
            yield from (f"{folder.name}/{path.name}" for path in _found(folder, is_part))
        yield names.ACCOUNTS
        # The log is read last, so that it has the events of all changes in the archive. Each head is read before its
        # log, so that it counts no line that the archive lacks.
        for month in self.log.months():
            yield names.head_name(month)
            yield names.log_name(month)

    def read_part(self, name: str) -> bytes | None:
        """The content of a file; the accounts and the audit log are read under their locks."""
        path = self._layout.directory / name
        may_grow = names.may_grow(name)
        lock = self._lock_of_part(name)
        if lock is None or not disk.is_there(path):
            return disk.read_whole(path, may_grow=may_grow)
        try:
            with locked(lock, path.name):
                return disk.read_whole(path, may_grow=may_grow)
        except StoreUnwritableError:
            # If no lock can be created, as on a read-only disk, no session can be writing either.
            return disk.read_whole(path, may_grow=may_grow)

    def holds_file(self, path: str) -> bool:
        """Whether a path is inside the data directory."""
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._layout.directory))

    def refuse_unless_empty(self) -> None:
        """Refuse a data directory that is not empty."""
        restoring.refuse_unless_empty(self._real)

    def restore(self, parts: Iterable[tuple[str, bytes]], finish: Callable[[Engine], object]) -> None:
        """Write files into the data directory, all or none."""
        restoring.restore(self._real, parts, lambda staged: finish(FileEngine(staged.directory)))

    def findings(self) -> tuple[Finding, ...]:
        """The problems of the files and folders, without decoding them."""
        return tuple(inspection.inspect(self._layout))

    def probe(self) -> tuple[Check, ...]:
        """Check what the data directory can do."""
        return probe.probe(self._layout.directory)

    def _lock_of_part(self, name: str) -> Path | None:
        if name == names.ACCOUNTS:
            return self._layout.accounts_lock
        return self._layout.audit_lock if name.startswith(f"{names.AUDIT}/") else None

    @property
    def _real(self) -> Layout:
        """The data directory with links resolved."""
        return Layout(Path(os.path.realpath(self._layout.directory)))


def _found(folder: Path, is_wanted: Callable[[str], object]) -> list[Path]:
    try:
        return [path for path in sorted(folder.iterdir()) if is_wanted(path.name)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise not_read(folder.name, error) from error
