"""Finding words in the guide and in the contacts directory."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from content.pack.model import Contact, Topic


class Found(NamedTuple):
    """Where a point was found."""

    topic: int
    """The topic's place in the guide, from 0."""

    point: int
    """The point's place in its topic, from 0."""


def find_points(topics: Iterable[Topic], words: str) -> tuple[Found, ...]:
    """The points whose text, caution and topic's title hold every word, in any order; none for no words."""
    wanted = _folded(words).split()
    if not wanted:
        return ()
    return tuple(
        Found(number, index)
        for number, topic in enumerate(topics)
        for index, point in enumerate(topic.points)
        if _has_all(wanted, _folded(f"{point.text}\n{point.caution}\n{topic.title}"))
    )


def find_contacts(contacts: Iterable[Contact], words: str) -> tuple[Contact, ...]:
    """The contacts in which every word occurs, emergency ones first; all of them for no words.

    A number is found however its digits are grouped.
    """
    wanted = _folded(words).split()
    return in_order(contact for contact in contacts if _has_all(wanted, _searched_text(contact)))


def in_order(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts in the pack's order, with the emergency ones before all others."""
    return tuple(sorted(contacts, key=lambda contact: not contact.emergency))


def with_emergency(contacts: Iterable[Contact], found: Iterable[Contact]) -> tuple[Contact, ...]:
    """What was found, below every emergency contact whether it was found or not."""
    pinned = tuple(contact for contact in contacts if contact.emergency)
    return pinned + tuple(contact for contact in found if not contact.emergency)


def _searched_text(contact: Contact) -> str:
    numbers = [text for phone in contact.phones for text in (phone.number, _ungrouped(phone.number))]
    texts = [contact.name, contact.what_for, contact.who, contact.eligibility, contact.email, *numbers]
    return _folded("\n".join(texts))


def _has_all(wanted: Iterable[str], text: str) -> bool:
    return all(word in text for word in wanted)


def _ungrouped(number: str) -> str:
    return "".join(number.split())


def _folded(text: str) -> str:
    """The text without case and accents, and with plain apostrophes, for comparing only."""
    apart = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()
