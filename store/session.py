"""Entering and leaving: signing in, locking and signing off, each with its line in the record."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from content.access.accounts import Account, AccountName, canonical_name
from content.access.audit_events import Detail
from content.records import Record
from store.accounts.accounts import Accounts
from store.audit.log import AuditLog, Copy
from store.cases.erasure import CaseErasure
from store.cases.journal import Recorder
from store.cases.repository import CaseRepository
from store.crypto.keys import COST, Cost, DataKey
from store.crypto.sealing import sealing
from store.errors import KeyLockedError, StoreError, TooSoonError, WrongPassphraseError


class ClientOrigin(Record, frozen=True, kw_only=True):
    """Where somebody sits."""

    address: str = ""
    """The SSH client's address; empty at the machine itself."""

    terminal: str = ""


class StoreSession:
    """The way in to the cases of one data directory, for one session: one person at a time, from one place.

    Whatever takes a passphrase takes some 0.2 s: call it off the event loop.
    """

    def __init__(
        self,
        directory: Path,
        place: ClientOrigin,
        now: Callable[[], dt.datetime],
        *,
        cost: Cost = COST,
        copy: Copy | None = None,
    ) -> None:
        self.accounts = Accounts(directory, recorder_for=self._recorder, cost=cost)
        self.key = DataKey()
        self.directory = directory
        self._place = place
        self._now = now
        self._log = AuditLog(directory, copy=copy)
        self._account: Account | None = None

    @property
    def account(self) -> Account:
        """Who is signed in, be it behind a lock.

        Raises:
            KeyLockedError: If nobody is.
        """
        if self._account is None:
            raise KeyLockedError
        return self._account

    @property
    def recorder(self) -> Recorder:
        """Records what whoever is signed in does; with no name where nobody is."""
        return self._recorder(self._account.name if self._account else "")

    def store(self) -> CaseRepository:
        """The cases, sealed, whose changes are recorded as those of whoever is signed in now.

        Raises:
            KeyLockedError: If nobody is.
        """
        return CaseRepository(
            self.directory, codec_for=sealing(self.key), recording=self.recorder, authorise=self._authority()
        )

    def custody(self) -> CaseErasure:
        """Holds and erasures, by whoever is signed in now."""
        authorise = self._authority(is_for_supervisors=True)
        return CaseErasure(self.directory, codec_for=sealing(self.key), recorder=self.recorder, authorise=authorise)

    def set_up(self, name: str, passphrase: str) -> str:
        """Set up the first supervisor, who is signed in then, and return the recovery code, to be shown once.

        Raises:
            AlreadySetUpError: If there is an account.
            PeopleError: If the name or the passphrase is not taken.
        """
        self._account, code = self.accounts.set_up(name, passphrase, self.key, self._now())
        return code

    def sign_in(self, name: str, passphrase: str) -> Account:
        """Sign in, and complete the erasures that a kill cut short.

        Raises:
            WrongPassphraseError: If they do not go together.
            TooSoonError: If this account waits after wrong tries.
            NotSetUpError: If there is no account yet.
            StoreError: If it could not be recorded; nobody is signed in then.
        """
        account = self._opened(name, passphrase)
        self._account = account
        try:
            self.recorder.add("sign-in")
        except BaseException:
            self._leave()
            raise
        # What cannot be completed now is completed at a later sign-in.
        with contextlib.suppress(StoreError):
            self.custody().finish()
        return account

    def lock(self, *, is_idle: bool = False) -> None:
        """Drop the key; whoever was signed in still is, behind the lock. Save drafts before, since none can be then.

        Raises:
            StoreError: If it could not be recorded; the key is dropped all the same.
        """
        self.key.drop()
        self.recorder.add("lock", "idle" if is_idle else "")

    def unlock(self, passphrase: str) -> None:
        """Take the key back for the same person.

        Raises:
            WrongPassphraseError: If it is not the one.
            TooSoonError: If this account waits after wrong tries.
            KeyLockedError: If nobody is signed in.
            StoreError: If it could not be recorded; it stays locked then.
        """
        self._opened(self.account.name, passphrase)
        try:
            self.recorder.add("unlock")
        except BaseException:
            self.key.drop()
            raise

    def change_passphrase(self, name: str, old: str, new: str) -> None:
        """Change the passphrase of one's own account; no case is sealed anew.

        Raises:
            WrongPassphraseError: If the old one is not the one.
            TooSoonError: If the account waits after wrong tries.
            PeopleError: If the new one is not taken.
        """
        with self._failures_recorded(name):
            self.accounts.change_passphrase(name, old, new, self._now())

    def sign_out(self) -> None:
        """Drop the key and the person; anybody may sign out whoever is behind a lock.

        Raises:
            StoreError: If it could not be recorded; they are signed out all the same.
        """
        recorder = self.recorder
        self._leave()
        recorder.add("sign-out")

    def _authority(self, *, is_for_supervisors: bool = False) -> Callable[[], Account]:
        """Checks, at each write, that the account that is signed in now still is and may make changes."""
        name = self.account.name

        def authorise() -> Account:
            # The next person at this door opens the same key, for their own work only.
            if self.key.opened_by.name != name:
                raise KeyLockedError
            return self.accounts.check(self.key, is_for_supervisors=is_for_supervisors)

        return authorise

    def _opened(self, name: str, passphrase: str) -> Account:
        with self._failures_recorded(name):
            return self.accounts.sign_in(name, passphrase, self.key, self._now())

    @contextlib.contextmanager
    def _failures_recorded(self, name: str) -> Iterator[None]:
        try:
            yield
        except (WrongPassphraseError, TooSoonError) as error:
            detail: Detail = "too soon" if isinstance(error, TooSoonError) else "passphrase"
            # A name that no account has is not written down: it may be a passphrase typed into the wrong field.
            self.recorder.add("failure", detail, about=self._known(name))
            raise

    def _recorder(self, who: AccountName) -> Recorder:
        return Recorder(self._log, who, address=self._place.address, terminal=self._place.terminal, now=self._now)

    def _known(self, name: str) -> AccountName:
        return next(
            (each.name for each in self.accounts.list() if canonical_name(each.name) == canonical_name(name)), ""
        )

    def _leave(self) -> None:
        self.key.drop()
        self._account = None
