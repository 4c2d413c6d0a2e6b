"""What can be wrong with what the product knows or is told."""


class ContentError(Exception):
    """The base of what content can refuse; its text is a sentence for a person."""


class PackError(ContentError):
    """A pack is not fit for use; the text names file, entry and key."""


class DateError(ContentError):
    """What was typed is no date; the text says what would be."""


class RecordError(ContentError):
    """What was typed for an entry of the case lacks something; the text says what."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field
        """The field that the sentence belongs beside."""


class IncidentError(RecordError):
    """What was typed is no incident yet."""


class ActionError(RecordError):
    """What was typed is no action yet, or no way to resolve one."""


class NoteError(RecordError):
    """What was typed is no note yet."""


class DisclosureError(RecordError):
    """What was typed is no disclosure yet."""


class CorrectionError(ContentError):
    """A correction that cannot be started; the text says why."""


class PeopleError(ContentError):
    """What was typed for an account, a passphrase or a recovery code cannot be used; the text says why."""
