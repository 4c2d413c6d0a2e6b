"""Every fault in the values of one entry, in the words of the person who typed it; msgspec names only the first."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec

from content.pack.checking.values.toml_lines.faults import Path
from content.pack.checking.values.value_words import Shape, example, in_words, plain_type, shape_of


class ValueFault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of a value, or a key that is missing or unknown."""

    path: Path
    """Where it stands; for a missing key, where it would."""

    says: str
    """What is wrong and what to write, to follow the key's name and a colon."""

    is_missing: bool = False
    """Whether the key is missing."""


def value_faults(
    raw: object, wanted: Any, path: Path = (), *, hidden: frozenset[str] = frozenset()
) -> tuple[ValueFault, ...]:
    """Every fault of a value that was read from a file.

    Args:
        raw: The value: what TOML gives.
        wanted: Its type: a struct, or any other that msgspec converts to.
        path: Where the value stands in its file.
        hidden: Keys that structs have but no file can set.
    """
    found = tuple(_faults(raw, wanted, path, hidden))
    return found or tuple(_remaining(raw, wanted, path))


def place_in_words(path: Path) -> str:
    """A path as a sentence names it, counted from 1: "hours 1.days 2"."""
    words = ""
    for part in path:
        words += f" {part + 1}" if isinstance(part, int) else f".{part}"
    return words.strip(". ")


def _faults(raw: object, wanted: Any, path: Path, hidden: frozenset[str]) -> Iterator[ValueFault]:
    plain = plain_type(wanted)
    shape = shape_of(plain)
    if shape is Shape.ENTRY and isinstance(raw, dict):
        yield from _entry_faults(raw, plain, path, hidden)
    elif shape is Shape.TABLE and isinstance(raw, dict):
        of = get_args(plain)[-1] if get_args(plain) else Any
        for key, value in raw.items():
            yield from _faults(value, of, (*path, key), hidden)
    elif shape is Shape.LIST and isinstance(raw, list | tuple) and raw:
        of = get_args(plain)[0] if get_args(plain) else Any
        for number, value in enumerate(raw):
            yield from _faults(value, of, (*path, number), hidden)
    else:
        yield from _own_fault(raw, wanted, path)


def _own_fault(raw: object, wanted: Any, path: Path) -> Iterator[ValueFault]:
    try:
        msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        yield ValueFault(path=path, says=in_words(raw, wanted, plain_type(wanted), str(error)))


def _remaining(raw: object, wanted: Any, path: Path) -> Iterator[ValueFault]:
    """What only the whole can show, such as the number of values in a list."""
    try:
        msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        said, _, place = str(error).partition(" - at `$")
        inner = f" ({place.strip('.`')})" if place else ""
        yield ValueFault(path=path, says=said[0].lower() + said[1:].replace("`", "'") + inner)


def _entry_faults(
    raw: Mapping[Any, Any], struct: type[msgspec.Struct], path: Path, hidden: frozenset[str]
) -> Iterator[ValueFault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct) if field.encode_name not in hidden}
    free = [key for key in fields if key not in raw]
    # All keys, because an entry of the national pack that an overlay changes already has most of them.
    meant = {key: _nearest(key, list(fields)) for key in raw if key not in fields}
    if not struct.__struct_config__.forbid_unknown_fields:
        meant = {}
    for key, near in meant.items():
        yield ValueFault(path=(*path, key), says=_unknown(near, free))
    for key, field in fields.items():
        if key in raw:
            yield from _faults(raw[key], field.type, (*path, key), hidden)
        elif field.required and key not in meant.values():
            says = f"is missing: add {example(key, plain_type(field.type), is_top=not path)}"
            yield ValueFault(path=(*path, key), says=says, is_missing=True)


def _unknown(near: str | None, free: list[str]) -> str:
    if near:
        return f"is not a key here: did you mean {near}?"
    return f"is not a key here: use one of {', '.join(free)}" if free else "is not a key here: delete it"


def _nearest(key: str, free: list[str]) -> str | None:
    matches = difflib.get_close_matches(key.lower().replace("-", "_"), free, n=1)
    return matches[0] if matches else None
