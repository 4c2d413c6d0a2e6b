"""The chronology: entries and assessments on one line of time."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from content.case.incidents import new_since
from content.case.model import Assessment, Case
from content.case.phrases import day, kind_in_words, local_day
from content.documents.document import Document, Line, Section
from content.documents.entry_document import ListedEntry, entry_line, listed_entries
from content.entries.kind import EntryKind
from content.entries.registry import ENTRY_KINDS, EntryName
from content.records import as_utc
from content.review.comparison import view_in_words
from content.review.overview import incidents_line
from content.text import one_line

CHRONOLOGY_KINDS: Mapping[EntryName, EntryKind[Any]] = {
    name: kind for name, kind in ENTRY_KINDS.items() if kind.view and kind.view.is_in_chronology
}
"""The kinds of entry that the chronology lists."""


def chronology_document(case: Case, zone: ZoneInfo, today: dt.date) -> Document:
    """A line for each entry, latest first; corrected entries stay, with a mark.

    Args:
        case: The case.
        zone: The pack's time zone.
        today: The day that recent incidents are counted back from.
    """
    summary = Line(text=incidents_line(case, today) or "No incidents recorded.")
    return Document(
        title="Chronology",
        sections=(
            Section(name="summary", blocks=(summary,)),
            Section(name="entries", blocks=entry_lines(case, zone)),
        ),
    )


def entry_lines(case: Case, zone: ZoneInfo) -> tuple[Line, ...]:
    """A line for each entry and each assessment of a case, the latest first."""
    new = {incident.id for incident in new_since(case.incidents, case.assessed)} if case.assessed else set()
    return tuple(
        _assessment_line(each, zone)
        if isinstance(each, Assessment)
        else entry_line(each, zone, mark="NEW " if each.entry.id in new else "")
        for each in _latest_first(case, zone)
    )


def entry_in_week(case: Case, monday: dt.date, zone: ZoneInfo) -> str:
    """The id of the latest entry in or before a week; empty if every entry is later."""
    last = monday + dt.timedelta(days=6)
    found = (each for each in _latest_first(case, zone) if _order(each, zone)[0] <= last)
    return next((each.id if isinstance(each, Assessment) else each.entry.id for each in found), "")


def _latest_first(case: Case, zone: ZoneInfo) -> list[ListedEntry | Assessment]:
    entries: list[ListedEntry | Assessment] = [*listed_entries(case, CHRONOLOGY_KINDS), *case.assessments]
    return sorted(entries, key=lambda each: _order(each, zone), reverse=True)


def _order(listed: ListedEntry | Assessment, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
    if isinstance(listed, Assessment):
        return local_day(listed.signed_off, zone), as_utc(listed.signed_off)
    return listed.order(zone)


def _assessment_line(assessment: Assessment, zone: ZoneInfo) -> Line:
    judged = f"{assessment.level_name}, {view_in_words(assessment).lower()}, by {one_line(assessment.by)}"
    kind = kind_in_words(assessment)
    text = f"{kind.upper()}: {judged}" if assessment.unfinished else f"ASSESSED {judged} ({kind})"
    return Line(label=day(assessment.signed_off, zone), text=text, anchor=assessment.id, tone="heading")
