"""Parsing and formatting of dates as people write them: exact, approximate ("about Dec 2025") or relative."""

import calendar
import datetime as dt
import re

import msgspec

from content.errors import DateError

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_ABOUT = re.compile(r"(?:about|around|approx\.?|approximately|c\.?|ca\.?|circa)\s+(?P<rest>.+)")
_AHEAD = re.compile(r"in (?P<count>\d{1,3}|a|one|two|three|four|six) (?P<unit>day|week|month|year)s?")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?")
_SLASHED = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{4}|\d{2}))?")
_SPOKEN = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[a-z]{3,9})\.?(?:,?\s+(?P<year>\d{4}))?"
)
_YEAR = re.compile(r"(?P<year>\d{4})")
_STORED = re.compile(r"(?P<about>about )?(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_EARLIEST_YEAR = 1900
_YEARS_AHEAD = 100

HINT = "write it like 15 Nov 2026, 15/11/2026, about Dec 2025 or 2019"
HINT_DAY = "write it like 15 Nov 2026, 15/11/2026 or yesterday"
HINT_AHEAD = "write it like 15 Nov 2026, 15/11/2026 or in 7 days"


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """A day, a month or a year, which may be approximate."""

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    @property
    def exact(self) -> dt.date | None:
        """The day, or None if the date is a month or a year, or is approximate."""
        if self.month is None or self.day is None or self.about:
            return None
        return dt.date(self.year, self.month, self.day)

    @property
    def first(self) -> dt.date:
        """The first day of the day, month or year; used to sort dates."""
        return dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def last(self) -> dt.date:
        """The last day of the day, month or year."""
        return _clipped(self.year, 12 if self.month is None else self.month, 31 if self.day is None else self.day)


def parse_date(typed: str, *, today: dt.date) -> Date:
    """Parse a typed date.

    A day and month without a year means the most recent one that is not after today.

    Raises:
        DateError: If it is not a date; the message shows the accepted forms.
    """
    text = " ".join(typed.lower().split())
    about = _ABOUT.fullmatch(text)
    date = _parse(about["rest"] if about else text, typed, today)
    if not _EARLIEST_YEAR <= date.year <= today.year + _YEARS_AHEAD:
        raise DateError(f"'{typed.strip()}' is not a date: the year is out of range")
    return msgspec.structs.replace(date, about=about is not None)


def parse_review_date(typed: str, *, today: dt.date) -> dt.date:
    """Parse a typed review date, which must be an exact day, today or later.

    Raises:
        DateError: If it is not a date, is not exact, or is in the past.
    """
    return parse_day_ahead(typed, today=today, what="a review date")


def parse_day_ahead(typed: str, *, today: dt.date, what: str) -> dt.date:
    """Parse a typed date that must be an exact day, today or later.

    A day and month without a year means the next one.

    Args:
        typed: The typed text.
        today: The earliest day allowed.
        what: What the date is for, such as `a review date`; used in error messages.

    Raises:
        DateError: If it is not a date, is not exact, or is in the past.
    """
    try:
        date = parse_date(typed, today=today)
    except DateError as error:
        raise DateError(f"'{typed.strip()}' is not a date: {HINT_AHEAD}") from error
    exact = date.exact
    if exact is None:
        raise DateError(f"{what} needs an exact day: {HINT_AHEAD}")
    # A day without a year, such as "3 Jan" typed in November, means next year's here. "yesterday" stays in the past.
    is_next = typed.strip().lower() != "yesterday"
    if (
        exact < today
        and is_next
        and str(exact.year) not in typed
        and not re.search(r"\d[/.]\d+[/.]\d\d$", typed.strip())
    ):
        exact = _in_year(exact, exact.year + 1)
    if exact < today:
        raise DateError(f"{day_in_words(exact)} is past: {what} is today or later")
    return exact


def parse_day_past(typed: str, *, today: dt.date, what: str) -> dt.date:
    """Parse a typed date that must be an exact day, today or earlier.

    Args:
        typed: The typed text.
        today: The latest day allowed.
        what: What the date is for, such as `the day it was given`; used in error messages.

    Raises:
        DateError: If it is not a date, is not exact, or is in the future.
    """
    try:
        date = parse_date(typed, today=today)
    except DateError as error:
        raise DateError(f"'{typed.strip()}' is not a date: {HINT_DAY}") from error
    if date.exact is None:
        raise DateError(f"{what} is an exact day: {HINT_DAY}")
    if date.exact > today:
        raise DateError(f"{day_in_words(date.exact)} is ahead: {what} is today or earlier")
    return date.exact


def format_stored(date: Date) -> str:
    """Format a date for storage: `2026-11-15`, `2025-12` or `2019`, with the prefix `about ` if it is approximate."""
    parts = [f"{date.year:04}"] + [f"{part:02}" for part in (date.month, date.day) if part is not None]
    return ("about " if date.about else "") + "-".join(parts)


def parse_stored(text: str) -> Date:
    """Parse a date in the stored form, the inverse of `format_stored`.

    Raises:
        DateError: If the text is not in the stored form, or there is no such day.
    """
    found = _STORED.fullmatch(text)
    if not found:
        raise DateError(f"'{text}' is not a date in the stored form")
    month, day = (None if part is None else int(part) for part in found.group("month", "day"))
    return _checked(Date(year=int(found["year"]), month=month, day=day, about=found["about"] is not None), text)


def parse_and_echo(typed: str, *, today: dt.date, is_review: bool = False) -> tuple[str, str]:
    """Parse a typed date into its stored form and the words that are shown back to the user.

    Args:
        typed: The typed text.
        today: The day that "in 7 days" counts from.
        is_review: Whether it must be an exact day, today or later.

    Raises:
        DateError: If it is not a valid date.
    """
    if is_review:
        day = parse_review_date(typed, today=today)
        return day.isoformat(), day_in_words(day)
    date = parse_date(typed, today=today)
    return format_stored(date), date_in_words(date)


def date_in_words(date: Date) -> str:
    """A date in words: with its weekday if it is a day, with "about" if it is approximate."""
    if date.month is None:
        return ("about " if date.about else "") + str(date.year)
    if date.day is None:
        return ("about " if date.about else "") + f"{MONTHS[date.month - 1]} {date.year}"
    return ("about " if date.about else "") + day_in_words(dt.date(date.year, date.month, date.day))


def day_in_words(day: dt.date) -> str:
    """Format a day with its weekday: `Sun 22 Nov 2026`."""
    return f"{DAYS[day.weekday()]} {short(day)}"


def short(day: dt.date) -> str:
    """Format a day without its weekday: `22 Nov 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _exactly(day: dt.date) -> Date:
    return Date(year=day.year, month=day.month, day=day.day)


def _count(text: str) -> int:
    return _COUNTS[text] if text in _COUNTS else int(text)


def _ahead(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in {"day", "week"}:
        return today + dt.timedelta(days=count * (7 if unit == "week" else 1))
    return months_after(today, count * (12 if unit == "year" else 1))


def months_after(day: dt.date, count: int) -> dt.date:
    """The same day some calendar months later, or the last day of that month if it is shorter."""
    months = day.month - 1 + count
    return _clipped(day.year + months // 12, months % 12 + 1, day.day)


def _in_year(day: dt.date, year: int) -> dt.date:
    return _clipped(year, day.month, day.day)


def _clipped(year: int, month: int, day: int) -> dt.date:
    """The day, or the last day of the month if the month is shorter."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _parse(text: str, typed: str, today: dt.date) -> Date:
    """Parse a text in lower case and without "about"; error messages quote `typed`."""
    if text in {"today", "yesterday", "tomorrow"}:
        return _exactly(today + dt.timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[text]))
    ahead = _AHEAD.fullmatch(text)
    if ahead:
        return _exactly(_ahead(today, _count(ahead["count"]), ahead["unit"]))
    for pattern in (_ISO, _SLASHED, _SPOKEN, _YEAR):
        found = pattern.fullmatch(text)
        if found:
            return _read(found.groupdict(), typed, today)
    raise DateError(f"'{typed.strip()}' is not a date: {HINT}")


def _read(parts: dict[str, str | None], typed: str, today: dt.date) -> Date:
    month = _month(parts.get("month"), typed)
    day_text = parts.get("day")
    day = None if day_text is None else int(day_text)
    return _checked(Date(year=_year(parts.get("year"), month, day, today), month=month, day=day), typed)


def _checked(date: Date, text: str) -> Date:
    """Return the date if it exists in the calendar.

    Raises:
        DateError: If it does not exist, such as 31 Feb or a month of zero.
    """
    try:
        _ = date.first
    except ValueError as error:
        raise DateError(f"'{text.strip()}' is not a date: there is no such day") from error
    return date


def _month(text: str | None, typed: str) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    names = [number for number, name in enumerate(MONTHS, start=1) if text[:3] == name.lower()]
    full = dt.date(2000, names[0], 1).strftime("%B").lower() if names else ""
    if not names or not full.startswith(text.replace("sept", "sep")):
        raise DateError(f"'{typed.strip()}' is not a date: {HINT}")
    return names[0]


def _year(text: str | None, month: int | None, day: int | None, today: dt.date) -> int:
    if text is not None:
        return int(text) + (2000 if len(text) == 2 else 0)
    ahead = (1 if month is None else month, 1 if day is None else day) > (today.month, today.day)
    return today.year - 1 if ahead else today.year
