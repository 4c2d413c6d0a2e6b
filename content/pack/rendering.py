"""The guide and the contacts rendered as plain lines, for screens and commands alike."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from content.dates import DAYS, short
from content.pack.closed_days import Closure
from content.pack.contact_model import BankHolidays, Contact, Hours, Phone
from content.pack.model import Pack, Point, Topic
from content.pack.opening_hours import never_closes, opening_state
from content.pack.provenance import citation, day_of, needs_check
from content.text import one_line

KIND_WIDTH = 9
"""The width of the column at the left of a point that names its kind."""

LABEL_WIDTH = 11
"""The width of the label column at the left of a contact's lines."""

NOT_SECURE = "not a secure address: do not send personal details"

BULLET = "- "

_TAGS: Mapping[str, str] = {"do": "DO", "do-not": "DO NOT", "ask": "ASK"}
"""What stands before a point that is to be done or asked; other points need no tag."""


_ON_BANK_HOLIDAYS: Mapping[BankHolidays, str] = {
    "closed": "closed on bank holidays",
    "open": "open on bank holidays",
    "not known": "bank holidays not known",
}


class GuideLine(NamedTuple):
    """One heading, lead, point or blank line of a topic."""

    text: str
    """A point's caution is a line of its own."""

    hang: int = 0
    """The columns of the text that later lines are indented by: the tag or the bullet of a list."""

    point: int | None = None
    """The index of the point in its topic; None for any other line."""

    is_heading: bool = False


def topic_lines(pack: Pack, topic: Topic, today: dt.date) -> Iterator[GuideLine]:
    """A topic's headings and points in order, with a blank line before a heading and between paragraphs.

    Points that share a lead are a list below it. A caution that all of them share stands above it once.
    """
    before: GuideLine | None = None
    for line in _lines_of_groups(pack, topic, today):
        if before and _is_apart(before, line):
            yield GuideLine("")
        yield line
        before = line


def _lines_of_groups(pack: Pack, topic: Topic, today: dt.date) -> Iterator[GuideLine]:
    for lead, group in groupby(enumerate(topic.points), key=lambda each: each[1].lead):
        points = tuple(group)
        shared = _shared_caution(point for _, point in points) if lead else ""
        for number, point in points:
            if point.heading:
                yield GuideLine(one_line(point.heading), is_heading=True)
            if lead and (point.heading or number == points[0][0]):
                yield from (GuideLine(line) for line in (*_caution(shared), one_line(lead)))
            yield _point_line(pack, point, number, today, shared)


def _shared_caution(points: Iterable[Point]) -> str:
    """The caution that all points have; empty if they differ."""
    cautions = {point.caution for point in points}
    return cautions.pop() if len(cautions) == 1 else ""


def _point_line(pack: Pack, point: Point, number: int, today: dt.date, shared: str) -> GuideLine:
    """A point; in a list under a lead it has its tag or a bullet, and leaves the lead and the shared caution out."""
    if not point.lead:
        return GuideLine("\n".join(point_lines(pack, point, today)), tag_width(point), number)
    mark = _tag(point) or BULLET
    caution = () if shared else _caution(point.caution)
    return GuideLine("\n".join((mark + _cited(pack, point, today, point.text), *caution)), len(mark), number)


def _is_apart(before: GuideLine, line: GuideLine) -> bool:
    """Whether a blank line goes between two lines: before a heading, and where one of two points is a paragraph."""
    if line.is_heading:
        return True
    return before.point is not None and not (before.hang and line.hang)


def point_lines(pack: Pack, point: Point, today: dt.date) -> tuple[str, ...]:
    """A point on its own: its tag in a column of `KIND_WIDTH` if it has one, text and source; then its caution."""
    return (_tag(point) + _cited(pack, point, today, point.whole), *_caution(point.caution))


def tag_width(point: Point) -> int:
    """The width of the column of a point's tag; 0 if it has none."""
    return KIND_WIDTH if point.kind in _TAGS else 0


def _tag(point: Point) -> str:
    return f"{_TAGS[point.kind]:<{KIND_WIDTH}}" if point.kind in _TAGS else ""


def _caution(caution: str) -> tuple[str, ...]:
    return (f"Caution: {one_line(caution)}",) if caution else ()


def _cited(pack: Pack, point: Point, today: dt.date, words: str) -> str:
    return one_line(f"{words} ({citation(pack, point, today)})")


def contact_lines(pack: Pack, contact: Contact, now: dt.datetime) -> tuple[str, ...]:
    """All lines of a contact; each begins with a label in a column of `LABEL_WIDTH`.

    Args:
        pack: The pack that the contact is in.
        contact: The contact.
        now: The current time, an aware datetime.
    """
    withdrawn = [("Withdrawn", "WITHDRAWN: do not use this entry")] if contact.status == "withdrawn" else []
    rows = [
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
        ("Source", citation(pack, contact, day_of(pack, now))),
        ("Owner", contact.owner),
    ]
    return tuple(f"{label:<{LABEL_WIDTH}}{one_line(text)}" for label, text in rows if text)


def phone_in_words(phone: Phone) -> str:
    """A telephone number as written in the pack, with its note."""
    return f"{phone.number} - {phone.note}" if phone.note else phone.number


def hours_line(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """A contact's opening hours, whether it is open now, its closures to come, and the note on its hours."""
    today = now.astimezone(ZoneInfo(pack.policy.time_zone)).date()
    closures = (_closure_in_words(closure) for closure in contact.closed if closure.to >= today)
    known = "; ".join(part for part in (_usual_hours(contact), opening_of(pack, contact, now), *closures) if part)
    return ". ".join(part for part in (known, contact.hours_note) if part)


def opening_of(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """Whether a contact is open at a moment, in the pack's time zone; empty if its hours are not known."""
    return opening_state(contact, now, ZoneInfo(pack.policy.time_zone), pack.policy.closed_days)


def hours_in_words(hours: tuple[Hours, ...]) -> str:
    """Opening hours in words: "Wed 12:30-15:00", "Mon-Fri 09:00-17:00", "every day 09:00-24:00"."""
    return ", ".join(f"{_days(each)} {_clock(each)}" for each in hours)


def status_in_words(contact: Contact) -> str:
    """A contact's status and when it was last checked, such as "unverified: never checked by a call."."""
    if contact.last_verified is None:
        return f"{contact.status}: never checked by a call."
    return f"{contact.status}: last checked {short(contact.last_verified)}."


def review_line(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """When a contact's next check is due, or that it is overdue."""
    day = short(contact.review_by)
    is_late = needs_check(pack, contact, day_of(pack, now))
    return f"needs a check: its review date was {day}" if is_late else f"due by {day}"


def short_status(pack: Pack, contact: Contact, now: dt.datetime) -> str:
    """A contact's status in a few words, for a list."""
    status = "WITHDRAWN: do not use" if contact.status == "withdrawn" else contact.status
    return f"{status}, needs a check" if needs_check(pack, contact, day_of(pack, now)) else status


def _email(contact: Contact) -> str:
    return f"{contact.email} - {NOT_SECURE}" if contact.email and not contact.email_secure else contact.email


def _usual_hours(contact: Contact) -> str:
    """The opening hours in words, and what the contact does on bank holidays."""
    if not contact.hours or never_closes(contact):
        return hours_in_words(contact.hours)
    return f"{hours_in_words(contact.hours)}, {_ON_BANK_HOLIDAYS[contact.bank_holidays]}"


def _closure_in_words(closure: Closure) -> str:
    until = f" to {short(closure.to)}" if closure.to > closure.from_ else ""
    return f"closed {short(closure.from_)}{until}: {closure.why}"


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
