"""Properties of opening hours that hold at every moment, on closed days too."""

import datetime as dt
from typing import Literal

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from content.pack.closed_days import ClosedDay, Closure
from content.pack.contact_model import DAYS, BankHolidays, Hours
from content.pack.opening_hours import opening_state
from tests.content.pack.bank_holidays import bank_holidays
from tests.content.pack.opening_model import LONDON, hours_of_a_week, modelled
from tests.packs import a_contact, some_hours

Status = Literal["verified", "unverified"]

SHIPPED = bank_holidays()
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2028, 10, 31)
"""The model looks eight weeks ahead of the last day, still within the shipped list."""

ALL_HOURS = (some_hours(*DAYS, opens="00:00", closes="00:00"),)
STATUSES: st.SearchStrategy[Status] = st.sampled_from(["verified", "unverified"])
MINUTES = st.integers(0, 24 * 60 - 1)
NEAR_HOLIDAYS = st.builds(
    lambda day, days: day.date + dt.timedelta(days=days), st.sampled_from(SHIPPED.days[:-2]), st.integers(-2, 2)
)
CLOSURES = st.builds(
    lambda first, days: Closure(from_=first, to=first + dt.timedelta(days=days), why="building work"),
    st.one_of(NEAR_HOLIDAYS, st.dates(FIRST, LAST)),
    st.integers(0, 20),
)


def at(day: dt.date, minutes: int) -> dt.datetime:
    """The moment of a day in London when the clock on the wall shows so many minutes after midnight."""
    return dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60), LONDON)


# The model is slow, so there are few examples.
@settings(max_examples=60)
@given(
    hours_of_a_week(),
    st.one_of(NEAR_HOLIDAYS, st.dates(FIRST, LAST)),
    MINUTES,
    st.lists(CLOSURES, max_size=1).map(tuple),
)
@example(ALL_HOURS, dt.date(2026, 12, 25), 0, ())
def test_the_state_is_what_a_clock_and_a_calendar_on_the_wall_say(
    hours: tuple[Hours, ...], day: dt.date, minutes: int, closures: tuple[Closure, ...]
) -> None:
    contact = a_contact("A", "1", hours=hours, status="verified", bank_holidays="closed", closed=closures)
    closed = {holiday.date: holiday.as_reason for holiday in SHIPPED.days}
    for closure in closures:
        days = (closure.to - closure.from_).days + 1
        closed |= {closure.from_ + dt.timedelta(days=ahead): closure.why for ahead in range(days)}
    now = at(day, minutes)

    assert opening_state(contact, now, LONDON, SHIPPED) == modelled(contact, now, closed)


@given(hours_of_a_week(), st.sampled_from(SHIPPED.days), MINUTES, STATUSES, st.sampled_from(["closed", "not known"]))
def test_it_is_never_open_on_a_bank_holiday_unless_it_is_known_to_open(
    hours: tuple[Hours, ...], day: ClosedDay, minutes: int, status: Status, effect: BankHolidays
) -> None:
    contact = a_contact("A", "1", hours=hours, status=status, bank_holidays=effect)

    said = opening_state(contact, at(day.date, minutes), LONDON, SHIPPED)

    assert not said.startswith(("open now", "said to be open"))
    if effect == "closed" and any(DAYS[day.date.weekday()] in each.days for each in hours):
        assert f"closed today: {day.as_reason}" in said


@given(
    hours_of_a_week(),
    st.one_of(NEAR_HOLIDAYS, st.dates(dt.date(2028, 12, 20), dt.date(2029, 1, 10))),
    st.tuples(MINUTES, st.integers(0, 999)),
    STATUSES,
    st.sampled_from(["closed", "open", "not known"]),
)
def test_the_state_changes_only_when_hours_or_a_day_begin_or_end(
    hours: tuple[Hours, ...], day: dt.date, times: tuple[int, int], status: Status, effect: BankHolidays
) -> None:
    minutes, thousandths = times
    contact = a_contact("A", "1", hours=hours, status=status, bank_holidays=effect)
    now = at(day, minutes)
    clocks = {dt.time(), *(each.opens for each in hours), *(each.closes for each in hours)}
    edges = [dt.datetime.combine(day, clock, LONDON) for clock in clocks]
    begins = max(edge for edge in edges if edge <= now)
    ends = min([edge for edge in edges if edge > now] + [at(day + dt.timedelta(days=1), 0)])
    assume(begins.utcoffset() == ends.utcoffset())
    another = begins + (ends - begins) * thousandths // 1000

    assert opening_state(contact, another, LONDON, SHIPPED) == opening_state(contact, now, LONDON, SHIPPED)
