"""What can be wrong with what the product knows or is told."""


class ContentError(Exception):
    """The base of what content can refuse; its text is a sentence for a person."""


class PackError(ContentError):
    """A pack is not fit for use; the text names file, entry and key."""


class DateError(ContentError):
    """What was typed is no date; the text says what would be."""
