"""The contacts directory of the pack, as frozen values."""

import datetime as dt
from typing import Literal

from content.pack.closed_days import Closure
from content.pack.pack_entry import ContactId, NonEmpty, PackEntry
from content.pack.sources import Sourced

Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

BankHolidays = Literal["closed", "open", "not known"]

DAYS: tuple[Day, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Hours(PackEntry, frozen=True, kw_only=True):
    """One opening period on some days of the week, in the pack's time zone."""

    days: tuple[Day, ...]
    opens: dt.time
    closes: dt.time
    """A time later on the same day; 00:00 is the end of the day."""


class Phone(PackEntry, frozen=True, kw_only=True):
    """One telephone number, grouped as it is read aloud."""

    number: NonEmpty
    note: str = ""


class Contact(Sourced, frozen=True, kw_only=True):
    """One entry of the contacts directory."""

    id: ContactId
    name: NonEmpty
    short: str = ""
    """Its name within a sentence, if that is shorter."""

    what_for: NonEmpty
    who: NonEmpty
    """Who can use it: staff, the person, or both."""

    eligibility: str = ""
    phones: tuple[Phone, ...] = ()
    website: str = ""
    email: str = ""
    email_secure: bool = False
    address: str = ""
    hours: tuple[Hours, ...] = ()
    hours_note: str = ""
    """A note on the opening hours; the only information if `hours` is empty."""

    bank_holidays: BankHolidays = "not known"
    """What it does on a bank holiday that falls on a day with opening hours."""

    closed: tuple[Closure, ...] = ()
    """Its own closures; each takes precedence over the hours and over `bank_holidays`."""

    emergency: bool = False
    """Whether the contact is listed above all others."""

    status: Literal["verified", "unverified", "withdrawn"]
    status_note: str = ""
    """The reason for the status."""

    instead: ContactId | None = None
    """Who is named in its place once it is withdrawn."""

    to_fill: bool = False
    """Whether the entry stands for a local service that an overlay has to name."""

    last_verified: dt.date | None = None
    review_by: dt.date
    owner: NonEmpty


def contact_in_words(contact: Contact) -> str:
    """A contact's name with its numbers, as a sentence names it: "Paladin (0203 8664107, unverified)"."""
    status = "" if contact.status == "verified" else contact.status
    details = ", ".join(part for part in (numbers(contact), status) if part)
    return f"{contact.name} ({details})" if details else contact.name


def numbers(contact: Contact) -> str:
    """A contact's telephone numbers: "999 or 18000"."""
    return " or ".join(phone.number for phone in contact.phones)
