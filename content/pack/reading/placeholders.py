"""Names and numbers of contacts in the texts of a pack, so that a number is typed in one place only.

`{solace}` in a text becomes the name and numbers of the contact `solace`, `{solace.phone}` its numbers; `{contact}` is
the contact that the entry itself names. A withdrawn contact is replaced by the one named in its stead.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from content.pack.contact_model import Contact, contact_in_words, numbers
from content.pack.pack_entry import ContactId
from content.pack.reading.overlay import Table

OWN = "contact"
"""The placeholder for the entry's own contact."""

NOBODY_NAMED = "a specialist (see Contacts)"
"""What stands for a withdrawn contact that nobody replaces."""

WITHDRAWN = "WITHDRAWN, do not use"
"""What stands before a point of the guide about a withdrawn contact."""

TEXTS = ("lead", "text", "short", "why", "says", "caution", "note")
"""The keys of an entry whose texts may name contacts."""

PLACEHOLDER = re.compile(r"\{(?P<id>[a-z0-9-]+)(?:\.(?P<part>name|phone|email|website|address))?\}")

PARTS: Mapping[str, Callable[[Contact], str]] = {
    "name": lambda contact: contact.short or contact.name,
    "phone": numbers,
    "email": lambda contact: contact.email,
    "website": lambda contact: contact.website,
    "address": lambda contact: contact.address,
}
"""What a placeholder can name of a contact."""


def point_with_contacts(raw: Table, contacts: Mapping[ContactId, Contact]) -> Table:
    """A point of the guide whose texts name its contacts; a point about a withdrawn contact says so."""
    own = contacts.get(str(raw.get(OWN)))
    if own is None or own.status != "withdrawn":
        return with_contacts(raw, contacts)
    kept = with_contacts(raw, {**contacts, own.id: msgspec.structs.replace(own, status="unverified")})
    return kept | {"text": f"{WITHDRAWN}: {kept.get('text', '')}"}


def with_contacts(raw: Table, contacts: Mapping[ContactId, Contact]) -> Table:
    """An entry whose texts name its contacts; an unknown name stays in its braces, which validation reports."""
    own = raw.get(OWN)
    found = dict(raw)
    named: list[ContactId] = []
    if isinstance(own, str) and own in contacts:
        in_use = in_use_for(own, contacts)
        found.pop(OWN)
        if in_use:
            found[OWN] = in_use.id

    def words(match: re.Match[str]) -> str:
        wanted = own if match["id"] == OWN else match["id"]
        if not isinstance(wanted, str) or wanted not in contacts:
            return match[0]
        contact = in_use_for(wanted, contacts)
        if contact is None:
            return NOBODY_NAMED
        named.append(contact.id)
        return PARTS[match["part"]](contact) if match["part"] else contact_in_words(contact)

    for key in TEXTS:
        if isinstance(raw.get(key), str):
            found[key] = PLACEHOLDER.sub(words, raw[key])
    return found | {"named": list(dict.fromkeys(named))} if named else found


def in_use_for(wanted: ContactId, contacts: Mapping[ContactId, Contact]) -> Contact | None:
    """The contact itself, or the first one that is not withdrawn among those named in its stead."""
    return next((contact for contact in _replacements(wanted, contacts) if contact.status != "withdrawn"), None)


def _replacements(wanted: ContactId, contacts: Mapping[ContactId, Contact]) -> Iterator[Contact]:
    seen: set[ContactId] = set()
    following: ContactId | None = wanted
    while following and following in contacts and following not in seen:
        seen.add(following)
        yield contacts[following]
        following = contacts[following].instead
