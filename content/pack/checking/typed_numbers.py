"""Telephone numbers and addresses that are typed outside the contacts directory."""

import re
from collections.abc import Iterator
from typing import Any

from content.pack.fault import EntryName, Fault
from content.pack.reading.overlay import Tables

_TYPED = re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d\b)\+?\d[\d ()-]{6,}\d|\S+@\S+\.\w+")
"""A telephone number, or an e-mail address."""

_FILES = {"guide.toml": "point", "checklist.toml": "question", "prompts.toml": "prompt"}


def typed_numbers(tables: Tables) -> Iterator[Fault]:
    """What belongs in `contacts.toml` and is typed in another file."""
    for file, noun in _FILES.items():
        for entry, key, text in _texts(tables.get(file, {}), "", ""):
            for match in _TYPED.finditer(text):
                says = f"'{match[0]}' belongs in contacts.toml, once: write {{ID.phone}} or {{ID.email}} here, "
                yield EntryName(file, noun, entry).fault(says + "with the id of the contact", key)


def _texts(raw: Any, entry: str, key: str) -> Iterator[tuple[str, str, str]]:  # any value that TOML can hold
    """Every text of a table, with the id of the innermost entry that has it and the key."""
    if isinstance(raw, dict):
        name = raw.get("id")
        for each, value in raw.items():
            yield from _texts(value, name if isinstance(name, str) else entry, each)
    elif isinstance(raw, list):
        for value in raw:
            yield from _texts(value, entry, key)
    elif isinstance(raw, str):
        yield entry, key, raw
