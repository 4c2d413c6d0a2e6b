"""Reading a key: its parts, and what is wrong with one that TOML does not take."""

import re

from content.pack.checking.values.toml_lines.faults import shown
from content.pack.checking.values.toml_lines.layout import BARE_KEY
from content.pack.checking.values.toml_lines.mistyped import scalar

_PART = re.compile(rf"""{BARE_KEY}|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_MOST_PARTS = 50
_WORDS = re.compile(r"[^\s=:,#\[\]{}\"']+(?:[ \t]+[^\s=:,#\[\]{}\"']+)*")
_CURLY = re.compile("[\u2018\u2019\u201c\u201d]")

Key = tuple[str, ...]


class KeyFaultError(Exception):
    """The key cannot be read; the text says why, empty if there is no key at all."""


def read_key(text: str, pos: int) -> tuple[Key, int]:
    """The parts of the key at an offset, and the offset after it.

    Raises:
        KeyFaultError: If there is none, or TOML does not take it.
    """
    parts: list[str] = []
    while len(parts) < _MOST_PARTS:
        match = _PART.match(text, pos)
        if not match:
            raise KeyFaultError(_fault(text, pos))
        parts.append(_part(match[0]))
        dot = _DOT.match(text, match.end())
        if not dot:
            return tuple(parts), match.end()
        pos = dot.end()
    raise KeyFaultError("the key has too many parts: a key is one word")


def in_toml(key: Key) -> str:
    """A key as TOML writes it."""
    return ".".join(part if re.fullmatch(BARE_KEY, part) else f'"{shown(part)}"' for part in key)


def words_as_key(text: str, pos: int) -> tuple[str, int] | None:
    """Words with spaces or letters of other alphabets in the place of a key, and the offset after them."""
    match = _WORDS.match(text, pos)
    return (match[0], match.end()) if match else None


def spelt(words: str) -> str:
    """A key that TOML takes, for words that are none: "what for" becomes "what_for"."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", words.strip()).strip("_").lower()


def _part(token: str) -> str:
    if token[0] not in "\"'":
        return token
    try:
        return str(scalar(token))
    except ValueError as error:
        raise KeyFaultError(f"the key {shown(token)} has a backslash that TOML does not take: leave it out") from error


def _fault(text: str, pos: int) -> str:
    if _CURLY.match(text, pos):
        return "the key has curly quotes: write it without quotes"
    if text.startswith(('"', "'"), pos):
        return "the key has no closing quote: write it without quotes"
    return ""
