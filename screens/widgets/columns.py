"""Text in columns, or one text after another on a narrow screen."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from textual.content import Content

NARROW = 64
"""The width in cells below which texts are put one after another and not in columns."""

COLUMN = 12
"""The minimum width of a column for one value of a series, in cells: a date, or one or two words."""

WIDEST = 18
"""The maximum width of a column, in cells: wider ones are hard to read across."""

THEN = " then "


def side_by_side(left: Sequence[str], right: Sequence[str], width: int) -> list[str]:
    """The lines of two columns, or of one text after the other if the width is below `NARROW`.

    Args:
        left: The paragraphs of the left column; the first is its heading.
        right: The paragraphs of the right column.
        width: The width of both together, in cells.
    """
    if width < NARROW:
        return [*wrapped(left, width), "", *wrapped(right, width)]
    half = (width - 3) // 2
    return [
        f"{pad(one, half)} | {other}".rstrip()
        for one, other in zip_longest(wrapped(left, half), wrapped(right, half), fillvalue="")
    ]


def columns_that_fit(width: int, head: int) -> int:
    """The number of columns that fit beside a head, but at least three: too many make the line a sentence."""
    return max(3, (width - head + len(THEN)) // (COLUMN + len(THEN)))


def series_line(name: str, words: Sequence[str], width: int, head: int) -> str:
    """A series of values on one line, each in its column: `Fear: no then yes then yes`.

    "Then" between two columns makes the line a sentence for a screen reader. If the line is narrow or a word is wider
    than its column, the line is that sentence without the columns, so that nothing is cut off or wraps in a column.

    Args:
        name: The name of the series.
        words: The values, the earliest first.
        width: The width of the line, in cells.
        head: The width of the name, in cells.
    """
    column = min(WIDEST, (width - head - len(THEN) * (len(words) - 1)) // max(1, len(words)))
    if width < NARROW or any(Content(word).cell_length > column for word in words):
        return f"{name}: " + "; then ".join(words)
    return (pad(f"{name}:", head) + THEN.join(pad(word, column) for word in words)).rstrip()


def cut_lines(lines: Sequence[str], count: int, width: int, ending: str) -> list[str]:
    """The first lines of a text that was wrapped to a width in cells; the last of them is cut for the ending."""
    last = Content(lines[count - 1]).truncate(max(1, width - len(ending))).plain.rstrip()
    return [*lines[: count - 1], f"{last}{ending}"]


def wrapped(paragraphs: Sequence[str], width: int) -> list[str]:
    """Paragraphs wrapped to a width in cells; the second and later lines of each are indented."""
    lines: list[str] = []
    for paragraph in paragraphs:
        first, *rest = Content(paragraph).wrap(max(8, width - 2)) or [Content("")]
        lines += [first.plain, *("  " + line.plain for line in rest)]
    return lines


# A list of ten thousand cases pads the same few levels and initials again and again.
@lru_cache(maxsize=2048)
def pad(text: str, width: int) -> str:
    """The text padded with spaces or cut to a width in cells."""
    return Content(text).truncate(width, ellipsis=True, pad=True).plain
