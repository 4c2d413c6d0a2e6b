"""Tests of opening hours in local time, on usual days and across clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.pack.contact_model import DAYS, Contact, Hours
from content.pack.opening_hours import opening_state
from tests.content.pack.opening_model import LONDON, hours_of_a_week, modelled
from tests.packs import a_contact, some_hours

MINUTE = dt.timedelta(minutes=1)
SPRING = dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)
"""When clocks went forward from 01:00 to 02:00."""

AUTUMN = dt.datetime(2026, 10, 25, 1, 0, tzinfo=dt.UTC)
"""When clocks went from 02:00 back to 01:00."""


def a_verified(*hours: Hours) -> Contact:
    """A verified contact with these hours, which bank holidays do not affect."""
    return a_contact("A", "1", hours=hours, status="verified", bank_holidays="open")


def state(contact: Contact, now: dt.datetime) -> str:
    return opening_state(contact, now, LONDON, None)


# The model looks at every quarter of an hour of the next weeks, which is slow, so there are few examples.
@settings(deadline=None)
@given(
    hours_of_a_week(),
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
    contact = a_verified(*hours)
    now = (change + minutes * MINUTE).astimezone(told_in)

    assert state(contact, now) == modelled(contact, now, {})


def test_it_is_open_at_the_opening_time_and_closed_at_the_closing_time() -> None:
    contact = a_verified(some_hours("Wed", opens="12:30", closes="15:00"))
    wednesday = dt.datetime(2026, 11, 25, tzinfo=LONDON)

    assert state(contact, wednesday.replace(hour=12, minute=29)) == "next open Wed 25 Nov 12:30"
    assert state(contact, wednesday.replace(hour=12, minute=30)) == "open now until 15:00"
    assert state(contact, wednesday.replace(hour=14, minute=59)) == "open now until 15:00"
    assert state(contact, wednesday.replace(hour=15, minute=0)) == "next open Wed 2 Dec 12:30"


def test_a_contact_that_never_closes_is_open_without_an_end() -> None:
    assert state(a_verified(some_hours(*DAYS, opens="00:00", closes="00:00")), AUTUMN) == "open now"


def test_overlapping_hours_are_merged_into_one_opening() -> None:
    contact = a_verified(
        some_hours("Mon", opens="09:00", closes="12:00"), some_hours("Mon", opens="11:00", closes="17:00")
    )

    assert state(contact, dt.datetime(2026, 11, 23, 11, 30, tzinfo=LONDON)) == "open now until 17:00"


def test_hours_that_touch_at_midnight_are_merged_into_one_opening() -> None:
    contact = a_verified(
        some_hours("Fri", opens="22:00", closes="00:00"), some_hours("Sat", opens="00:00", closes="02:00")
    )

    assert state(contact, dt.datetime(2026, 11, 27, 23, 59, tzinfo=LONDON)) == "open now until Sat 28 Nov 02:00"
    assert state(contact, dt.datetime(2026, 11, 28, 0, 0, tzinfo=LONDON)) == "open now until 02:00"


def test_an_opening_time_that_comes_twice_counts_the_first_time() -> None:
    contact = a_verified(some_hours("Sun", opens="01:30", closes="09:00"))
    first, between = (AUTUMN + minutes * MINUTE for minutes in (-30, 15))

    assert state(contact, first - MINUTE) == "next open Sun 25 Oct 01:30"
    assert state(contact, first.astimezone(LONDON)) == "open now until 09:00"
    assert state(contact, between.astimezone(LONDON)) == "open now until 09:00"


def test_an_opening_of_which_the_clock_skips_the_start_is_not_given_after_its_end() -> None:
    contact = a_verified(some_hours("Sun", opens="01:30", closes="02:15"))

    assert state(contact, SPRING - 60 * MINUTE) == "next open Sun 5 Apr 01:30"


def test_without_hours_the_state_is_empty() -> None:
    assert state(a_verified(), AUTUMN) == ""


def test_the_hours_of_an_unverified_contact_are_only_said() -> None:
    wednesday = some_hours("Wed", opens="12:30", closes="15:00")
    contact = a_contact("A", "1", hours=(wednesday,), bank_holidays="open")
    never_closed = a_contact("B", "1", hours=(some_hours(*DAYS, opens="00:00", closes="00:00"),), bank_holidays="open")
    one = dt.datetime(2026, 11, 25, 13, 0, tzinfo=LONDON)

    assert state(contact, one) == "said to be open until 15:00; not verified"
    assert state(contact, one.replace(hour=16)) == "said to be next open Wed 2 Dec 12:30; not verified"
    assert state(never_closed, one) == "said to be open; not verified"


def test_the_hours_of_a_withdrawn_contact_are_not_said() -> None:
    every_day = some_hours(*DAYS, opens="00:00", closes="00:00")

    assert state(a_contact("A", "1", hours=(every_day,), status="withdrawn"), AUTUMN) == ""
    assert state(a_contact("A", "1", hours=(every_day,), status="withdrawn", emergency=True), AUTUMN) == ""


def test_the_zone_of_the_hours_counts_and_not_that_of_the_moment() -> None:
    contact = a_verified(some_hours("Wed", opens="12:30", closes="15:00"))
    evening_in_tokyo = dt.datetime(2026, 11, 25, 22, 0, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert state(contact, evening_in_tokyo) == "open now until 15:00"
