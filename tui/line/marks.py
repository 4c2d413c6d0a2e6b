"""From text to the cells of a screen: nothing that acts on a terminal, and nothing that it cannot show."""

import unicodedata
from functools import lru_cache

from rich.cells import split_graphemes

from content.text import visible
from tui.line.abilities import UTF_8

CONTINUED = ""
"""What stands in the second cell of a wide character."""

UNKNOWN = "?"
_FIRST_EMOJI = 0x1F000
_FIRST_LETTER_BEYOND_ASCII = 0xA0
_LONGEST = 16
"""Characters that may stand in one cell: a family of four takes eleven, and a pile of accents could be endless."""

_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_NEAR = dict(
    zip(
        "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2212\u2010\u2011\u2026\u2022\u00b7\u25cf\u25cb\u25aa",
        "''," + '"""' + "-----~**o*o*",
        strict=False,
    )
) | {
    "\u2713": "v", "\u2714": "v", "\u2717": "x", "\u2718": "x", "\u00d7": "x", "\u00f7": "/", "\u00a3": "L",
    "\u20ac": "E", "\u00df": "s", "\u00e6": "a", "\u00c6": "A", "\u0153": "o", "\u0152": "O", "\u00f8": "o",
    "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D",
    "\u00fe": "t", "\u00de": "T", "\u0131": "i", "\u00ab": "<", "\u00bb": ">", "\u2190": "<", "\u2192": ">",
    "\u2191": "^", "\u2193": "v", "\u25b6": ">", "\u25c0": "<", "\u25b2": "^", "\u25bc": "v", "\u241b": "^",
    "\u02bb": "'", "\u02bc": "'", "\u2032": "'", "\u2033": '"',
}  # fmt: skip
_LINES_ACROSS = frozenset("\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2550\u2574\u2576\u2578\u257a\u257c\u257e")
_LINES_DOWN = frozenset("\u2502\u2503\u2506\u2507\u250a\u250b\u254e\u254f\u2551\u2575\u2577\u2579\u257b\u257d\u257f")

_LESS_THAN_HALF, _HALF_OR_MORE = (
    "\u2581\u2582\u2583\u258d\u258e\u258f",
    "\u2584\u2585\u2586\u2587\u2589\u258a\u258b\u258c",
)
WITHOUT_PARTS = str.maketrans(
    _LESS_THAN_HALF + _HALF_OR_MORE, " " * len(_LESS_THAN_HALF) + "\u2588" * len(_HALF_OR_MORE)
)
"""Blocks that fill a part of a cell, from below or from the left, as ones that fill all of it or nothing."""


def cells(text: str, encoding: str) -> str | list[str]:
    """What stands in each cell of a text, on a terminal that takes letters in an encoding."""
    if text.isascii() and text.isprintable():
        return text
    return list(_cells(text, encoding))


def is_certain(cell: str) -> bool:
    """Whether every terminal moves on by the same number of cells for it."""
    return len(cell) <= 1 and cell < chr(_FIRST_EMOJI) and cell.isprintable()


@lru_cache(maxsize=512)
def _cells(text: str, encoding: str) -> tuple[str, ...]:
    safe = visible(text).replace("\n", "\u240a").replace("\t", "\u2409")
    placed: list[str] = []
    spans, _ = split_graphemes(safe)
    for start, end, width in spans:
        char = safe[start:end]
        if not width:
            continue
        placed += [_shown(char), CONTINUED][:width] if encoding == UTF_8 else [near(char, encoding)] * width
    return tuple(placed)


@lru_cache(maxsize=4096)
def near(char: str, encoding: str) -> str:
    """The character nearest to one, of those that a terminal shows which takes a byte for each."""
    whole = unicodedata.normalize("NFC", char)
    return whole if len(whole) == 1 and _is_had(whole, encoding) else _near_in_ascii(char)


def _is_had(char: str, encoding: str) -> bool:
    try:
        data = char.encode(encoding)
    except UnicodeError:
        return False
    # What lies between ASCII and these acts on some terminals, whatever the locale takes it for.
    return char.isprintable() and len(data) == 1 and data[0] >= _FIRST_LETTER_BEYOND_ASCII


def _near_in_ascii(char: str) -> str:
    base = char[0]
    if base.isascii():
        return base
    if base in _NEAR:
        return _NEAR[base]
    if "\u2500" <= base <= "\u257f":
        return "-" if base in _LINES_ACROSS else "|" if base in _LINES_DOWN else "+"
    if "\u2580" <= base <= "\u259f":
        return "#"
    plain = unicodedata.normalize("NFKD", base)[0]
    if plain.isascii() and plain.isprintable():
        return plain
    return _NEAR.get(plain, UNKNOWN)


def _shown(char: str) -> str:
    # A joiner that joins nothing is no part of a picture, and some terminals give it a cell.
    return char[:_LONGEST].rstrip(_JOINER) or " "
