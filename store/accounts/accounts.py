"""The accounts: who may sign in, and how the one data key is opened for each of them."""

import contextlib
import datetime as dt
import secrets
from collections.abc import Iterator

import msgspec

from content.access import recovery_code
from content.access.accounts import Account, AccountName, Role, canonical_name, checked_name, wait_after
from content.access.passphrases import check_passphrase, normalised
from store.accounts import accounts_file
from store.accounts.accounts_file import AccountsFile, KeyRecord, StoredAccount
from store.crypto import keys
from store.crypto.keys import COST, Cost, DataKey
from store.engine.protocol import Engine
from store.errors import (
    AccountExistsError,
    AlreadySetUpError,
    LastSupervisorError,
    NotSupervisorError,
    TooSoonError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)

_RECOVERY = "recovery code"


class Accounts:
    """The accounts of one data directory. Whatever takes a passphrase takes some 0.2 s: call it off the event loop."""

    def __init__(self, engine: Engine, *, cost: Cost = COST) -> None:
        self._engine = engine
        self._cost = cost
        engine.prepare()

    @property
    def is_set_up(self) -> bool:
        """Whether there is a supervisor yet.

        Raises:
            StoreDamagedError: If the accounts cannot be read.
            AccountsLostError: If they are gone, and the cases that they open are not.
        """
        if accounts_file.read(self._engine.accounts):
            return True
        accounts_file.refuse_lost(self._engine)
        return False

    @property
    def is_all_sealed(self) -> bool:
        """Whether every plain case of an earlier version is sealed."""
        return self._book().key.is_all_sealed

    def list(self) -> tuple[Account, ...]:
        """Every account, in the order they were added in."""
        return tuple(stored.account for stored in self._book().accounts)

    def set_up(self, name: str, passphrase: str, key: DataKey, now: dt.datetime) -> tuple[Account, str]:
        """Add the first supervisor, make the data key, and return them with the recovery code, to be shown once.

        Raises:
            AlreadySetUpError: If there is an account.
            AccountsLostError: If there are cases that other accounts opened.
            PeopleError: If the name or the passphrase is not taken.
        """
        name = checked_name(name)
        check_passphrase(passphrase, name)
        code = _new_code()
        with self._locked():
            if self.is_set_up:
                raise AlreadySetUpError
            data, key_id = keys.new_key()
            account = Account(name=name, role="supervisor", is_enabled=True, added=now, added_by=name)
            with key.taken(data, key_id):
                book = AccountsFile(
                    key=KeyRecord(key_id=key_id, recovery=key.wrapped(code, _RECOVERY, self._cost)),
                    accounts=(self._wrapped(account, passphrase, key),),
                )
                accounts_file.write(self._engine.accounts, book)
        return account, code

    def sign_in(self, name: str, passphrase: str, key: DataKey, now: dt.datetime) -> Account:
        """Open the data key with a passphrase; also what lifts a lock.

        A try counts as failed from before it is looked at, so that neither a kill nor many tries at once go uncounted.

        Raises:
            WrongPassphraseError: If they do not go together, or there is no such account, or it is disabled.
            TooSoonError: If this account waits after wrong tries; this one was not looked at.
            NotSetUpError: If there is no account yet.
        """
        failures = self._count_try(name, now)
        book = self._book()
        stored = book.find(name)
        data = self._opened(book, stored, normalised(passphrase))
        if stored is None or data is None:
            raise WrongPassphraseError(wait_after(failures))
        with key.taken(data, book.key.key_id), self._changing() as change:
            # Meanwhile it may have been disabled, or given another passphrase.
            if change.book.find(name) != stored:
                raise WrongPassphraseError
            if stored.wrapped and stored.wrapped.cost != self._cost:
                stored = self._wrapped(stored.account, passphrase, key)
            change.book = change.book.with_account(stored)
        return stored.account

    def change_passphrase(self, name: str, old: str, new: str, now: dt.datetime) -> Account:
        """Wrap the key of one's own account under another passphrase; no case is sealed anew.

        Raises:
            WrongPassphraseError: If the old one is not the one.
            TooSoonError: If the account waits after wrong tries.
            PeopleError: If the new one is not taken.
        """
        check_passphrase(new, name)
        key = DataKey()
        try:
            account = self.sign_in(name, old, key, now)
            with self._changing() as change:
                change.book = change.book.with_account(self._wrapped(account, new, key))
        finally:
            key.drop()
        return account

    def add(
        self, name: str, role: Role, passphrase: str, *, by: AccountName, key: DataKey, now: dt.datetime
    ) -> Account:
        """Add an account, with a passphrase that its person changes at once.

        Raises:
            NotSupervisorError: If whoever adds it is none.
            AccountExistsError: If the name is taken.
            PeopleError: If the name or the passphrase is not taken.
            KeyLockedError: If the key is not held.
        """
        name = checked_name(name)
        check_passphrase(passphrase, name)
        account = Account(name=name, role=role, is_enabled=True, added=now, added_by=by)
        with self._changing(by) as change:
            if change.book.find(name):
                raise AccountExistsError(name)
            change.book = change.book.with_account(self._wrapped(account, passphrase, key))
        return account

    def disable(self, name: str, *, by: AccountName) -> Account:
        """Take an account's key away; its name stays on what it recorded, and is not given again.

        Raises:
            NotSupervisorError: If whoever does it is none.
            AccountNotFoundError: If there is no such account.
            LastSupervisorError: If nobody could add anyone afterwards.
        """
        with self._changing(by) as change:
            account = change.book.account(name).account
            if not any(_is_supervisor(stored) for stored in change.book.accounts if stored.account != account):
                raise LastSupervisorError(account.name)
            account = msgspec.structs.replace(account, is_enabled=False)
            change.book = change.book.with_account(StoredAccount(account=account))
        return account

    def enable(self, name: str, passphrase: str, *, by: AccountName, key: DataKey) -> Account:
        """Give an account another passphrase, whether it was disabled or its person forgot theirs.

        Raises:
            NotSupervisorError: If whoever does it is none.
            AccountNotFoundError: If there is no such account.
            PeopleError: If the passphrase is not taken.
            KeyLockedError: If the key is not held.
        """
        check_passphrase(passphrase, name)
        with self._changing(by) as change:
            account = msgspec.structs.replace(change.book.account(name).account, is_enabled=True)
            change.book = change.book.with_account(self._wrapped(account, passphrase, key))
        return account

    def recover(self, code: str, name: str, passphrase: str, key: DataKey) -> Account:
        """Open the data key with the recovery code, and give a supervisor another passphrase.

        Raises:
            WrongRecoveryCodeError: If the code opens nothing.
            AccountNotFoundError: If there is no such account.
            NotSupervisorError: If the account is not a supervisor's; a supervisor gives the others theirs.
            PeopleError: If the code or the passphrase cannot be one.
        """
        check_passphrase(passphrase, name)
        meant = recovery_code.parse(code)
        record = self._book().key
        data = keys.unwrapped(record.recovery, meant, _RECOVERY, record.key_id)
        if data is None:
            raise WrongRecoveryCodeError
        with key.taken(data, record.key_id), self._changing() as change:
            account = change.book.account(name).account
            if account.role != "supervisor":
                raise NotSupervisorError
            account = msgspec.structs.replace(account, is_enabled=True)
            change.book = change.book.with_account(self._wrapped(account, passphrase, key))
        return account

    def new_recovery_code(self, *, by: AccountName, key: DataKey) -> str:
        """A new recovery code, to be shown once; the one before opens nothing any more.

        Raises:
            NotSupervisorError: If whoever asks is none.
            KeyLockedError: If the key is not held.
        """
        code = _new_code()
        with self._changing(by) as change:
            record = msgspec.structs.replace(change.book.key, recovery=key.wrapped(code, _RECOVERY, self._cost))
            change.book = msgspec.structs.replace(change.book, key=record)
        return code

    def all_are_sealed(self) -> None:
        """Remember that no plain case is left, so that a plain one is never taken for an old one again."""
        with self._changing() as change:
            record = msgspec.structs.replace(change.book.key, is_all_sealed=True)
            change.book = msgspec.structs.replace(change.book, key=record)

    def _book(self) -> AccountsFile:
        return accounts_file.read_set_up(self._engine)

    def _locked(self) -> contextlib.AbstractContextManager[None]:
        return self._engine.accounts.locked()

    @contextlib.contextmanager
    def _changing(self, supervisor: AccountName | None = None) -> Iterator["_Change"]:
        """The accounts, to be changed under their lock in one write, or none if an error is raised."""
        with self._locked():
            change = _Change(self._book())
            before = change.book
            if supervisor is not None and not _is_supervisor(before.find(supervisor)):
                raise NotSupervisorError
            yield change
            if change.book != before:
                accounts_file.write(self._engine.accounts, change.book)

    def _wrapped(self, account: Account, passphrase: str, key: DataKey) -> StoredAccount:
        wrapped = key.wrapped(normalised(passphrase), _bound_to(account), self._cost)
        return StoredAccount(account=account, wrapped=wrapped)

    def _opened(self, book: AccountsFile, stored: StoredAccount | None, secret: str) -> bytearray | None:
        """The data key; where there is nothing to open, as much time is spent as opening takes."""
        if stored and stored.wrapped:
            return keys.unwrapped(stored.wrapped, secret, _bound_to(stored.account), book.key.key_id)
        keys.equalise_time(secret, next((each.wrapped.cost for each in book.accounts if each.wrapped), self._cost))
        return None

    def _count_try(self, name: str, now: dt.datetime) -> int:
        """Count a try as failed, and return how many that makes.

        Raises:
            TooSoonError: If the account waits.
        """
        with self._changing() as change:
            change.book, wait = accounts_file.tried(change.book, name, now)
        if wait:
            raise TooSoonError(wait)
        return accounts_file.failures(change.book, name)


class _Change:
    """The accounts while they are being changed."""

    def __init__(self, book: AccountsFile) -> None:
        self.book = book


def _is_supervisor(stored: StoredAccount | None) -> bool:
    return stored is not None and stored.account.role == "supervisor" and stored.account.is_enabled


def _bound_to(account: Account) -> str:
    """What an account's key is wrapped for: with another role written into the file, it opens nothing."""
    return f"{account.role} {canonical_name(account.name)}"


def _new_code() -> str:
    return recovery_code.recovery_code(secrets.randbits(recovery_code.BITS))
