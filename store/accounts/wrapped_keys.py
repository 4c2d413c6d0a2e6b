"""Wrapping the data key under an account's passphrase, and unwrapping it."""

from content.access.accounts import Account, canonical_name
from content.access.passphrases import normalise
from store.accounts.accounts_file import AccountsFile, StoredAccount
from store.crypto import keys
from store.crypto.keys import Cost, DataKey


def with_wrapped_key(account: Account, passphrase: str, key: DataKey, cost: Cost) -> StoredAccount:
    """The account with the data key wrapped under its passphrase."""
    wrapped = key.wrapped(normalise(passphrase), _bound_to(account), cost)
    return StoredAccount(account=account, wrapped=wrapped)


def unwrapped_key(file: AccountsFile, stored: StoredAccount | None, passphrase: str, cost: Cost) -> bytearray | None:
    """The data key, or None if the passphrase is wrong. If there is no wrapped key, it takes as long.

    Args:
        file: The accounts file.
        stored: The account, or None if none has the name.
        passphrase: The passphrase as typed.
        cost: The cost of the time to take if no account has a wrapped key.
    """
    secret = normalise(passphrase)
    if stored and stored.wrapped:
        return keys.unwrapped(stored.wrapped, secret, _bound_to(stored.account), file.key.key_id)
    keys.equalise_time(secret, next((each.wrapped.cost for each in file.accounts if each.wrapped), cost))
    return None


def _bound_to(account: Account) -> str:
    """The role and name that a wrapped key is bound to: after a change of the role in the file, it does not unwrap."""
    return f"{account.role} {canonical_name(account.name)}"
