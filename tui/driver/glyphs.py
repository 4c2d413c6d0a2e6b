"""Conversion of text to cells, with only safe characters that the terminal's encoding has."""

import unicodedata
from functools import lru_cache

from rich.cells import split_graphemes

from tui.driver.terminal_info import UTF_8

WIDE_TAIL = ""
"""The content of the second cell of a wide character."""

UNKNOWN = "?"
_FIRST_EMOJI = 0x1F000
_FIRST_AFTER_C1 = 0xA0
_LONGEST_CLUSTER = 16
"""Code points sent for one cell. A family emoji has eleven; combining characters could go on without end."""

_JOINER = "\u200d"
_JOINERS = frozenset({"\u200c", _JOINER})
_SAFE_CATEGORIES = frozenset({"Zs", "Cn"})
"""Spaces, and characters newer than Python's Unicode tables."""

_ASCII_LOOKALIKES = dict(
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
_HORIZONTAL_LINES = frozenset(
    "\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2550\u2574\u2576\u2578\u257a\u257c\u257e"
)
_VERTICAL_LINES = frozenset(
    "\u2502\u2503\u2506\u2507\u250a\u250b\u254e\u254f\u2551\u2575\u2577\u2579\u257b\u257d\u257f"
)
_UNDER_HALF = "\u2581\u2582\u2583\u258d\u258e\u258f"
_HALF_OR_MORE = "\u2584\u2585\u2586\u2587\u2589\u258a\u258b\u258c"
FULL_BLOCKS = str.maketrans(_UNDER_HALF + _HALF_OR_MORE, " " * len(_UNDER_HALF) + "\u2588" * len(_HALF_OR_MORE))
"""Rounds the lower and left partial blocks to a full block or a space, for `str.translate`."""


def cells(text: str, encoding: str) -> str | list[str]:
    """Split a text into the contents of cells, each safe to send in an encoding."""
    if text.isascii() and text.isprintable():
        return text
    return list(_cells(text, encoding))


def is_safe(char: str) -> bool:
    """Whether a character cannot act on a terminal.

    Unsafe are C0 and C1 controls, bidirectional and other format characters, line and paragraph separators, private
    characters and lone surrogates. Joiners are safe: some names and emoji are spelled with them.
    """
    return char.isprintable() or char in _JOINERS or unicodedata.category(char) in _SAFE_CATEGORIES


def has_known_width(cell: str) -> bool:
    """Whether all terminals advance by the same number of columns for a cell's content."""
    return len(cell) <= 1 and cell < chr(_FIRST_EMOJI) and cell.isprintable()


@lru_cache(maxsize=512)
def _cells(text: str, encoding: str) -> tuple[str, ...]:
    safe = "".join(char if is_safe(char) else _visible(char) for char in text)
    contents: list[str] = []
    clusters, _ = split_graphemes(safe)
    for start, end, width in clusters:
        cluster = safe[start:end]
        if not width:
            continue
        contents += (
            [_shortened(cluster), WIDE_TAIL][:width]
            if encoding == UTF_8
            else [nearest_character(cluster, encoding)] * width
        )
    return tuple(contents)


def _visible(char: str) -> str:
    """A control picture, or the code point in angle brackets."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


@lru_cache(maxsize=4096)
def nearest_character(cluster: str, encoding: str) -> str:
    """The character of a single-byte encoding that is nearest to a grapheme cluster."""
    composed = unicodedata.normalize("NFC", cluster)
    return composed if len(composed) == 1 and _is_in(composed, encoding) else _nearest_in_ascii(cluster)


def _is_in(char: str, encoding: str) -> bool:
    try:
        data = char.encode(encoding)
    except UnicodeError:
        return False
    # Some terminals take the bytes 0x80 to 0x9f for C1 controls in any locale.
    return char.isprintable() and len(data) == 1 and data[0] >= _FIRST_AFTER_C1


def _nearest_in_ascii(cluster: str) -> str:
    base = cluster[0]
    if base.isascii():
        return base
    if base in _ASCII_LOOKALIKES:
        return _ASCII_LOOKALIKES[base]
    if "\u2500" <= base <= "\u257f":
        return "-" if base in _HORIZONTAL_LINES else "|" if base in _VERTICAL_LINES else "+"
    if "\u2580" <= base <= "\u259f":
        return "#"
    decomposed = unicodedata.normalize("NFKD", base)[0]
    if decomposed.isascii() and decomposed.isprintable():
        return decomposed
    return _ASCII_LOOKALIKES.get(decomposed, UNKNOWN)


def _shortened(cluster: str) -> str:
    # A joiner with nothing after it takes a cell on some terminals.
    return cluster[:_LONGEST_CLUSTER].rstrip(_JOINER) or " "
