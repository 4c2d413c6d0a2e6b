"""The chronology: incidents, notes and assessments on one line of time, and one entry of it in full."""

import datetime as dt
from zoneinfo import ZoneInfo

from content.case.incidents import Incident, happened_in_words, new_since, span
from content.case.model import Assessment, Case
from content.case.notes import Note
from content.case.phrases import clock, day, kind_in_words, local_day
from content.dates import in_words, short
from content.documents.document import Document, Line, Section, labelled
from content.records import as_utc, correction_of
from content.review.comparison import view_in_words
from content.review.overview import incidents_line
from content.text import one_line

Entry = Incident | Note | Assessment


def chronology_document(case: Case, zone: ZoneInfo, today: dt.date) -> Document:
    """A line for each entry, the latest first; corrected entries stay, and say so.

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
    """A line for each entry of a case, the latest first."""
    new = {incident.id for incident in new_since(case.incidents, case.assessed)} if case.assessed else set()
    return tuple(_line(case, entry, zone, is_new=entry.id in new) for entry in _latest_first(case, zone))


def find_entry(case: Case, wanted: str) -> Entry | None:
    """The entry of an id."""
    return next((entry for entry in _entries(case) if entry.id == wanted), None)


def entry_in_week(case: Case, monday: dt.date, zone: ZoneInfo) -> str:
    """The id of the latest entry of a week or before it; empty if every entry is later."""
    last = monday + dt.timedelta(days=6)
    return next((entry.id for entry in _latest_first(case, zone) if _sort_key(entry, zone)[0] <= last), "")


def entry_document(case: Case, entry: Incident | Note, zone: ZoneInfo) -> Document:
    """Everything that was recorded in one entry."""
    fields = _note_fields(entry) if isinstance(entry, Note) else _incident_fields(case, entry, zone)
    recorded = f"{day(entry.at, zone)} {clock(entry.at, zone)} by {one_line(entry.by)}"
    return Document(title="Entry", sections=(Section(blocks=labelled((*fields, ("Recorded", recorded)))),))


def _entries(case: Case) -> list[Entry]:
    return [*case.incidents, *case.notes, *case.assessments]


def _latest_first(case: Case, zone: ZoneInfo) -> list[Entry]:
    return sorted(_entries(case), key=lambda entry: _sort_key(entry, zone), reverse=True)


def _sort_key(entry: Entry, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
    """The earliest day that an incident can have happened on, or the day that anything else was recorded."""
    if isinstance(entry, Assessment):
        return local_day(entry.signed_off, zone), as_utc(entry.signed_off)
    possible = span(entry) if isinstance(entry, Incident) else None
    return possible[0] if possible else local_day(entry.at, zone), as_utc(entry.at)


def _line(case: Case, entry: Entry, zone: ZoneInfo, *, is_new: bool) -> Line:
    if isinstance(entry, Assessment):
        words = f"ASSESSED {entry.level_name}, {view_in_words(entry).lower()}, by {one_line(entry.by)}"
        text = f"{words} ({kind_in_words(entry)})"
        return Line(label=day(entry.signed_off, zone), text=text, anchor=entry.id, tone="heading")
    if isinstance(entry, Note):
        return Line(label=day(entry.at, zone), text=f"note: {note_words(entry)}", anchor=entry.id)
    return _incident_line(case, entry, zone, is_new=is_new)


def note_words(note: Note) -> str:
    """A note on one line: the trigger that it names, its text, and who wrote it."""
    trigger = f"TRIGGER {one_line(note.trigger_name or note.trigger)}. " if note.trigger else ""
    return f"{trigger}{one_line(note.text)} ({one_line(note.by)})"


def _incident_line(case: Case, incident: Incident, zone: ZoneInfo, *, is_new: bool) -> Line:
    possible = span(incident)
    first, last = possible or (None, None)
    words = one_line(incident.what)
    if first is None or first != last:
        words = f"{happened_in_words(incident)}: {words}"
    if incident.how:
        words = f"{', '.join(incident.how)}: {words}"
    recorded = local_day(incident.at, zone)
    if first != recorded:
        words += f" (recorded {short(recorded)})"
    label = short(first) if first and first == last else ""
    if correction_of(case.incidents, incident.id):
        return Line(label=label, text=f"PUT RIGHT by a later entry: {words}", anchor=incident.id, tone="quiet")
    marks = ("NEW " if is_new else "") + ("puts another entry right: " if incident.corrects else "")
    return Line(label=label, text=marks + words, anchor=incident.id)


def _incident_fields(case: Case, incident: Incident, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    corrected = next((each for each in case.incidents if each.id == incident.corrects), None)
    correction = correction_of(case.incidents, incident.id)
    return (
        ("Put right by", _reference(correction, zone) if correction else ""),
        ("Why", correction.why_corrected if correction else ""),
        ("What happened", incident.what),
        ("When", happened_in_words(incident)),
        ("How and where", ", ".join(incident.how)),
        ("Place", incident.where),
        ("Effect", incident.effect),
        ("Who was there", incident.who_was_there),
        ("Reported", incident.reported or "not asked"),
        ("Reported under", incident.reference),
        ("Evidence", incident.evidence),
        ("Where it is held", incident.evidence_where),
        ("Puts right", _reference(corrected, zone) if corrected else ""),
        ("Why put right", incident.why_corrected),
    )


def _reference(incident: Incident, zone: ZoneInfo) -> str:
    """An incident as another one refers to it."""
    recorded = in_words(local_day(incident.at, zone))
    return f"{happened_in_words(incident)}: {one_line(incident.what)} (recorded {recorded} by {one_line(incident.by)})"


def _note_fields(note: Note) -> tuple[tuple[str, str], ...]:
    return (
        ("Reason to reassess", note.trigger_name or note.trigger or ""),
        ("Note", note.text),
        ("Rests on", note.basis or "not said"),
    )
