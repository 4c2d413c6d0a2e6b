"""One change of the accounts under their lock: who may make it, and its write together with its events."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator

import msgspec

from content.access.accounts import Account, AccountName
from store.accounts import accounts_file
from store.accounts.accounts_file import AccountsFile
from store.accounts.authentication import refuse_forged, sealed
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
def transaction(
    engine: Engine, recorder_for: RecorderFor, key: DataKey | None = None, *, is_for_supervisors: bool = False
) -> Iterator[Transaction]:
    """The accounts under their lock. The changes are one write, or none if an error is raised.

    Args:
        engine: The engine that stores the accounts.
        recorder_for: Makes the recorder of an account's actions.
        key: The data key, for changes of accounts; without it, only failed tries can change.
        is_for_supervisors: Whether only a supervisor who opened the key may make the change.

    Raises:
        AccountsForgedError: If there is a key, and the accounts are not authenticated under it.
    """
    with engine.accounts.locked():
        before = accounts_file.read_set_up(engine)
        if key:
            refuse_forged(engine, before, key)
        by = permitted_account(before, key, is_for_supervisors=True).name if key and is_for_supervisors else ""
        change = Transaction(before, by)
        yield change
        if change.file != before:
            write(engine, recorder_for(""), sealed(change.file, key) if key else change.file, change.events)
        if key:
            accounts_file.keep_copy(engine, accounts_file.read_set_up(engine))


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
