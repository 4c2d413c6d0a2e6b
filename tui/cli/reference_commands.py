"""The guide and the contacts in plain text, for pipes and for screen readers."""

import datetime as dt
from collections.abc import Iterable, Iterator

from content.documents.plain_text import wrapped
from content.pack.contact_model import Contact
from content.pack.model import Pack, Topic
from content.pack.rendering import LABEL_WIDTH, contact_lines, point_lines, tag_width, topic_lines
from content.pack.search import find_contacts, find_points, in_order, with_emergency
from content.text import number_in, one_line
from tui.messages.output import printed, refused

WIDTH = 80


def guide(pack: Pack, topic: str | None, search: str | None, today: dt.date) -> int:
    """Print the guide, one topic of it, or the points that hold the words.

    Args:
        pack: The pack whose guide it is.
        topic: A topic's number, its id or how its title begins; all topics where it is not given.
        search: Words to find in every topic.
        today: The day by which points need a check or not.

    Returns:
        The exit status.
    """
    if search is not None:
        return _search_guide(pack, search, today)
    if topic is None:
        return printed(line for each in range(len(pack.topics)) for line in (*_topic_lines(pack, each, today), ""))
    number = _topic_named(pack.topics, topic)
    if number is None:
        named = ", ".join(f"{place} {each.title}" for place, each in enumerate(pack.topics, start=1))
        return refused(f"'{topic}' does not name one topic; the topics are {named}")
    return printed(_topic_lines(pack, number, today))


def contacts(pack: Pack, words: str, now: dt.datetime) -> int:
    """Print the contacts that hold the words, all of them for no words, below the emergency ones.

    Args:
        pack: The pack whose contacts they are.
        words: Words to find.
        now: The time for opening hours and review dates, with its time zone.

    Returns:
        The exit status.
    """
    found = find_contacts(pack.contacts, words)
    status = printed(_contacts_lines(pack, with_emergency(in_order(pack.contacts), found), now))
    return status if found else refused(f"nothing found for '{words}'")


def _search_guide(pack: Pack, words: str, today: dt.date) -> int:
    found = find_points(pack.topics, words)
    if not found:
        return refused(f"nothing found for '{words}'")
    lines = [f"{len(found)} found for '{one_line(words)}'"]
    heading = -1
    for at in found:
        if at.topic != heading:
            heading = at.topic
            lines += ["", _heading(pack.topics, heading)]
        point = pack.topics[at.topic].points[at.point]
        lines += _wrapped(point_lines(pack, point, today), tag_width(point))
    return printed(lines)


def _topic_named(topics: tuple[Topic, ...], wanted: str) -> int | None:
    """The place of a topic, by number, id or the beginning of one title and no other."""
    name = wanted.strip().casefold()
    if (number := number_in(name, range(1, len(topics) + 1))) is not None:
        return number - 1
    exact = [place for place, topic in enumerate(topics) if topic.id.casefold() == name]
    begun = [place for place, topic in enumerate(topics) if name and topic.title.casefold().startswith(name)]
    matching = exact or begun
    return matching[0] if len(matching) == 1 else None


def _heading(topics: tuple[Topic, ...], number: int) -> str:
    return f"{number + 1}. {one_line(topics[number].title)}"


def _topic_lines(pack: Pack, number: int, today: dt.date) -> Iterator[str]:
    topic = pack.topics[number]
    yield _heading(pack.topics, number)
    yield from _wrapped([one_line(topic.note)] if topic.note else [], 0)
    yield ""
    for line in topic_lines(pack, topic, today):
        yield from _wrapped(line.text.split("\n"), line.hang) or [""]


def _contacts_lines(pack: Pack, shown: Iterable[Contact], now: dt.datetime) -> Iterator[str]:
    for number, contact in enumerate(shown):
        if number:
            yield ""
        for line in contact_lines(pack, contact, now):
            yield from _wrapped([line], LABEL_WIDTH)


def _wrapped(lines: Iterable[str], hang: int) -> list[str]:
    """Lines that fit, all but the first indented to the column after its label."""
    out: list[str] = []
    for number, line in enumerate(lines):
        first = "" if number == 0 else " " * hang
        out += wrapped(first + line, WIDTH, hang)
    return out
