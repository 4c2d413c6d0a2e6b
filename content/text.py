"""Making text safe to keep and to show: what people and packs wrote is text, and never acts on a terminal."""

import unicodedata

_MOST_DIGITS = 9
_KEPT = "\n\t"
_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# A joiner is part of how some names and emoji are written, so it stays.
_JOINERS = frozenset("\u200c\u200d")
_MARKED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text with every character that could act on a terminal turned into a visible mark.

    Control characters become their pictures, and C1 controls, bidirectional overrides, invisible, private and unpaired
    characters a mark with their number, such as `<U+202E>`. Line breaks and tabs stay. Doing it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_mark(char) for char in text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The text made safe and put on one line, its runs of white space made single."""
    return " ".join(visible(text).split())


def number_in(typed: str, allowed: range) -> int | None:
    """The number typed in ASCII digits, or None where it is not among those allowed."""
    text = typed.strip()
    # `int` raises ValueError for more than 4300 digits.
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        return None
    return int(text) if int(text) in allowed else None


def _mark(char: str) -> str:
    if char in _KEPT or char in _JOINERS or char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    code = ord(char)
    if code in _VISIBLE:
        return _VISIBLE[code]
    if char in _BIDI or unicodedata.category(char) in _MARKED:
        return f"<U+{code:04X}>"
    return char
