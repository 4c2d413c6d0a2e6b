"""Where the words of a pack come from: statements of the briefing, and sources of practice."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from content.pack.pack_entry import ContactId, NonEmpty, PackEntry, SourceId

Use = Literal["guide", "checklist", "contacts"]


class Statement(PackEntry, frozen=True, kw_only=True):
    """One statement of the source briefing, where the pack must cite it, and which words must stand there."""

    use: tuple[Use, ...]
    sentence: NonEmpty
    """The briefing's own sentence."""

    keeps: tuple[NonEmpty, ...] = ()
    """Words that stand in each use, in any case: the fact, the number, the term and the strength of the word."""

    keeps_in: Mapping[Use, tuple[NonEmpty, ...]] = {}
    """Further words that stand in one of its uses."""


class PracticeSource(PackEntry, frozen=True, kw_only=True):
    """A source of practice other than the briefing."""

    body: NonEmpty
    """Who published it."""

    document: str = ""
    """Empty for general knowledge, which has no document."""

    year: int | None = None
    """None if the document has no date."""

    address: str = ""
    read_on: dt.date | None = None
    review_by: dt.date | None = None
    """The day after which what it says needs a check."""

    sure: Literal["high", "medium", "low", "unverified"]
    """How sure the pack's owner is of what it says."""

    @property
    def is_verified(self) -> bool:
        """Whether it has a date, and is more than low or general knowledge."""
        return self.year is not None and self.sure in {"high", "medium"}

    def __str__(self) -> str:
        """The source as it is cited: body, document, year, and "unverified" if it is."""
        dated = f"{self.document}, {self.year or 'undated'}" if self.document else ""
        return ", ".join(part for part in (self.body, dated, "" if self.is_verified else "unverified") if part)


class Sourced(PackEntry, frozen=True, kw_only=True):
    """The base class of entries that cite a source."""

    source: SourceId
    review_by: dt.date | None = None
    """The day after which it needs a check; by default, the day of its source."""

    required: bool = False
    """Whether it belongs to the safety core, which no overlay can change or withdraw."""

    origin: str = ""
    """The short name of the overlay that adds or changes it; empty for the national pack. A file cannot set it."""

    named: tuple[ContactId, ...] = ()
    """The contacts whose name or number its text gives. A file cannot set it."""
