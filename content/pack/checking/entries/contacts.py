"""Validation of the contacts directory."""

import datetime as dt
import re
from collections.abc import Iterator

from content.dates import short
from content.pack.checking.safety_core import EMERGENCY_NUMBER
from content.pack.closed_days import closure_faults
from content.pack.contact_model import Contact
from content.pack.fault import EntryName, Fault
from content.pack.model import Pack

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NUMBER = re.compile(r"\+?\d[\d ()-]*")


def contact_faults(pack: Pack) -> Iterator[Fault]:
    """The faults of every contact, and a missing emergency number."""
    numbers = {phone.number for contact in pack.contacts if contact.emergency for phone in contact.phones}
    if EMERGENCY_NUMBER not in numbers:
        yield EntryName("contacts.toml").fault(f"no entry has key 'emergency' and the number {EMERGENCY_NUMBER}")
    ids = {contact.id for contact in pack.contacts}
    for contact in pack.contacts:
        where = EntryName("contacts.toml", "contact", contact.id)
        if contact.instead is not None and contact.instead not in ids:
            named = EntryName("contacts.toml", "contact", contact.instead)
            yield where.fault(f"key 'instead' names no contact: '{contact.instead}'", "instead", named)
        yield from (where.fault(says, key) for key, says in _detail_faults(contact))
        yield from (where.fault(says, key) for key, says in _date_faults(contact))


def _detail_faults(contact: Contact) -> Iterator[tuple[str, str]]:
    """What is wrong with the ways to reach a contact, each with its key."""
    if not contact.to_fill and not (contact.phones or contact.website or contact.email or contact.address):
        yield "", "there is no phone, website, e-mail or address"
    for phone in contact.phones:
        if not _NUMBER.fullmatch(phone.number):
            says = f"key 'phones' has the number '{phone.number}', which nobody can dial: write digits only, "
            yield "phones", says + "and words in its key 'note'"
    if contact.email and not _EMAIL.fullmatch(contact.email):
        yield "email", f"key 'email' is no e-mail address: '{contact.email}': write one such as team@example.org"


def _date_faults(contact: Contact) -> Iterator[tuple[str, str]]:
    """What is wrong with the dates and opening hours of a contact, each with its key."""
    if contact.status == "verified" and contact.last_verified is None:
        yield "status", "status 'verified' needs key 'last_verified'"
    if contact.last_verified and contact.review_by < contact.last_verified:
        says = f"key 'review_by', {short(contact.review_by)}, is before key 'last_verified', "
        yield "review_by", says + f"{short(contact.last_verified)}: write the day of the next check"
    for hours in contact.hours:
        if not hours.days:
            yield "hours", "key 'hours' names no days"
        if dt.time() < hours.closes <= hours.opens:
            yield "hours", f"key 'hours' closes at {hours.closes:%H:%M}, which is not after {hours.opens:%H:%M}"
    yield from (("closed", says) for says in closure_faults(contact.closed))
