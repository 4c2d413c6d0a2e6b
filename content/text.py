"""Text: sanitised for storage and display, so that no input is a terminal command; and whether it is words."""

import re
import unicodedata

NO_REASON: frozenset[str] = frozenset(
    {
        "as last time",
        "i do not know",
        "i don't know",
        "i dont know",
        "i think so",
        "no further information",
        "not known yet",
        "nothing to add",
        "same as before",
        "same as last time",
        "see case notes",
        "see the notes",
        "to be completed",
        "to be confirmed",
        "unable to assess",
    }
)
"""Phrases of three words or more that give no reason."""

MIN_WORDS = 3
"""The minimum number of words in a reason."""

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_NUMBER = re.compile(r"\d{5}")
_MOST_DIGITS = 9
_KEPT = "\n\t"
_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Joiners are needed to write some names and emoji.
_JOINERS = frozenset("\u200c\u200d")
_MARKED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def sanitised(text: str) -> str:
    """Replace every character that could act on a terminal with a visible mark.

    Control characters become their control pictures. C1 controls, bidirectional overrides, invisible and private-use
    characters and unpaired surrogates become their code point, such as `<U+202E>`. Line breaks and tabs stay. The
    function is idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_mark(char) for char in text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The sanitised text on one line, with runs of white space collapsed."""
    return " ".join(sanitised(text).split())


def counted(count: int, noun: str) -> str:
    """A count with its noun: "1 question", "2 questions"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def number_in(typed: str, allowed: range) -> int | None:
    """Parse a number typed in ASCII digits; None if it is not in `allowed`."""
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


def is_reason(text: str) -> bool:
    """Whether a text gives a reason: at least three words, not all the same, and not a phrase that says nothing."""
    line = one_line(text).strip(" .!?").casefold().replace("\u2019", "'")
    words = [word for word in line.split() if _LETTER.search(word)]
    return len(words) >= MIN_WORDS and len(set(words)) > 1 and has_words(text) and line not in NO_REASON


def has_words(text: str) -> bool:
    """Whether a text has at least one word of two letters."""
    return _WORD.search(text) is not None


def says_something(text: str) -> bool:
    """Whether a text has a word or a number of five digits, such as a telephone number; "not known" says something."""
    return has_words(text) or _LONG_NUMBER.search("".join(text.split())) is not None
