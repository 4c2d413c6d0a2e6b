"""Where the entries of a pack stand in its files."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Path = tuple[str | int, ...]


class EntryList(NamedTuple):
    """The entries of one kind."""

    file: str
    noun: str
    key: str
    within: str = ""
    """The key of the list of groups in which they are lists, such as "topics" for points."""


LISTS = (
    EntryList("pack.toml", "level", "levels"),
    EntryList("pack.toml", "trigger", "triggers"),
    EntryList("pack.toml", "erasure reason", "erasure_reasons"),
    EntryList("pack.toml", "hold reason", "hold_reasons"),
    EntryList("guide.toml", "topic", "topics"),
    EntryList("guide.toml", "point", "points", within="topics"),
    EntryList("checklist.toml", "section", "sections"),
    EntryList("checklist.toml", "question", "questions", within="sections"),
    EntryList("prompts.toml", "prompt", "prompts"),
    EntryList("contacts.toml", "contact", "contacts"),
)

TABLES = {"statements.toml": ("statement", "statements"), "sources.toml": ("source", "sources")}
"""The files that are one table of entries by id: what an entry is called, and the key of the table."""


def entries(table: dict[str, Any], listed: EntryList) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The entries of a file, each with its path; what is no table or no list is left out."""
    if listed.within:
        for path, group in _tables(table.get(listed.within), (listed.within,)):
            yield from _tables(group.get(listed.key), (*path, listed.key))
    else:
        yield from _tables(table.get(listed.key), (listed.key,))


def name_of(entry: object) -> str:
    """The id of an entry; empty if it has none."""
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""


def _tables(raw: object, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(raw, list):
        yield from (((*path, number), each) for number, each in enumerate(raw) if isinstance(each, dict))
