"""The guide and the contacts in plain lines, the same for screens and for commands."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from content.dates import DAYS, short
from content.pack.model import Contact, Hours, Pack, Phone, Point
from content.pack.opening_hours import opening_line
from content.text import one_line

KIND_WIDTH = 9
"""How many columns stand at the left of a point for what kind it is."""

LABEL_WIDTH = 11
"""How many columns stand at the left of a contact's lines for what they tell."""

NOT_SECURE = "not a secure address: do not send personal details"

_KINDS: Mapping[str, str] = {
    "do": "DO",
    "do-not": "DO NOT",
    "ask": "ASK",
    "fact": "FACT",
    "contact": "CONTACT",
}


def point_lines(pack: Pack, point: Point) -> tuple[str, ...]:
    """A point of the guide: its kind, text and source, and its caution where it has one.

    The first line begins with the kind in a column of `KIND_WIDTH`.
    """
    caution = (f"Caution: {one_line(point.caution)}",) if point.caution else ()
    source = pack.source_line(point.source)
    return (f"{_KINDS[point.kind]:<{KIND_WIDTH}}{one_line(f'{point.text} ({source})')}", *caution)


def contact_lines(pack: Pack, contact: Contact, now: dt.datetime) -> tuple[str, ...]:
    """A contact, whole: each line begins with what it tells, in a column of `LABEL_WIDTH`.

    Args:
        pack: The pack that the contact is of.
        contact: The contact.
        now: The moment, with its time zone.
    """
    withdrawn = [("Withdrawn", "WITHDRAWN: do not use this entry")] if contact.status == "withdrawn" else []
    told = [
        *withdrawn,
        ("Name", contact.name),
        ("What for", contact.what_for),
        ("Who", contact.who),
        ("Eligible", contact.eligibility),
        *(("Phone", phone_in_words(phone)) for phone in contact.phones),
        ("Website", contact.website),
        ("E-mail", _email(contact)),
        ("Address", contact.address),
        ("Hours", hours_line(pack, contact, now)),
        ("Status", " ".join(part for part in (status_in_words(contact), contact.status_note) if part)),
        ("Check", review_line(pack, contact, now)),
        ("Source", pack.source_line(contact.source)),
        ("Owner", contact.owner),
    ]
    return tuple(f"{label:<{LABEL_WIDTH}}{one_line(text)}" for label, text in told if text)


def phone_in_words(phone: Phone) -> str:
    """A number as it is written in the pack, with its note."""
    return f"{phone.number} - {phone.note}" if phone.note else phone.number


def hours_line(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """When a contact is open, whether it is now, and what else is to be said of it."""
    known = "; ".join(part for part in (hours_in_words(contact.hours), opening_of(pack, contact, now)) if part)
    return ". ".join(part for part in (known, contact.hours_note) if part)


def opening_of(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """Whether a contact is open at a moment, by the pack's clock; empty where its hours are not known."""
    return opening_line(contact.hours, now, ZoneInfo(pack.policy.time_zone))


def hours_in_words(hours: tuple[Hours, ...]) -> str:
    """Hours as people write them: "Wed 12:30-15:00", "Mon-Fri 09:00-17:00", "every day 09:00-24:00"."""
    return ", ".join(f"{_days(each)} {_clock(each)}" for each in hours)


def status_in_words(contact: Contact) -> str:
    """Whether a contact was checked, and when: "unverified: never checked by a call."."""
    if contact.last_verified is None:
        return f"{contact.status}: never checked by a call."
    return f"{contact.status}: last checked {short(contact.last_verified)}."


def needs_check(pack: Pack, contact: Contact, now: dt.datetime) -> bool:
    """Whether the day by which a contact was to be checked has gone by, in the pack's time zone."""
    return now.astimezone(ZoneInfo(pack.policy.time_zone)).date() > contact.review_by


def review_line(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """When a contact is to be checked, or that it should have been."""
    day = short(contact.review_by)
    return f"needs a check: its review date was {day}" if needs_check(pack, contact, now) else f"due by {day}"


def short_status(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """A contact's status in a few words, for a list."""
    said = "WITHDRAWN: do not use" if contact.status == "withdrawn" else contact.status
    return f"{said}, needs a check" if needs_check(pack, contact, now) else said


def _email(contact: Contact) -> str:
    return f"{contact.email} - {NOT_SECURE}" if contact.email and not contact.email_secure else contact.email


def _days(hours: Hours) -> str:
    numbers = sorted({DAYS.index(day) for day in hours.days})
    if len(numbers) == len(DAYS):
        return "every day"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{DAYS[numbers[0]]}-{DAYS[numbers[-1]]}"
    return ", ".join(DAYS[number] for number in numbers)


def _clock(hours: Hours) -> str:
    closes = "24:00" if hours.closes == dt.time() else f"{hours.closes:%H:%M}"
    return f"{hours.opens:%H:%M}-{closes}"
