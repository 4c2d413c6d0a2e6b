"""Loading a pack from its folder into frozen structs; an unknown or missing key is an error."""

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar, cast

import msgspec
import tomli

from content.errors import PackError
from content.pack.contact_model import Contact
from content.pack.known_questions import LEVEL
from content.pack.model import Checklist, Option, Pack, Point, PromptRule, Question, Section, Topic
from content.pack.pack_entry import ContactId, SourceId
from content.pack.policy import Policy
from content.pack.reading.entry_lists import name_of
from content.pack.reading.overlay import Table, Tables, overlaid
from content.pack.reading.placeholders import point_with_contacts, with_contacts
from content.pack.sources import PracticeSource, Statement

NATIONAL = Path(__file__).resolve().parents[2] / "data" / "national"
"""The folder of the national pack."""

FILES = tuple(f"{name}.toml" for name in ("pack", "statements", "sources", "guide", "checklist", "prompts", "contacts"))
"""The files of a pack; an overlay needs `pack.toml` only."""

SET_BY_PROGRAM = frozenset({"origin", "named"})
"""Keys of entries that no file can set."""

Loaded = TypeVar("Loaded")

_PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")
_INDEX = re.compile(r"\[(\d+)\]")
_KEY_NAMED = re.compile(r"(?P<what>unknown field|missing required field) `(?P<key>[^`]+)`")


def decoded(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """The texts of a pack's files, by file name.

    Raises:
        PackError: If a file is not UTF-8 text.
    """
    return {name: _decoded(name, data) for name, data in files.items()}


@functools.cache
def national_tables() -> Tables:
    """The tables of the national pack, which is part of the program."""
    return read_tables({name: (NATIONAL / name).read_text(encoding="utf-8") for name in FILES})


def load_pack(texts: Mapping[str, str]) -> Pack:
    """Load a pack from the texts of its files, by file name; an overlay is laid over the national pack.

    Each entry is checked against its struct. `content.pack.checking` checks how entries refer to one another.

    Raises:
        PackError: If a file is missing, an entry has an unknown or missing key or a wrong value, or an overlay changes
            what it cannot.
    """
    return pack_from(read_tables(texts))


def pack_from(tables: Tables) -> Pack:
    """Make a pack from the tables of its own files, as `read_tables` gives them.

    Raises:
        PackError: If an entry has an unknown or missing key or a wrong value, or an overlay changes what it cannot.
    """
    if "base" not in tables["pack.toml"]:
        return pack_of(tables)
    national = national_tables()
    laid = overlaid(national, tables)
    if laid.faults:
        raise PackError(str(laid.faults[0]))
    return pack_of(laid.tables, national=_entry(Policy, national["pack.toml"], "pack.toml"))


def read_tables(texts: Mapping[str, str]) -> Tables:
    """Read the files of a pack; an overlay may have `pack.toml` alone.

    Raises:
        PackError: If a file is missing or is not TOML.
    """
    policy = _table(texts, "pack.toml")
    is_overlay = "base" in policy
    others = [name for name in FILES[1:] if not is_overlay or name in texts]
    tables = {"pack.toml": policy} | {name: _table(texts, name) for name in others}
    for name, table in tables.items():
        _refuse_set_by_program(table, name)
    if is_overlay and policy["base"] != NATIONAL.name:
        raise PackError(f"pack.toml: key 'base' must be \"{NATIONAL.name}\"")
    return tables


def pack_of(tables: Tables, *, national: Policy | None = None) -> Pack:
    """Make a pack from the tables of its files.

    Args:
        tables: The tables of every file.
        national: The policy of the national pack, if the tables are an overlay laid over it.

    Raises:
        PackError: If an entry has an unknown or missing key or a wrong value.
    """
    policy = _entry(Policy, tables["pack.toml"], "pack.toml")
    contacts = _list(Contact, tables["contacts.toml"], "contacts", "contacts.toml", "contact")
    by_id = {contact.id: contact for contact in contacts}
    prompts = {**tables["prompts.toml"], "prompts": _filled(tables["prompts.toml"].get("prompts"), by_id)}
    return Pack(
        policy=policy,
        national=national,
        statements=_named(Statement, "statements", tables, "statement"),
        sources=_named(PracticeSource, "sources", tables, "source"),
        topics=_topics(tables["guide.toml"], by_id),
        checklist=_checklist(tables["checklist.toml"], policy, by_id),
        prompts=_list(PromptRule, prompts, "prompts", "prompts.toml", "prompt"),
        contacts=contacts,
    )


def _refuse_set_by_program(raw: object, where: str) -> None:
    """Refuse keys that no file can set, at any depth."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key in SET_BY_PROGRAM:
                raise PackError(f"{where}: unknown key '{key}'")
            _refuse_set_by_program(value, where)
    elif isinstance(raw, list):
        for value in raw:
            _refuse_set_by_program(value, where)


def _filled(raw: object, contacts: Mapping[ContactId, Contact]) -> object:
    """A list of entries whose texts name their contacts; what is no list of tables is left to its own check."""
    if not isinstance(raw, list):
        return raw
    return [with_contacts(entry, contacts) if isinstance(entry, dict) else entry for entry in raw]


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError(f"{name}: the file is not UTF-8 text") from error


def _table(texts: Mapping[str, str], name: str) -> Table:
    if name not in texts:
        raise PackError(f"{name}: the file is missing")
    try:
        return tomli.loads(texts[name])
    except tomli.TOMLDecodeError as error:
        raise PackError(f"{name}: not valid TOML: {error}") from error


def _named(wanted: type[Loaded], key: str, tables: Tables, noun: str) -> Mapping[SourceId, Loaded]:
    """The entries of a file that is one table of entries by id, such as `statements.toml`."""
    name = f"{key}.toml"
    table = tables[name]
    _only(table, {key}, name)
    raw = table.get(key)
    if raw is None:
        raise PackError(f"{name}: missing key '{key}'")
    if not isinstance(raw, dict):
        raise PackError(f"{name}: key '{key}' must be a table")
    return {each: _entry(wanted, value, f"{name}, {noun} {each}") for each, value in raw.items()}


def _topics(table: Table, contacts: Mapping[ContactId, Contact]) -> tuple[Topic, ...]:
    _only(table, {"topics"}, "guide.toml")
    listed = enumerate(_raw_list(table, "topics", "guide.toml"), start=1)
    return tuple(_topic(raw, number, contacts) for number, raw in listed)


def _topic(raw: object, number: int, contacts: Mapping[ContactId, Contact]) -> Topic:
    where = f"guide.toml, topic {name_of(raw) or f'number {number}'}"
    if not isinstance(raw, dict):
        raise PackError(f"{where}: expected a table")
    points = raw.get("points")
    if isinstance(points, list):
        points = [point_with_contacts(each, contacts) if isinstance(each, dict) else each for each in points]
    filled = with_contacts(raw, contacts) | {"points": points}
    filled.pop("named", None)
    listed = _list(Point, filled, "points", where, "point", short="guide.toml")
    return _entry(Topic, filled | {"points": listed}, where)


def _checklist(table: Table, policy: Policy, contacts: Mapping[ContactId, Contact]) -> Checklist:
    _only(table, {"id", "edition", "sections"}, "checklist.toml")
    listed = enumerate(_raw_list(table, "sections", "checklist.toml"), start=1)
    sections = tuple(_section(raw, number, policy, contacts) for number, raw in listed)
    rest = {key: value for key, value in table.items() if key != "sections"}
    return _entry(Checklist, rest | {"sections": sections}, "checklist.toml")


def _section(raw: object, number: int, policy: Policy, contacts: Mapping[ContactId, Contact]) -> Section:
    where = f"checklist.toml, section {name_of(raw) or f'number {number}'}"
    if not isinstance(raw, dict):
        raise PackError(f"{where}: expected a table")
    filled = raw | {"questions": _filled(raw.get("questions"), contacts)}
    questions = _list(Question, filled, "questions", where, "question", short="checklist.toml")
    return _entry(Section, raw | {"questions": tuple(_with_levels(question, policy) for question in questions)}, where)


def _with_levels(question: Question, policy: Policy) -> Question:
    if question.id != LEVEL:
        return question
    levels = tuple(Option(id=level.id, name=level.name) for level in policy.levels)
    return msgspec.structs.replace(question, options=levels)


def _list(
    wanted: type[Loaded], table: Table, key: str, where: str, noun: str, *, short: str | None = None
) -> tuple[Loaded, ...]:
    if short is None:
        _only(table, {key}, where)
    listed = enumerate(_raw_list(table, key, where), start=1)
    return tuple(
        _entry(
            wanted, raw, f"{short or where}, {noun} {name}" if (name := name_of(raw)) else f"{where}, {noun} number {n}"
        )
        for n, raw in listed
    )


def _raw_list(table: Table, key: str, where: str) -> list[object]:
    raw = table.get(key)
    if raw is None:
        raise PackError(f"{where}: missing key '{key}'")
    if not isinstance(raw, list):
        raise PackError(f"{where}: key '{key}' must be a list of tables")
    return cast("list[object]", raw)


def _only(table: Table, allowed: Iterable[str], where: str) -> None:
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise PackError(f"{where}: unknown key '{unknown[0]}'")


def _entry(wanted: type[Loaded], raw: object, where: str) -> Loaded:
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        raise PackError(f"{where}: {_in_words(str(error))}") from error


def _in_words(message: str) -> str:
    """Msgspec's error message, with the key as it is written in the TOML file."""
    found = _PLACE.search(message)
    # Entries are numbered from 1, as people count.
    place = _INDEX.sub(lambda index: f" {int(index[1]) + 1}", found["place"]) if found else ""
    said = _PLACE.sub("", message)
    named = _KEY_NAMED.search(said)
    if named:
        what = "unknown" if named["what"].startswith("unknown") else "missing"
        return f"{what} key '{named['key']}'" + (f" in '{place}'" if place else "")
    key = f"key '{place}': " if place else ""
    return key + said[0].lower() + said[1:].replace("`", "'")
