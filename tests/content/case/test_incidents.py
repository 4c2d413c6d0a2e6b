"""What happened, when, and what is told of it as a fact."""

import contextlib
import datetime as dt
import itertools
import re

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.case import incidents as incident_rules
from content.dates import Date, date_in_words, format_stored, parse_stored
from content.entries.incident import Incident, check_incident, happened_in_words, when
from content.entries.when import read_happened, read_until
from content.errors import DateError, IncidentError
from content.records import correction_of, uncorrected_records
from tests.builders import NOW, an_incident

TODAY = dt.date(2026, 11, 22)
"""A Sunday."""

DAY = dt.timedelta(days=1)
PLAIN = re.compile(r"\d{4}-\d\d-\d\d")
NEAR = st.dates(dt.date(2023, 6, 1), dt.date(2028, 12, 31))
"""Years of 52 and 53 weeks, two leap days, and both changes of the clock in each year."""


def days_ago(*ages: int) -> tuple[Incident, ...]:
    return on(*(TODAY - age * DAY for age in ages))


def on(*days: dt.date | str) -> tuple[Incident, ...]:
    return tuple(an_incident(str(day), id=str(number)) for number, day in enumerate(days))


@st.composite
def dates(draw: st.DrawFn) -> Date:
    day = draw(NEAR)
    precision = draw(st.sampled_from(["year", "month", "day", "day", "day"]))
    return Date(
        year=day.year,
        month=None if precision == "year" else day.month,
        day=day.day if precision == "day" else None,
        about=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def chronologies(draw: st.DrawFn) -> tuple[Incident, ...]:
    """Incidents of every precision, some between two dates, some corrected by a later one."""
    incidents: list[Incident] = []
    for number in range(draw(st.integers(0, 10))):
        start = draw(dates())
        end = draw(st.none() | dates())
        earlier = st.sampled_from([each.id for each in incidents]) if incidents else st.none()
        incidents.append(
            an_incident(
                format_stored(start),
                until=format_stored(end) if end else "",
                id=str(number),
                at=NOW + number * dt.timedelta(hours=1),
                corrects=draw(st.none() | earlier),
            )
        )
    return tuple(incidents)


def plain_days(incidents: tuple[Incident, ...]) -> list[dt.date]:
    """The model: the days that stand written as one, of what no other entry names."""
    corrected = {each.corrects for each in incidents}
    return [
        dt.date.fromisoformat(each.happened)
        for each in incidents
        if each.id not in corrected and PLAIN.fullmatch(each.happened) and each.until in {"", each.happened}
    ]


def read_dates(happened: str, until: str, *, today: dt.date) -> tuple[str, str]:
    """What the two fields of a form keep of what was typed into them."""
    start = read_happened(happened, today=today)
    return start, read_until(until, start, today=today)


@pytest.mark.parametrize(
    ("happened", "until", "kept_as"),
    [
        ("yesterday", "", ("2026-11-21", "")),
        ("about Dec 2025", "", ("about 2025-12", "")),
        ("2019", "", ("2019", "")),
        ("3 Nov", "5 Nov", ("2026-11-03", "2026-11-05")),
        ("3 Nov", "3/11/2026", ("2026-11-03", "")),
        ("15 Nov 2026", "Nov 2026", ("2026-11-15", "2026-11")),
        ("Nov 2026", "today", ("2026-11", "2026-11-22")),
    ],
)
def test_when_it_happened_is_kept_as_it_was_said(happened: str, until: str, kept_as: tuple[str, str]) -> None:
    assert read_dates(happened, until, today=TODAY) == kept_as


@pytest.mark.parametrize(
    ("happened", "until", "says"),
    [
        ("", "", "when it happened is needed"),
        ("soon", "", "is not a date"),
        ("tomorrow", "", "Mon 23 Nov 2026 is ahead"),
        ("in 2 weeks", "", "is ahead"),
        ("Dec 2026", "", "Dec 2026 is ahead"),
        ("about 2027", "", "about 2027 is ahead"),
        ("3 Nov", "tomorrow", "Mon 23 Nov 2026 is ahead"),
        ("3 Nov", "2 Nov", "Mon 2 Nov 2026 is before the start, Tue 3 Nov 2026"),
        ("3 Nov", "Oct 2026", "Oct 2026 is before the start"),
    ],
)
def test_what_cannot_have_happened_so_is_refused_in_a_sentence(happened: str, until: str, says: str) -> None:
    with pytest.raises(DateError, match=says):
        read_dates(happened, until, today=TODAY)


TYPED = st.text(max_size=20) | dates().map(date_in_words)


@given(TYPED, TYPED, NEAR)
@example("3 Nov 2026", "about Dec 2026", dt.date(2028, 1, 1))
def test_whatever_is_typed_is_kept_so_that_it_can_be_read_or_is_refused(typed: str, end: str, today: dt.date) -> None:
    with contextlib.suppress(DateError):
        happened, until = read_dates(typed, end, today=today)

        assert when(an_incident(happened, until=until))


@given(dates(), NEAR)
@example(Date(year=2028, month=2, day=29), dt.date(2028, 2, 29))
@example(Date(year=2024, month=2), dt.date(2024, 2, 1))
def test_an_incident_is_never_ahead(date: Date, today: dt.date) -> None:
    is_ahead = (date.year, date.month or 0, date.day or 0) > (
        today.year,
        today.month if date.month else 0,
        today.day if date.day else 0,
    )

    try:
        assert parse_stored(read_happened(format_stored(date), today=today)) == date
    except DateError:
        assert is_ahead
    else:
        assert not is_ahead


def test_only_the_event_is_demanded_and_a_reason_where_it_corrects() -> None:
    check_incident(an_incident())
    with pytest.raises(IncidentError, match="what happened") as wanting:
        check_incident(an_incident(what=" \n"))
    assert wanting.value.field == "what"

    wrong = msgspec.structs.replace(an_incident(corrects="incident-0"), why_corrected="")
    with pytest.raises(IncidentError, match="why") as wanting:
        check_incident(wrong)
    assert wanting.value.field == "why_corrected"


@given(chronologies())
def test_an_incident_counts_until_a_later_one_corrects_it(incidents: tuple[Incident, ...]) -> None:
    standing = uncorrected_records(incidents)

    corrected = {each.corrects for each in incidents}
    assert standing == tuple(each for each in incidents if each.id not in corrected)
    assert uncorrected_records(standing) == standing
    for gone in set(incidents) - set(standing):
        correction = correction_of(incidents, gone.id)
        assert correction
        assert correction.corrects == gone.id


def test_a_correction_of_a_correction_leaves_one_standing() -> None:
    first, second, third = (an_incident(id=number) for number in "123")
    second = msgspec.structs.replace(second, corrects="1")
    third = msgspec.structs.replace(third, corrects="2")

    assert uncorrected_records((first, second, third)) == (third,)


def test_an_entry_is_not_corrected_by_an_earlier_one() -> None:
    odd = (an_incident(id="1", corrects="2"), an_incident(id="2"))

    assert uncorrected_records(odd) == odd


@given(chronologies())
def test_incidents_stand_in_the_order_they_happened_in(incidents: tuple[Incident, ...]) -> None:
    ordered = incident_rules.by_when(incidents)

    assert sorted(ordered, key=lambda each: each.id) == sorted(incidents, key=lambda each: each.id)
    firsts = [parse_stored(each.happened).first for each in ordered]
    assert firsts == sorted(firsts)


def test_an_incident_with_an_unreadable_date_comes_last_and_stops_nothing() -> None:
    odd, plain = an_incident("2026-02-31", id="1"), an_incident("2026-11-15", id="2")

    assert incident_rules.by_when((odd, plain)) == (plain, odd)
    assert happened_in_words(odd) == "date not known"
    assert incident_rules.recent_line((odd, plain), TODAY) == (
        "1 in the last 14 days, none in the 14 before, and 1 with no exact day"
    )
    assert [week.count for week in incident_rules.weeks((odd, plain), (), TODAY)] == [1, 0]


@pytest.mark.parametrize(
    ("happened", "until", "words"),
    [
        ("2026-11-15", "", "Sun 15 Nov 2026"),
        ("about 2025-12", "", "about Dec 2025"),
        ("2026-11-15", "2026-11-18", "between Sun 15 Nov 2026 and Wed 18 Nov 2026"),
    ],
)
def test_when_it_happened_is_read_back_in_words(happened: str, until: str, words: str) -> None:
    assert happened_in_words(an_incident(happened, until=until)) == words


@given(chronologies(), st.integers(1, 60), NEAR)
def test_the_last_days_are_counted_as_on_a_calendar(incidents: tuple[Incident, ...], days: int, today: dt.date) -> None:
    calendar = {today - number * DAY for number in range(days)}

    found = incident_rules.in_last(incidents, days, today)

    assert sorted(each.happened for each in found) == sorted(
        day.isoformat() for day in plain_days(incidents) if day in calendar
    )


@pytest.mark.parametrize(
    ("ages", "line"),
    [
        ((0, 6, 13, 14), "3 in the last 14 days, 1 in the 14 before"),
        ((27, 28), "none in the last 14 days, 1 in the 14 before"),
        ((), ""),
        ((400,), "none in the last 14 days, none in the 14 before"),
    ],
)
def test_recent_incidents_are_stated_as_a_fact(ages: tuple[int, ...], line: str) -> None:
    assert incident_rules.recent_line(days_ago(*ages), TODAY) == line


@given(chronologies(), st.integers(0, 30))
@example(on("2026-01-01"), 27)
@example(on("2026-01-01"), 28)
@example(on("2028-02-29"), 14)
def test_the_line_of_late_counts_what_a_calendar_does(incidents: tuple[Incident, ...], later: int) -> None:
    today = max(plain_days(incidents), default=TODAY) + later * DAY
    recent = {today - number * DAY for number in range(14)}
    before = {today - number * DAY for number in range(14, 28)}
    days = plain_days(incidents)

    line = incident_rules.recent_line(incidents, today)

    if incidents:
        some = [sum(day in part for day in days) or "none" for part in (recent, before)]
        assert line.startswith(f"{some[0]} in the last 14 days, {some[1]} in the 14 before")


@pytest.mark.parametrize(
    ("happened", "is_told"),
    [
        ("2026-11", True),
        ("about 2026-11-20", True),
        ("2026", True),
        ("2026-10", True),
        ("2026-09", False),
        ("2019", False),
    ],
)
def test_what_has_no_exact_day_is_counted_separately_if_it_may_be_recent(happened: str, is_told: bool) -> None:
    line = incident_rules.recent_line(on("2026-11-20", happened), TODAY)

    assert line.startswith("1 in the last 14 days, none in the 14 before")
    assert line.endswith(", and 1 with no exact day") is is_told


def test_between_two_dates_is_no_exact_day() -> None:
    between = (an_incident("2026-11-18", until="2026-11-20"),)

    assert incident_rules.recent_line(between, TODAY) == (
        "none in the last 14 days, none in the 14 before, and 1 with no exact day"
    )
    assert incident_rules.without_a_day(between) == between


def test_a_corrected_incident_is_not_counted() -> None:
    wrong, right = an_incident("2026-11-20", id="1"), an_incident("2026-09-20", id="2", corrects="1")

    assert incident_rules.recent_line((wrong, right), TODAY) == "none in the last 14 days, none in the 14 before"


@pytest.mark.parametrize(
    ("ages", "line"),
    [
        ((23, 25, 30, 41, 50), "nothing recorded for 23 days, after 5 in the 28 days before that"),
        ((23, 25, 30, 41, 51), "nothing recorded for 23 days, after 4 in the 28 days before that"),
        ((14, 15, 16), "nothing recorded for 14 days, after 3 in the 28 days before that"),
        ((13, 14, 15), ""),
        ((23, 24), ""),
        ((), ""),
    ],
)
def test_a_silence_after_a_busy_period_is_stated_as_a_fact(ages: tuple[int, ...], line: str) -> None:
    assert incident_rules.silence_line(days_ago(*ages), TODAY) == line


def test_a_silence_says_what_may_lie_in_it() -> None:
    incidents = on("2026-10-28", "2026-10-29", "2026-10-30", "2026-11", "2019")

    assert incident_rules.silence_line(incidents, TODAY) == (
        "nothing recorded for 23 days, after 3 in the 28 days before that, and 1 with no exact day"
    )


@given(chronologies(), st.lists(NEAR, max_size=4), NEAR)
def test_each_exact_day_is_counted_in_its_own_week_and_nothing_else_is(
    incidents: tuple[Incident, ...], signed: list[dt.date], today: dt.date
) -> None:
    days = plain_days(incidents)

    weeks = incident_rules.weeks(incidents, signed, today)

    for week in weeks:
        own = {week.monday + number * DAY for number in range(7)}
        assert week.monday.isocalendar().weekday == 1
        assert week.count == sum(day in own for day in days)
        assert list(week.assessments) == sorted(day for day in signed if day in own)
    assert sum(week.count for week in weeks) == len(days)
    assert sum(len(week.assessments) for week in weeks) == len(signed)
    assert len(days) + len(incident_rules.without_a_day(incidents)) == len(uncorrected_records(incidents))


@given(chronologies(), st.lists(NEAR, max_size=4), NEAR)
def test_the_weeks_go_from_the_first_event_to_this_one_without_a_gap(
    incidents: tuple[Incident, ...], signed: list[dt.date], today: dt.date
) -> None:
    events = [*plain_days(incidents), *signed]

    weeks = incident_rules.weeks(incidents, signed, today)

    if not events:
        assert weeks == ()
        return
    assert weeks[0].monday == min(day - day.weekday() * DAY for day in (*events, today))
    assert weeks[-1].monday == max(day - day.weekday() * DAY for day in (*events, today))
    assert {later.monday - earlier.monday for earlier, later in itertools.pairwise(weeks)} <= {7 * DAY}


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-12-31", "2026-12-28"),
        ("2027-01-03", "2026-12-28"),
        ("2027-01-04", "2027-01-04"),
        ("2024-12-30", "2024-12-30"),
        ("2028-02-29", "2028-02-28"),
        # The days that the clocks change on are Sundays, so they end a week.
        ("2026-03-29", "2026-03-23"),
        ("2026-10-25", "2026-10-19"),
        ("9999-12-31", "9999-12-27"),
        ("0001-01-01", "0001-01-01"),
    ],
)
def test_a_day_lies_in_the_week_of_its_monday(day: str, monday: str) -> None:
    at = dt.date.fromisoformat(day)

    weeks = incident_rules.weeks(on(day), (at,), at)

    assert [(str(week.monday), week.count, week.assessments) for week in weeks] == [(monday, 1, (at,))]


def test_two_assessments_of_one_week_stand_in_their_order() -> None:
    weeks = incident_rules.weeks((), (TODAY, TODAY - DAY), TODAY)

    assert [week.assessments for week in weeks] == [(TODAY - DAY, TODAY)]


def test_when_it_was_recorded_makes_it_new_and_not_when_it_happened() -> None:
    signed_off = NOW
    of_last_year = an_incident("2025-03-01", id="1", at=NOW + dt.timedelta(minutes=1))
    before = an_incident("2026-11-20", id="2", at=NOW - dt.timedelta(minutes=1))
    at_sign_off = an_incident("2026-11-20", id="3", at=NOW)

    assert incident_rules.new_since((of_last_year, before, at_sign_off), signed_off) == (of_last_year,)


def test_before_the_first_assessment_every_incident_is_new() -> None:
    assert incident_rules.new_since(days_ago(1, 400), None) == days_ago(1, 400)


def test_a_corrected_incident_is_not_new_and_its_correction_is() -> None:
    wrong = an_incident(id="1", at=NOW + dt.timedelta(minutes=1))
    right = an_incident(id="2", at=NOW + dt.timedelta(minutes=2), corrects="1")

    assert incident_rules.new_since((wrong, right), NOW) == (right,)


def test_a_moment_kept_without_a_zone_is_taken_for_utc() -> None:
    bare = an_incident(at=dt.datetime(2026, 11, 20, 14, 6))  # noqa: DTZ001 - what an odd file may hold

    assert incident_rules.new_since((bare,), NOW) == (bare,)


@given(chronologies())
def test_the_last_day_is_the_latest_exact_one(incidents: tuple[Incident, ...]) -> None:
    assert incident_rules.last_day(incidents) == max(plain_days(incidents), default=None)
