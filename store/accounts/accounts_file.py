"""The file of the accounts, as values: the accounts, the wrapped keys, the failed tries, and a journal of events."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import msgspec

from content.access.accounts import Account, AccountName, canonical_name, wait_after
from content.records import Record, as_utc
from store.audit.log import JournalEntry
from store.crypto.keys import Wrapped
from store.crypto.sealing import holds_sealed
from store.engine.case_storage import CaseStorage, Tables
from store.errors import (
    AccountNotFoundError,
    AccountsLostError,
    NotSetUpError,
    StoreDamagedError,
    StoreNewerError,
    StoreOlderError,
)

SCHEMA = 2
"""The shape of the file, the only one that this version reads and writes."""

_SHARED_SLOTS = 1024


class StoredAccount(Record, frozen=True, kw_only=True):
    """An account, and the data key wrapped under its passphrase; a disabled account has no key at all."""

    account: Account
    wrapped: Wrapped | None = None


class Attempts(Record, frozen=True, kw_only=True):
    """Wrong passphrases in a row."""

    slot: str
    """Whose they are: a folded name, or a number that names without an account share."""

    failures: Annotated[int, msgspec.Meta(ge=0)]
    last: dt.datetime


class KeyRecord(Record, frozen=True, kw_only=True):
    """What is known of the data key without any secret."""

    schema: int = SCHEMA
    key_id: bytes
    recovery: Wrapped


class AccountsFile(Record, frozen=True, kw_only=True):
    """The whole file."""

    key: KeyRecord
    accounts: tuple[StoredAccount, ...]
    attempts: tuple[Attempts, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    """The events of the last change, which may not be in the audit log yet."""

    def find(self, name: AccountName) -> StoredAccount | None:
        """The account with this name, however it is typed."""
        return next(
            (stored for stored in self.accounts if canonical_name(stored.account.name) == canonical_name(name)), None
        )

    def account(self, name: AccountName) -> StoredAccount:
        """The account with this name.

        Raises:
            AccountNotFoundError: If there is none.
        """
        found = self.find(name)
        if found is None:
            raise AccountNotFoundError(name)
        return found

    def with_account(self, stored: StoredAccount) -> "AccountsFile":
        """The book with one account, new or in the place of the one with its name, its failed tries forgotten."""
        name = canonical_name(stored.account.name)
        names = [canonical_name(each.account.name) for each in self.accounts]
        accounts = list(self.accounts)
        if name in names:
            accounts[names.index(name)] = stored
        else:
            accounts.append(stored)
        return msgspec.structs.replace(self.without_attempts(name), accounts=tuple(accounts))

    def without_attempts(self, slot: str) -> "AccountsFile":
        """The book without the failed tries of one slot."""
        return msgspec.structs.replace(self, attempts=tuple(each for each in self.attempts if each.slot != slot))

    def with_attempts(self, attempts: Attempts) -> "AccountsFile":
        """The book with the failed tries of one slot as they are now."""
        others = self.without_attempts(attempts.slot)
        return msgspec.structs.replace(others, attempts=(*others.attempts, attempts))


def slot(book: AccountsFile, name: str) -> str:
    """Whose failed tries these are.

    Names that no account has share a few numbers, so that they slow down as well, the file does not grow without end,
    and a passphrase typed into the wrong field is not kept.
    """
    stored = book.find(name)
    if stored:
        return canonical_name(stored.account.name)
    digest = hashlib.blake2b(canonical_name(name).encode(errors="surrogatepass"), key=book.key.key_id).digest()
    return f"#{int.from_bytes(digest) % _SHARED_SLOTS}"


def tried(book: AccountsFile, name: str, now: dt.datetime) -> tuple[AccountsFile, int]:
    """The book once a try was counted as failed, and how long the account must wait first, in seconds.

    While it waits, nothing is counted, so that waiting ends.
    """
    whose = slot(book, name)
    known = next((each for each in book.attempts if each.slot == whose), None)
    before = known or Attempts(slot=whose, failures=0, last=now)
    # A clock that was set back would make the wait as long as the step; it begins anew instead, once.
    since = min(as_utc(before.last), now)
    wait = wait_after(before.failures) - int((now - since).total_seconds())
    if wait > 0:
        return book.with_attempts(msgspec.structs.replace(before, last=since)), wait
    return book.with_attempts(Attempts(slot=whose, failures=before.failures + 1, last=now)), 0


def failures(book: AccountsFile, name: str) -> int:
    """How many wrong passphrases in a row were counted for a name."""
    whose = slot(book, name)
    return next((each.failures for each in book.attempts if each.slot == whose), 0)


def read(path: Path) -> AccountsFile | None:
    """What the file holds, or nothing where nobody is set up yet.

    Raises:
        StoreDamagedError: If it cannot be read; it stays where it is, since in its place anyone could set up anew.
        StoreSchemaError: If another version wrote it.
        StoreUnreadableError: If the system refuses.
    """
    tables = CaseStorage(path).read()
    if tables is None:
        return None
    try:
        [key] = tables["key"].values()
        _check_schema(key)
        return AccountsFile(
            key=msgspec.convert(key, KeyRecord),
            accounts=msgspec.convert(tuple(tables["accounts"].values()), tuple[StoredAccount, ...]),
            attempts=msgspec.convert(tuple(tables["attempts"].values()), tuple[Attempts, ...]),
            journal=msgspec.convert(tuple(tables["journal"].values()), tuple[JournalEntry, ...]),
        )
    except (KeyError, ValueError) as error:
        raise StoreDamagedError(path.name, str(error)) from error


def read_set_up(path: Path, cases: Path) -> AccountsFile:
    """What the file holds.

    Raises:
        NotSetUpError: If nobody is set up yet.
        AccountsLostError: If the file is gone and the cases that it opens are not.
    """
    book = read(path)
    if book is None:
        refuse_lost(cases)
        raise NotSetUpError
    return book


def refuse_lost(cases: Path) -> None:
    """Refuse to take a data directory for a new one where sealed cases wait for the accounts that open them.

    Raises:
        AccountsLostError: If there are any.
    """
    if holds_sealed(cases):
        raise AccountsLostError


def write(path: Path, book: AccountsFile) -> None:
    """Keep the book, durably.

    Raises:
        StoreFullError: If there is no room; the file is untouched.
        StoreUnwritableError: If the system refuses.
    """
    tables: Tables = {
        "key": _numbered([book.key]),
        "accounts": _numbered(book.accounts),
        "attempts": _numbered(book.attempts),
        "journal": _numbered(book.journal),
    }
    CaseStorage(path).write(tables)


def _check_schema(key: object) -> None:
    schema = key.get("schema") if isinstance(key, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise StoreNewerError("The accounts were stored by a newer version of Fourfold, and are left as they are.")
    if isinstance(schema, int) and schema < SCHEMA:
        raise StoreOlderError("The accounts were stored by an older version of Fourfold, and are left as they are.")


def _numbered(values: Iterable[Record]) -> dict[str, Any]:
    return {str(number): msgspec.to_builtins(value) for number, value in enumerate(values, start=1)}
