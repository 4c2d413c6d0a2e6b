"""Counts over the incidents: recent ones, silences, weeks, and those that no assessment has considered."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from content.entries.incident import Incident, day_of, span
from content.records import as_utc, uncorrected_records

RECENT_DAYS = 14
"""The number of days that count as recent."""

QUIET_DAYS = 14
"""The number of days without an incident from which a silence is reported."""

BUSY_DAYS = 28
"""The number of days before a silence in which incidents are counted."""

BUSY_INCIDENTS = 3
"""The number of incidents in those days from which a silence after them is reported."""


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """One week of the chronology, Monday to Sunday."""

    monday: dt.date
    count: int
    """The number of incidents in the week; those without an exact day are in no week."""

    assessments: tuple[dt.date, ...] = ()
    """The days of the week on which an assessment was signed off."""


def by_when(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Sort incidents by when they happened, then by when they were recorded; those with no readable date are last."""
    never = (dt.date.max, dt.date.max)
    return tuple(sorted(incidents, key=lambda incident: (span(incident) or never, as_utc(incident.at))))


def in_last(incidents: Sequence[Incident], days: int, today: dt.date) -> tuple[Incident, ...]:
    """The uncorrected incidents with an exact day in the last days, counting today."""
    return _between(incidents, _back(today, days - 1), today)


def without_a_day(incidents: Sequence[Incident], since: dt.date | None = None) -> tuple[Incident, ...]:
    """The uncorrected incidents without an exact day; given a day, only those that may have happened then or later.

    An incident with an unreadable date may have happened on any day.
    """
    return tuple(
        incident
        for incident in uncorrected_records(incidents)
        if day_of(incident) is None and (since is None or (span(incident) or (since, since))[1] >= since)
    )


def recent_line(incidents: Sequence[Incident], today: dt.date) -> str:
    """The number of recent incidents, with no conclusion: `3 in the last 14 days, 1 in the 14 before`.

    The day of the event counts. Incidents without an exact day that may be as recent are counted separately. Empty if
    there are no incidents.
    """
    if not incidents:
        return ""
    start = _back(today, RECENT_DAYS)
    recent = in_last(incidents, RECENT_DAYS, today)
    before = in_last(incidents, RECENT_DAYS, start)
    line = f"{_some(len(recent))} in the last {RECENT_DAYS} days, {_some(len(before))} in the {RECENT_DAYS} before"
    return line + _and_vague(without_a_day(incidents, _back(start, RECENT_DAYS - 1)))


def silence_line(incidents: Sequence[Incident], today: dt.date) -> str:
    """A silence after a busy period: `nothing recorded for 23 days, after 5 in the 28 days before that`.

    Reported from `QUIET_DAYS` after the last incident with an exact day, if at least `BUSY_INCIDENTS` happened in the
    `BUSY_DAYS` that end with it; otherwise empty. Incidents without an exact day that may be in the silence are counted
    separately.
    """
    days = [day for each in uncorrected_records(incidents) if (day := day_of(each)) and day <= today]
    if not days:
        return ""
    last = max(days)
    quiet = (today - last).days
    busy = len(in_last(incidents, BUSY_DAYS, last))
    if quiet < QUIET_DAYS or busy < BUSY_INCIDENTS:
        return ""
    line = f"nothing recorded for {quiet} days, after {busy} in the {BUSY_DAYS} days before that"
    return line + _and_vague(without_a_day(incidents, last + dt.timedelta(days=1)))


def weeks(incidents: Sequence[Incident], assessment_days: Iterable[dt.date], today: dt.date) -> tuple[Week, ...]:
    """Every week from the first incident or assessment to this week, also those without an event.

    Only uncorrected incidents with an exact day are counted, because the week of the others is not known;
    `without_a_day` returns those.

    Args:
        incidents: The whole chronology.
        assessment_days: The day of each sign-off, by the pack's clock.
        today: Any day of the last week.
    """
    happened = [day for each in uncorrected_records(incidents) if (day := day_of(each))]
    signed = sorted(assessment_days)
    if not happened and not signed:
        return ()
    # Ordinals, because a date after the last week of the calendar cannot be a `date`.
    mondays = [_monday(day) for day in (*happened, *signed, today)]
    counts = dict.fromkeys(range(min(mondays), max(mondays) + 1, 7), 0)
    for day in happened:
        counts[_monday(day)] += 1
    marks: dict[int, list[dt.date]] = {}
    for day in signed:
        marks.setdefault(_monday(day), []).append(day)
    return tuple(
        Week(monday=dt.date.fromordinal(monday), count=count, assessments=tuple(marks.get(monday, ())))
        for monday, count in counts.items()
    )


def new_since(incidents: Sequence[Incident], assessed: dt.datetime | None) -> tuple[Incident, ...]:
    """The uncorrected incidents recorded after the latest sign-off, which no assessment has considered yet.

    The time of recording counts, and not the day of the event: an incident of last year that is reported today is new.
    The sign-off counts, and not the start: an incident recorded while a draft is open belongs to that draft if it is
    recorded before the sign-off. A draft therefore lists these at its start, and reads them again at sign-off. A
    correction of an incident counts like any other entry. Before the first assessment all incidents are new.

    Args:
        incidents: The whole chronology.
        assessed: `Case.assessed`, which a correction of an assessment does not change.
    """
    standing = uncorrected_records(incidents)
    if assessed is None:
        return standing
    return tuple(incident for incident in standing if as_utc(incident.at) > as_utc(assessed))


def last_day(incidents: Sequence[Incident]) -> dt.date | None:
    """The day of the latest uncorrected incident with an exact day."""
    return max((day for each in uncorrected_records(incidents) if (day := day_of(each))), default=None)


def _between(incidents: Sequence[Incident], first: dt.date, last: dt.date) -> tuple[Incident, ...]:
    return tuple(each for each in uncorrected_records(incidents) if (day := day_of(each)) and first <= day <= last)


def _back(day: dt.date, days: int) -> dt.date:
    return day - dt.timedelta(days=days)


def _monday(day: dt.date) -> int:
    """The ordinal of the Monday of a day's week."""
    return day.toordinal() - day.weekday()


def _some(count: int) -> str:
    return str(count) if count else "none"


def _and_vague(incidents: Sequence[Incident]) -> str:
    return f", and {len(incidents)} with no exact day" if incidents else ""
