"""The chronology as a whole: recent incidents, silences, weeks, and what no assessment has taken up."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from content.entries.incident import Incident, day_of, span
from content.records import as_utc, uncorrected_records

RECENT_DAYS = 14
"""How long ago still counts as recent, in days."""

QUIET_DAYS = 14
"""How many days without an incident are told as a silence."""

BUSY_DAYS = 28
"""How long before a silence is looked at, in days."""

BUSY_INCIDENTS = 3
"""How many incidents in that time make a silence after them worth telling."""


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """One week of the chronology, Monday to Sunday."""

    monday: dt.date
    count: int
    """How many incidents happened on a day of it; those without an exact day are in no week."""

    assessments: tuple[dt.date, ...] = ()
    """The days of it on which an assessment was signed off."""


def by_when(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Incidents in the order they happened in, then in which they were recorded; those with no readable date last."""
    never = (dt.date.max, dt.date.max)
    return tuple(sorted(incidents, key=lambda incident: (span(incident) or never, as_utc(incident.at))))


def in_last(incidents: Sequence[Incident], days: int, today: dt.date) -> tuple[Incident, ...]:
    """The standing incidents of the last days, today being one of them; only those with an exact day."""
    return _between(incidents, _back(today, days - 1), today)


def without_a_day(incidents: Sequence[Incident], since: dt.date | None = None) -> tuple[Incident, ...]:
    """The standing incidents with no exact day; given a day, only those that can have happened on it or after.

    One whose date cannot be read can have happened on any.
    """
    return tuple(
        incident
        for incident in uncorrected_records(incidents)
        if day_of(incident) is None and (since is None or (span(incident) or (since, since))[1] >= since)
    )


def recent_line(incidents: Sequence[Incident], today: dt.date) -> str:
    """What happened of late, as a fact and with no conclusion: `3 in the last 14 days, 1 in the 14 before`.

    Days count by when it happened. An incident without an exact day is counted in neither, and told apart where it can
    be as recent as that. Empty where the chronology is.
    """
    if not incidents:
        return ""
    start = _back(today, RECENT_DAYS)
    recent = in_last(incidents, RECENT_DAYS, today)
    before = in_last(incidents, RECENT_DAYS, start)
    line = f"{_some(len(recent))} in the last {RECENT_DAYS} days, {_some(len(before))} in the {RECENT_DAYS} before"
    return line + _and_vague(without_a_day(incidents, _back(start, RECENT_DAYS - 1)))


def silence_line(incidents: Sequence[Incident], today: dt.date) -> str:
    """A silence after a busy stretch, as a fact: `nothing recorded for 23 days, after 5 in the 28 days before that`.

    Told from `QUIET_DAYS` after the last incident with an exact day, where at least `BUSY_INCIDENTS` fell in the
    `BUSY_DAYS` that end with it; empty otherwise. One without an exact day that can lie in the silence is told too.
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
    """Every week from the first incident or assessment to this one, with or without an event; none where there is none.

    Only standing incidents with an exact day are counted: an approximate one would stand in a false week, so it is in
    none, and `without_a_day` gives it.

    Args:
        incidents: The whole chronology.
        assessment_days: The day of each sign-off, by the pack's clock.
        today: Any day of the last week.
    """
    happened = [day for each in uncorrected_records(incidents) if (day := day_of(each))]
    signed = sorted(assessment_days)
    if not happened and not signed:
        return ()
    # By number, so that the last week that a date can be in has an end too.
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
        assessed: `Case.assessed`: a correction of an assessment takes up nothing.
    """
    standing = uncorrected_records(incidents)
    if assessed is None:
        return standing
    return tuple(incident for incident in standing if as_utc(incident.at) > as_utc(assessed))


def last_day(incidents: Sequence[Incident]) -> dt.date | None:
    """The day of the latest standing incident with an exact one."""
    return max((day for each in uncorrected_records(incidents) if (day := day_of(each))), default=None)


def _between(incidents: Sequence[Incident], first: dt.date, last: dt.date) -> tuple[Incident, ...]:
    return tuple(each for each in uncorrected_records(incidents) if (day := day_of(each)) and first <= day <= last)


def _back(day: dt.date, days: int) -> dt.date:
    return day - dt.timedelta(days=days)


def _monday(day: dt.date) -> int:
    """The number of the Monday of a day's week."""
    return day.toordinal() - day.weekday()


def _some(count: int) -> str:
    return str(count) if count else "none"


def _and_vague(incidents: Sequence[Incident]) -> str:
    return f", and {len(incidents)} with no exact day" if incidents else ""
