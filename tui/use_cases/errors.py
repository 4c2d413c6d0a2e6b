"""Errors of the use cases; errors of the store and of the content pass through unchanged."""

from content.case.model import Case
from content.errors import AccountInputError


class UseCaseError(Exception):
    """The base class of the errors that use cases raise."""


class DraftGoneError(UseCaseError):
    """Another session has signed off the draft to resume."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case
        """The case as it is now."""


class NewEntriesError(UseCaseError):
    """The case has new entries that the practitioner signing off has not seen."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case
        """The case as it is now."""


class PassphrasesDifferError(AccountInputError):
    """The two entries of a new passphrase differ."""

    def __init__(self) -> None:
        super().__init__("the two passphrases are not the same")


class AuditQueryError(AccountInputError):
    """A field of a search of the audit log is not accepted."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field
        """The field that the error belongs to."""
