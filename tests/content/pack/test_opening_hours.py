"""Tests of opening hours in local time."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.pack.model import DAYS, Hours
from content.pack.opening_hours import opening_state
from tests.packs import some_hours

LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)
SPRING = dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)
"""When clocks went forward from 01:00 to 02:00."""

AUTUMN = dt.datetime(2026, 10, 25, 1, 0, tzinfo=dt.UTC)
"""When clocks went from 02:00 back to 01:00."""


def clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)


# Local times between 01:00 and 02:00 do not exist on one Sunday and occur twice on another, so opening or closing
# times in that hour are ambiguous on those two days.
TIMES = st.integers(0, 24 * 4).map(lambda quarter: quarter * 15).filter(lambda minutes: not 60 <= minutes < 120)


@st.composite
def openings(draw: st.DrawFn) -> Hours:
    opens, closes = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
    return some_hours(*days, opens=f"{clock(opens):%H:%M}", closes=f"{clock(closes):%H:%M}")


def is_open(hours: tuple[Hours, ...], moment: dt.datetime) -> bool:
    """The reference model: compare with the local wall-clock time only."""
    wall = moment.astimezone(LONDON)
    return any(
        DAYS[wall.weekday()] in each.days
        and each.opens <= wall.time()
        and (each.closes == dt.time() or wall.time() < each.closes)
        for each in hours
    )


def modelled(hours: tuple[Hours, ...], now: dt.datetime) -> str:
    """The expected line, found by checking every minute of the next eight days."""
    was_open = is_open(hours, now)
    turned = now.astimezone(dt.UTC)
    for _ in range(8 * 24 * 60):
        turned += MINUTE
        if is_open(hours, turned) != was_open:
            break
    else:
        return "open now" if was_open else ""
    wall = turned.astimezone(LONDON)
    day = f"{DAYS[wall.weekday()]} {wall.day} {wall:%b} {wall:%H:%M}"
    if not was_open:
        return f"next open {day}"
    same_day = (wall - MINUTE).date() == now.astimezone(LONDON).date()
    return f"open now until {wall:%H:%M}" if same_day else f"open now until {day}"


# Checking every minute of eight days is slow, so there are few examples.
@settings(deadline=None)
@given(
    st.lists(openings(), min_size=1, max_size=3).map(tuple),
    st.sampled_from([SPRING, AUTUMN]),
    st.integers(-4 * 24 * 60, 2 * 24 * 60),
    st.sampled_from([dt.UTC, LONDON]),
)
@example((some_hours("Sun", opens="00:30", closes="03:00"),), SPRING, -10, dt.UTC)
@example((some_hours("Sun", opens="00:30", closes="03:00"),), AUTUMN, -10, dt.UTC)
@example((some_hours("Sun", opens="00:30", closes="03:00"),), AUTUMN, 40, LONDON)
@example((some_hours("Sat", "Sun", opens="12:00", closes="00:00"),), AUTUMN, -60 * 10, LONDON)
def test_hours_are_right_across_both_changes_of_the_clock(
    hours: tuple[Hours, ...], change: dt.datetime, minutes: int, told_in: dt.tzinfo
) -> None:
    now = (change + minutes * MINUTE).astimezone(told_in)

    line = opening_state(hours, now, LONDON)

    assert line == modelled(hours, now)


def test_it_is_open_at_the_opening_time_and_closed_at_the_closing_time() -> None:
    hours = (some_hours("Wed", opens="12:30", closes="15:00"),)
    wednesday = dt.datetime(2026, 11, 25, tzinfo=LONDON)

    assert opening_state(hours, wednesday.replace(hour=12, minute=29), LONDON) == "next open Wed 25 Nov 12:30"
    assert opening_state(hours, wednesday.replace(hour=12, minute=30), LONDON) == "open now until 15:00"
    assert opening_state(hours, wednesday.replace(hour=14, minute=59), LONDON) == "open now until 15:00"
    assert opening_state(hours, wednesday.replace(hour=15, minute=0), LONDON) == "next open Wed 2 Dec 12:30"


def test_a_contact_that_never_closes_is_open_without_an_end() -> None:
    assert opening_state((some_hours(*DAYS, opens="00:00", closes="00:00"),), AUTUMN, LONDON) == "open now"


def test_overlapping_hours_are_merged_into_one_opening() -> None:
    hours = (some_hours("Mon", opens="09:00", closes="12:00"), some_hours("Mon", opens="11:00", closes="17:00"))

    line = opening_state(hours, dt.datetime(2026, 11, 23, 11, 30, tzinfo=LONDON), LONDON)

    assert line == "open now until 17:00"


def test_without_hours_the_line_is_empty() -> None:
    assert opening_state((), AUTUMN, LONDON) == ""
