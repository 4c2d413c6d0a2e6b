"""The accounts: sign-in, changes by supervisors, and recovery of the data key."""

import contextlib
import datetime as dt
import secrets

import msgspec

from content.access import recovery_code
from content.access.accounts import Account, AccountName, Role, checked_name, wait_after
from content.access.audit_events import Detail
from content.access.passphrases import check_passphrase
from store.accounts import accounts_file
from store.accounts.accounts_file import AccountsFile, KeyRecord, StoredAccount
from store.accounts.transaction import RecorderFor, Transaction, permitted_account, transaction, write
from store.accounts.wrapped_keys import unwrapped_key, with_wrapped_key
from store.audit.log import JournalEntry
from store.crypto import keys
from store.crypto.keys import COST, Cost, DataKey
from store.engine.protocol import Engine
from store.errors import (
    AccountExistsError,
    AlreadySetUpError,
    LastSupervisorError,
    NotSupervisorError,
    RateLimitedError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)

_RECOVERY = "recovery code"


class Accounts:
    """The accounts of one store. Methods that take a passphrase take about 0.2 s: call them in a thread.

    A change and its event in the audit log are one write: the event is stored in the journal beside the accounts,
    delivered to the log right after, and removed from the journal by the next write. After a kill between the two, the
    next change or sign-in delivers it.

    A change is made by the account that opened the data key. Its role and whether it is enabled are read again under
    the lock of each change.
    """

    def __init__(self, engine: Engine, *, recorder_for: RecorderFor, cost: Cost = COST) -> None:
        """Open the accounts.

        Args:
            engine: The engine that stores them.
            recorder_for: Makes the recorder of an account's actions; the name is empty if nobody is signed in.
            cost: The cost of key derivation for new wrapped keys.
        """
        self._engine = engine
        self._recorder_for = recorder_for
        self._cost = cost

    @property
    def is_set_up(self) -> bool:
        """Whether the accounts are set up.

        Raises:
            StoreDamagedError: If the accounts cannot be read.
            AccountsLostError: If the accounts are missing and there are sealed cases.
            StoreUnreadableError: If the store is gone.
        """
        if accounts_file.read(self._engine.accounts):
            return True
        accounts_file.refuse_lost(self._engine)
        return False

    def list(self) -> tuple[Account, ...]:
        """Every account, in the order they were added."""
        return tuple(stored.account for stored in self._read_file().accounts)

    def set_up(
        self, name: str, passphrase: str, key: DataKey, now: dt.datetime, *, code: str = ""
    ) -> tuple[Account, str]:
        """Add the first supervisor, make the data key, and return them with the recovery code.

        Args:
            name: The name as typed.
            passphrase: The passphrase as typed.
            key: Takes the data key.
            now: The time.
            code: The recovery code, once somebody has read it back; a new one if empty.

        Raises:
            AlreadySetUpError: If there is an account.
            AccountsLostError: If the accounts are missing and there are sealed cases.
            PeopleError: If the name or the passphrase is not accepted.
        """
        name = checked_name(name)
        check_passphrase(passphrase, name)
        code = code or new_recovery_code()
        self._engine.prepare()
        with self._engine.accounts.locked():
            if self.is_set_up:
                raise AlreadySetUpError
            data, key_id = keys.new_key()
            account = Account(name=name, role="supervisor", is_enabled=True, added=now, added_by=name)
            with key.taken(data, key_id, account):
                file = AccountsFile(
                    key=KeyRecord(key_id=key_id, recovery=key.wrapped(code, _RECOVERY, self._cost)),
                    accounts=(self._wrapped(account, passphrase, key),),
                )
                events = (self._event(account.name, "set-up", account.name),)
                write(self._engine, self._recorder_for(""), file, events)
        return account, code

    def sign_in(self, name: str, passphrase: str, key: DataKey, now: dt.datetime) -> Account:
        """Unwrap the data key with a passphrase, to sign in or to unlock.

        The try is counted as failed before the passphrase is verified, so that neither a kill nor parallel tries evade
        the rate limit. Success resets the count.

        Raises:
            WrongPassphraseError: If the name or the passphrase is wrong, or the account is disabled.
            TooSoonError: If the rate limit of this account applies; the passphrase was not verified.
            NotSetUpError: If there is no account yet.
        """
        self._prepare()
        failures = self._count_try(name, now)
        file = self._read_file()
        stored = file.find(name)
        data = unwrapped_key(file, stored, passphrase, self._cost)
        if stored is None or data is None:
            raise WrongPassphraseError(wait_after(failures))
        with key.taken(data, file.key.key_id, stored.account), self._changing() as change:
            # The account may have been disabled or given another passphrase meanwhile.
            if change.file.find(name) != stored:
                raise WrongPassphraseError
            if stored.wrapped and stored.wrapped.cost != self._cost:
                stored = self._wrapped(stored.account, passphrase, key)
            change.file = change.file.with_account(stored)
        return stored.account

    def change_passphrase(self, name: str, old: str, new: str, now: dt.datetime) -> Account:
        """Wrap the data key of an account under a new passphrase; no case is sealed again.

        Raises:
            WrongPassphraseError: If the old passphrase is wrong.
            TooSoonError: If the rate limit of this account applies.
            PeopleError: If the new passphrase is not accepted.
        """
        check_passphrase(new, name)
        key = DataKey()
        try:
            account = self.sign_in(name, old, key, now)
            with self._changing() as change:
                change.file = change.file.with_account(self._wrapped(account, new, key))
                change.events = (self._event(account.name, "passphrase", account.name),)
        finally:
            key.drop()
        return account

    def check(self, key: DataKey, *, is_for_supervisors: bool = False) -> Account:
        """The account that opened the key, as it is stored now, if it may make changes.

        Raises:
            AccountDisabledError: If the account was disabled meanwhile, or does not exist.
            NotSupervisorError: If `is_for_supervisors`, and the account is not a supervisor's now or was not when it
                opened the key.
            KeyLockedError: If the key is not held.
        """
        return permitted_account(self._read_file(), key, is_for_supervisors=is_for_supervisors)

    def add(self, name: str, role: Role, passphrase: str, *, key: DataKey, now: dt.datetime) -> Account:
        """Add an account with a first passphrase, which its person should change at once.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            AccountExistsError: If an account has this name.
            PeopleError: If the name or the passphrase is not accepted.
            KeyLockedError: If the key is not held.
        """
        name = checked_name(name)
        check_passphrase(passphrase, name)
        with self._changing(key) as change:
            if change.file.find(name):
                raise AccountExistsError(name)
            account = Account(name=name, role=role, is_enabled=True, added=now, added_by=change.by)
            change.file = change.file.with_account(self._wrapped(account, passphrase, key))
            change.events = (self._event(change.by, "added", account.name),)
        return account

    def disable(self, name: str, *, key: DataKey) -> Account:
        """Delete the wrapped key of an account. Its name stays on its records, and cannot be added again.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            AccountNotFoundError: If there is no such account.
            LastSupervisorError: If no enabled supervisor would be left.
        """
        with self._changing(key) as change:
            account = change.file.account(name).account
            if not any(_is_supervisor(stored) for stored in change.file.accounts if stored.account != account):
                raise LastSupervisorError(account.name)
            account = msgspec.structs.replace(account, is_enabled=False)
            change.file = change.file.with_account(StoredAccount(account=account))
            change.events = (self._event(change.by, "disabled", account.name),)
        return account

    def enable(self, name: str, passphrase: str, *, key: DataKey) -> Account:
        """Give an account a new passphrase, and enable it if it is disabled.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            AccountNotFoundError: If there is no such account.
            PeopleError: If the passphrase is not accepted.
            KeyLockedError: If the key is not held.
        """
        check_passphrase(passphrase, name)
        with self._changing(key) as change:
            account = msgspec.structs.replace(change.file.account(name).account, is_enabled=True)
            change.file = change.file.with_account(self._wrapped(account, passphrase, key))
            change.events = (self._event(change.by, "enabled", account.name),)
        return account

    def recover(self, code: str, name: str, passphrase: str, key: DataKey) -> Account:
        """Unwrap the data key with the recovery code, and give a supervisor a new passphrase.

        Raises:
            WrongRecoveryCodeError: If the code is wrong.
            AccountNotFoundError: If there is no such account.
            NotSupervisorError: If the account is not a supervisor's; supervisors give the others new passphrases.
            PeopleError: If the code is malformed, or the passphrase is not accepted.
        """
        check_passphrase(passphrase, name)
        meant = recovery_code.parse(code)
        file = self._prepare()
        record = file.key
        data = keys.unwrapped(record.recovery, meant, _RECOVERY, record.key_id)
        if data is None:
            raise WrongRecoveryCodeError
        with key.taken(data, record.key_id, file.account(name).account), self._changing() as change:
            account = change.file.account(name).account
            if account.role != "supervisor":
                raise NotSupervisorError
            account = msgspec.structs.replace(account, is_enabled=True)
            change.file = change.file.with_account(self._wrapped(account, passphrase, key))
            change.events = (self._event("", "recovery code", account.name),)
        return account

    def replace_recovery_code(self, code: str, *, key: DataKey) -> None:
        """Replace the recovery code by a new one that somebody has read back. Until then, the old one works.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            KeyLockedError: If the key is not held.
        """
        with self._changing(key) as change:
            record = msgspec.structs.replace(change.file.key, recovery=key.wrapped(code, _RECOVERY, self._cost))
            change.file = msgspec.structs.replace(change.file, key=record)
            change.events = (self._event(change.by, "recovery code", change.by),)

    def _prepare(self) -> AccountsFile:
        """Prepare the store for changes, and return the accounts; without accounts, nothing is created."""
        file = self._read_file()
        self._engine.prepare()
        return file

    def _read_file(self) -> AccountsFile:
        return accounts_file.read_set_up(self._engine)

    def _changing(self, key: DataKey | None = None) -> contextlib.AbstractContextManager[Transaction]:
        return transaction(self._engine, self._recorder_for, key)

    def _event(self, who: AccountName, detail: Detail, about: AccountName) -> JournalEntry:
        return self._recorder_for(who).pending("account", detail, about=about)

    def _wrapped(self, account: Account, passphrase: str, key: DataKey) -> StoredAccount:
        return with_wrapped_key(account, passphrase, key, self._cost)

    def _count_try(self, name: str, now: dt.datetime) -> int:
        """Count a try as failed, and return the number of failed tries.

        Raises:
            TooSoonError: If the rate limit of the account applies.
        """
        with self._changing() as change:
            change.file, wait = accounts_file.with_try_counted(change.file, name, now)
        if wait:
            raise RateLimitedError(wait)
        return accounts_file.failures(change.file, name)


def _is_supervisor(stored: StoredAccount | None) -> bool:
    return stored is not None and stored.account.role == "supervisor" and stored.account.is_enabled


def new_recovery_code() -> str:
    """A new recovery code, which opens nothing until it is stored."""
    return recovery_code.recovery_code(secrets.randbits(recovery_code.BITS))
