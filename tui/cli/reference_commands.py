"""The guide, the contacts and the check of a pack in plain text, for pipes and for screen readers."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from content.documents.plain_text import wrapped
from content.errors import PackError
from content.pack.checking.validation import checked_pack
from content.pack.contact_model import Contact
from content.pack.model import Pack, Topic
from content.pack.reading.loader import decoded
from content.pack.rendering import LABEL_WIDTH, contact_lines, point_lines, tag_width, topic_lines
from content.pack.search import find_contacts, find_points, in_order, with_emergency
from content.pack.sources import Use
from content.text import number_in, one_line
from tui.messages.output import printed, refused
from tui.session.settings import pack_folder
from tui.use_cases import pack_signing

WIDTH = 80
_OTHERS_SHOWN = 5


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


def pack_check(directory: str | Path, keys: str | None = None) -> int:
    """Check the pack in a folder and its signature, and print what it holds.

    Args:
        directory: The folder.
        keys: The file of the keys that may sign packs, or None if no signature is demanded.

    Returns:
        The exit status.
    """
    folder, is_part_of_program = pack_folder(directory)
    try:
        read = pack_signing.read_pack(folder)
        pack = checked_pack(decoded(read.files))
        signature = pack_signing.signature_status(read, keys, is_part_of_program=is_part_of_program)
    except PackError as error:
        return refused(str(error))
    _warn_of_others(read.others)
    return printed([*_summary(pack), *_wrapped([f"signature: {signature}"], 0)])


def pack_sign(directory: Path, key: Path) -> int:
    """Sign the pack in a folder, and print what was signed.

    Returns:
        The exit status.

    Raises:
        PackError: If the pack would be refused, or the key cannot sign.
        StoreError: If the signature file cannot be written.
    """
    signed = pack_signing.sign_pack(directory, key)
    _warn_of_others(signed.others)
    listed = signed.listed
    said = f"{listed.pack}, version {listed.version}: {len(listed.hashes)} files signed with the key {listed.signer}"
    return printed(_wrapped([one_line(said)], 0))


def _warn_of_others(names: tuple[str, ...]) -> None:
    if names:
        shown = ", ".join(names[:_OTHERS_SHOWN]) + (
            f" and {len(names) - _OTHERS_SHOWN} more" if names[_OTHERS_SHOWN:] else ""
        )
        refused(f"in the folder, but no part of the pack, so neither read nor signed: {shown}")


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


def _summary(pack: Pack) -> Iterator[str]:
    points = sum(len(topic.points) for topic in pack.topics)
    counts = (
        f"{len(pack.topics)} topics with {points} points, {len(pack.checklist.questions)} questions, "
        f"{len(pack.prompts)} prompts, {len(pack.contacts)} contacts"
    )
    yield from _wrapped([f"{pack.policy.name}, version {pack.policy.version}: {counts}"], 0)
    cited = set(pack.cites())
    for use in get_args(Use):
        wanted = [source for source, statement in pack.statements.items() if use in statement.use]
        covered = sum((use, source) in cited for source in wanted)
        yield f"{use}: {covered} of {len(wanted)} statements covered"


def _wrapped(lines: Iterable[str], hang: int) -> list[str]:
    """Lines that fit, all but the first indented to the column after its label."""
    out: list[str] = []
    for number, line in enumerate(lines):
        first = "" if number == 0 else " " * hang
        out += wrapped(first + line, WIDTH, hang)
    return out
