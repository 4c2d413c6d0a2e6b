"""Loading a pack from its folder into frozen structs; an unknown or missing key is an error."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import tomli

from content.errors import PackError
from content.pack.contact_model import Contact, contact_in_words
from content.pack.known_questions import CONTACT_PLACEHOLDER, LEVEL
from content.pack.model import (
    Checklist,
    Option,
    Pack,
    Policy,
    PracticeSource,
    PromptRule,
    Question,
    Section,
    Statement,
    Topic,
)
from content.pack.pack_entry import SourceId

Table = dict[str, Any]
Loaded = TypeVar("Loaded")

_PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")
_INDEX = re.compile(r"\[(\d+)\]")
_KEY_NAMED = re.compile(r"(?P<what>unknown field|missing required field) `(?P<key>[^`]+)`")


def load_pack(folder: Path) -> Pack:
    """Load the pack in a folder.

    Each entry is checked against its struct. `content.pack.validation` checks how entries refer to one another.

    Raises:
        PackError: If a file is missing or unreadable, or an entry has an unknown or missing key or a wrong value.
    """
    policy = _entry(Policy, _table(folder, "pack.toml"), "pack.toml")
    contacts = _list(Contact, _table(folder, "contacts.toml"), "contacts", "contacts.toml", "contact")
    prompts = _list(PromptRule, _table(folder, "prompts.toml"), "prompts", "prompts.toml", "prompt")
    return Pack(
        policy=policy,
        statements=_named(Statement, "statements", folder, "statement"),
        sources=_named(PracticeSource, "sources", folder, "source"),
        topics=_list(Topic, _table(folder, "guide.toml"), "topics", "guide.toml", "topic"),
        checklist=_checklist(_table(folder, "checklist.toml"), policy),
        prompts=tuple(_with_contact(rule, contacts) for rule in prompts),
        contacts=contacts,
    )


def _table(folder: Path, name: str) -> Table:
    try:
        return tomli.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PackError(f"{name}: the file is missing from {folder}") from error
    except OSError as error:
        raise PackError(f"{name}: the file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PackError(f"{name}: the file is not UTF-8 text") from error
    except tomli.TOMLDecodeError as error:
        raise PackError(f"{name}: not valid TOML: {error}") from error


def _named(wanted: type[Loaded], key: str, folder: Path, noun: str) -> Mapping[SourceId, Loaded]:
    """The entries of a file that is one table of entries by id, such as `statements.toml`."""
    name = f"{key}.toml"
    table = _table(folder, name)
    _only(table, {key}, name)
    raw = table.get(key)
    if raw is None:
        raise PackError(f"{name}: missing key '{key}'")
    if not isinstance(raw, dict):
        raise PackError(f"{name}: key '{key}' must be a table")
    return {each: _entry(wanted, value, f"{name}, {noun} {each}") for each, value in raw.items()}


def _with_contact(rule: PromptRule, contacts: tuple[Contact, ...]) -> PromptRule:
    """The rule with its contact's name and numbers in its text; a missing contact is left to validation."""
    contact = next((contact for contact in contacts if contact.id == rule.contact), None)
    if contact is None:
        return rule
    return msgspec.structs.replace(rule, says=rule.says.replace(CONTACT_PLACEHOLDER, contact_in_words(contact)))


def _checklist(table: Table, policy: Policy) -> Checklist:
    _only(table, {"id", "edition", "sections"}, "checklist.toml")
    listed = enumerate(_raw_list(table, "sections", "checklist.toml"), start=1)
    sections = tuple(_section(raw, number, policy) for number, raw in listed)
    rest = {key: value for key, value in table.items() if key != "sections"}
    return _entry(Checklist, rest | {"sections": sections}, "checklist.toml")


def _section(raw: object, number: int, policy: Policy) -> Section:
    where = f"checklist.toml, section {_name(raw) or f'number {number}'}"
    if not isinstance(raw, dict):
        raise PackError(f"{where}: expected a table")
    questions = _list(Question, raw, "questions", where, "question", short="checklist.toml")
    filled = tuple(_with_levels(question, policy) for question in questions)
    return _entry(Section, raw | {"questions": filled}, where)


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
            wanted, raw, f"{short or where}, {noun} {name}" if (name := _name(raw)) else f"{where}, {noun} number {n}"
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


def _name(raw: object) -> str:
    name = raw.get("id") if isinstance(raw, dict) else None
    return name if isinstance(name, str) else ""


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
