"""One change of the accounts under their lock: who may make it, and its write together with its events."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator

import msgspec

from content.access.accounts import Account, AccountName
from store.accounts import accounts_file
from store.accounts.accounts_file import AccountsFile
from store.audit.log import JournalEntry
from store.audit.recorder import Recorder
from store.crypto.keys import DataKey
from store.engine.protocol import Engine
from store.errors import AccountDisabledError, NotSupervisorError

RecorderFor = Callable[[AccountName], Recorder]
"""Makes the recorder of an account's actions; the name is empty if nobody is signed in."""


@dataclasses.dataclass
class Transaction:
    """A change of the accounts file, and the events to record with it."""

    file: AccountsFile
    by: AccountName
    events: tuple[JournalEntry, ...] = ()


@contextlib.contextmanager
def transaction(engine: Engine, recorder_for: RecorderFor, key: DataKey | None = None) -> Iterator[Transaction]:
    """The accounts under their lock. The changes are one write, or none if an error is raised.

    Args:
        engine: The engine that stores the accounts.
        recorder_for: Makes the recorder of an account's actions.
        key: The data key that a supervisor opened, for changes that only supervisors may make.
    """
    with engine.accounts.locked():
        before = accounts_file.read_set_up(engine)
        by = permitted_account(before, key, is_for_supervisors=True).name if key else ""
        change = Transaction(before, by)
        yield change
        if change.file != before:
            write(engine, recorder_for(""), change.file, change.events)


def write(engine: Engine, recorder: Recorder, file: AccountsFile, events: tuple[JournalEntry, ...]) -> None:
    """Write the accounts with events in their journal, and deliver the journal to the audit log.

    Called under the lock of the accounts.
    """
    # Events that cannot be delivered stay in the journal.
    waiting = recorder.deliver(file.journal, engine.accounts)
    accounts_file.write(engine.accounts, msgspec.structs.replace(file, journal=(*waiting, *events)))
    recorder.deliver(events)


def permitted_account(file: AccountsFile, key: DataKey, *, is_for_supervisors: bool) -> Account:
    """The account that opened a key, as it is stored now, if it may make changes.

    Raises:
        AccountDisabledError: If the account is disabled, or does not exist.
        NotSupervisorError: If `is_for_supervisors`, and the account is not a supervisor's now or was not when it opened
            the key.
        KeyLockedError: If the key is not held.
    """
    opened_by = key.opened_by
    stored = file.find(opened_by.name)
    if stored is None or not stored.account.is_enabled:
        raise AccountDisabledError
    # Both roles must match: one written into the file during a session gives that session no rights.
    if is_for_supervisors and {opened_by.role, stored.account.role} != {"supervisor"}:
        raise NotSupervisorError
    return stored.account
