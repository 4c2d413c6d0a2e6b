"""Accounts: add, disable, enable, change a passphrase, recover; each change is recorded in the audit log."""

from content.access.accounts import Account, Role
from content.access.passphrases import check_passphrase
from store.session import StoreSession
from tui.use_cases.errors import PassphrasesDifferError


def new_passphrase(passphrase: str, again: str, name: str) -> str:
    """Check a new passphrase that was typed twice, and return it.

    Raises:
        PassphrasesDifferError: If the two are not the same.
        AccountInputError: If it is not accepted.
    """
    check_passphrase(passphrase, name)
    if again != passphrase:
        raise PassphrasesDifferError
    return passphrase


def all_accounts(store_session: StoreSession) -> tuple[Account, ...]:
    """List the accounts, in the order they were added.

    Raises:
        NotSetUpError: If there is no account yet.
    """
    return store_session.list_accounts()


def add(store_session: StoreSession, name: str, role: Role, passphrase: str) -> Account:
    """Add an account; needs a signed-in supervisor.

    Raises:
        AccountError: If the name is taken, or no supervisor is signed in.
        AccountInputError: If the name or the passphrase is not accepted.
    """
    return store_session.add_account(name, role, passphrase)


def disable(store_session: StoreSession, name: str) -> Account:
    """Disable an account; needs a signed-in supervisor.

    Raises:
        AccountError: If there is no such account, or it is the last enabled supervisor's.
    """
    return store_session.disable_account(name)


def enable(store_session: StoreSession, name: str, passphrase: str) -> Account:
    """Give an account a new passphrase and enable it; needs a signed-in supervisor.

    Raises:
        AccountError: If there is no such account.
        AccountInputError: If the passphrase is not accepted.
    """
    return store_session.enable_account(name, passphrase)


def change_passphrase(store_session: StoreSession, name: str, old: str, new: str) -> None:
    """Change the passphrase of an account, given its old one.

    Raises:
        AccountError: If the old passphrase is wrong, or the account has to wait.
        AccountInputError: If the new passphrase is not accepted.
    """
    store_session.change_passphrase(name, old, new)


def new_recovery_code() -> str:
    """Make a new recovery code; it opens nothing until it was read back and stored."""
    return StoreSession.new_recovery_code()


def replace_recovery_code(store_session: StoreSession, code: str) -> None:
    """Replace the recovery code by a new one that was read back; needs a signed-in supervisor.

    Raises:
        AccountError: If the signed-in account is not a supervisor's.
    """
    store_session.replace_recovery_code(code)


def recover(store_session: StoreSession, code: str, name: str, passphrase: str) -> Account:
    """Give a supervisor a new passphrase, with the recovery code.

    Raises:
        AccountError: If the code is wrong, or the account is not a supervisor's.
        AccountInputError: If the code or the passphrase is not accepted.
    """
    return store_session.recover_account(code, name, passphrase)
