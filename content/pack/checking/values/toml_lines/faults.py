"""The faults of a TOML file: sentences with their lines, each told once."""

from collections.abc import Iterable

import msgspec

Path = tuple[str | int, ...]
"""Where a value stands: the keys and, in lists, the numbers from 0 that lead to it."""

MAX_FAULTS = 100
"""A file with so many faults is read no further, which bounds the time."""

# One sentence can count for many words of a line, each of which takes time.
_MOST_NOTED = 1000
_MOST_WORDS = 7

MOST_SHOWN = 60
"""The longest part of the file that a sentence repeats, in characters."""


class TomlFault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of syntax."""

    line: int
    """The number of the line, from 1."""

    says: str
    """What is wrong, and what to write."""


class TooManyFaultsError(Exception):
    """The file has too many faults to go on."""


class Faults:
    """Collects faults, in any order."""

    def __init__(self) -> None:
        self._said: dict[tuple[int, str], None] = {}
        self._unquoted: dict[int, list[str]] = {}
        self._noted = 0

    def add(self, line: int, says: str) -> None:
        """Note a fault; the same sentence on the same line counts once.

        Raises:
            TooManyFaultsError: If there are too many.
        """
        self._said[line, says] = None
        self._count()

    def add_unquoted(self, line: int, text: str) -> None:
        """Note a text without quotes; those of one line become one sentence.

        Raises:
            TooManyFaultsError: If there are too many.
        """
        self._unquoted.setdefault(line, []).append(text)
        self._count()

    def drop_from(self, line: int) -> None:
        """Forget the faults from a line on, because that part of the file is read again."""
        self._said = {key: None for key in self._said if key[0] < line}
        self._unquoted = {each: texts for each, texts in self._unquoted.items() if each < line}

    def in_order(self) -> tuple[TomlFault, ...]:
        """The faults, by line."""
        unquoted = [(line, _need_quotes(texts)) for line, texts in self._unquoted.items()]
        found = sorted([*self._said, *unquoted], key=lambda fault: fault[0])
        return tuple(TomlFault(line=line, says=says) for line, says in found)

    def _count(self) -> None:
        self._noted += 1
        if len(self._said) + len(self._unquoted) >= MAX_FAULTS or self._noted >= _MOST_NOTED:
            raise TooManyFaultsError


def shown(text: str) -> str:
    """A part of the file as a sentence repeats it: on one line, the start only of a long one."""
    short = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rstrip()}..."
    return "".join(char if char.isprintable() else " " for char in short).strip()


def quoted(text: str) -> str:
    """A text in the quotes that TOML wants: double ones, or single ones if it has double ones itself."""
    return f"'{shown(text)}'" if '"' in text or "\\" in text else f'"{shown(text)}"'


def listed(texts: Iterable[str]) -> str:
    """Texts as a sentence lists them: "a, b and c"."""
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last


def _need_quotes(texts: list[str]) -> str:
    needs = "needs" if len(texts) == 1 else "need"
    first = texts[:_MOST_WORDS]
    more = ", and so on" if len(texts) > _MOST_WORDS else ""
    return f"{listed(map(shown, first))} {needs} quotes: write {', '.join(map(quoted, first))}{more}"
