"""Dates as people say them: exact, approximate ("about Dec 2025") or ahead ("in 7 days")."""

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
_KEPT = re.compile(r"(?P<about>about )?(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
_EARLIEST_YEAR = 1900
_YEARS_AHEAD = 100

HINT = "write it like 15 Nov 2026, 15/11/2026, about Dec 2025 or 2019"
HINT_DAY = "write it like 15 Nov 2026, 15/11/2026 or yesterday"
HINT_AHEAD = "write it like 15 Nov 2026, 15/11/2026 or in 7 days"


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """A day, a month or a year, perhaps only about then."""

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    @property
    def exact(self) -> dt.date | None:
        """The day, where it is one and not only about then."""
        if self.month is None or self.day is None or self.about:
            return None
        return dt.date(self.year, self.month, self.day)

    @property
    def first(self) -> dt.date:
        """The earliest day that it can mean, for putting dates in order."""
        return dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def last(self) -> dt.date:
        """The latest day that it can mean as it was said."""
        return _clipped(self.year, 12 if self.month is None else self.month, 31 if self.day is None else self.day)


def parse_date(typed: str, *, today: dt.date) -> Date:
    """The date that somebody typed.

    A day and month without a year means the latest one that is not ahead of today.

    Raises:
        DateError: With a sentence saying what would be understood.
    """
    text = " ".join(typed.lower().split())
    about = _ABOUT.fullmatch(text)
    date = _parse(about["rest"] if about else text, typed, today)
    if not _EARLIEST_YEAR <= date.year <= today.year + _YEARS_AHEAD:
        raise DateError(f"'{typed.strip()}' is not a date: the year is out of reach")
    return msgspec.structs.replace(date, about=about is not None)


def parse_review_date(typed: str, *, today: dt.date) -> dt.date:
    """The exact day, today or later, that somebody typed for a review.

    Raises:
        DateError: If it is no date, not exact, or past.
    """
    return parse_day_ahead(typed, today=today, what="a review date")


def parse_day_ahead(typed: str, *, today: dt.date, what: str) -> dt.date:
    """The exact day, today or later, that somebody typed for something that lies ahead.

    Args:
        typed: What was typed.
        today: The first day that it may be.
        what: What the day is for, such as `a review date`; refusals speak of it.

    Raises:
        DateError: If it is no date, not exact, or past.
    """
    try:
        date = parse_date(typed, today=today)
    except DateError as error:
        raise DateError(f"'{typed.strip()}' is not a date: {HINT_AHEAD}") from error
    exact = date.exact
    if exact is None:
        raise DateError(f"{what} needs an exact day: {HINT_AHEAD}")
    # "3 Jan" said in November is next January's, since what is planned lies ahead; "yesterday" is no such day.
    is_next = typed.strip().lower() != "yesterday"
    if (
        exact < today
        and is_next
        and str(exact.year) not in typed
        and not re.search(r"\d[/.]\d+[/.]\d\d$", typed.strip())
    ):
        exact = _in_year(exact, exact.year + 1)
    if exact < today:
        raise DateError(f"{in_words(exact)} is past: {what} is today or later")
    return exact


def parse_day_past(typed: str, *, today: dt.date, what: str) -> dt.date:
    """The exact day, today or earlier, that somebody typed for something that was done.

    Args:
        typed: What was typed.
        today: The last day that it may be.
        what: What the day is for, such as `the day it was given`; refusals speak of it.

    Raises:
        DateError: If it is no date, not exact, or ahead.
    """
    try:
        date = parse_date(typed, today=today)
    except DateError as error:
        raise DateError(f"'{typed.strip()}' is not a date: {HINT_DAY}") from error
    if date.exact is None:
        raise DateError(f"{what} is an exact day: {HINT_DAY}")
    if date.exact > today:
        raise DateError(f"{in_words(date.exact)} is ahead: {what} is today or earlier")
    return date.exact


def written(date: Date) -> str:
    """A date as it is kept: `2026-11-15`, `2025-12`, `2019`, with `about` before it where it is only about then."""
    parts = [f"{date.year:04}"] + [f"{part:02}" for part in (date.month, date.day) if part is not None]
    return ("about " if date.about else "") + "-".join(parts)


def kept(text: str) -> Date:
    """The date that `written` kept.

    Raises:
        DateError: If it is not written so, or there is no such day.
    """
    found = _KEPT.fullmatch(text)
    if not found:
        raise DateError(f"'{text}' is not a date as it is kept")
    month, day = (None if part is None else int(part) for part in found.group("month", "day"))
    return _checked(Date(year=int(found["year"]), month=month, day=day, about=found["about"] is not None), text)


def read_back(typed: str, *, today: dt.date, is_review: bool = False) -> tuple[str, str]:
    """A date as it is kept, and read back to whoever typed it.

    Args:
        typed: What was typed.
        today: The day that "in 7 days" counts from.
        is_review: Whether it must be an exact day from today on.

    Raises:
        DateError: If it is not understood.
    """
    if is_review:
        day = parse_review_date(typed, today=today)
        return day.isoformat(), in_words(day)
    date = parse_date(typed, today=today)
    return written(date), echoed(date)


def echoed(date: Date) -> str:
    """A date read back: with its weekday where it is exact, as approximate as it was said where it is not."""
    if date.month is None:
        return ("about " if date.about else "") + str(date.year)
    if date.day is None:
        return ("about " if date.about else "") + f"{MONTHS[date.month - 1]} {date.year}"
    return ("about " if date.about else "") + in_words(dt.date(date.year, date.month, date.day))


def in_words(day: dt.date) -> str:
    """A day with its weekday: `Sun 22 Nov 2026`."""
    return f"{DAYS[day.weekday()]} {short(day)}"


def short(day: dt.date) -> str:
    """A day without its weekday: `22 Nov 2026`."""
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
    """The same day some calendar months later, or the last of that month where it is shorter."""
    months = day.month - 1 + count
    return _clipped(day.year + months // 12, months % 12 + 1, day.day)


def _in_year(day: dt.date, year: int) -> dt.date:
    return _clipped(year, day.month, day.day)


def _clipped(year: int, month: int, day: int) -> dt.date:
    """The day, or the last of its month where the month is shorter."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _parse(text: str, typed: str, today: dt.date) -> Date:
    """The date that a text in lower case and without "about" means; `typed` is what a refusal quotes."""
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
    """The date, if the calendar has it.

    Raises:
        DateError: If it does not, such as 31 Feb or a month of zero.
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
