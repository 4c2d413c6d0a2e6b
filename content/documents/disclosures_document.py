"""The disclosures of a case: what was given to whom."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from content.case.model import Case
from content.documents.document import Document, Line, Section
from content.documents.entry_document import ListedEntry, entry_line, listed_entries
from content.entries.disclosure import DISCLOSURE
from content.entries.kind import EntryKind
from content.entries.registry import EntryName
from content.records import uncorrected_records
from content.review.overview import disclosures_line

DISCLOSURE_KINDS: Mapping[EntryName, EntryKind[Any]] = {"disclosure": DISCLOSURE}
"""The kinds of entry that the list of disclosures has."""


def disclosures_document(case: Case, zone: ZoneInfo) -> Document:
    """A line for each disclosure, latest first; corrected ones stay, with a mark."""
    summary = Line(text=disclosures_line(case) or "No disclosures recorded.")
    lines = tuple(entry_line(each, zone) for each in _latest_first(case, zone))
    return Document(
        title="Disclosures",
        sections=(Section(name="summary", blocks=(summary,)), Section(name="disclosures", blocks=lines)),
    )


def standing_disclosure_lines(case: Case, zone: ZoneInfo) -> list[Line]:
    """A line for each disclosure that no later one corrects, the latest first."""
    standing = {disclosure.id for disclosure in uncorrected_records(case.disclosures)}
    return [entry_line(each, zone) for each in _latest_first(case, zone) if each.entry.id in standing]


def _latest_first(case: Case, zone: ZoneInfo) -> list[ListedEntry]:
    return sorted(listed_entries(case, DISCLOSURE_KINDS), key=lambda each: each.order(zone), reverse=True)
