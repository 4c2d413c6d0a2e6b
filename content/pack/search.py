"""Word search in the guide and in the contacts directory."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from content.pack.contact_model import Contact
from content.pack.model import Topic


class PointMatch(NamedTuple):
    """The position of a matching point."""

    topic: int
    """The topic's index in the guide, from 0."""

    point: int
    """The point's index in its topic, from 0."""


def find_points(topics: Iterable[Topic], words: str) -> tuple[PointMatch, ...]:
    """The points whose text, caution and topic title together contain every word; empty if `words` is blank."""
    wanted = _folded(words).split()
    if not wanted:
        return ()
    return tuple(
        PointMatch(number, index)
        for number, topic in enumerate(topics)
        for index, point in enumerate(topic.points)
        if _has_all(wanted, _folded(f"{point.heading}\n{point.whole}\n{point.caution}\n{topic.title}"))
    )


def find_contacts(contacts: Iterable[Contact], words: str) -> tuple[Contact, ...]:
    """The contacts that contain every word, emergency contacts first; all contacts if `words` is blank.

    A telephone number is found with or without the spaces between its digits.
    """
    wanted = _folded(words).split()
    return in_order(contact for contact in contacts if _has_all(wanted, _searchable_text(contact)))


def in_order(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts in the pack's order, emergency contacts first."""
    return tuple(sorted(contacts, key=lambda contact: not contact.emergency))


def with_emergency(contacts: Iterable[Contact], found: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts found, below all emergency contacts, which are listed even if they do not match."""
    pinned = tuple(contact for contact in contacts if contact.emergency)
    return pinned + tuple(contact for contact in found if not contact.emergency)


def _searchable_text(contact: Contact) -> str:
    numbers = [text for phone in contact.phones for text in (phone.number, _ungrouped(phone.number))]
    parts = [contact.name, contact.short, contact.what_for, contact.who, contact.eligibility, contact.email, *numbers]
    return _folded("\n".join(parts))


def _has_all(wanted: Iterable[str], text: str) -> bool:
    return all(word in text for word in wanted)


def _ungrouped(number: str) -> str:
    return "".join(number.split())


def _folded(text: str) -> str:
    """The text case-folded, without accents and with plain apostrophes, for comparison only."""
    decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
