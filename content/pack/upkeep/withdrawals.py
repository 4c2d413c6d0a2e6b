"""What an overlay withdraws from the national pack, and why."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from content.pack.contact_model import Contact
from content.pack.pack_entry import ContactId
from content.pack.reading.entry_lists import LISTS, entries
from content.pack.reading.loader import national_tables
from content.pack.reading.overlay import WITHDRAWN, Table, Tables
from content.pack.reading.placeholders import with_contacts

NOUNS: Mapping[str, str] = {
    "guide.toml": "point",
    "checklist.toml": "question",
    "prompts.toml": "prompt",
    "contacts.toml": "contact",
}
"""What a file lists, of which an overlay can withdraw some."""

_WORDS = ("text", "says", "name")


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """One withdrawn entry of the national pack."""

    noun: str
    id: str
    says: str
    """What it said; empty if the national pack has no such entry."""

    reason: str
    instead: str = ""
    """The id of the contact that is named in its place."""


def withdrawals(tables: Tables, contacts: Iterable[Contact]) -> tuple[Withdrawal, ...]:
    """Every withdrawal of an overlay, in the order of its files.

    Args:
        tables: The tables of the overlay's files.
        contacts: The contacts that texts name.
    """
    by_id = {contact.id: contact for contact in contacts}
    return tuple(each for file in NOUNS for each in _of_file(tables.get(file, {}), file, by_id))


def _of_file(table: Table, file: str, contacts: Mapping[ContactId, Contact]) -> Iterator[Withdrawal]:
    base = national_tables()[file]
    national = {entry["id"]: entry for listed in LISTS if listed.file == file for _, entry in entries(base, listed)}
    raw = table.get(WITHDRAWN, [])
    for entry in raw if isinstance(raw, list) else ():
        if isinstance(entry, dict):
            known = with_contacts(national.get(entry.get("id"), {}), contacts)
            yield Withdrawal(
                noun=NOUNS[file],
                id=str(entry.get("id", "")),
                says=next((str(known[key]) for key in _WORDS if key in known), ""),
                reason=str(entry.get("reason", "")),
                instead=str(entry.get("instead", "")),
            )
