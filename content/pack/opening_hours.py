"""Opening hours: whether a contact is open at a moment, on bank holidays and across daylight-saving changes too."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from content.dates import DAYS, MONTHS, short
from content.pack.closed_days import ClosedDay, ClosedDays
from content.pack.contact_model import Contact

_WEEK = 7
_DAYS_AHEAD = 366
"""How far ahead an opening is looked for, in days: longer than any closure that a pack is likely to list."""


class _Opening(NamedTuple):
    """A time from one moment, inclusive, to another, exclusive; both in UTC."""

    opens: dt.datetime
    closes: dt.datetime


class _Status(NamedTuple):
    """What is known of a contact at a moment, and the last day that this depends on."""

    words: str
    depends_on: dt.date


class _Calendar(NamedTuple):
    """A contact's opening hours with the days on which they do not hold."""

    contact: Contact
    zone: ZoneInfo
    closed_days: ClosedDays | None

    def reason_closed(self, day: dt.date) -> str:
        """Why the contact is known to be closed on a day in spite of its hours; empty if it is not."""
        closure = next((each for each in self.contact.closed if each.from_ <= day <= each.to), None)
        if closure:
            return closure.why
        holiday = self._bank_holiday(day)
        return holiday.as_reason if holiday and self.contact.bank_holidays == "closed" else ""

    def doubtful_holiday(self, day: dt.date) -> ClosedDay | None:
        """The bank holiday on a day, if nobody knows whether the contact is open then."""
        # A doubt about an emergency number without listed hours could keep somebody from ringing it.
        is_spared = self.contact.emergency and not self.contact.hours
        if is_spared or self.contact.bank_holidays != "not known" or self.reason_closed(day):
            return None
        return self._bank_holiday(day)

    def is_certain(self, day: dt.date) -> bool:
        """Whether the hours are known to hold on a day."""
        return not self.reason_closed(day) and not self.doubtful_holiday(day)

    def is_possible(self, day: dt.date) -> bool:
        """Whether the hours hold on a day, or may hold because the effect of a bank holiday is not known."""
        return not self.reason_closed(day)

    def has_hours(self, day: dt.date) -> bool:
        """Whether the contact would usually be open on a day; without known hours it may be any day."""
        return not self.contact.hours or any(DAYS[day.weekday()] in each.days for each in self.contact.hours)

    def openings(self, day: dt.date) -> list[_Opening]:
        """The openings on a day by its hours alone, the earliest first."""
        found = []
        for each in self.contact.hours:
            if DAYS[day.weekday()] in each.days:
                last = day + dt.timedelta(days=1) if each.closes == dt.time() else day
                found.append(_Opening(self._moment(day, each.opens), self._moment(last, each.closes)))
        # Where the clock skips the hour in which an opening starts, it can end before it starts.
        return sorted(opening for opening in found if opening.opens < opening.closes)

    def _bank_holiday(self, day: dt.date) -> ClosedDay | None:
        return self.closed_days.on(day) if self.closed_days else None

    def _moment(self, day: dt.date, clock: dt.time) -> dt.datetime:
        # Python compares two datetimes of one zone by wall-clock time, which is wrong across a clock change.
        return dt.datetime.combine(day, clock, tzinfo=self.zone).astimezone(dt.UTC)


def opening_state(contact: Contact, now: dt.datetime, zone: ZoneInfo, closed_days: ClosedDays | None) -> str:
    """Whether a contact is open at a moment, until when, or when it opens next.

    For a verified contact: "open now until 15:00", "next open Thu 31 Dec 12:30", "closed today: Christmas Day (bank
    holiday), next open Tue 29 Dec 09:00". For an unverified one: "said to be open until 15:00; not verified". If nobody
    knows what a bank holiday does: "today is a bank holiday (Boxing Day): may be closed, ring first". If the answer
    depends on a day after the list of bank holidays ends, the words say so. Bank holidays and closures never affect an
    emergency contact that is open at all hours.

    Args:
        contact: The contact, with its opening hours in local time.
        now: The moment, an aware datetime.
        zone: The time zone of the hours.
        closed_days: The bank holidays; None if they are not known.

    Returns:
        The state in words; empty for a withdrawn contact, and for one without hours unless it is a bank holiday or a
        closed day of the contact.
    """
    if contact.status == "withdrawn":
        return ""
    if never_closes(contact):
        return _as_said("open now", contact)
    calendar = _Calendar(contact, zone, closed_days)
    today = now.astimezone(zone).date()
    status = (
        _today_in_doubt(calendar, now, today) or _closed_today(calendar, now, today) or _usual(calendar, now, today)
    )
    return status.words + _limit(calendar, status.depends_on) if status.words else ""


def never_closes(contact: Contact) -> bool:
    """Whether a contact is an emergency contact that is open at all hours, so that no closed day affects it."""
    all_day = {day for each in contact.hours if each.opens == each.closes == dt.time() for day in each.days}
    return contact.emergency and len(all_day) == len(DAYS)


def _as_said(words: str, contact: Contact) -> str:
    """The words, for an unverified contact as what is only said: "open now until 15:00" must not be read as checked."""
    if contact.status == "verified":
        return words
    return f"said to be {words.replace('open now', 'open', 1)}; not verified"


def _today_in_doubt(calendar: _Calendar, now: dt.datetime, today: dt.date) -> _Status | None:
    """The status on a bank holiday with an unknown effect, until the end of that day's hours; otherwise None."""
    holiday = calendar.doubtful_holiday(today)
    has_ended = calendar.contact.hours and all(opening.closes <= now for opening in calendar.openings(today))
    if not holiday or has_ended:
        return None
    ask = "ring first" if calendar.contact.phones else "check first"
    words = f"today is a bank holiday ({holiday.short_name}): may be closed, {ask}"
    depends_on = today
    certain = _find(calendar, now, today, calendar.is_certain)
    if certain:
        again = certain.opens.astimezone(calendar.zone)
        words += f"; if closed, open again by {_clock(again, is_today=False)}"
        depends_on = again.date()
    if calendar.contact.hours and calendar.contact.status == "unverified":
        words += "; hours not verified"
    return _Status(words, depends_on)


def _closed_today(calendar: _Calendar, now: dt.datetime, today: dt.date) -> _Status | None:
    """The status on a day that the contact is known to be closed in spite of its hours; otherwise None."""
    reason = calendar.reason_closed(today)
    if not reason or not calendar.has_hours(today):
        return None
    upcoming = _next_open(calendar, now, today)
    words = ", ".join(part for part in (f"closed today: {reason}", upcoming.words) if part)
    return _Status(_as_said(words, calendar.contact), upcoming.depends_on)


def _usual(calendar: _Calendar, now: dt.datetime, today: dt.date) -> _Status:
    """The status by the hours."""
    opening = _find(calendar, now, today, calendar.is_certain)
    if opening and opening.opens <= now:
        closes = opening.closes.astimezone(calendar.zone)
        is_far = closes.date() - today >= dt.timedelta(days=_WEEK)
        last = today if is_far else (closes - dt.timedelta(minutes=1)).date()
        words = "open now" if is_far else f"open now until {_clock(closes, is_today=last == today)}"
        return _Status(_as_said(words, calendar.contact), last)
    upcoming = _next_open(calendar, now, today)
    words = _as_said(upcoming.words, calendar.contact) if upcoming.words else ""
    return _Status(words, upcoming.depends_on)


def _next_open(calendar: _Calendar, now: dt.datetime, today: dt.date) -> _Status:
    """The next opening, and the next certain one if the first is in doubt; empty words without hours."""
    if not calendar.contact.hours:
        return _Status("", today)
    possible = _find(calendar, now, today, calendar.is_possible)
    if not possible:
        return _Status("not open in the next year", today)
    first = possible.opens.astimezone(calendar.zone)
    words = f"next open {_clock(first, is_today=False)}"
    holiday = calendar.doubtful_holiday(first.date())
    if not holiday:
        return _Status(words, first.date())
    words += f" if open on the bank holiday ({holiday.short_name})"
    certain = _find(calendar, now, today, calendar.is_certain)
    if not certain:
        return _Status(words, first.date())
    later = certain.opens.astimezone(calendar.zone)
    return _Status(f"{words}, otherwise {_clock(later, is_today=False)}", later.date())


def _find(calendar: _Calendar, now: dt.datetime, first: dt.date, holds: Callable[[dt.date], bool]) -> _Opening | None:
    """The opening at a moment or, if there is none, the next one, on the days from `first` on which the hours hold.

    Openings that overlap or touch are merged, so that a boundary between them is not shown as a closing time.
    """
    found: _Opening | None = None
    for opening in _from(calendar, first, holds):
        if opening.closes <= now:
            continue
        if found and (opening.opens > found.closes or found.closes - now > dt.timedelta(days=_WEEK + 1)):
            return found
        found = _Opening(found.opens, max(found.closes, opening.closes)) if found else opening
    return found


def _from(calendar: _Calendar, first: dt.date, holds: Callable[[dt.date], bool]) -> Iterator[_Opening]:
    for ahead in range(_DAYS_AHEAD):
        day = first + dt.timedelta(days=ahead)
        if holds(day):
            yield from calendar.openings(day)


def _clock(local: dt.datetime, *, is_today: bool) -> str:
    """A time of day, with the day unless it is today: "15:00", "Thu 31 Dec 12:30"."""
    day = "" if is_today else f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} "
    return f"{day}{local:%H:%M}"


def _limit(calendar: _Calendar, day: dt.date) -> str:
    """What to add if bank holidays matter to the contact and are not known for a day."""
    if not calendar.contact.hours or calendar.contact.bank_holidays == "open":
        return ""
    if calendar.closed_days is None:
        return "; bank holidays are not in the pack"
    until = calendar.closed_days.until
    return f"; bank holidays after {short(until)} are not in the pack" if day > until else ""
