"""A slow model of opening hours, which looks at the clock on the wall only, and hours drawn for it."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from content.pack.contact_model import DAYS, Contact, Hours
from tests.packs import some_hours

LONDON = ZoneInfo("Europe/London")
QUARTER = dt.timedelta(minutes=15)
WEEKS = 8
"""How far the model looks ahead: further than any closure drawn."""

# Local times between 01:00 and 02:00 do not exist on one Sunday and occur twice on another, so opening or closing
# times in that hour are ambiguous on those two days.
_TIMES = st.integers(0, 24 * 4).map(lambda quarter: quarter * 15).filter(lambda minutes: not 60 <= minutes < 120)


@st.composite
def _openings(draw: st.DrawFn) -> Hours:
    opens, closes = sorted(draw(st.lists(_TIMES, min_size=2, max_size=2, unique=True)))
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
    return some_hours(*days, opens=f"{_clock(opens):%H:%M}", closes=f"{_clock(closes):%H:%M}")


def hours_of_a_week() -> st.SearchStrategy[tuple[Hours, ...]]:
    """One to three opening periods, on quarters of an hour, which may overlap."""
    return st.lists(_openings(), min_size=1, max_size=3).map(tuple)


def modelled(contact: Contact, now: dt.datetime, closed: Mapping[dt.date, str]) -> str:
    """The state of a verified contact that is closed on these days, each with its reason."""
    here = now.astimezone(LONDON)
    reason = closed.get(here.date(), "") if any(DAYS[here.weekday()] in each.days for each in contact.hours) else ""
    was_open = _is_open(contact, now, closed)
    turned = now.astimezone(dt.UTC).replace(minute=now.minute // 15 * 15)
    for _ in range(WEEKS * 7 * 24 * 4):
        turned += QUARTER
        if _is_open(contact, turned, closed) != was_open:
            break
    else:
        return "open now" if was_open else "not open"
    wall = turned.astimezone(LONDON)
    day = f"{DAYS[wall.weekday()]} {wall.day} {wall:%b} {wall:%H:%M}"
    if not was_open:
        return f"closed today: {reason}, next open {day}" if reason else f"next open {day}"
    if (wall.date() - here.date()).days >= 7:
        return "open now"
    same_day = (wall - QUARTER).date() == here.date()
    return f"open now until {wall:%H:%M}" if same_day else f"open now until {day}"


def _is_open(contact: Contact, moment: dt.datetime, closed: Mapping[dt.date, str]) -> bool:
    wall = moment.astimezone(LONDON)
    return wall.date() not in closed and any(
        DAYS[wall.weekday()] in each.days
        and each.opens <= wall.time()
        and (each.closes == dt.time() or wall.time() < each.closes)
        for each in contact.hours
    )


def _clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)
