"""Refusals of the use cases themselves; what the store and content refuse passes through as it is."""

from content.case.model import Case
from content.errors import PeopleError


class UseCaseError(Exception):
    """The base of what a use case can refuse."""


class DraftGoneError(UseCaseError):
    """The draft to resume has been signed off by another session."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case
        """The case as it is now."""


class NewEntriesError(UseCaseError):
    """Something was recorded on the case that the person signing off has not seen."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case
        """The case as it is now."""


class PassphrasesDifferError(PeopleError):
    """A new passphrase was not typed the same twice."""

    def __init__(self) -> None:
        super().__init__("the two passphrases are not the same")


class AuditQueryError(PeopleError):
    """What was typed to search the audit log cannot be searched for."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field
        """The field that the sentence belongs beside."""
