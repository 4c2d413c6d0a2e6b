"""The exceptions of `content`; the text of each is a sentence for the user."""


class ContentError(Exception):
    """The base class of all exceptions in `content`."""


class PackError(ContentError):
    """A pack is invalid; the text names file, entry and key."""


class PackSignatureError(PackError):
    """A pack is not signed as it must be, or its files are not the ones that were signed."""


class PackKeyError(PackError):
    """A key that signs packs, or a file of trusted keys, cannot be used."""


class DateError(ContentError):
    """A typed text is not a valid date; the text shows what is accepted."""


class RecordError(ContentError):
    """A field of a typed record is missing or invalid."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field
        """The field to show the message beside."""


class IncidentError(RecordError):
    """An incident is incomplete or invalid."""


class ActionError(RecordError):
    """An action, or its resolution, is incomplete or invalid."""


class NoteError(RecordError):
    """A note is incomplete or invalid."""


class DisclosureError(RecordError):
    """A disclosure is incomplete or invalid."""


class CorrectionError(ContentError):
    """A correction cannot be started; the text says why."""


class AccountInputError(ContentError):
    """An account name, a passphrase or a recovery code is not acceptable; the text says why."""
