"""The exceptions of the store; the text of each is one sentence for the user."""

import datetime as dt

from content.case.reference import CaseId
from store.lease_holder import LeaseHolder


class StoreError(Exception):
    """The base class of all exceptions of the store."""


class StoreDamagedError(StoreError):
    """A file exists but its contents are not valid."""

    def __init__(self, name: str, reason: str, kept_at: str = "") -> None:
        moved = f", and was moved to {kept_at}" if kept_at else ""
        super().__init__(f"{name} is damaged ({reason}){moved}.")
        self.name = name
        self.reason = reason
        self.kept_at = kept_at
        """Where the file was moved, or empty if it was not moved."""


class AccountsDamagedError(StoreDamagedError):
    """The accounts file exists but its contents are not valid; it stays where it is."""

    def __init__(self, name: str, reason: str, way_back: str) -> None:
        super().__init__(name, reason)
        self.args = (f"{name} is damaged ({reason}), and nobody can sign in: {way_back}.",)


class StoreFullError(StoreError):
    """There is no space left on the disk; the previous version is intact."""


class StoreUnwritableError(StoreError):
    """A write failed for a reason other than lack of space."""


class StoreUnreadableError(StoreError):
    """A read failed; the file itself may be intact."""


class StoreMissingError(StoreUnreadableError):
    """There is no store at this address."""

    def __init__(self, place: str) -> None:
        super().__init__(f"There is no data directory {place}.")


class InternalError(StoreError):
    """An unexpected exception in the program, not a known fault of the disk or the file."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved because of a fault in Fourfold, which is logged: carry on, and report it to your administrator."
        )


class UnsafePermissionsError(StoreError):
    """A file or folder has unsafe permissions or is a symbolic link; it is not used until that is corrected."""


class StoreRefusedError(StoreError):
    """The store refused the operation, and nothing was stored."""


class ArchiveDamagedError(StoreError):
    """An archive is damaged; nothing was restored from it."""

    def __init__(self, archive: str, part: str, reason: str) -> None:
        super().__init__(f"The archive {archive} is damaged at {part} ({reason}), and nothing was restored.")
        self.part = part


class ArchiveForgedError(StoreError):
    """The archive that a store was restored from is not authenticated under the data key."""

    def __init__(self, archive: str, noted: str) -> None:
        super().__init__(
            f"These cases were restored from {archive}, which Fourfold did not write, or not as it is now: restore "
            f"another backup, or, to use these cases all the same, delete {noted}."
        )


class StoreBusyError(StoreError):
    """The lock could not be acquired in time because another session holds it."""


class StoreSchemaError(StoreError):
    """Another version of Fourfold wrote the file in a format that this one cannot read; it is not changed."""


class StoreNewerError(StoreSchemaError):
    """A newer version of Fourfold wrote the file."""


class StoreOlderError(StoreSchemaError):
    """An older version of Fourfold wrote the file."""


class CaseNotFoundError(StoreError):
    """There is no case with this reference."""

    def __init__(self, case: CaseId) -> None:
        super().__init__(f"There is no case {case}.")


class CaseQuarantinedError(CaseNotFoundError):
    """The case was found damaged, and is in quarantine."""

    def __init__(self, case: CaseId, kept_at: str, text_at: str = "") -> None:
        kept = f", and what you typed beside it as {text_at}" if text_at else ""
        StoreError.__init__(
            self, f"Case {case} was found damaged, and is kept as {kept_at}{kept}: tell your supervisor."
        )
        self.text_at = text_at
        """Where what was typed is kept; empty if nothing was typed."""


class CaseExistsError(StoreError):
    """A case with this reference exists already."""

    def __init__(self, case: CaseId) -> None:
        super().__init__(f"There is already a case {case}.")


class CaseInUseError(StoreError):
    """Another session is editing the case."""

    def __init__(self, case: CaseId, holder: LeaseHolder | None) -> None:
        if holder:
            saved = f"last saved at {_moment(holder.last_save)}" if holder.last_save else "with nothing saved yet"
            super().__init__(
                f"Case {case} is being edited by {holder.who} at {holder.where} since {_moment(holder.since)}, {saved}"
                f"{' (that session is suspended)' if holder.is_suspended else ''}."
            )
        else:
            super().__init__(f"Case {case} is being edited in another session.")
        self.holder = holder
        """Who holds the lease, or None if that could not be read."""


class DraftExistsError(StoreError):
    """The case already has a draft."""

    def __init__(self, case: CaseId, by: str, started: dt.datetime) -> None:
        super().__init__(f"Case {case} already has a draft, begun by {by} at {_moment(started)}.")
        self.by = by
        self.started = started


class DraftChangedError(StoreError):
    """Another session changed, signed off or removed the draft; the rejected version is stored separately."""

    def __init__(
        self, case: CaseId, by: str = "", at: dt.datetime | None = None, *, is_signed_off: bool = False
    ) -> None:
        what = "signed off" if is_signed_off else "changed" if by else "removed"
        who = f" by {by}" if by else ""
        when = f" at {_moment(at)}" if at else ""
        super().__init__(f"The draft of case {case} was {what}{who}{when}; your version is kept aside.")
        self.by = by
        """Who saved or signed off the current version; empty if there is none."""

        self.at = at
        self.is_signed_off = is_signed_off


class AssessmentExistsError(StoreError):
    """An assessment with this id is signed off already, and signed-off assessments never change."""


class RecordExistsError(StoreError):
    """An entry with this id is recorded already, and recorded entries never change."""


class EntryAlreadyCorrectedError(StoreError):
    """The entry is corrected already; the correction can be corrected instead."""

    def __init__(self, by: str, at: dt.datetime) -> None:
        super().__init__(
            f"{by} already corrected this entry at {_moment(at)}; nothing was stored: see that correction."
        )
        self.by = by
        self.at = at


class ActionChangedError(StoreError):
    """The action was changed since this change was started, so the change was not stored."""

    def __init__(self, by: str = "", at: dt.datetime | None = None) -> None:
        super().__init__(
            f"The action was changed by {by} at {_moment(at)}; nothing was stored, so look at it again."
            if at
            else "Nothing was stored: an action that is not recorded cannot be changed."
        )
        self.by = by
        """Who recorded the current version; empty if there is none."""

        self.at = at


class FormDraftChangedError(StoreError):
    """Another session has taken over an entry that is not recorded yet."""

    def __init__(self, by: str, at: dt.datetime) -> None:
        super().__init__(f"{by} has been editing this entry in another session since {_moment(at)}.")
        self.by = by
        self.at = at


class MemoryShortError(StoreError):
    """There is not enough memory to derive a key from a passphrase."""

    def __init__(self) -> None:
        super().__init__("The machine has too little memory free to check a passphrase: try again in a minute.")


class KeyLockedError(StoreError):
    """The data key is not in memory: nobody is signed in, or the screen is locked."""

    def __init__(self) -> None:
        super().__init__("The cases are locked: sign in to open them.")


class WrongKeyError(StoreError):
    """A file is encrypted with a different data key."""

    def __init__(self) -> None:
        super().__init__("This file was sealed with another key and is not changed: it belongs to other accounts.")


class NotSealedError(StoreError):
    """A file is not encrypted although it should be."""

    def __init__(self) -> None:
        super().__init__(
            "This file is not sealed, so it does not belong to these accounts; it is not opened or changed."
        )


class SealedError(StoreError):
    """A file is encrypted, and no key was given to read it."""

    def __init__(self) -> None:
        super().__init__("This file is sealed and is not changed: sign in to open it.")


class AccountError(StoreError):
    """The base class of errors about accounts."""


class AccountExistsError(AccountError):
    """An account with this name exists already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is already an account {name}.")


class AccountNotFoundError(AccountError):
    """There is no account with this name; only supervisors may see this error."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no account {name}.")


class AlreadySetUpError(AccountError):
    """The first supervisor is already set up."""

    def __init__(self) -> None:
        super().__init__("The first supervisor is set up already: a supervisor adds the others.")


class NotSetUpError(AccountError):
    """There is no account yet."""

    def __init__(self) -> None:
        super().__init__("There is no account yet: set up the first supervisor with 'fourfold account add'.")


class AccountsLostError(AccountError):
    """The accounts file is missing, but sealed cases exist."""

    def __init__(self, way_back: str) -> None:
        super().__init__(f"accounts.json is missing, and these cases cannot be opened without it: {way_back}.")


class AccountsForgedError(AccountError):
    """The accounts were not written by somebody who held the data key."""

    def __init__(self, way_back: str) -> None:
        super().__init__(
            "accounts.json was changed by something other than Fourfold, and is not used: find out by whom, and "
            f"{way_back}."
        )


class WrongPassphraseError(AccountError):
    """The account or the passphrase is wrong; the error does not reveal which."""

    def __init__(self, wait: int = 0) -> None:
        again = f"try again in {_seconds(wait)}" if wait else "try again"
        super().__init__(f"The account or the passphrase is wrong: {again}.")
        self.wait = wait
        """The number of seconds until the next attempt is allowed."""


class RateLimitedError(AccountError):
    """The rate limit after wrong passphrases; the passphrase of this attempt was not checked."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many wrong tries for this account: try again in {_seconds(wait)}.")
        self.wait = wait
        """The number of seconds until the next attempt is allowed."""


class WrongRecoveryCodeError(AccountError):
    """The recovery code does not open the cases."""

    def __init__(self) -> None:
        super().__init__("This recovery code does not belong to these cases: read it again, group by group.")


class AccountDisabledError(AccountError):
    """The signed-in account was disabled, and can no longer change anything."""

    def __init__(self) -> None:
        super().__init__("Your account was disabled, so nothing is saved until a supervisor enables it again.")


class NotSupervisorError(AccountError):
    """The operation is only allowed for supervisors."""

    def __init__(self) -> None:
        super().__init__("Only a supervisor can do this.")


class LastSupervisorError(AccountError):
    """The last supervisor who can sign in cannot be disabled, because nobody else could add accounts."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is the last supervisor who can sign in: add another one first.")


class CaseOnHoldError(StoreError):
    """The case is under a hold and cannot be erased."""

    def __init__(self, case: CaseId, by: str, at: dt.datetime) -> None:
        super().__init__(f"Case {case} is under a hold that {by} placed at {_moment(at)}: nothing was erased.")


class CaseErasedError(CaseNotFoundError):
    """The case is being erased; the remaining file has no content."""


def _moment(at: dt.datetime) -> str:
    return at.strftime("%H:%M on %Y-%m-%d")


def _seconds(count: int) -> str:
    return "1 second" if count == 1 else f"{count} seconds"
