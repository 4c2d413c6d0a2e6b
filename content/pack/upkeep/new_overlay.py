"""A new overlay: the texts of its files, with comments and examples for a maintainer who cannot program."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping

import msgspec

from content.errors import PackError
from content.pack.reading.loader import national_tables
from content.pack.reading.overlay import Table
from content.pack.upkeep import overlay_templates
from content.text import one_line

MOST_CHARACTERS = 100
"""The longest name of an organisation."""

MOST_SHORT = 24
"""The longest short name: it stands before the source of each local entry, on a line of 80 columns."""

REVIEW_DAYS = 365
CONTACT_REVIEW_DAYS = 90

_KIND_BEFORE = re.compile(
    r"^(?:the )?(?:(?:london|royal|metropolitan) borough|city and county|city|county|borough|council) (?:council )?of ",
    re.IGNORECASE,
)
_KIND_AFTER = re.compile(
    r" (?:(?:metropolitan|london|royal|county) )?(?:(?:city|borough|county|district) )?(?:council|borough)$",
    re.IGNORECASE,
)
_FILLED = re.compile(r"@(\w+)@")


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation is called in its pack."""

    name: str
    short_name: str
    """The name without "London Borough of" and the like, such as "Bexley"."""

    pack_id: str


def names_of(typed: str) -> Names:
    """The names that a typed name gives.

    Raises:
        PackError: If it is empty, too long, or has characters that cannot be shown.
    """
    name = " ".join(typed.split())
    if one_line(typed) != name:
        raise PackError("the name has a character that cannot be shown: type it again with letters, digits and signs")
    if not any(each.isalnum() for each in name):
        raise PackError('the name is empty: write --name "London Borough of ..." with a letter or a digit in it')
    if len(name) > MOST_CHARACTERS:
        raise PackError(f"the name has {len(name):,} characters: write {MOST_CHARACTERS} or fewer")
    short_name = _short(name)
    return Names(name=name, short_name=short_name, pack_id=_pack_id(short_name))


def new_overlay(name: str, today: dt.date) -> Mapping[str, str]:
    """The text of each file of a new overlay, by file name. It passes the check as it is.

    Args:
        name: The name of the organisation, as it was typed.
        today: The day that the overlay is dated; review days are counted from it.

    Raises:
        PackError: If the name cannot be used.
    """
    names, national = names_of(name), national_tables()
    values = {
        "id": _toml(names.pack_id),
        "short_name": _toml(names.short_name),
        "name": _toml(f"{names.name}: stalking and harassment"),
        "owner": _toml(names.name),
        "base_version": _toml(national["pack.toml"]["version"]),
        "version": _toml(f"{today.year}.1"),
        "first": _toml(f"{today.year}.1: the first version."),
        "date": today.isoformat(),
        "review_by": (today + dt.timedelta(days=REVIEW_DAYS)).isoformat(),
        "contact_review_by": (today + dt.timedelta(days=CONTACT_REVIEW_DAYS)).isoformat(),
        "checklist_id": _toml(national["checklist.toml"]["id"]),
        "edition": _toml(f"{national['checklist.toml']['edition']}-{names.pack_id}.1"),
    }
    values["contacts"] = "\n".join(_to_fill(entry, values) for entry in _entries_to_fill(national["contacts.toml"]))
    return {file: _with_values(text, values) for file, text in overlay_templates.FILES.items()}


def _short(name: str) -> str:
    """The name without the kind of organisation; cut after a word if it is long."""
    bare = _KIND_BEFORE.sub("", name)
    bare = _KIND_AFTER.sub("", bare) if bare == name else bare
    words = bare if any(each.isalnum() for each in bare) else name
    if len(words) <= MOST_SHORT:
        return words
    cut, _, _ = words[: MOST_SHORT + 1].rpartition(" ")
    return cut if any(each.isalnum() for each in cut) else words[:MOST_SHORT].strip()


def _pack_id(short_name: str) -> str:
    """A name in small letters, digits and hyphens; "local" if it has none of them, or is that of the national pack."""
    plain = unicodedata.normalize("NFKD", short_name).encode("ascii", "ignore").decode().lower()
    found = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    return "local" if found in {"", "national"} else found


def _toml(text: str) -> str:
    """A text as TOML writes it; JSON escapes quotes and backslashes in the same way."""
    return json.dumps(text, ensure_ascii=False)


def _entries_to_fill(contacts: Table) -> Iterator[Table]:
    return (entry for entry in contacts["contacts"] if entry.get("to_fill"))


def _to_fill(entry: Table, values: Mapping[str, str]) -> str:
    """An entry of `contacts.toml` for a national contact that the overlay has to name."""
    of_entry = {key: _toml(entry[key]) for key in ("id", "name", "what_for", "who", "hours_note", "source")}
    return _with_values(overlay_templates.CONTACT, {**values, **of_entry, "contact_id": of_entry["id"]})


def _with_values(text: str, values: Mapping[str, str]) -> str:
    return _FILLED.sub(lambda match: values[match[1]], text)
