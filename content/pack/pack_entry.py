"""The base class of pack entries, and the types that the entries of every file of the pack share."""

from typing import Annotated

import msgspec

SourceId = str
"""The id of a statement of the briefing ("2.3") or of a source listed in the pack ("practice.safe-contact")."""

ContactId = str

NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]


class PackEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base class of pack entries; unknown keys are errors, so a misspelt key never silently means a default."""
