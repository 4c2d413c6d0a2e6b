"""Telephone numbers and addresses that are typed outside the contacts directory."""

import re
from collections.abc import Iterator
from typing import Any

from content.pack.reading.overlay import Tables

_TYPED = re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d\b)\+?\d[\d ()-]{6,}\d|\S+@\S+\.\w+")
"""A telephone number, or an e-mail address."""

_FILES = ("guide.toml", "checklist.toml", "prompts.toml")


def typed_numbers(tables: Tables) -> Iterator[str]:
    """What belongs in `contacts.toml` and is typed in another file, a sentence each."""
    for file in _FILES:
        for entry, text in _texts(tables.get(file, {}), ""):
            for match in _TYPED.finditer(text):
                yield (
                    f"{file}, {entry}: '{match[0]}' belongs in contacts.toml, once: "
                    "write {ID.phone} or {ID.email} here, with the id of the contact"
                )


def _texts(raw: Any, entry: str) -> Iterator[tuple[str, str]]:  # any value that TOML can hold
    """Every text of a table, with the id of the innermost entry that has it."""
    if isinstance(raw, dict):
        name = raw.get("id")
        for value in raw.values():
            yield from _texts(value, name if isinstance(name, str) else entry)
    elif isinstance(raw, list):
        for value in raw:
            yield from _texts(value, entry)
    elif isinstance(raw, str):
        yield entry, raw
