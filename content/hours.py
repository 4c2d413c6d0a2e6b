"""Whether a contact is open, in the pack's time zone, across changes of the clock."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from content.dates import DAYS, MONTHS
from content.packs import Hours

_WEEK = 7


def opening_line(hours: tuple[Hours, ...], now: dt.datetime, zone: ZoneInfo) -> str:
    """What to say of hours at a moment: "open now until 15:00" or "next open Wed 25 Nov 12:30"; empty without hours.

    Args:
        hours: When the contact is open, by the local clock.
        now: The moment, with its time zone.
        zone: The zone whose clock the hours are told by.
    """
    here = now.astimezone(zone)
    ahead = sorted(_openings(hours, here.date() - dt.timedelta(days=1), zone))
    for opens, closes in ahead:
        if opens <= now < closes:
            return f"open now until {closes.astimezone(zone):%H:%M}"
        if now < opens:
            local = opens.astimezone(zone)
            return f"next open {DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local:%H:%M}"
    return ""


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
