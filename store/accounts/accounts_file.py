"""The accounts file: the accounts, the wrapped keys, the failed tries, and a journal of events."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from content.access.accounts import Account, AccountName, canonical_name, wait_after
from content.records import Record, as_utc
from store.audit.log import JournalEntry
from store.crypto.keys import WrappedKey
from store.crypto.sealing import holds_sealed
from store.engine.protocol import Blob, Engine
from store.engine.tables import BlobStorage, Tables
from store.errors import (
    AccountNotFoundError,
    AccountsLostError,
    NotSetUpError,
    StoreDamagedError,
    StoreNewerError,
    StoreOlderError,
)

SCHEMA = 2
"""The schema of the file, the only one that this version reads and writes."""

_SHARED_SLOTS = 1024


class StoredAccount(Record, frozen=True, kw_only=True):
    """An account with its wrapped key; a disabled account has none."""

    account: Account
    wrapped: WrappedKey | None = None


class Attempts(Record, frozen=True, kw_only=True):
    """The count of wrong passphrases in a row for one slot."""

    slot: str
    """The canonical name of an account, or `#` and a number that names without an account share."""

    failures: Annotated[int, msgspec.Meta(ge=0)]
    last: dt.datetime


class KeyRecord(Record, frozen=True, kw_only=True):
    """The id of the data key, and the key wrapped under the recovery code."""

    schema: int = SCHEMA
    key_id: bytes
    recovery: WrappedKey


class AccountsFile(Record, frozen=True, kw_only=True):
    """The content of the accounts file."""

    key: KeyRecord
    accounts: tuple[StoredAccount, ...]
    attempts: tuple[Attempts, ...] = ()
    journal: tuple[JournalEntry, ...] = ()
    """The events of the last change, which may not be delivered to the audit log yet."""

    def find(self, name: AccountName) -> StoredAccount | None:
        """The account with this name, compared by canonical name, or None if there is none."""
        return next(
            (stored for stored in self.accounts if canonical_name(stored.account.name) == canonical_name(name)), None
        )

    def account(self, name: AccountName) -> StoredAccount:
        """The account with this name.

        Raises:
            AccountNotFoundError: If there is no such account.
        """
        found = self.find(name)
        if found is None:
            raise AccountNotFoundError(name)
        return found

    def with_account(self, stored: StoredAccount) -> "AccountsFile":
        """The file with an account added, or replaced if one has its name; its failed tries are reset."""
        name = canonical_name(stored.account.name)
        names = [canonical_name(each.account.name) for each in self.accounts]
        accounts = list(self.accounts)
        if name in names:
            accounts[names.index(name)] = stored
        else:
            accounts.append(stored)
        return msgspec.structs.replace(self.without_attempts(name), accounts=tuple(accounts))

    def without_attempts(self, slot: str) -> "AccountsFile":
        """The file without the failed tries of one slot."""
        return msgspec.structs.replace(self, attempts=tuple(each for each in self.attempts if each.slot != slot))

    def with_attempts(self, attempts: Attempts) -> "AccountsFile":
        """The file with the failed tries of one slot replaced."""
        others = self.without_attempts(attempts.slot)
        return msgspec.structs.replace(others, attempts=(*others.attempts, attempts))


def slot(file: AccountsFile, name: str) -> str:
    """The slot in which failed tries under a name are counted.

    Names without an account share a fixed number of slots: they are limited too, the file stays small, and a passphrase
    typed as a name is not stored.
    """
    stored = file.find(name)
    if stored:
        return canonical_name(stored.account.name)
    digest = hashlib.blake2b(canonical_name(name).encode(errors="surrogatepass"), key=file.key.key_id).digest()
    return f"#{int.from_bytes(digest) % _SHARED_SLOTS}"


def with_try_counted(file: AccountsFile, name: str, now: dt.datetime) -> tuple[AccountsFile, int]:
    """The file with one more failed try, and 0; or, if the rate limit applies, the seconds to wait.

    A try during the wait is not counted, so that the wait ends.
    """
    whose = slot(file, name)
    known = next((each for each in file.attempts if each.slot == whose), None)
    before = known or Attempts(slot=whose, failures=0, last=now)
    # If the clock was set back, the wait restarts once; otherwise it would last as long as the step.
    since = min(as_utc(before.last), now)
    wait = wait_after(before.failures) - int((now - since).total_seconds())
    if wait > 0:
        return file.with_attempts(msgspec.structs.replace(before, last=since)), wait
    return file.with_attempts(Attempts(slot=whose, failures=before.failures + 1, last=now)), 0


def failures(file: AccountsFile, name: str) -> int:
    """The number of wrong passphrases in a row for a name."""
    whose = slot(file, name)
    return next((each.failures for each in file.attempts if each.slot == whose), 0)


def read(blob: Blob) -> AccountsFile | None:
    """The accounts file, or None if the accounts are not set up.

    Raises:
        StoreDamagedError: If it is damaged. It is not moved into quarantine, because then anyone could set up accounts.
        StoreSchemaError: If another version wrote it.
        StoreUnreadableError: If the system refuses.
    """
    tables = BlobStorage(blob).read()
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
        raise StoreDamagedError(blob.name, str(error)) from error


def read_set_up(engine: Engine) -> AccountsFile:
    """The accounts file of a store that is set up.

    Raises:
        NotSetUpError: If the accounts are not set up.
        AccountsLostError: If the file is missing and there are sealed cases.
    """
    file = read(engine.accounts)
    if file is None:
        refuse_lost(engine)
        raise NotSetUpError
    return file


def refuse_lost(engine: Engine) -> None:
    """Refuse a store that has sealed cases but no accounts file.

    Raises:
        AccountsLostError: If there are sealed cases.
        StoreUnreadableError: If the store is gone.
    """
    if engine.is_prepared() and holds_sealed(engine):
        raise AccountsLostError


def write(blob: Blob, file: AccountsFile) -> None:
    """Write the accounts file durably.

    Raises:
        StoreFullError: If there is no room; the file is unchanged.
        StoreUnwritableError: If the system refuses.
    """
    tables: Tables = {
        "key": _numbered([file.key]),
        "accounts": _numbered(file.accounts),
        "attempts": _numbered(file.attempts),
        "journal": _numbered(file.journal),
    }
    BlobStorage(blob).write(tables)


def _check_schema(key: object) -> None:
    schema = key.get("schema") if isinstance(key, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise StoreNewerError("The accounts were stored by a newer version of Fourfold, and are left as they are.")
    if isinstance(schema, int) and schema < SCHEMA:
        raise StoreOlderError("The accounts were stored by an older version of Fourfold, and are left as they are.")


def _numbered(values: Iterable[Record]) -> dict[str, Any]:
    return {str(number): msgspec.to_builtins(value) for number, value in enumerate(values, start=1)}
