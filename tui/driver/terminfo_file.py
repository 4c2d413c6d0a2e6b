"""A reader of compiled terminfo entries, the format that term(5) describes.

`curses.setupterm` loads one entry per process and ignores every later call, so a process that serves terminals of
several types cannot use it.
"""

import os
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_SYSTEM_DIRECTORIES = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")
_HEADER = struct.Struct("<6h")
_NUMBER_SIZES = {0o432: 2, 0o1036: 4}
"""Bytes of a number, by the magic number of the file."""

_LONGEST_FILE = 65536

# Positions in the arrays of a compiled entry; they are fixed, see term.h.
_GENERIC_TYPE = 6
_HARD_COPY = 7
_BACK_COLOR_ERASE = 28
_MAX_COLORS = 13
_CHANGE_SCROLL_REGION = 3
_REPEAT_CHAR = 121


@dataclass(frozen=True, kw_only=True)
class TerminfoEntry:
    """The capabilities of a terminal type that the driver uses, named as in terminfo(5)."""

    bce: bool
    """Whether erasing fills with the current background colour."""

    colors: int
    """The number of colours; negative where the entry has none."""

    csr: bool
    """Whether a scroll region can be set."""

    rep: bool
    """Whether a character can be repeated."""


def read_entry(term: str, environment: Mapping[str, str]) -> TerminfoEntry | None:
    """Read the entry of a terminal type.

    Args:
        term: The terminal type, the value of TERM.
        environment: Where TERMINFO, TERMINFO_DIRS and HOME are looked up.

    Returns:
        The entry, or None if there is none that can be read.
    """
    if not term or "/" in term or term.startswith("."):
        return None
    for directory in _directories(environment):
        # macOS names the subdirectories by the character's code.
        for subdirectory in (term[0], f"{ord(term[0]):x}"):
            try:
                with (directory / subdirectory / term).open("rb") as file:
                    return _parse(file.read(_LONGEST_FILE))
            except (OSError, ValueError):
                continue
    return None


def _directories(environment: Mapping[str, str]) -> Iterator[Path]:
    if environment.get("TERMINFO"):
        yield Path(environment["TERMINFO"])
    if environment.get("HOME"):
        yield Path(environment["HOME"], ".terminfo")
    for directory in environment.get("TERMINFO_DIRS", "").split(os.pathsep):
        if directory:
            yield Path(directory)
    yield from map(Path, _SYSTEM_DIRECTORIES)


def _parse(data: bytes) -> TerminfoEntry:
    """Read the four capabilities.

    Raises:
        ValueError: If this is not a complete entry, or one of a generic or hard-copy terminal, as in `setupterm`.
    """
    if len(data) < _HEADER.size:
        raise ValueError("a truncated terminfo entry")
    magic, names_size, flag_count, number_count, string_count, _ = _HEADER.unpack_from(data)
    if magic not in _NUMBER_SIZES:
        raise ValueError("not a compiled terminfo entry")
    flags = _HEADER.size + names_size
    numbers = flags + flag_count
    numbers += numbers % 2
    size = _NUMBER_SIZES[magic]
    strings = numbers + number_count * size

    def has_flag(index: int) -> bool:
        return index < flag_count and data[flags + index : flags + index + 1] == b"\x01"

    def number(index: int) -> int:
        return _signed(data, numbers + index * size, size) if index < number_count else -1

    def has_string(index: int) -> bool:
        # Its offset in the string table; negative if it is absent.
        return index < string_count and _signed(data, strings + index * 2, 2) >= 0

    if has_flag(_GENERIC_TYPE) or has_flag(_HARD_COPY):
        raise ValueError("an entry without cursor addressing")
    return TerminfoEntry(
        bce=has_flag(_BACK_COLOR_ERASE),
        colors=number(_MAX_COLORS),
        csr=has_string(_CHANGE_SCROLL_REGION),
        rep=has_string(_REPEAT_CHAR),
    )


def _signed(data: bytes, offset: int, size: int) -> int:
    if offset + size > len(data):
        raise ValueError("a truncated terminfo entry")
    return int.from_bytes(data[offset : offset + size], "little", signed=True)
