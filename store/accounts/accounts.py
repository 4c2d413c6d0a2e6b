"""The accounts: who may sign in, and how the one data key is opened for each of them."""

import contextlib
import datetime as dt
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from content.access import recovery_code
from content.access.accounts import Account, AccountName, Role, canonical_name, checked_name, wait_after
from content.access.audit_events import Detail
from content.access.passphrases import check_passphrase, normalised
from store.accounts import accounts_file
from store.accounts.accounts_file import AccountsFile, KeyRecord, StoredAccount
from store.audit.log import JournalEntry
from store.cases.journal import Recorder
from store.crypto import keys
from store.crypto.keys import COST, Cost, DataKey
from store.engine.layout import Layout
from store.engine.locks import locked
from store.errors import (
    AccountDisabledError,
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
    """The accounts of one data directory. Whatever takes a passphrase takes some 0.2 s: call it off the event loop.

    A change and its event in the audit log are one write: the event is stored in the journal beside the accounts,
    delivered to the log right after, and removed from the journal by the next write. After a kill between the two, the
    next change or sign-in delivers it.

    Who makes a change is the account that opened the data key. Its role and whether it is enabled are read again under
    the lock of each change.
    """

    def __init__(self, directory: Path, *, recorder_for: Callable[[AccountName], Recorder], cost: Cost = COST) -> None:
        """Open the accounts.

        Args:
            directory: The data directory.
            recorder_for: The recorder of what an account does; an empty name where nobody is signed in.
            cost: What deriving a key costs.
        """
        self._layout = Layout(directory)
        self._recorder_for = recorder_for
        self._cost = cost
        self._layout.make()

    @property
    def is_set_up(self) -> bool:
        """Whether there is a supervisor yet.

        Raises:
            StoreDamagedError: If the accounts cannot be read.
            AccountsLostError: If they are gone, and the cases that they open are not.
        """
        if accounts_file.read(self._layout.accounts):
            return True
        accounts_file.refuse_lost(self._layout.cases)
        return False

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
            with key.taken(data, key_id, account):
                book = AccountsFile(
                    key=KeyRecord(key_id=key_id, recovery=key.wrapped(code, _RECOVERY, self._cost)),
                    accounts=(self._wrapped(account, passphrase, key),),
                )
                self._write(book, (self._event(account.name, "set-up", account.name),))
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
        with key.taken(data, book.key.key_id, stored.account), self._changing() as change:
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
                change.events = (self._event(account.name, "passphrase", account.name),)
        finally:
            key.drop()
        return account

    def check(self, key: DataKey, *, is_for_supervisors: bool = False) -> Account:
        """The account that opened the key, if it may still make changes, as it is stored now.

        Raises:
            AccountDisabledError: If it was disabled meanwhile, or is gone.
            NotSupervisorError: If it is, or was when it opened the key, not a supervisor's, where only they may.
            KeyLockedError: If the key is not held.
        """
        return _permitted(self._book(), key, is_for_supervisors=is_for_supervisors)

    def add(self, name: str, role: Role, passphrase: str, *, key: DataKey, now: dt.datetime) -> Account:
        """Add an account, with a passphrase that its person changes at once.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            AccountExistsError: If the name is taken.
            PeopleError: If the name or the passphrase is not taken.
            KeyLockedError: If the key is not held.
        """
        name = checked_name(name)
        check_passphrase(passphrase, name)
        with self._changing(key) as change:
            if change.book.find(name):
                raise AccountExistsError(name)
            account = Account(name=name, role=role, is_enabled=True, added=now, added_by=change.by)
            change.book = change.book.with_account(self._wrapped(account, passphrase, key))
            change.events = (self._event(change.by, "added", account.name),)
        return account

    def disable(self, name: str, *, key: DataKey) -> Account:
        """Take an account's key away; its name stays on what it recorded, and is not given again.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            AccountNotFoundError: If there is no such account.
            LastSupervisorError: If nobody could add anyone afterwards.
        """
        with self._changing(key) as change:
            account = change.book.account(name).account
            if not any(_is_supervisor(stored) for stored in change.book.accounts if stored.account != account):
                raise LastSupervisorError(account.name)
            account = msgspec.structs.replace(account, is_enabled=False)
            change.book = change.book.with_account(StoredAccount(account=account))
            change.events = (self._event(change.by, "disabled", account.name),)
        return account

    def enable(self, name: str, passphrase: str, *, key: DataKey) -> Account:
        """Give an account another passphrase, whether it was disabled or its person forgot theirs.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            AccountNotFoundError: If there is no such account.
            PeopleError: If the passphrase is not taken.
            KeyLockedError: If the key is not held.
        """
        check_passphrase(passphrase, name)
        with self._changing(key) as change:
            account = msgspec.structs.replace(change.book.account(name).account, is_enabled=True)
            change.book = change.book.with_account(self._wrapped(account, passphrase, key))
            change.events = (self._event(change.by, "enabled", account.name),)
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
        book = self._book()
        record = book.key
        data = keys.unwrapped(record.recovery, meant, _RECOVERY, record.key_id)
        if data is None:
            raise WrongRecoveryCodeError
        with key.taken(data, record.key_id, book.account(name).account), self._changing() as change:
            account = change.book.account(name).account
            if account.role != "supervisor":
                raise NotSupervisorError
            account = msgspec.structs.replace(account, is_enabled=True)
            change.book = change.book.with_account(self._wrapped(account, passphrase, key))
            change.events = (self._event("", "recovery code", account.name),)
        return account

    def new_recovery_code(self, *, key: DataKey) -> str:
        """A new recovery code, to be shown once; the one before opens nothing any more.

        Raises:
            AccountDisabledError, NotSupervisorError: As for `check`.
            KeyLockedError: If the key is not held.
        """
        code = _new_code()
        with self._changing(key) as change:
            record = msgspec.structs.replace(change.book.key, recovery=key.wrapped(code, _RECOVERY, self._cost))
            change.book = msgspec.structs.replace(change.book, key=record)
            change.events = (self._event(change.by, "recovery code", change.by),)
        return code

    def _book(self) -> AccountsFile:
        return accounts_file.read_set_up(self._layout.accounts, self._layout.cases)

    def _locked(self) -> contextlib.AbstractContextManager[None]:
        return locked(self._layout.accounts_lock, "The list of accounts")

    @contextlib.contextmanager
    def _changing(self, key: DataKey | None = None) -> Iterator["_Change"]:
        """The accounts, to be changed under their lock in one write, or none if an error is raised.

        Args:
            key: What a supervisor opened, for what only they may change.
        """
        with self._locked():
            before = self._book()
            change = _Change(before, _permitted(before, key, is_for_supervisors=True).name if key else "")
            yield change
            if change.book != before:
                self._write(change.book, change.events)

    def _write(self, book: AccountsFile, events: tuple[JournalEntry, ...]) -> None:
        recorder = self._recorder_for("")
        # What the log refuses now stays in the journal.
        waiting = recorder.deliver(book.journal)
        accounts_file.write(self._layout.accounts, msgspec.structs.replace(book, journal=(*waiting, *events)))
        recorder.deliver(events)

    def _event(self, who: AccountName, detail: Detail, about: AccountName) -> JournalEntry:
        return self._recorder_for(who).pending("account", detail, about=about)

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

    def __init__(self, book: AccountsFile, by: AccountName) -> None:
        self.book = book
        self.by = by
        self.events: tuple[JournalEntry, ...] = ()


def _permitted(book: AccountsFile, key: DataKey, *, is_for_supervisors: bool) -> Account:
    opened_by = key.opened_by
    stored = book.find(opened_by.name)
    if stored is None or not stored.account.is_enabled:
        raise AccountDisabledError
    # A role written into the file under an open session gives it no more than what its passphrase opened.
    if is_for_supervisors and {opened_by.role, stored.account.role} != {"supervisor"}:
        raise NotSupervisorError
    return stored.account


def _is_supervisor(stored: StoredAccount | None) -> bool:
    return stored is not None and stored.account.role == "supervisor" and stored.account.is_enabled


def _bound_to(account: Account) -> str:
    """What an account's key is wrapped for: with another role written into the file, it opens nothing."""
    return f"{account.role} {canonical_name(account.name)}"


def _new_code() -> str:
    return recovery_code.recovery_code(secrets.randbits(recovery_code.BITS))
