"""Storage: verify, back up, restore, and the register of back-ups."""

from pathlib import Path

from content.case.model import CaseId
from store.backup.archive import BackUp
from store.backup.register import CaseBackups
from store.diagnostics.verification import Verified
from store.store import Store


def verify(store: Store) -> Verified:
    """Check every stored file; the content of sealed cases is not checked.

    Raises:
        StoreError: If there is no store, or it cannot be read.
    """
    return store.verify()


def verify_as(store: Store, name: str, passphrase: str) -> Verified:
    """Check every stored file and the content of sealed cases, signed in for that time only.

    Raises:
        AccountError: If the account and the passphrase do not match.
        StoreError: If there is no store, or it cannot be read.
    """
    session = store.session()
    session.sign_in(name, passphrase)
    try:
        return store.verify(session)
    finally:
        session.log_out()


def back_up(store: Store, archive: Path) -> BackUp:
    """Write an archive of everything stored; other sessions can go on saving.

    Raises:
        StoreError: If it cannot be written; no archive is left then.
    """
    return store.back_up(archive)


def restore(store: Store, archive: Path) -> int:
    """Restore an archive into an empty data directory, and return the number of files.

    Raises:
        StoreError: If the archive is damaged or the directory is not empty; nothing is restored then.
    """
    return store.restore(archive)


def backups(store: Store, case: CaseId | None = None) -> CaseBackups:
    """List the back-ups in the register, or those that hold a case.

    Raises:
        StoreError: If the register cannot be read.
    """
    return store.backups(case)


def forget_backup(store: Store, archive: Path) -> str:
    """Remove a destroyed back-up from the register, and return its path.

    Raises:
        StoreError: If it is not in the register, or the archive still exists.
    """
    return store.forget_backup(archive)
