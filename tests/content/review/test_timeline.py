"""Tests of the timeline: incidents and assessments by week."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.case.model import Assessment, Case
from content.entries.incident import Incident
from content.review import timeline
from content.review.timeline import LONGEST_BAR, WeekLine
from tests.builders import NOW, a_case, an_assessment, an_incident

LONDON = ZoneInfo("Europe/London")
TODAY = dt.date(2026, 11, 22)
"""A Sunday."""

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
NEAR = st.dates(dt.date(2024, 1, 1), TODAY)
"""Days that include a leap day, year ends, years of 52 and 53 weeks, and both clock changes of each year."""


@dataclass(frozen=True)
class ParsedLine:
    """One line of the timeline, parsed from its text."""

    weeks: int
    count: int
    bar: str
    assessed: tuple[str, ...]


def on(*days: dt.date | str) -> tuple[Incident, ...]:
    return tuple(an_incident(str(day), id=str(number)) for number, day in enumerate(days))


def at_noon(*days: dt.date) -> tuple[Assessment, ...]:
    noon = dt.time(12, tzinfo=dt.UTC)
    return tuple(
        an_assessment(id=str(number), signed_off=dt.datetime.combine(day, noon)) for number, day in enumerate(days)
    )


def shown(case: Case, today: dt.date = TODAY) -> list[str]:
    return [line.text for line in timeline.week_lines(case, today, LONDON)]


def read(line: WeekLine) -> ParsedLine:
    if folded := re.fullmatch(r" {14}0 for (\d+) weeks", line.text):
        return ParsedLine(int(folded[1]), 0, "", ())
    found = re.fullmatch(r" {0,2}\d\d? [A-Z][a-z]{2} \d{4} +(\d+)(?: (#*) *((?:assessed .*)?))?", line.text)
    assert found, line.text
    signed = tuple(re.findall(r"assessed (\w{3} \d+ \w{3}): \w+", found[3] or ""))
    return ParsedLine(1, int(found[1]), found[2] or "", signed)


def monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY


def test_weeks_are_listed_latest_first_with_bars_counts_and_assessments() -> None:
    case = a_case(
        incidents=on("2026-11-17", "2026-11-20", "2026-11-20", "2026-10-26", "2026-10-05"),
        assessments=at_noon(dt.date(2026, 11, 18), dt.date(2026, 11, 11)),
    )

    assert shown(case) == [
        "16 Nov 2026   3 ###  assessed Wed 18 Nov: High",
        " 9 Nov 2026   0 assessed Wed 11 Nov: High",
        " 2 Nov 2026   0",
        "26 Oct 2026   1 #",
        "              0 for 2 weeks",
        " 5 Oct 2026   1 #",
    ]


def test_the_quiet_weeks_since_the_last_event_are_shown_too() -> None:
    lines = timeline.week_lines(a_case(incidents=on("2026-10-26")), TODAY, LONDON)

    assert [(line.monday, line.is_quiet) for line in lines] == [
        (dt.date(2026, 11, 16), True),
        (dt.date(2026, 10, 26), False),
    ]
    assert lines[0].text == "              0 for 3 weeks"


def test_without_records_there_are_no_weeks() -> None:
    assert shown(a_case()) == []


def test_two_assessments_of_one_day_are_both_shown() -> None:
    twice = at_noon(TODAY, TODAY)
    raised = msgspec.structs.replace(twice[1], level_name="Medium")

    assert shown(a_case(assessments=(twice[0], raised))) == [
        "16 Nov 2026   0 assessed Sun 22 Nov: High, assessed Sun 22 Nov: Medium"
    ]


def test_a_correction_is_shown_at_the_day_of_the_assessment_that_it_corrects() -> None:
    first, put_right, again = at_noon(dt.date(2026, 10, 28), dt.date(2026, 11, 11), dt.date(2026, 11, 18))
    put_right = msgspec.structs.replace(put_right, corrects=first.id, level_name="Medium")
    twice = msgspec.structs.replace(again, corrects=put_right.id, level_name="Standard")

    assert shown(a_case(assessments=(first, put_right, again)))[0::2] == [
        "16 Nov 2026   0 assessed Wed 18 Nov: High",
        "26 Oct 2026   0 assessed Wed 28 Oct: Medium",
    ]
    assert shown(a_case(assessments=(first, put_right, twice))) == [
        "              0 for 3 weeks",
        "26 Oct 2026   0 assessed Wed 28 Oct: Standard",
    ]


@pytest.mark.parametrize(
    ("signed_off", "line"),
    [
        ("2026-07-05T22:59:59+00:00", "29 Jun 2026   0 assessed Sun 5 Jul: High"),
        ("2026-07-05T23:00:00+00:00", " 6 Jul 2026   0 assessed Mon 6 Jul: High"),
        # The clocks go forward at 01:00 on Sunday 29 March, and back at 01:00 UTC on Sunday 25 October.
        ("2026-03-29T22:59:59+00:00", "23 Mar 2026   0 assessed Sun 29 Mar: High"),
        ("2026-03-29T23:00:00+00:00", "30 Mar 2026   0 assessed Mon 30 Mar: High"),
        ("2026-10-18T23:00:00+00:00", "19 Oct 2026   0 assessed Mon 19 Oct: High"),
        ("2026-10-25T23:59:59+00:00", "19 Oct 2026   0 assessed Sun 25 Oct: High"),
        ("2026-10-26T00:00:00+00:00", "26 Oct 2026   0 assessed Mon 26 Oct: High"),
        ("2025-12-31T23:59:59+00:00", "29 Dec 2025   0 assessed Wed 31 Dec: High"),
        ("2026-01-01T00:00:00+00:00", "29 Dec 2025   0 assessed Thu 1 Jan: High"),
        ("2024-02-29T23:59:59+00:00", "26 Feb 2024   0 assessed Thu 29 Feb: High"),
        # A time stored without a time zone is UTC, not the local time of the machine.
        ("2026-07-05T22:30:00", "29 Jun 2026   0 assessed Sun 5 Jul: High"),
    ],
)
def test_the_week_of_an_assessment_is_in_the_time_zone_of_the_pack(signed_off: str, line: str) -> None:
    moment = dt.datetime.fromisoformat(signed_off)
    case = a_case(assessments=(an_assessment(signed_off=moment),))

    assert shown(case)[-1] == line


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-12-31", "28 Dec 2026"),
        ("2027-01-03", "28 Dec 2026"),
        ("2027-01-04", "4 Jan 2027"),
        ("2028-02-29", "28 Feb 2028"),
        ("2026-03-29", "23 Mar 2026"),
        ("2026-10-25", "19 Oct 2026"),
    ],
)
def test_an_incident_is_shown_in_the_week_of_its_monday(day: str, week: str) -> None:
    assert shown(a_case(incidents=on(day)), dt.date.fromisoformat(day)) == [f"{week:>11}   1 #"]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, list[dt.date]]:
    """Generate a case, and the exact days of its incidents that are not corrected."""
    incidents: list[Incident] = []
    standing: dict[str, dt.date] = {}
    for number in range(draw(st.integers(0, 12))):
        day = draw(NEAR)
        is_exact = draw(st.sampled_from([True, True, True, False]))
        corrects = draw(st.none() | st.sampled_from([each.id for each in incidents])) if incidents else None
        incidents.append(an_incident(f"{'' if is_exact else 'about '}{day}", id=str(number), corrects=corrects))
        standing.pop(corrects or "", None)
        if is_exact:
            standing[str(number)] = day
    signed = at_noon(*draw(st.lists(NEAR, max_size=4)))
    return a_case(incidents=tuple(incidents), assessments=signed), list(standing.values())


TODAYS = st.just(TODAY) | NEAR
"""Mostly after all records, but also before them, as on a machine whose clock was set back."""


@given(cases(), TODAYS)
@example((a_case(incidents=on(TODAY)), [TODAY]), TODAY - 10 * WEEK)
def test_the_weeks_shown_count_every_standing_incident_with_an_exact_day_and_no_other(
    drawn: tuple[Case, list[dt.date]], today: dt.date
) -> None:
    case, days = drawn

    lines = timeline.week_lines(case, today, LONDON)

    told = [read(line) for line in lines]
    assert sum(each.count for each in told) == len(days)
    for line, each in zip(lines, told, strict=True):
        assert line.is_quiet is (each.count == 0 and not each.assessed)
        if each.count:
            assert each.count == sum(monday(day) == line.monday for day in days)
    assert sum(len(each.assessed) for each in told) == len(case.assessments)


@given(cases(), TODAYS)
@example((a_case(incidents=on(TODAY)), [TODAY]), TODAY - 10 * WEEK)
@example((a_case(incidents=on(TODAY - 10 * WEEK)), [TODAY - 10 * WEEK]), TODAY)
def test_folding_does_not_lose_a_week(drawn: tuple[Case, list[dt.date]], today: dt.date) -> None:
    case, days = drawn
    signed = [assessment.signed_off.date() for assessment in case.assessments]

    lines = timeline.week_lines(case, today, LONDON)

    if not days and not signed:
        assert lines == []
        return
    mondays = [monday(day) for day in (*days, *signed, today)]
    expected = max(mondays)
    for line in lines:
        assert line.monday == expected
        expected -= read(line).weeks * WEEK
    assert expected == min(mondays) - WEEK


def a_week_of(count: int, *, other: int = 0) -> Case:
    """A case with incidents in this week and in another."""
    return a_case(incidents=on(*[TODAY] * count, *[TODAY - 5 * WEEK] * other))


@given(st.integers(1, 600), st.integers(0, 600))
@settings(max_examples=30)
@example(1, 0)
@example(500, 1)
@example(LONGEST_BAR, 0)
@example(LONGEST_BAR + 1, 1)
def test_a_bar_fits_its_width_and_is_never_empty_for_an_incident(count: int, other: int) -> None:
    case = a_week_of(count, other=other)

    bars = [read(line) for line in timeline.week_lines(case, TODAY, LONDON) if not line.is_quiet]
    each = _scale(timeline.week_heading(case, TODAY))

    assert [told.count for told in bars] == [found for found in (count, other) if found]
    for told in bars:
        assert 1 <= len(told.bar) <= LONGEST_BAR
        assert (len(told.bar) - 1) * each < told.count <= len(told.bar) * each
    assert each == 1 or max(len(told.bar) for told in bars) > LONGEST_BAR // 2


def _scale(heading: str) -> int:
    """The number of incidents that one character stands for, parsed from the heading."""
    found = re.search(r"one # is (?:1 incident|up to (\d+) incidents)[);]", heading)
    assert found, heading
    return int(found[1] or 1)


def test_one_incident_and_five_hundred_fit_a_line_of_the_terminal() -> None:
    assert shown(a_week_of(1)) == ["16 Nov 2026   1 #"]
    assert shown(a_week_of(500)) == ["16 Nov 2026 500 " + "#" * 24]
    busy = msgspec.structs.replace(a_week_of(500), assessments=at_noon(TODAY))
    assert shown(busy) == ["16 Nov 2026 500 " + "#" * 24 + "  assessed Sun 22 Nov: High"]
    assert len(shown(busy)[0]) <= 78
    assert all(line.isascii() for line in shown(busy))


def test_weeks_without_any_of_five_hundred_incidents_are_folded() -> None:
    days: Sequence[dt.date] = [TODAY - (number * 3 % 730) * DAY for number in range(500)]

    told = [read(line) for line in timeline.week_lines(a_case(incidents=on(*days)), TODAY, LONDON)]

    assert sum(each.count for each in told) == 500
    assert sum(each.weeks for each in told) == 105


@pytest.mark.parametrize(
    ("case", "heading"),
    [
        (a_week_of(24), "Incidents by week from its Monday, latest first (one # is 1 incident)"),
        (a_week_of(25), "Incidents by week from its Monday, latest first (one # is up to 2 incidents)"),
        (a_week_of(500), "Incidents by week from its Monday, latest first (one # is up to 21 incidents)"),
        (
            a_case(incidents=on("2026-11-20", "about 2026-11-20", "2019")),
            "Incidents by week from its Monday, latest first (one # is 1 incident; 2 with no exact day not shown)",
        ),
        (
            a_case(incidents=on("2026-11")),
            "Incidents by week from its Monday, latest first (one # is 1 incident; 1 with no exact day not shown)",
        ),
    ],
)
def test_the_heading_shows_the_scale_and_what_is_left_out(case: Case, heading: str) -> None:
    assert timeline.week_heading(case, TODAY) == heading


def test_a_corrected_incident_is_in_no_week() -> None:
    wrong = an_incident("2026-11-20", id="1")
    right = an_incident("2026-11-03", id="2", corrects="1", at=NOW)

    assert shown(a_case(incidents=(wrong, right))) == ["              0 for 2 weeks", " 2 Nov 2026   1 #"]
