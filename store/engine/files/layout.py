"""The paths of the files and folders in a data directory."""

import os
from pathlib import Path

import msgspec

from content.case.reference import CaseId
from store.engine import names
from store.engine.files import disk
from store.engine.system_errors import not_read
from store.errors import CaseNotFoundError, StoreRefusedError

_OF_THE_SYSTEM = frozenset({"lost+found"})
"""What a new file system holds by itself."""


class Layout(msgspec.Struct, frozen=True):
    """The paths of a data directory; the reference of a case is validated before it becomes a path."""

    directory: Path

    @property
    def cases(self) -> Path:
        """The folder of the cases, one file each."""
        return self.directory / names.CASES

    @property
    def locks(self) -> Path:
        """The folder of the locks and leases."""
        return self.directory / "locks"

    @property
    def quarantine(self) -> Path:
        """The folder that damaged files are moved to."""
        return self.directory / names.QUARANTINE

    @property
    def backups(self) -> Path:
        """The folder of the register of backups, one file each."""
        return self.directory / names.BACKUPS

    @property
    def backups_lock(self) -> Path:
        """The lock held while the register of backups is written."""
        return self.locks / "backups.lock"

    @property
    def index(self) -> Path:
        """The index."""
        return self.directory / "index.json"

    @property
    def accounts(self) -> Path:
        """The accounts file, with the wrapped keys."""
        return self.directory / names.ACCOUNTS

    @property
    def accounts_lock(self) -> Path:
        """The lock held while the accounts are read and written."""
        return lock_beside(self.accounts)

    @property
    def accounts_copy(self) -> Path:
        """The copy of the last accounts file that is known to be good."""
        return self.directory / names.ACCOUNTS_COPY

    @property
    def backup_key(self) -> Path:
        """The key that authenticates archives."""
        return self.directory / names.BACKUP_KEY

    @property
    def restored(self) -> Path:
        """The archive that this directory was restored from, until it is authenticated."""
        return self.directory / names.RESTORED

    @property
    def audit(self) -> Path:
        """The folder of the audit log, two files a month."""
        return self.directory / names.AUDIT

    @property
    def audit_lock(self) -> Path:
        """The lock held while lines are appended to the audit log."""
        return self.locks / "audit.lock"

    @property
    def faults(self) -> Path:
        """The crash log."""
        return self.directory / "faults.log"

    @property
    def faults_lock(self) -> Path:
        """The lock held while a fault is added to the crash log."""
        return lock_beside(self.faults)

    @property
    def index_lock(self) -> Path:
        """The lock held while the index is written."""
        return self.locks / "index.lock"

    @property
    def reserve(self) -> Path:
        """The folder of the reserve, and of the texts that were kept in it."""
        return self.directory / names.RESERVE

    @property
    def reserve_room(self) -> Path:
        """The file that holds the room of the reserve."""
        return self.reserve / "room"

    @property
    def reserve_lock(self) -> Path:
        """The lock held while a text is kept in the reserve."""
        return self.locks / "reserve.lock"

    @property
    def restoring(self) -> Path:
        """The staging folder of a restore; if no restore is running, it was left by an interrupted one."""
        return self.directory / ".restoring"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder of the data directory."""
        return (self.audit, self.backups, self.cases, self.locks, self.quarantine, self.reserve)

    def make(self) -> None:
        """Create the missing folders with mode 0700, and set the mode of the others.

        Raises:
            StoreExposedError: If a folder is a link; only the path of the data directory itself may be one.
            StoreRefusedError: If a restore into this directory was interrupted, or it holds the files of others; then
                nothing is changed.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        self.refuse_foreign()
        disk.ensure_directories(Path(os.path.realpath(self.directory)))
        for folder in self.folders:
            disk.ensure_directory(folder)
        if not disk.is_there(self.accounts):
            # An earlier start may have been killed after it made a folder and before it synced the folder above.
            disk.sync_folders_above(self.cases)

    @property
    def is_made(self) -> bool:
        """Whether the folder of the cases exists."""
        return disk.is_folder(self.cases)

    def refuse_foreign(self) -> None:
        """Refuse a directory that is neither missing, nor empty, nor a data directory.

        A data directory is made private. Done to a directory of somebody else, that would lock its users out.

        Raises:
            StoreRefusedError: If it is such a directory, or a restore into it was interrupted.
            StoreUnreadableError: If it cannot be read.
        """
        if disk.is_there(self.restoring):
            raise StoreRefusedError(interrupted_restore_message(self.directory))
        try:
            found = {path.name for path in self.directory.iterdir()}
        except FileNotFoundError:
            return
        except OSError as error:
            raise not_read(self.directory.name, error) from error
        foreign = found - _OF_THE_SYSTEM - {folder.name for folder in self.folders}
        if foreign and not (self.is_made and (disk.is_folder(self.locks) or disk.is_there(self.accounts))):
            raise StoreRefusedError(
                f"{self.directory} is not a data directory of Fourfold ({min(foreign)} is there), and nothing in it "
                "was changed: name an empty directory, or one that Fourfold made, with --data."
            )

    def case_file(self, case: CaseId) -> Path:
        """The file of a case, whether or not there is one.

        Raises:
            CaseNotFoundError: If this cannot be the reference of a case.
        """
        return self.cases / f"{_checked(case)}.json"

    def lock(self, case: CaseId) -> Path:
        """The lock held while a case is read and written.

        Raises:
            CaseNotFoundError: If this cannot be the reference of a case.
        """
        return self.locks / f"{_checked(case)}.lock"

    def lease(self, case: CaseId) -> Path:
        """The lock held while a case is being edited.

        Raises:
            CaseNotFoundError: If this cannot be the reference of a case.
        """
        return self.locks / f"{_checked(case)}.lease"

    def holder(self, case: CaseId) -> Path:
        """The file that names the holder of the lease of a case.

        Raises:
            CaseNotFoundError: If this cannot be the reference of a case.
        """
        return self.locks / f"{_checked(case)}.holder"


def lock_beside(path: Path) -> Path:
    """The lock of a file outside the folders."""
    return path.parent / "locks" / f"{path.stem}.lock"


def interrupted_restore_message(directory: Path) -> str:
    """The message for an interrupted restore."""
    return f"A restore into {directory} was cut short: empty the directory, and restore again."


def _checked(case: CaseId) -> CaseId:
    if not names.is_case_id(case):
        raise CaseNotFoundError(case)
    return case
