"""Access: set up, sign in, lock, unlock, log out."""

import contextlib
from typing import TYPE_CHECKING

from content.access.accounts import Account
from store.errors import NotSetUpError, NotSupervisorError, StoreError
from tui.session.session import Session, TerminalContext

if TYPE_CHECKING:
    # Loaded at sign-in; the lock imports this module before that.
    from store.session import StoreSession


def refuse_unless_set_up(store_session: "StoreSession") -> None:
    """Refuse a store without accounts.

    Raises:
        NotSetUpError: If there is no account yet.
        StoreError: If the accounts cannot be read.
    """
    if not store_session.is_set_up:
        raise NotSetUpError


def sign_in(store_session: "StoreSession", name: str, passphrase: str) -> Account:
    """Sign in.

    Raises:
        AccountError: If the account and the passphrase do not match, the account has to wait, or no account exists.
        StoreError: If the sign-in could not be recorded; nobody is signed in.
    """
    return store_session.sign_in(name, passphrase)


def set_up(store_session: "StoreSession", name: str, passphrase: str, code: str) -> None:
    """Create the first supervisor with a recovery code that was read back, and sign them in.

    Nothing is stored before, so a set-up that is cut short can be begun again.

    Raises:
        AlreadySetUpError: If an account exists already.
        AccountInputError: If the name or the passphrase is not accepted.
        StoreError: If it could not be stored.
    """
    store_session.set_up(name, passphrase, code)


def sign_in_supervisor(store_session: "StoreSession", name: str, passphrase: str) -> Account:
    """Sign in, and refuse an account that is not a supervisor's.

    Raises:
        NotSupervisorError: If the account is not a supervisor's.
        AccountError: As for `sign_in`.
    """
    account = sign_in(store_session, name, passphrase)
    if account.role != "supervisor":
        raise NotSupervisorError
    return account


def lock(store_session: "StoreSession", *, is_idle: bool = False) -> None:
    """Drop the key, even if the event cannot be logged; the account stays signed in. Save everything first."""
    if store_session.is_unlocked:
        with contextlib.suppress(StoreError):
            store_session.lock(is_idle=is_idle)


def unlock(store_session: "StoreSession", passphrase: str) -> None:
    """Unwrap the key again, with the passphrase of the account that locked.

    Raises:
        AccountError: If the passphrase is wrong, or the account has to wait.
        StoreError: If the unlock could not be recorded; the session stays locked.
    """
    store_session.unlock(passphrase)


def signed_in_account(store_session: "StoreSession | None") -> Account | None:
    """Return the signed-in account, also while it is locked, or None."""
    with contextlib.suppress(StoreError):
        return store_session.account if store_session else None
    return None


def log_out(store_session: "StoreSession") -> None:
    """Log out the signed-in account, if any, even if the event cannot be logged. Safe to call from any thread."""
    if signed_in_account(store_session):
        with contextlib.suppress(StoreError):
            store_session.log_out()


def session_of(context: TerminalContext, store_session: "StoreSession") -> Session:
    """Create the session of the signed-in account.

    Raises:
        KeyLockedError: If nobody is signed in.
    """
    return Session(
        pack=context.pack,
        where=context.where,
        now=context.now,
        minute=context.minute,
        store=store_session.store(),
        practitioner=store_session.account.name,
        record=store_session.recorder.add,
        unsaved=store_session.unsaved(),
    )
