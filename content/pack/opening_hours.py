"""Whether a contact is open, in the pack's time zone, across changes of the clock."""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from content.dates import DAYS, MONTHS
from content.pack.model import Hours

_WEEK = 7


def opening_line(hours: tuple[Hours, ...], now: dt.datetime, zone: ZoneInfo) -> str:
    """What to say of hours at a moment: "open now until 15:00" or "next open Wed 25 Nov 12:30"; empty without hours.

    Args:
        hours: When the contact is open, by the local clock.
        now: The moment, with its time zone.
        zone: The zone whose clock the hours are told by.
    """
    here = now.astimezone(zone)
    for opens, closes in _joined(sorted(_openings(hours, here.date() - dt.timedelta(days=1), zone))):
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


def _joined(openings: Iterable[tuple[dt.datetime, dt.datetime]]) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Openings in order, those that overlap or meet made one: nobody is told of a closing that is none."""
    held: tuple[dt.datetime, dt.datetime] | None = None
    for opens, closes in openings:
        if held and opens <= held[1]:
            held = held[0], max(held[1], closes)
        else:
            if held:
                yield held
            held = opens, closes
    if held:
        yield held


def _openings(hours: tuple[Hours, ...], first: dt.date, zone: ZoneInfo) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Each opening from a day on, for a little over a week, as moments in UTC."""
    for ahead in range(_WEEK + 2):
        day = first + dt.timedelta(days=ahead)
        for each in hours:
            if DAYS[day.weekday()] in each.days:
                last = day if each.closes > each.opens else day + dt.timedelta(days=1)
                yield _moment(day, each.opens, zone), _moment(last, each.closes, zone)


def _moment(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    # Compared in UTC, since two times of one zone are compared by their clocks and not by what lies between them.
    return dt.datetime.combine(day, clock, tzinfo=zone).astimezone(dt.UTC)
