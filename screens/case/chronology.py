"""The chronology of a case: what happened, what was noted, and when the risk was assessed, on one line of time."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType

from content.case.incidents import Incident, happened_in_words, new_since, span
from content.case.model import Assessment, Case
from content.case.notes import Note
from content.case.phrases import clock, day, kind_in_words, local_day
from content.dates import in_words, short
from content.records import as_utc, correction_of
from content.review.comparison import view_in_words
from content.review.overview import incidents_line
from content.text import one_line
from screens.case.assessment_view import ViewScreen
from screens.case.entries_page import DATE, EntriesPage, part_rows
from screens.widgets.rows import Row, Rows

Entry = Incident | Note | Assessment


class ChronologyScreen(EntriesPage):
    """Read what happened over time, the latest first; add to it, and put an entry right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked entry in full"),
        Binding("i", "ask('incident')", "incident", tooltip="Record an incident"),
        Binding("x", "correct", "put right", tooltip="Put the marked incident right by a new entry"),
        Binding("t", "ask('note')", "note", tooltip="Write a note on the case"),
        Binding("slash", "find", "find", tooltip="Find words in the chronology"),
    ]
    CORRECTING = "correct incident"
    NOTHING_TO_CORRECT = "Only an incident is put right here; a note stays as it is, and another can be added."

    def __init__(self, case: Case, *, zone: ZoneInfo, today: dt.date, at: dt.date | None = None) -> None:
        """Show the chronology of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            today: The day that recent incidents are counted back from.
            at: The day to start at; the latest entry where it is not given.
        """
        super().__init__(case, zone, entry_at(case, at, zone) if at else "")
        self._today = today
        self.place = f"{case.id} {one_line(case.initials)}  Chronology"

    def summary(self) -> str:
        """What happened of late."""
        return incidents_line(self._case, self._today) or "No incidents recorded."

    def rows(self) -> list[Row]:
        """A line for each entry, the latest first."""
        return chronology_rows(self._case, self._zone)

    def correctable(self) -> Sequence[Incident]:
        """The incidents; a note stays as it is."""
        return self._case.incidents

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        entry = next((each for each in _entries(self._case) if each.id == event.row.id), None)
        if isinstance(entry, Assessment):
            self.ask("view", entry.id)
        elif entry:
            rows = list(entry_rows(self._case, entry, self._zone))
            self.app.push_screen(ViewScreen(f"{self._case.id}  Entry", rows))


def chronology_rows(case: Case, zone: ZoneInfo) -> list[Row]:
    """A line for each entry, the latest first; those put right stay, and say so."""
    new = {incident.id for incident in new_since(case.incidents, case.assessed)} if case.assessed else set()
    ordered = sorted(_entries(case), key=lambda entry: _order(entry, zone), reverse=True)
    rows = [_row(case, entry, zone, is_new=entry.id in new) for entry in ordered]
    return rows or [Row(id="", text="Nothing here yet: i records an incident, t writes a note.")]


def entry_at(case: Case, wanted: dt.date, zone: ZoneInfo) -> str:
    """The latest entry of the week that begins on a day, or the one nearest before its end."""
    last = wanted + dt.timedelta(days=6)
    ordered = sorted(_entries(case), key=lambda entry: _order(entry, zone), reverse=True)
    return next((entry.id for entry in ordered if _order(entry, zone)[0] <= last), "")


def entry_rows(case: Case, entry: Incident | Note, zone: ZoneInfo) -> Iterator[Row]:
    """Every line of one entry."""
    told = _note_lines(entry) if isinstance(entry, Note) else _incident_lines(case, entry, zone)
    recorded = f"{day(entry.at, zone)} {clock(entry.at, zone)} by {one_line(entry.by)}"
    yield from part_rows((*told, ("Recorded", recorded)))


def _entries(case: Case) -> list[Entry]:
    return [*case.incidents, *case.notes, *case.assessments]


def _order(entry: Entry, zone: ZoneInfo) -> tuple[dt.date, dt.datetime]:
    """By the earliest day that an incident can have happened on, or the day that anything else was recorded."""
    if isinstance(entry, Assessment):
        return local_day(entry.signed_off, zone), as_utc(entry.signed_off)
    possible = span(entry) if isinstance(entry, Incident) else None
    return possible[0] if possible else local_day(entry.at, zone), as_utc(entry.at)


def _row(case: Case, entry: Entry, zone: ZoneInfo, *, is_new: bool) -> Row:
    if isinstance(entry, Assessment):
        words = f"ASSESSED {entry.level_name}, {view_in_words(entry).lower()}, by {one_line(entry.by)}"
        head = day(entry.signed_off, zone)
        text = f"{head:<{DATE}}{words} ({kind_in_words(entry)})"
        return Row(id=entry.id, text=text, hang=DATE, look="heading")
    if isinstance(entry, Note):
        trigger = f"TRIGGER {one_line(entry.trigger_name or entry.trigger)}. " if entry.trigger else ""
        text = f"note: {trigger}{one_line(entry.text)} ({one_line(entry.by)})"
        return Row(id=entry.id, text=f"{day(entry.at, zone):<{DATE}}{text}", hang=DATE)
    return _incident_row(case, entry, zone, is_new=is_new)


def _incident_row(case: Case, incident: Incident, zone: ZoneInfo, *, is_new: bool) -> Row:
    happened = span(incident)
    exact = happened is not None and happened[0] == happened[1]
    head = short(happened[0]) if happened and exact else ""
    words = one_line(incident.what)
    if not exact:
        words = f"{happened_in_words(incident)}: {words}"
    if incident.how:
        words = f"{', '.join(incident.how)}: {words}"
    recorded = local_day(incident.at, zone)
    if not (happened and happened[0] == recorded):
        words += f" (recorded {short(recorded)})"
    corrected = correction_of(case.incidents, incident.id)
    if corrected:
        return Row(id=incident.id, text=f"{head:<{DATE}}PUT RIGHT by a later entry: {words}", hang=DATE, look="quiet")
    marks = ("NEW " if is_new else "") + ("puts another entry right: " if incident.corrects else "")
    return Row(id=incident.id, text=f"{head:<{DATE}}{marks}{words}", hang=DATE)


def _incident_lines(case: Case, incident: Incident, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    corrected = next((each for each in case.incidents if each.id == incident.corrects), None)
    correction = correction_of(case.incidents, incident.id)
    return (
        ("Put right by", _named(correction, zone) if correction else ""),
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
        ("Puts right", _named(corrected, zone) if corrected else ""),
        ("Why put right", incident.why_corrected),
    )


def _named(incident: Incident, zone: ZoneInfo) -> str:
    recorded = in_words(local_day(incident.at, zone))
    return f"{happened_in_words(incident)}: {one_line(incident.what)} (recorded {recorded} by {one_line(incident.by)})"


def _note_lines(note: Note) -> tuple[tuple[str, str], ...]:
    return (
        ("Reason to reassess", note.trigger_name or note.trigger or ""),
        ("Note", note.text),
        ("Rests on", note.basis or "not said"),
    )
