"""What each file of a pack may hold, and the faults of its entries one by one."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from content.pack.checking.values.value_faults import ValueFault, value_faults
from content.pack.contact_model import Contact
from content.pack.model import Checklist, PromptRule, Topic
from content.pack.pack_entry import PackEntry, SourceId
from content.pack.policy import Policy
from content.pack.reading.entry_lists import LISTS, EntryList, entries, name_of
from content.pack.reading.loader import SET_BY_PROGRAM
from content.pack.reading.overlay import AFTER, WITHDRAWN, Table, Tables
from content.pack.sources import PracticeSource, Statement

Path = tuple[str | int, ...]


class _Statements(PackEntry, frozen=True, kw_only=True):
    statements: Mapping[SourceId, Statement]


class _Sources(PackEntry, frozen=True, kw_only=True):
    sources: Mapping[SourceId, PracticeSource]


class _Guide(PackEntry, frozen=True, kw_only=True):
    topics: tuple[Topic, ...]


class _Prompts(PackEntry, frozen=True, kw_only=True):
    prompts: tuple[PromptRule, ...]


class _Contacts(PackEntry, frozen=True, kw_only=True):
    contacts: tuple[Contact, ...]


_TYPES: Mapping[str, type[PackEntry]] = {
    "pack.toml": Policy,
    "statements.toml": _Statements,
    "sources.toml": _Sources,
    "guide.toml": _Guide,
    "checklist.toml": Checklist,
    "prompts.toml": _Prompts,
    "contacts.toml": _Contacts,
}

_WITH_WITHDRAWALS = frozenset({"guide.toml", "checklist.toml", "prompts.toml", "contacts.toml"})

_REPLACED = "contacts.toml"
"""The file whose entries an overlay replaces as a whole; of the others it gives only the keys that it changes."""


def entry_faults(file: str, table: Table, national: Tables | None) -> tuple[ValueFault, ...]:
    """The faults of the values in one file.

    Args:
        file: Its name.
        table: Its table.
        national: The tables of the national pack if the file is part of an overlay, which gives only some keys.
    """
    whole = table if national is None else _completed(file, table, national[file])
    found = value_faults(whole, _TYPES[file], hidden=SET_BY_PROGRAM)
    return found if national is None else tuple(_with_meant_ids(found, file, table, national[file]))


def _completed(file: str, own: Table, base: Table) -> Table:
    """A file of an overlay in which each entry of the national pack has the keys that it leaves out."""
    whole = {key: value for key, value in own.items() if key != WITHDRAWN or file not in _WITH_WITHDRAWALS}
    for key, value in base.items():
        whole.setdefault(key, value if file in {"pack.toml", "checklist.toml"} else type(value)())
    if file == "pack.toml" and isinstance(own.get("closed_days"), dict):
        whole["closed_days"] = base["closed_days"] | {"days": []} | own["closed_days"]
    for listed in LISTS:
        if listed.file == file and not listed.within and listed.key in own:
            inner = next((each for each in LISTS if each.within == listed.key), None)
            whole[listed.key] = _completed_list(own[listed.key], base.get(listed.key, []), listed, inner)
    return whole


def _completed_list(raw: object, base: list[Table], listed: EntryList, inner: EntryList | None) -> object:
    if not isinstance(raw, list):
        return raw
    known = {entry["id"]: entry for entry in base}
    return [
        _completed_entry(each, known.get(name_of(each), {}), listed, inner) if isinstance(each, dict) else each
        for each in raw
    ]


def _completed_entry(entry: Table, known: Table, listed: EntryList, inner: EntryList | None) -> Table:
    own = {key: value for key, value in entry.items() if key != AFTER}
    whole = own if listed.file == _REPLACED else known | own
    if inner is None:
        return whole
    if inner.key in own:
        return whole | {inner.key: _completed_list(own[inner.key], known.get(inner.key, []), inner, None)}
    return whole | ({inner.key: []} if known else {})


def _with_meant_ids(found: tuple[ValueFault, ...], file: str, own: Table, base: Table) -> Iterator[ValueFault]:
    """The faults, with one sentence for an entry that was probably meant to change one of the national pack's."""
    meant = dict(_meant_ids(found, file, own, base))
    yield from (ValueFault(path=(*path, "id"), says=says) for path, says in meant.items())
    for fault in found:
        if not (fault.is_missing and fault.path[:-1] in meant):
            yield fault


def _meant_ids(found: tuple[ValueFault, ...], file: str, own: Table, base: Table) -> Iterator[tuple[Path, str]]:
    lacking = {fault.path[:-1] for fault in found if fault.is_missing}
    for listed in LISTS:
        if listed.file != file or file == _REPLACED:
            continue
        known = {entry["id"]: path for path, entry in entries(base, listed)}
        for path, entry in entries(own, listed):
            name = name_of(entry)
            if path in lacking and name in known:
                group = base[listed.within][known[name][1]]["id"]
                yield path, f"'{name}' stands in another part of the national pack: put it below id = \"{group}\""
            elif path in lacking and (near := _nearest(name, known)):
                yield path, f'names no {listed.noun} of the national pack: did you mean "{near}"?'


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    """The known id that is most like a name; empty if none is."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.8)), "")
