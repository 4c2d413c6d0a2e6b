"""Validation of what the texts of a pack say of contacts."""

from collections.abc import Iterator

from content.pack.fault import EntryName, Fault
from content.pack.known_questions import DATE_PLACEHOLDER, WITHDRAWN_PLACEHOLDER
from content.pack.model import Pack, Point
from content.pack.pack_entry import ContactId
from content.pack.reading.entry_lists import LISTS, entries, name_of
from content.pack.reading.overlay import Table, Tables
from content.pack.reading.placeholders import OWN, PARTS, PLACEHOLDER, TEXTS, in_use_for

_OF_PROMPTS = (DATE_PLACEHOLDER, WITHDRAWN_PLACEHOLDER)


def text_faults(pack: Pack) -> Iterator[Fault]:
    """Contacts that do not exist, and braces that no contact could fill."""
    contacts = {contact.id for contact in pack.contacts}
    for topic in pack.topics:
        yield from _brace_faults(EntryName("guide.toml", "topic", topic.id), "note", topic.note)
        for point in topic.points:
            yield from _point_faults(point, contacts)
    for question in pack.checklist.questions:
        where = EntryName("checklist.toml", "question", question.id)
        for key, text in (("text", question.text), ("short", question.short), ("why", question.why)):
            yield from _brace_faults(where, key, text)
    for rule in pack.prompts:
        where = EntryName("prompts.toml", "prompt", rule.id)
        text = rule.says
        for placeholder in _OF_PROMPTS:
            text = text.replace(placeholder, "")
        yield from _brace_faults(where, "says", text, rule.contact)


def _point_faults(point: Point, contacts: set[ContactId]) -> Iterator[Fault]:
    where = EntryName("guide.toml", "point", point.id)
    if point.contact is not None and point.contact not in contacts:
        named = EntryName("contacts.toml", "contact", point.contact)
        yield where.fault(f"key 'contact' names no contact: '{point.contact}'", "contact", named)
    for key, text in (("lead", point.lead), ("text", point.text), ("caution", point.caution)):
        yield from _brace_faults(where, key, text, point.contact)


def _brace_faults(where: EntryName, key: str, text: str, own: ContactId | None = None) -> Iterator[Fault]:
    """What stands in braces once the contacts are filled in."""
    if not set("{}") & set(text):
        return
    for match in PLACEHOLDER.finditer(text):
        named = EntryName("contacts.toml", "contact", match["id"])
        if match["id"] != OWN:
            yield where.fault(f"key '{key}' has {match[0]}, and no contact has the id '{match['id']}'", key, named)
        elif own is None:
            yield where.fault(f"key '{key}' has {match[0]}, and no key 'contact' names who that is", key)
    if set("{}") & set(PLACEHOLDER.sub("", text)):
        yield where.fault(
            f"key '{key}' has a brace that is not part of a name: write {{ID.phone}}, with the id of a contact, or "
            "delete it",
            key,
        )


def empty_details(tables: Tables, pack: Pack) -> Iterator[Fault]:
    """Texts that ask for a number, an address or a website which the contact does not have.

    Args:
        tables: The tables of the pack's own files.
        pack: The pack that was made of them.
    """
    for listed in LISTS:
        if listed.file != "contacts.toml":
            for _, entry in entries(tables.get(listed.file, {}), listed):
                where = EntryName(listed.file, listed.noun, name_of(entry))
                yield from (where.fault(says, key, named) for key, says, named in _empty(entry, pack))


def _empty(entry: Table, pack: Pack) -> Iterator[tuple[str, str, EntryName]]:
    contacts = {contact.id: contact for contact in pack.contacts}
    for key in TEXTS:
        text = entry.get(key)
        for match in PLACEHOLDER.finditer(text) if isinstance(text, str) else ():
            wanted = entry.get(OWN) if match["id"] == OWN else match["id"]
            contact = in_use_for(wanted, contacts) if isinstance(wanted, str) and wanted in contacts else None
            if contact and match["part"] and not PARTS[match["part"]](contact):
                named = EntryName("contacts.toml", "contact", contact.id)
                yield key, f"key '{key}' asks for {match[0]}, and contact {contact.id} has no {match['part']}", named
