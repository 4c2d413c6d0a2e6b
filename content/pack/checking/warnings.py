"""What may be wrong in a pack, or is due for a check. What depends on the day is a warning and never a fault."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from content.dates import short
from content.pack.contact_model import Contact, Phone
from content.pack.fault import POLICY, EntryName, Fault
from content.pack.model import Pack
from content.pack.provenance import overdue_entries
from content.pack.reading.overlay import Table, Tables
from content.pack.reading.placeholders import NOBODY_NAMED, in_use_for

MOST_OF_POINT = 600
MOST_OF_PROMPT = 228
"""Three lines of 76 characters."""

_ROW = 76
_WIDTHS = {"contact": 60, "level": 20, "trigger": 70, "option": 60, "topic": 60, "section": 60, "reason": 70}
"""The longest names that a screen of 80 columns shows whole, in characters."""

_LONG_NUMBER = range(10, 12)
_SHORT_NUMBER = range(3, 7)


def warnings(pack: Pack, tables: Tables, today: dt.date, signed_version: str = "") -> Iterator[Fault]:
    """Every warning about a pack.

    Args:
        pack: The pack.
        tables: The tables of its own files.
        today: The day by which dates are in the past or in the future.
        signed_version: The version that was signed, if a file was changed since.
    """
    yield from _version_warnings(pack, tables["pack.toml"], signed_version)
    yield from _stale(pack, today)
    yield from _future(pack, today)
    yield from _unverified(pack, tables.get("sources.toml", {}).get("sources", {}))
    yield from _contact_warnings(pack)
    yield from _long_texts(pack)


def _version_warnings(pack: Pack, policy: Table, signed_version: str) -> Iterator[Fault]:
    version = pack.policy.version
    if signed_version == version:
        says = f"key 'version' is still '{version}', as it was signed, and the pack has changed since: raise it"
        yield POLICY.fault(says, "version")
    changes = pack.policy.changelog
    if not any(version in line for line in changes):
        yield POLICY.fault(f"key 'changelog' says nothing of version '{version}': add what changed", "changelog")
    if pack.national and policy.get("base_version") != pack.national.version:
        given = policy.get("base_version", "")
        key = "base_version" if "base_version" in policy else "base"
        says = f"the overlay was written for version '{given}' of the national pack, and this is version "
        says += f"'{pack.national.version}': read it through, then write base_version = \"{pack.national.version}\""
        yield POLICY.fault(says, key)


def _stale(pack: Pack, today: dt.date) -> Iterator[Fault]:
    for entry, day in overdue_entries(pack, today):
        years = " (more than a year ago)" if (today - day).days > 366 else ""
        says = f"needs a check: its review date was {short(day)}{years}"
        yield entry.fault(says, "review_by")


def _future(pack: Pack, today: dt.date) -> Iterator[Fault]:
    dated: list[tuple[EntryName, str, dt.date | None]] = [(POLICY, "date", pack.policy.date)]
    dated += [(_contact(contact), "last_verified", contact.last_verified) for contact in pack.contacts]
    dated += [
        (EntryName("sources.toml", "source", name), "read_on", each.read_on) for name, each in pack.sources.items()
    ]
    for entry, key, day in dated:
        if day and day > today:
            yield entry.fault(f"key '{key}' is in the future: {short(day)}", key)


def _unverified(pack: Pack, own: Table) -> Iterator[Fault]:
    contacts = [contact.id for contact in pack.contacts if contact.status == "unverified" and _is_local(pack, contact)]
    if contacts:
        yield EntryName("contacts.toml").fault(f"{_counted(contacts, 'contact')} unverified: {', '.join(contacts)}")
    sources = [name for name, source in pack.sources.items() if name in own and not source.is_verified]
    if sources:
        yield EntryName("sources.toml").fault(f"{_counted(sources, 'source')} unverified: {', '.join(sources)}")


def _is_local(pack: Pack, contact: Contact) -> bool:
    return pack.national is None or bool(contact.origin)


def _counted(names: list[str], noun: str) -> str:
    return f"{len(names)} {noun}{'s are' if len(names) > 1 else ' is'}"


def _contact_warnings(pack: Pack) -> Iterator[Fault]:
    contacts = {contact.id: contact for contact in pack.contacts}
    for contact in pack.contacts:
        where = _contact(contact)
        if contact.to_fill and pack.national:
            if contact.origin:
                yield where.fault("it is not named yet: fill it in, and delete the line to_fill", rests_on=where)
            else:
                says = f"contact {contact.id} ({contact.name}) is for an overlay to name: add an entry with this id"
                yield EntryName("contacts.toml").fault(says, rests_on=where)
        if contact.status == "withdrawn" and in_use_for(contact.id, contacts) is None:
            says = f"it is withdrawn and nobody takes its place, so texts say '{NOBODY_NAMED}': "
            yield where.fault(says + "name a contact in key 'instead'", "instead", rests_on=where)
        for phone in contact.phones:
            if says := _digits(phone):
                yield where.fault(says, "phones")


def _digits(phone: Phone) -> str:
    digits = re.sub(r"\D", "", phone.number)
    if not digits:
        return ""
    is_long = phone.number.startswith(("0", "+"))
    wanted = _LONG_NUMBER if is_long else _SHORT_NUMBER
    if phone.number.startswith("+") or len(digits) in wanted or _has_prefix(digits):
        return ""
    few = "too few" if len(digits) < wanted[0] or not is_long else "too many"
    return f"key 'phones' has the number '{phone.number}' with {len(digits)} digits: are they {few}?"


def _has_prefix(digits: str) -> bool:
    """Whether it is a number through Relay UK."""
    return digits.startswith("18001")


def _long_texts(pack: Pack) -> Iterator[Fault]:
    for entry, key, text, most in _texts(pack):
        if len(text) > most:
            says = f"key '{key}' has {len(text)} characters, more than the {most} that a screen shows well: shorten it"
            yield entry.fault(says, key)


def _texts(pack: Pack) -> Iterable[tuple[EntryName, str, str, int]]:
    for topic in pack.topics:
        yield EntryName("guide.toml", "topic", topic.id), "title", topic.title, _WIDTHS["topic"]
        for point in topic.points:
            yield EntryName("guide.toml", "point", point.id), "text", point.whole, MOST_OF_POINT
    for section in pack.checklist.sections:
        yield EntryName("checklist.toml", "section", section.id), "title", section.title, _WIDTHS["section"]
        for question in section.questions:
            where = EntryName("checklist.toml", "question", question.id)
            yield from ((where, "options", option.name, _WIDTHS["option"]) for option in question.options)
    for rule in pack.prompts:
        yield EntryName("prompts.toml", "prompt", rule.id), "says", rule.says, MOST_OF_PROMPT
    for contact in pack.contacts:
        yield _contact(contact), "name", contact.name, _WIDTHS["contact"]
    yield from _policy_texts(pack)


def _policy_texts(pack: Pack) -> Iterator[tuple[EntryName, str, str, int]]:
    policy = pack.policy
    yield POLICY, "name", policy.name, _ROW
    yield POLICY, "short_name", policy.short_name, _WIDTHS["level"]
    for level in policy.levels:
        yield EntryName("pack.toml", "level", level.id), "name", level.name, _WIDTHS["level"]
    for trigger in policy.triggers:
        yield EntryName("pack.toml", "trigger", trigger.id), "name", trigger.name, _WIDTHS["trigger"]
    for noun, reasons in (("erasure reason", policy.erasure_reasons), ("hold reason", policy.hold_reasons)):
        yield from ((EntryName("pack.toml", noun, each.id), "name", each.name, _WIDTHS["reason"]) for each in reasons)


def _contact(contact: Contact) -> EntryName:
    return EntryName("contacts.toml", "contact", contact.id)
