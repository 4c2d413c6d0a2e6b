"""A session on the store: sign-in, lock, unlock and logout of one person, each recorded in the audit log."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator

from content.access.accounts import Account, AccountName, Role, canonical_name
from content.access.audit_events import AuditQuery, Detail, Event
from content.case.reference import CaseId
from store.accounts.accounts import Accounts, new_recovery_code
from store.audit import reader
from store.audit.log import AuditLog, to_syslog
from store.audit.recorder import Recorder
from store.backup import authentication, register
from store.backup.register import CaseBackups
from store.cases.erasure import CaseErasure
from store.cases.journal import CaseJournal
from store.cases.repository import CaseRepository
from store.cases.unsaved import UnsavedTexts
from store.client_origin import ClientOrigin
from store.crypto.keys import COST, Cost, DataKey
from store.crypto.sealing import sealing
from store.engine.codec import CodecFor
from store.engine.protocol import Engine
from store.errors import KeyLockedError, RateLimitedError, StoreError, WrongPassphraseError


class StoreSession:
    """A session on the store: one person at a time, from one terminal.

    Deriving a key from a passphrase takes about 0.2 s: call the methods that take a passphrase in a thread.
    """

    def __init__(
        self,
        engine: Engine,
        place: ClientOrigin,
        now: Callable[[], dt.datetime],
        *,
        cost: Cost = COST,
        is_copied_to_syslog: bool = False,
    ) -> None:
        self.accounts = Accounts(engine, recorder_for=self._recorder, cost=cost)
        self.key = DataKey()
        self._engine = engine
        self._place = place
        self._now = now
        self._log = AuditLog(engine, copy=to_syslog if is_copied_to_syslog else None)
        self._account: Account | None = None

    @property
    def account(self) -> Account:
        """The signed-in account, even while the screen is locked.

        Raises:
            KeyLockedError: If nobody is signed in.
        """
        if self._account is None:
            raise KeyLockedError
        return self._account

    @property
    def recorder(self) -> Recorder:
        """Records the actions of the signed-in account, or of nobody by name if none is signed in."""
        return self._recorder(self._account.name if self._account else "")

    @property
    def is_set_up(self) -> bool:
        """Whether an account exists.

        Raises:
            StoreError: If the accounts cannot be read.
        """
        return self.accounts.is_set_up

    @property
    def is_unlocked(self) -> bool:
        """Whether the data key is held: somebody is signed in and the screen is not locked."""
        return self.key.is_held

    @property
    def codec_for(self) -> CodecFor:
        """Seals and opens files with the data key."""
        return sealing(self.key)

    def store(self) -> CaseRepository:
        """The sealed cases, changed in the name of the account that is signed in now.

        Raises:
            KeyLockedError: If nobody is signed in.
        """
        return CaseRepository(
            self._engine,
            codec_for=self.codec_for,
            recording=CaseJournal(self.recorder, self._engine),
            authorise=self._authority(),
        )

    def unsaved(self) -> UnsavedTexts:
        """The texts in the reserve, saved again in the name of the account that is signed in now.

        Raises:
            KeyLockedError: If nobody is signed in.
        """
        return UnsavedTexts(self._engine, self.codec_for, self.store())

    def erasure(self) -> CaseErasure:
        """Holds and erasures, made in the name of the account that is signed in now.

        Raises:
            KeyLockedError: If nobody is signed in.
        """
        authorise = self._authority(is_for_supervisors=True)
        return CaseErasure(self._engine, codec_for=self.codec_for, recorder=self.recorder, authorise=authorise)

    def audit_events(self, query: AuditQuery) -> Iterator[Event]:
        """The events of the audit log that match a query, oldest first.

        Raises:
            StoreError: If the log cannot be read.
        """
        return reader.events(self._engine, query)

    def backups(self, case: CaseId) -> CaseBackups:
        """The backups that hold a case, which may be erased already.

        Raises:
            CaseNotFoundError: If this is not a case reference.
            StoreError: If the register cannot be read.
        """
        return register.backups_holding(self._engine, case)

    def list_accounts(self) -> tuple[Account, ...]:
        """Every account, in the order they were added.

        Raises:
            NotSetUpError: If there is no account yet.
        """
        return self.accounts.list()

    def add_account(self, name: str, role: Role, passphrase: str) -> Account:
        """Add an account, and record it; raises what `Accounts.add` raises."""
        return self.accounts.add(name, role, passphrase, key=self.key, now=self._now())

    def disable_account(self, name: str) -> Account:
        """Disable an account, and record it; raises what `Accounts.disable` raises."""
        return self.accounts.disable(name, key=self.key)

    def enable_account(self, name: str, passphrase: str) -> Account:
        """Enable an account under a new passphrase, and record it; raises what `Accounts.enable` raises."""
        return self.accounts.enable(name, passphrase, key=self.key)

    @staticmethod
    def new_recovery_code() -> str:
        """A new recovery code, which opens nothing until it is stored."""
        return new_recovery_code()

    def replace_recovery_code(self, code: str) -> None:
        """Replace the recovery code by one that was read back, and record it.

        Raises what `Accounts.replace_recovery_code` raises.
        """
        self.accounts.replace_recovery_code(code, key=self.key)

    def recover_account(self, code: str, name: str, passphrase: str) -> Account:
        """Give a supervisor a new passphrase by the recovery code, and record it.

        Raises what `Accounts.recover` raises.
        """
        return self.accounts.recover(code, name, passphrase, self.key)

    def set_up(self, name: str, passphrase: str, code: str = "") -> str:
        """Set up and sign in the first supervisor, and return the recovery code.

        Args:
            name: The name as typed.
            passphrase: The passphrase as typed.
            code: The recovery code, once somebody has read it back; a new one if empty.

        Raises:
            AlreadySetUpError: If there is an account.
            PeopleError: If the name or the passphrase is not accepted.
        """
        self._account, code = self.accounts.set_up(name, passphrase, self.key, self._now(), code=code)
        with contextlib.suppress(StoreError):
            authentication.keep_key(self._engine, self.key)
        return code

    def sign_in(self, name: str, passphrase: str) -> Account:
        """Sign in, authenticate the archive of a restored store, and complete what was interrupted.

        Raises:
            WrongPassphraseError: If the name or the passphrase is wrong.
            TooSoonError: If the rate limit of this account applies.
            NotSetUpError: If there is no account yet.
            AccountsForgedError, ArchiveForgedError: If the accounts, or the archive that they were restored from, are
                not authenticated under the data key; nobody is signed in then.
            StoreError: If it could not be recorded; nobody is signed in then.
        """
        account = self._opened(name, passphrase)
        self._account = account
        try:
            if authentication.refuse_forged(self._engine, self.key):
                self.recorder.add("restore", "authentic")
            self.recorder.add("sign-in")
        except BaseException:
            self._leave()
            raise
        # What cannot be completed now is completed at a later sign-in.
        with contextlib.suppress(StoreError):
            authentication.keep_key(self._engine, self.key)
        with contextlib.suppress(StoreError):
            self._log.mend(self._now())
        with contextlib.suppress(StoreError):
            self.erasure().finish()
        return account

    def lock(self, *, is_idle: bool = False) -> None:
        """Drop the data key and keep the account signed in. Save drafts first: without the key, no save succeeds.

        Raises:
            StoreError: If it could not be recorded; the key is dropped nevertheless.
        """
        self.key.drop()
        self.recorder.add("lock", "idle" if is_idle else "")

    def drop_key(self) -> None:
        """Drop the data key without recording it, for the end of a command."""
        self.key.drop()

    def unlock(self, passphrase: str) -> None:
        """Unwrap the data key again for the signed-in account.

        Raises:
            WrongPassphraseError: If the passphrase is wrong.
            TooSoonError: If the rate limit of this account applies.
            KeyLockedError: If nobody is signed in.
            StoreError: If it could not be recorded; the session stays locked.
        """
        self._opened(self.account.name, passphrase)
        try:
            self.recorder.add("unlock")
        except BaseException:
            self.key.drop()
            raise

    def change_passphrase(self, name: str, old: str, new: str) -> None:
        """Change the passphrase of the account with this name; no case is sealed again.

        Raises:
            WrongPassphraseError: If the old passphrase is wrong.
            TooSoonError: If the rate limit of this account applies.
            PeopleError: If the new passphrase is not accepted.
        """
        with self._failures_recorded(name):
            self.accounts.change_passphrase(name, old, new, self._now())

    def log_out(self) -> None:
        """Log out, also while locked.

        Raises:
            StoreError: If it could not be recorded; the account is logged out nevertheless.
        """
        recorder = self.recorder
        self._leave()
        recorder.add("log-out")

    def _authority(self, *, is_for_supervisors: bool = False) -> Callable[[], Account]:
        """A check, made at each write, that the account signed in now is still signed in and may make changes."""
        name = self.account.name

        def authorise() -> Account:
            # Another person who signed in to this session since then must not write in the first one's name.
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
        except (WrongPassphraseError, RateLimitedError) as error:
            detail: Detail = "too soon" if isinstance(error, RateLimitedError) else "passphrase"
            # A name without an account is not recorded: it may be a passphrase typed into the wrong field.
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
