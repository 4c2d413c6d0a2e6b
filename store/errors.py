"""What can go wrong with what is remembered; the text of each is one sentence for a person."""

import datetime as dt
from pathlib import Path

from content.cases import CaseId
from store.holder import Holder


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


class StoreNewerError(StoreError):
    """The case was stored by a newer version of the product."""


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

    def __init__(self, case: CaseId, holder: Holder | None) -> None:
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
    """An incident or a note with this id is recorded already, and what is recorded never changes."""


class IncidentCorrectedError(StoreError):
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


def _moment(at: dt.datetime) -> str:
    return at.strftime("%H:%M on %Y-%m-%d")
