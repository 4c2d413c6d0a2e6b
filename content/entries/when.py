"""When something happened: on a day, about a month or a year, or between two dates."""

import datetime as dt

from content.dates import HINT, Date, date_in_words, format_stored, parse_date, parse_stored
from content.entries.typed_fields import date_problem
from content.errors import DateError


def read_happened(typed: str, *, today: dt.date) -> str:
    """Parse when something happened into the stored form.

    Raises:
        DateError: If it is not a date, or is certainly in the future.
    """
    if not typed.strip():
        raise DateError(f"when it happened is needed: {HINT}")
    date = parse_date(typed, today=today)
    if date.first > today:
        raise DateError(f"{date_in_words(date)} is ahead: write when it happened")
    return format_stored(date)


def read_until(typed: str, happened: str, *, today: dt.date) -> str:
    """Parse the end of when something happened into the stored form; empty if none was typed or it is the start.

    Raises:
        DateError: If it is not a date, is in the future, or is certainly before the start.
    """
    if not typed.strip():
        return ""
    end = parse_stored(read_happened(typed, today=today))
    start = parse_stored(happened)
    if end.last < start.first:
        raise DateError(f"{date_in_words(end)} is before the start, {date_in_words(start)}")
    return "" if end == start else format_stored(end)


def echo_happened(typed: str, *, today: dt.date) -> str:
    """What to show beside the field for the text in it."""
    if not typed.strip():
        return ""
    try:
        return date_in_words(parse_stored(read_happened(typed, today=today)))
    except DateError as error:
        return date_problem(error, HINT)


def start_and_end(happened: str, until: str) -> tuple[Date, Date] | None:
    """The stored start and end as dates; empty if the start is unreadable."""
    try:
        start = parse_stored(happened)
        return start, parse_stored(until) if until else start
    except DateError:
        return None


def in_words(dates: tuple[Date, Date] | None) -> str:
    """A start and an end in words: `Sun 15 Nov 2026`, `about Dec 2025`, `between ... and ...`."""
    if dates is None:
        return "date not known"
    return (
        date_in_words(dates[0])
        if dates[0] == dates[1]
        else f"between {date_in_words(dates[0])} and {date_in_words(dates[1])}"
    )
