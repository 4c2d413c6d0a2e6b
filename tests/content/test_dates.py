"""Dates as people type them."""

import contextlib
import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.dates import (
    MONTHS,
    Date,
    echoed,
    in_words,
    kept,
    months_after,
    parse_date,
    parse_day_ahead,
    parse_day_past,
    parse_review_date,
    read_back,
    written,
)
from content.errors import DateError

TODAY = dt.date(2026, 11, 22)
DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2120, 1, 1))


@pytest.mark.parametrize(
    ("typed", "echo"),
    [
        ("15 Nov 2026", "Sun 15 Nov 2026"),
        ("15/11/2026", "Sun 15 Nov 2026"),
        ("2026-11-15", "Sun 15 Nov 2026"),
        ("sunday 15th november 2026", "Sun 15 Nov 2026"),
        ("about Dec 2025", "about Dec 2025"),
        ("around 3 Dec 2025", "about Wed 3 Dec 2025"),
        ("Dec", "Dec 2025"),
        ("3 Jan", "Sat 3 Jan 2026"),
        ("2019", "2019"),
        ("yesterday", "Sat 21 Nov 2026"),
        ("in 7 days", "Sun 29 Nov 2026"),
        ("in two weeks", "Sun 6 Dec 2026"),
        ("in 3 months", "Mon 22 Feb 2027"),
    ],
)
def test_a_date_is_read_and_echoed(typed: str, echo: str) -> None:
    assert echoed(parse_date(typed, today=TODAY)) == echo


ZEROS = (
    "0/0",
    "5/0",
    "15/0",
    "0/5",
    "0 Jan",
    "0.0.0",
    "0/0/00",
    "2026-0",
    "2026-0-0",
    "2026-1-0",
    "about 15/0",
    "0000",
)
"""Dates with a zero for the day, the month or the year; some are the beginning of a real one."""


@pytest.mark.parametrize("typed", ZEROS)
def test_a_day_month_or_year_of_zero_is_refused_by_every_parser(typed: str) -> None:
    for parse in (
        lambda: parse_date(typed, today=TODAY),
        lambda: parse_review_date(typed, today=TODAY),
        lambda: parse_day_past(typed, today=TODAY, what="the day"),
        lambda: read_back(typed, today=TODAY),
        lambda: read_back(typed, today=TODAY, is_review=True),
        lambda: kept(typed),
    ):
        with pytest.raises(DateError, match="is not a date"):
            parse()


SPELLINGS = (
    "{day}/{month}/{year}", "{day:02}/{month:02}/{year}", "{day:02}.{month:02}.{yy:02}", "{year}-{month:02}-{day:02}",
    "{year}-{month}-{day}", "{day} {name} {year}", "{day:02} {name}, {year}", "mon {day} {name} {year}",
    "about {name} {year}", "about {day:02}/{month:02}/{year}", "in {day:03} days",
)  # fmt: skip
TYPED_DAYS = (
    "2026-01-01", "2026-02-09", "2026-11-22", "2026-12-31", "2027-01-10", "2028-02-29", "2030-10-20", "1999-09-30",
)  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("day", TYPED_DAYS)
def test_a_date_typed_key_by_key_is_read_or_refused_at_every_key(spelling: str, day: str) -> None:
    date = dt.date.fromisoformat(day)
    typed = spelling.format(
        day=date.day, month=date.month, name=MONTHS[date.month - 1], year=date.year, yy=date.year % 100
    )

    for end in range(len(typed) + 1):
        is_read_or_refused(typed[:end], TODAY)


def is_read_or_refused(typed: str, today: dt.date) -> None:
    """Give a text to every parser; what one reads can be written, ordered and shown."""
    with contextlib.suppress(DateError):
        date = parse_date(typed, today=today)
        assert kept(written(date)) == date
        assert date.first <= date.last
        assert echoed(date)
    with contextlib.suppress(DateError):
        assert kept(typed).first
    with contextlib.suppress(DateError):
        assert parse_review_date(typed, today=today) >= today
    with contextlib.suppress(DateError):
        assert parse_day_past(typed, today=today, what="the day") <= today
    for is_review in (True, False):
        with contextlib.suppress(DateError):
            text, shown = read_back(typed, today=today, is_review=is_review)
            # What Enter keeps is read again at sign-off.
            assert read_back(text, today=today, is_review=is_review) == (text, shown)


@pytest.mark.parametrize(
    "typed", ["", "soon", "31 Feb 2026", "2026-13-01", "about", "march hare", "12345", "1 Jan 99999"]
)
def test_what_is_no_date_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(DateError, match="is not a date"):
        parse_date(typed, today=TODAY)


def test_a_pasted_text_of_any_length_is_refused() -> None:
    with pytest.raises(DateError, match="is not a date"):
        parse_date("about " * 2000 + "Dec 2025", today=TODAY)


DATE_LIKE = st.text("0123456789/.- ", max_size=10)
SPOKEN = st.builds(
    " ".join,
    st.lists(
        st.sampled_from(
            ["about", "c", "in", "0", "1", "30", "31", "100", "999", "Feb", "jan.", "days", "years", "2026"]
        ),
        max_size=5,
    ),
)


@given(st.one_of(st.text(max_size=30), DATE_LIKE, SPOKEN), DAYS)
@example("0/0", TODAY)
@example("15/0", TODAY)
@example("0 Jan", TODAY)
@example("2026-0-0", TODAY)
@example("2026-00", TODAY)
@example("29/2", dt.date(2028, 2, 29))
@example("in 101 years", TODAY)
def test_whatever_is_typed_is_a_date_or_is_refused(typed: str, today: dt.date) -> None:
    is_read_or_refused(typed, today)


@given(DAYS, st.sampled_from(["year", "month", "day"]), st.booleans(), DAYS)
def test_a_kept_date_is_read_back_as_it_was(day: dt.date, precision: str, about: bool, today: dt.date) -> None:
    date = Date(
        year=day.year,
        month=day.month if precision != "year" else None,
        day=day.day if precision == "day" else None,
        about=about,
    )
    far = today.replace(year=2060, day=1)

    assert parse_date(written(date), today=far) == date
    assert parse_date(echoed(date), today=far) == date


@given(DAYS, st.integers(min_value=0, max_value=999))
def test_in_some_days_is_that_many_days_ahead(today: dt.date, count: int) -> None:
    assert parse_review_date(f"in {count} days", today=today) == today + dt.timedelta(days=count)


@given(DAYS, st.integers(min_value=1, max_value=24))
@example(dt.date(2026, 1, 31), 1)
@example(dt.date(2028, 2, 29), 12)
def test_in_some_months_is_never_in_another_month_than_that(today: dt.date, count: int) -> None:
    ahead = parse_review_date(f"in {count} months", today=today)

    assert (ahead.year * 12 + ahead.month) - (today.year * 12 + today.month) == count
    assert ahead.day <= today.day


@given(DAYS, st.sampled_from(["year", "month", "day"]), st.booleans())
def test_a_date_is_kept_in_a_form_that_needs_no_today(day: dt.date, precision: str, about: bool) -> None:
    date = Date(
        year=day.year,
        month=day.month if precision != "year" else None,
        day=day.day if precision == "day" else None,
        about=about,
    )

    assert kept(written(date)) == date
    assert date.first <= day <= date.last
    for outside in (date.first - dt.timedelta(days=1), date.last + dt.timedelta(days=1)):
        parts = (outside.year, outside.month, outside.day)[: {"year": 1, "month": 2, "day": 3}[precision]]
        assert parts != tuple(part for part in (date.year, date.month, date.day) if part)


@pytest.mark.parametrize("text", ["", "2026-02-31", "2026-13", "0000", "15 Nov 2026", "about", "2026-1-1", "\u0662026"])
def test_what_is_not_written_as_dates_are_kept_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="is not a date"):
        kept(text)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-02-28", 12, "2028-02-28"),
        ("2026-10-31", 4, "2027-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-12-31", 12, "2027-12-31"),
    ],
)
def test_calendar_months_keep_the_day_where_the_month_has_it(day: str, months: int, after: str) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(after)


def test_a_day_ahead_is_refused_in_the_words_of_what_it_is_for() -> None:
    with pytest.raises(DateError, match="a due date needs an exact day"):
        parse_day_ahead("Dec 2026", today=TODAY, what="a due date")
    with pytest.raises(DateError, match="is past: a due date is today or later"):
        parse_day_ahead("1 Nov 2026", today=TODAY, what="a due date")


def test_a_review_without_a_year_lies_ahead() -> None:
    assert in_words(parse_review_date("3 Jan", today=TODAY)) == "Sun 3 Jan 2027"


@pytest.mark.parametrize(
    ("typed", "says"),
    [("1 Nov 2026", "is past"), ("yesterday", "is past"), ("about Dec 2026", "exact day"), ("Dec 2026", "exact day")],
)
def test_a_review_date_is_exact_and_not_past(typed: str, says: str) -> None:
    with pytest.raises(DateError, match=says):
        parse_review_date(typed, today=TODAY)
