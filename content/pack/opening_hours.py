"""Opening hours: whether a contact is open at a moment, correct across daylight-saving changes."""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from content.dates import DAYS, MONTHS
from content.pack.model import Hours

_WEEK = 7


def opening_state(hours: tuple[Hours, ...], now: dt.datetime, zone: ZoneInfo) -> str:
    """The opening state at a moment: "open now until 15:00" or "next open Wed 25 Nov 12:30"; empty without hours.

    Args:
        hours: The opening hours, in local time.
        now: The moment, an aware datetime.
        zone: The time zone of the hours.
    """
    here = now.astimezone(zone)
    for opens, closes in _merged(sorted(_openings(hours, here.date() - dt.timedelta(days=1), zone))):
        if opens <= now < closes:
            return _open_until(closes.astimezone(zone), here)
        if now < opens:
            return f"next open {_day_and_time(opens.astimezone(zone))}"
    return ""


def _open_until(closes: dt.datetime, here: dt.datetime) -> str:
    if closes.date() - here.date() >= dt.timedelta(days=_WEEK):
        return "open now"
    last = closes - dt.timedelta(minutes=1)
    return f"open now until {_day_and_time(closes) if last.date() > here.date() else f'{closes:%H:%M}'}"


def _day_and_time(local: dt.datetime) -> str:
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local:%H:%M}"


def _merged(openings: Iterable[tuple[dt.datetime, dt.datetime]]) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Merge openings that overlap or touch, so that a boundary between them is not shown as a closing time."""
    current: tuple[dt.datetime, dt.datetime] | None = None
    for opens, closes in openings:
        if current and opens <= current[1]:
            current = current[0], max(current[1], closes)
        else:
            if current:
                yield current
            current = opens, closes
    if current:
        yield current


def _openings(hours: tuple[Hours, ...], first: dt.date, zone: ZoneInfo) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Every opening in the nine days from `first`, as a pair of moments in UTC."""
    for ahead in range(_WEEK + 2):
        day = first + dt.timedelta(days=ahead)
        for each in hours:
            if DAYS[day.weekday()] in each.days:
                last = day if each.closes > each.opens else day + dt.timedelta(days=1)
                yield _moment(day, each.opens, zone), _moment(last, each.closes, zone)


def _moment(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    # Python compares two datetimes of one zone by wall-clock time, which is wrong across a clock change; UTC is not.
    return dt.datetime.combine(day, clock, tzinfo=zone).astimezone(dt.UTC)
