"""Leaving out what is faulty in a pack's files, so that what is right can be checked across entries all the same."""

from collections.abc import Iterable
from typing import NamedTuple

from content.pack.checking.values.toml_lines.faults import Path
from content.pack.reading.entry_lists import LISTS, TABLES, EntryList, name_of
from content.pack.reading.overlay import Table

_STAND_INS: Table = {"id": "-", "title": "-", "points": [], "questions": []}
"""What a group of entries gets in place of a faulty key that it needs."""


class Mended(NamedTuple):
    """A table without what is faulty."""

    table: Table
    left_out: frozenset[str]
    """The ids of the entries, and the keys, that were left out."""


def mended(file: str, table: Table, faulty: Iterable[Path]) -> Mended:
    """Leave out the entries with a fault; of a group of entries and of the file itself, the keys.

    Args:
        file: The name of the file.
        table: Its table, which stays as it is.
        faulty: The paths of the faults.
    """
    paths = {_part(file, path) for path in faulty}
    left_out: set[str] = set()
    return Mended(_without(table, (), paths, left_out), frozenset(left_out))


def _part(file: str, path: Path) -> Path:
    """The path of what is left out for a fault: an entry or, outside of entries, a key."""
    if file in TABLES:
        return path[:2]
    listed = next((each for each in LISTS if each.file == file and path[:1] == (each.within or each.key,)), None)
    if listed is None or len(path) <= 1:
        return path[:1]
    inner = _inner(file, listed)
    if inner is None:
        return path[:2]
    return path[:4] if path[2:3] == (inner,) else path[:3]


def _inner(file: str, listed: EntryList) -> str | None:
    outer = listed.within or listed.key
    return next((each.key for each in LISTS if each.file == file and each.within == outer), None)


def _without(raw: Table, path: Path, paths: set[Path], left_out: set[str]) -> Table:
    kept: Table = {}
    for key, value in raw.items():
        at = (*path, key)
        if at not in paths:
            kept[key] = _kept(value, at, paths, left_out)
    faulty = {at[-1] for at in paths if at and at[:-1] == path and isinstance(at[-1], str)}
    left_out |= faulty
    if path:
        # A group of entries stays, because other entries name what is in it.
        kept |= {key: value for key, value in _STAND_INS.items() if key in faulty}
    return kept


def _kept(value: object, at: Path, paths: set[Path], left_out: set[str]) -> object:
    if isinstance(value, dict):
        return _without(value, at, paths, left_out)
    if not isinstance(value, list):
        return value
    kept = []
    for number, each in enumerate(value):
        if (*at, number) in paths:
            left_out.add(name_of(each))
        else:
            kept.append(_kept(each, (*at, number), paths, left_out))
    return kept
