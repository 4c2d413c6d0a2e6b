"""Tests of parsing and formatting dates."""

import contextlib
import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.dates import (
    MONTHS,
    Date,
    date_in_words,
    day_in_words,
    format_stored,
    months_after,
    parse_and_echo,
    parse_date,
    parse_day_ahead,
    parse_day_past,
    parse_review_date,
    parse_stored,
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
def test_a_date_is_parsed_and_shown_in_words(typed: str, echo: str) -> None:
    assert date_in_words(parse_date(typed, today=TODAY)) == echo


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
"""Dates with a zero for the day, the month or the year; some are prefixes of a valid date."""


@pytest.mark.parametrize("typed", ZEROS)
def test_a_day_month_or_year_of_zero_is_refused_by_every_parser(typed: str) -> None:
    for parse in (
        lambda: parse_date(typed, today=TODAY),
        lambda: parse_review_date(typed, today=TODAY),
        lambda: parse_day_past(typed, today=TODAY, what="the day"),
        lambda: parse_and_echo(typed, today=TODAY),
        lambda: parse_and_echo(typed, today=TODAY, is_review=True),
        lambda: parse_stored(typed),
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
def test_every_prefix_of_a_typed_date_is_parsed_or_refused(spelling: str, day: str) -> None:
    date = dt.date.fromisoformat(day)
    typed = spelling.format(
        day=date.day, month=date.month, name=MONTHS[date.month - 1], year=date.year, yy=date.year % 100
    )

    for end in range(len(typed) + 1):
        is_read_or_refused(typed[:end], TODAY)


def is_read_or_refused(typed: str, today: dt.date) -> None:
    """Pass a text to every parser; whatever is parsed can be stored, sorted and shown."""
    with contextlib.suppress(DateError):
        date = parse_date(typed, today=today)
        assert parse_stored(format_stored(date)) == date
        assert date.first <= date.last
        assert date_in_words(date)
    with contextlib.suppress(DateError):
        assert parse_stored(typed).first
    with contextlib.suppress(DateError):
        assert parse_review_date(typed, today=today) >= today
    with contextlib.suppress(DateError):
        assert parse_day_past(typed, today=today, what="the day") <= today
    for is_review in (True, False):
        with contextlib.suppress(DateError):
            text, shown = parse_and_echo(typed, today=today, is_review=is_review)
            # The stored review date is parsed again at sign-off.
            assert parse_and_echo(text, today=today, is_review=is_review) == (text, shown)


@pytest.mark.parametrize(
    "typed", ["", "soon", "31 Feb 2026", "2026-13-01", "about", "march hare", "12345", "1 Jan 99999"]
)
def test_a_text_that_is_not_a_date_is_refused_in_a_sentence(typed: str) -> None:
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
def test_any_typed_text_is_parsed_or_refused(typed: str, today: dt.date) -> None:
    is_read_or_refused(typed, today)


@given(DAYS, st.sampled_from(["year", "month", "day"]), st.booleans(), DAYS)
def test_a_date_in_words_parses_to_the_same_date(day: dt.date, precision: str, about: bool, today: dt.date) -> None:
    date = Date(
        year=day.year,
        month=day.month if precision != "year" else None,
        day=day.day if precision == "day" else None,
        about=about,
    )
    far = today.replace(year=2060, day=1)

    assert parse_date(format_stored(date), today=far) == date
    assert parse_date(date_in_words(date), today=far) == date


@given(DAYS, st.integers(min_value=0, max_value=999))
def test_in_n_days_is_n_days_after_today(today: dt.date, count: int) -> None:
    assert parse_review_date(f"in {count} days", today=today) == today + dt.timedelta(days=count)


@given(DAYS, st.integers(min_value=1, max_value=24))
@example(dt.date(2026, 1, 31), 1)
@example(dt.date(2028, 2, 29), 12)
def test_in_n_months_is_in_the_nth_month_after_today(today: dt.date, count: int) -> None:
    ahead = parse_review_date(f"in {count} months", today=today)

    assert (ahead.year * 12 + ahead.month) - (today.year * 12 + today.month) == count
    assert ahead.day <= today.day


@given(DAYS, st.sampled_from(["year", "month", "day"]), st.booleans())
def test_a_stored_date_parses_without_knowing_today(day: dt.date, precision: str, about: bool) -> None:
    date = Date(
        year=day.year,
        month=day.month if precision != "year" else None,
        day=day.day if precision == "day" else None,
        about=about,
    )

    assert parse_stored(format_stored(date)) == date
    assert date.first <= day <= date.last
    for outside in (date.first - dt.timedelta(days=1), date.last + dt.timedelta(days=1)):
        parts = (outside.year, outside.month, outside.day)[: {"year": 1, "month": 2, "day": 3}[precision]]
        assert parts != tuple(part for part in (date.year, date.month, date.day) if part)


@pytest.mark.parametrize("text", ["", "2026-02-31", "2026-13", "0000", "15 Nov 2026", "about", "2026-1-1", "\u0662026"])
def test_a_text_not_in_the_stored_form_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="is not a date"):
        parse_stored(text)


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
def test_adding_calendar_months_keeps_the_day_if_the_month_has_it(day: str, months: int, after: str) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(after)


def test_a_refusal_of_a_past_day_names_what_the_day_is_for() -> None:
    with pytest.raises(DateError, match="a due date needs an exact day"):
        parse_day_ahead("Dec 2026", today=TODAY, what="a due date")
    with pytest.raises(DateError, match="is past: a due date is today or later"):
        parse_day_ahead("1 Nov 2026", today=TODAY, what="a due date")


def test_a_review_date_without_a_year_is_in_the_future() -> None:
    assert day_in_words(parse_review_date("3 Jan", today=TODAY)) == "Sun 3 Jan 2027"


@pytest.mark.parametrize(
    ("typed", "says"),
    [("1 Nov 2026", "is past"), ("yesterday", "is past"), ("about Dec 2026", "exact day"), ("Dec 2026", "exact day")],
)
def test_a_review_date_must_be_exact_and_not_past(typed: str, says: str) -> None:
    with pytest.raises(DateError, match=says):
        parse_review_date(typed, today=TODAY)
