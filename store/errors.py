"""What can go wrong with what is remembered; the text of each is one sentence for a person."""

import datetime as dt
from pathlib import Path

from content.case.model import CaseId
from store.lease_holder import LeaseHolder


class StoreError(Exception):
    """The base of what the store can refuse."""


class StoreDamagedError(StoreError):
    """A file is there and cannot be read as what it should be."""

    def __init__(self, name: str, reason: str, kept_at: Path | None = None) -> None:
        moved = f", and was moved to {kept_at.parent.name}/{kept_at.name}" if kept_at else ""
        super().__init__(f"{name} is damaged ({reason}){moved}.")
        self.name = name
        self.reason = reason
        self.kept_at = kept_at
        """Where the file was moved, once it was."""


class StoreFullError(StoreError):
    """There is no room; the version before is untouched."""


class StoreUnwritableError(StoreError):
    """The machine refused a write, for another reason than room."""


class StoreUnreadableError(StoreError):
    """The machine refused a read, which says nothing about what the file holds."""


class UnforeseenError(StoreError):
    """The program itself failed; nothing is known to be wrong with the machine or the file."""

    def __init__(self) -> None:
        super().__init__("Not saved, for a fault in Fourfold, which is logged: go on, and tell whoever looks after it.")


class StoreExposedError(StoreError):
    """A file or folder is open to other accounts or leads elsewhere; it is left alone until somebody puts it right."""


class StoreRefusedError(StoreError):
    """What was to be stored could not have been read back, so nothing was stored."""


class ArchiveDamagedError(StoreError):
    """An archive is not as it was written; nothing of it was restored."""

    def __init__(self, archive: str, part: str, reason: str) -> None:
        super().__init__(f"The archive {archive} is damaged at {part} ({reason}), and nothing was restored.")
        self.part = part


class StoreBusyError(StoreError):
    """Another session kept the case's lock for too long."""


class StoreSchemaError(StoreError):
    """Another version of Fourfold wrote the file, in a shape that this one does not read; it is left as it is."""


class StoreNewerError(StoreSchemaError):
    """A newer version wrote it."""


class StoreOlderError(StoreSchemaError):
    """An older version wrote it."""


class CaseNotFoundError(StoreError):
    """There is no case with this reference."""

    def __init__(self, case: CaseId) -> None:
        super().__init__(f"There is no case {case}.")


class CaseExistsError(StoreError):
    """The reference is taken."""

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
        """Who has it, unless that could not be read."""


class DraftExistsError(StoreError):
    """The case already has a draft."""

    def __init__(self, case: CaseId, by: str, started: dt.datetime) -> None:
        super().__init__(f"Case {case} already has a draft, begun by {by} at {_moment(started)}.")
        self.by = by
        self.started = started


class DraftChangedError(StoreError):
    """Another session saved a newer draft or signed it off; what was given is kept aside."""

    def __init__(
        self, case: CaseId, by: str = "", at: dt.datetime | None = None, *, is_signed_off: bool = False
    ) -> None:
        what = "signed off" if is_signed_off else "changed" if by else "removed"
        who = f" by {by}" if by else ""
        when = f" at {_moment(at)}" if at else ""
        super().__init__(f"The draft of case {case} was {what}{who}{when}; your version is kept aside.")
        self.by = by
        """Who saved or signed off the version that stands; empty where there is none."""

        self.at = at
        self.is_signed_off = is_signed_off


class AssessmentExistsError(StoreError):
    """An assessment is signed off already, and what is recorded never changes."""


class RecordExistsError(StoreError):
    """An entry with this id is recorded already, and what is recorded never changes."""


class EntryCorrectedError(StoreError):
    """The entry that was to be put right is put right already, by another one that can be corrected in its turn."""

    def __init__(self, by: str, at: dt.datetime) -> None:
        super().__init__(f"This entry was put right by {by} at {_moment(at)}; nothing was stored, so look at that one.")
        self.by = by
        self.at = at


class ActionChangedError(StoreError):
    """The action is not as it was when this change of it was begun, so the change was not stored."""

    def __init__(self, by: str = "", at: dt.datetime | None = None) -> None:
        super().__init__(
            f"The action was changed by {by} at {_moment(at)}; nothing was stored, so look at it again."
            if at
            else "Nothing was stored: an action that is not recorded cannot be changed."
        )
        self.by = by
        """Who recorded the version that stands; empty where there is none."""

        self.at = at


class FormDraftChangedError(StoreError):
    """Another session went on with an entry that is not recorded yet."""

    def __init__(self, by: str, at: dt.datetime) -> None:
        super().__init__(
            f"{by} goes on with this entry in another session since {_moment(at)}; what is typed here is only on this"
            " screen: record it, or leave it to them."
        )
        self.by = by
        self.at = at


class KeyLockedError(StoreError):
    """The data key is not held: nobody is signed in, or the screen is locked."""

    def __init__(self) -> None:
        super().__init__("The cases are locked: sign in to open them.")


class OtherKeyError(StoreError):
    """A file is sealed under another data key than the one that is held."""

    def __init__(self) -> None:
        super().__init__("This file was sealed under another key, and is left as it is: it belongs to other accounts.")


class NotSealedError(StoreError):
    """A file is plain where a sealed one is expected."""

    def __init__(self) -> None:
        super().__init__(
            "This file is not sealed, so it is not from these accounts; it is not opened, and is left as it is."
        )


class SealedError(StoreError):
    """A file is sealed, and is to be read without a key."""

    def __init__(self) -> None:
        super().__init__("This file is sealed, and is left as it is: sign in to open it.")


class AccountError(StoreError):
    """What the accounts refuse; the base of what is told of them."""


class AccountExistsError(AccountError):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is already an account {name}.")


class AccountNotFoundError(AccountError):
    """There is no account with this name; told to supervisors only."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no account {name}.")


class AlreadySetUpError(AccountError):
    """The first supervisor is there already."""

    def __init__(self) -> None:
        super().__init__("The first supervisor is set up already: a supervisor adds the others.")


class NotSetUpError(AccountError):
    """There is no account yet."""

    def __init__(self) -> None:
        super().__init__("There is no account yet: set up the first supervisor with 'fourfold account add'.")


class AccountsLostError(AccountError):
    """The file of the accounts is gone, and the cases that it opens are not."""

    def __init__(self) -> None:
        super().__init__(
            "accounts.json is missing, and without it nothing opens these cases: bring it back from a back-up."
        )


class WrongPassphraseError(AccountError):
    """The account and the passphrase do not go together; which of them is wrong is never told."""

    def __init__(self, wait: int = 0) -> None:
        again = f"try again in {_seconds(wait)}" if wait else "try again"
        super().__init__(f"The account or the passphrase is wrong: {again}.")
        self.wait = wait
        """Seconds until the next try is looked at."""


class TooSoonError(AccountError):
    """Too many wrong passphrases; this try was not looked at."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many wrong tries for this account: try again in {_seconds(wait)}.")
        self.wait = wait
        """Seconds until the next try is looked at."""


class WrongRecoveryCodeError(AccountError):
    """The recovery code opens nothing."""

    def __init__(self) -> None:
        super().__init__("This recovery code is not the one of these cases: read it again, group by group.")


class AccountDisabledError(AccountError):
    """The account that opened the cases was disabled meanwhile, and changes nothing any more."""

    def __init__(self) -> None:
        super().__init__("Your account was disabled, so nothing is saved until a supervisor enables it again.")


class NotSupervisorError(AccountError):
    """Only a supervisor may do this."""

    def __init__(self) -> None:
        super().__init__("Only a supervisor can do this.")


class LastSupervisorError(AccountError):
    """The last supervisor who can sign in is not disabled, or nobody could add anyone again."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is the last supervisor who can sign in: add another one first.")


class CaseHeldError(StoreError):
    """The case is under a hold, so it is not erased."""

    def __init__(self, case: CaseId, by: str, at: dt.datetime) -> None:
        super().__init__(f"Case {case} is under a hold that {by} placed at {_moment(at)}: nothing was erased.")


class CaseErasedError(CaseNotFoundError):
    """The case is being erased: what is left of its file holds nothing of it."""


def _moment(at: dt.datetime) -> str:
    return at.strftime("%H:%M on %Y-%m-%d")


def _seconds(count: int) -> str:
    return "1 second" if count == 1 else f"{count} seconds"
