"""Where things are in the data directory."""

import os
import re
from pathlib import Path

import msgspec

from content.case.model import CaseId
from store.engine import files
from store.errors import CaseNotFoundError, StoreRefusedError

BESIDE_THE_CASES = ("accounts.json", "audit.head", "audit.log")
"""The files beside the cases that a back-up carries as they are stored, in the order they are read in.

The log comes last, so that it tells of everything else that the back-up holds; how far it goes comes just before it, as
after a session that was killed between the two.
"""

_GROUP = "[0-9A-HJKMNP-TV-Z]{4}"
_CASE_ID = re.compile(f"{_GROUP}-{_GROUP}")
_CASE_FILE = re.compile(rf"({_GROUP}-{_GROUP})\.json")


class Layout(msgspec.Struct, frozen=True):
    """The files and folders of a data directory; a case's reference is checked before it becomes a path."""

    directory: Path

    @property
    def cases(self) -> Path:
        """The folder of the cases, one file each."""
        return self.directory / "cases"

    @property
    def locks(self) -> Path:
        """The folder of the locks and leases."""
        return self.directory / "locks"

    @property
    def quarantine(self) -> Path:
        """The folder that damaged files are moved to."""
        return self.directory / "quarantine"

    @property
    def backups(self) -> Path:
        """The folder of the register of back-ups, a file for each."""
        return self.directory / "backups"

    @property
    def backups_lock(self) -> Path:
        """The lock held while the register of back-ups is written."""
        return self.locks / "backups.lock"

    @property
    def index(self) -> Path:
        """The cache of summaries."""
        return self.directory / "index.json"

    @property
    def accounts(self) -> Path:
        """The people, and the wrapped keys."""
        return self.directory / "accounts.json"

    @property
    def accounts_lock(self) -> Path:
        """The lock held while the accounts are read and written."""
        return lock_beside(self.accounts)

    @property
    def audit(self) -> Path:
        """The record of who saw and changed what."""
        return self.directory / "audit.log"

    @property
    def audit_head(self) -> Path:
        """How far the record goes, kept apart from it."""
        return self.directory / "audit.head"

    @property
    def audit_lock(self) -> Path:
        """The lock held while a line is added to the record."""
        return lock_beside(self.audit)

    @property
    def faults(self) -> Path:
        """Where in the program something went wrong."""
        return self.directory / "faults.log"

    @property
    def faults_lock(self) -> Path:
        """The lock held while a fault is added."""
        return lock_beside(self.faults)

    @property
    def index_lock(self) -> Path:
        """The lock held while the index is written."""
        return self.locks / "index.lock"

    @property
    def restoring(self) -> Path:
        """The folder of a restore under way; where it is left, the restore was cut short."""
        return self.directory / ".restoring"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that the data directory holds."""
        return (self.backups, self.cases, self.locks, self.quarantine)

    def make(self) -> None:
        """Make every folder that is missing, for its owner alone.

        Raises:
            StoreExposedError: If a link stands in the place of one; the data directory itself may be named by a link.
            StoreRefusedError: If a restore into this directory was cut short.
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """
        files.ensure_directory(Path(os.path.realpath(self.directory)))
        if os.path.lexists(self.restoring):
            raise StoreRefusedError(cut_short(self.directory))
        for folder in self.folders:
            files.ensure_directory(folder)

    def case_file(self, case: CaseId) -> Path:
        """The file of a case, whether or not there is one.

        Raises:
            CaseNotFoundError: If this cannot be a case's reference.
        """
        return self.cases / f"{_checked(case)}.json"

    def lock(self, case: CaseId) -> Path:
        """The lock held while a case is read and written.

        Raises:
            CaseNotFoundError: If this cannot be a case's reference.
        """
        return self.locks / f"{_checked(case)}.lock"

    def lease(self, case: CaseId) -> Path:
        """The lock held while a case is being edited.

        Raises:
            CaseNotFoundError: If this cannot be a case's reference.
        """
        return self.locks / f"{_checked(case)}.lease"

    def holder(self, case: CaseId) -> Path:
        """The file that names who is editing a case.

        Raises:
            CaseNotFoundError: If this cannot be a case's reference.
        """
        return self.locks / f"{_checked(case)}.holder"


def lock_beside(path: Path) -> Path:
    """The lock of one of the files beside the cases, held while it is added to or read whole.

    The log and how far it goes are written under one.
    """
    return path.parent / "locks" / f"{path.stem}.lock"


def cut_short(directory: Path) -> str:
    """The sentence on a restore that did not come to its end."""
    return f"A restore into {directory} was cut short: empty the directory, and restore again."


def case_of_file(name: str) -> CaseId | None:
    """The case whose file has this name, if it is the name of a case's file."""
    match = _CASE_FILE.fullmatch(name)
    return match[1] if match else None


def is_case_id(text: str) -> bool:
    """Whether a text can be a case's reference."""
    return _CASE_ID.fullmatch(text) is not None


def _checked(case: CaseId) -> CaseId:
    if not is_case_id(case):
        raise CaseNotFoundError(case)
    return case
