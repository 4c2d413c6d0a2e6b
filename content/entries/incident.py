"""Incidents: what happened to the person, when, and when it was recorded."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast
from zoneinfo import ZoneInfo

import msgspec

from content.dates import Date, day_in_words, short
from content.entries import when as whens
from content.entries.kind import (
    EntryKind,
    EntryLine,
    EntryView,
    corrected_parts,
    correction_mark,
    correction_parts,
    is_correction,
    recorded_on,
)
from content.entries.typed_fields import SEPARATOR, EntryContext, Typed, one_of, some_of, text_of
from content.errors import DateError, IncidentError
from content.records import Record
from content.text import one_line

IncidentId = str

Channel = Literal["in person", "phone", "online", "through others", "at home", "at work", "property"]
CHANNELS: tuple[Channel, ...] = ("in person", "phone", "online", "through others", "at home", "at work", "property")

Reported = Literal["yes", "no", "not known", ""]
REPORTED: tuple[Reported, ...] = ("yes", "no", "not known")


class Incident(Record, frozen=True, kw_only=True):
    """One event of the chronology as it was recorded; it never changes."""

    id: IncidentId
    happened: str
    """The start in the stored form of `content.dates`: exact or approximate."""

    until: str = ""
    """The end, if it happened between two dates or continued; otherwise empty."""

    what: str
    how: tuple[Channel, ...] = ()
    where: str = ""
    effect: str = ""
    """The effect on the person."""

    who_was_there: str = ""
    reported: Reported = ""
    """Whether it was reported; empty means not asked."""

    reference: str = ""
    """The reference of the report, such as a crime number."""

    evidence: str = ""
    evidence_where: str = ""
    """Where the evidence is held; it is never stored here."""

    at: dt.datetime
    """When it was recorded."""

    by: str
    corrects: IncidentId | None = None
    """The incident that this one corrects."""

    why_corrected: str = ""


def check_incident(incident: Incident) -> None:
    """Validate an incident: what happened is required and, for a correction, the reason.

    Raises:
        IncidentError: With the sentence to show beside the field.
    """
    if not incident.what.strip():
        raise IncidentError("what", "what happened is needed, in a few words")
    if incident.corrects is not None and not incident.why_corrected.strip():
        raise IncidentError("why_corrected", "why the earlier entry is corrected is needed")


def when(incident: Incident) -> tuple[Date, Date] | None:
    """The start and the end of an incident; empty if its date is unreadable."""
    return whens.start_and_end(incident.happened, incident.until)


def span(incident: Incident) -> tuple[dt.date, dt.date] | None:
    """The first and the last day on which an incident may have happened."""
    dates = when(incident)
    return (dates[0].first, max(dates[0].first, dates[1].last)) if dates else None


def day_of(incident: Incident) -> dt.date | None:
    """The day of an incident, or None if the exact day is not known."""
    dates = when(incident)
    return dates[0].exact if dates and dates[0] == dates[1] else None


def happened_in_words(incident: Incident) -> str:
    """When an incident happened, in words: `Sun 15 Nov 2026`, `about Dec 2025`, `between ... and ...`."""
    return whens.in_words(when(incident))


def read_incident(typed: Typed, context: EntryContext[Incident]) -> Incident:
    """Make the incident that was typed: `what` and `happened` are required and, for a correction, `why_corrected`.

    Raises:
        IncidentError: With the sentence to show beside the field.
    """
    incident = Incident(
        id=context.id,
        happened="",
        what=text_of(typed, "what"),
        how=tuple(each for each in CHANNELS if each in some_of(typed, "how")),
        where=text_of(typed, "where"),
        effect=text_of(typed, "effect"),
        who_was_there=text_of(typed, "who_was_there"),
        reported=cast("Reported", one_of(typed, "reported", REPORTED)),
        reference=text_of(typed, "reference"),
        evidence=text_of(typed, "evidence"),
        evidence_where=text_of(typed, "evidence_where"),
        at=context.now,
        by=context.by,
        corrects=context.earlier.id if context.earlier else None,
        why_corrected=text_of(typed, "why_corrected"),
    )
    check_incident(incident)
    field = "happened"
    try:
        happened = whens.read_happened(typed.get("happened", ""), today=context.today)
        field = "until"
        until = whens.read_until(typed.get("until", ""), happened, today=context.today)
    except DateError as error:
        raise IncidentError(field, str(error)) from error
    return msgspec.structs.replace(incident, happened=happened, until=until)


def typed_incident(incident: Incident) -> dict[str, str]:
    """An incident as typed text, to start its correction from."""
    return {
        "what": incident.what,
        "happened": incident.happened,
        "until": incident.until,
        "how": SEPARATOR.join(incident.how),
        "where": incident.where,
        "effect": incident.effect,
        "who_was_there": incident.who_was_there,
        "reported": incident.reported,
        "reference": incident.reference,
        "evidence": incident.evidence,
        "evidence_where": incident.evidence_where,
    }


def _initial(context: EntryContext[Incident]) -> Mapping[str, str]:
    return typed_incident(context.earlier) if context.earlier else {}


def _echo(field: str, text: str, context: EntryContext[Incident]) -> str:
    return whens.echo_happened(text, today=context.today) if field in {"happened", "until"} else ""


def _day(incident: Incident, zone: ZoneInfo) -> dt.date:
    """The earliest day on which it may have happened."""
    possible = span(incident)
    return possible[0] if possible else recorded_on(incident, zone)


def _line(incident: Incident, recorded: Sequence[Incident], zone: ZoneInfo) -> EntryLine:
    happened = span(incident)
    exact = happened is not None and happened[0] == happened[1]
    words = one_line(incident.what)
    if not exact:
        words = f"{happened_in_words(incident)}: {words}"
    if incident.how:
        words = f"{', '.join(incident.how)}: {words}"
    day = recorded_on(incident, zone)
    if not (happened and happened[0] == day):
        words += f" (recorded {short(day)})"
    mark, tone = correction_mark(incident, recorded)
    return EntryLine(short(happened[0]) if happened and exact else "", mark + words, tone)


def _parts(incident: Incident, recorded: Sequence[Incident], zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    def named(other: Incident) -> str:
        written = f"recorded {day_in_words(recorded_on(other, zone))} by {one_line(other.by)}"
        return f"{happened_in_words(other)}: {one_line(other.what)} ({written})"

    yield from correction_parts(incident, recorded, named)
    yield "What happened", incident.what
    yield "When", happened_in_words(incident)
    yield "How and where", ", ".join(incident.how)
    yield "Place", incident.where
    yield "Effect", incident.effect
    yield "Who was there", incident.who_was_there
    yield "Reported", incident.reported or "not asked"
    yield "Reported under", incident.reference
    yield "Evidence", incident.evidence
    yield "Where it is held", incident.evidence_where
    yield from corrected_parts(incident, recorded, named)


INCIDENT = EntryKind(
    record=Incident,
    table="incidents",
    operation="collection",
    is_change=is_correction,
    is_correctable=True,
    read=read_incident,
    initial=_initial,
    echo=_echo,
    confirmation=lambda incident: f"Recorded: {happened_in_words(incident)}.",
    view=EntryView(day=_day, line=_line, parts=_parts, is_in_chronology=True),
)
