"""Two texts side by side, where the screen is wide enough for it."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from textual.content import Content

NARROW = 64
"""Below this width, in cells, two columns are harder to read than one after the other."""


def side_by_side(left: Sequence[str], right: Sequence[str], width: int) -> list[str]:
    """The lines of two columns; one after the other where it is narrow.

    Args:
        left: Paragraphs of the left column; the first is its heading.
        right: Paragraphs of the right column.
        width: Cells there are for both.
    """
    if width < NARROW:
        return [*wrapped(left, width), "", *wrapped(right, width)]
    half = (width - 3) // 2
    return [
        f"{pad(one, half)} | {other}".rstrip()
        for one, other in zip_longest(wrapped(left, half), wrapped(right, half), fillvalue="")
    ]


def wrapped(paragraphs: Sequence[str], width: int) -> list[str]:
    """Paragraphs as lines of at most a width, later lines of each indented."""
    lines: list[str] = []
    for paragraph in paragraphs:
        first, *rest = Content(paragraph).wrap(max(8, width - 2)) or [Content("")]
        lines += [first.plain, *("  " + line.plain for line in rest)]
    return lines


# A list of ten thousand cases has a few levels, and as few initials.
@lru_cache(maxsize=2048)
def pad(text: str, width: int) -> str:
    """The text filled up with spaces to a width in cells, or cut to it."""
    return Content(text).truncate(width, ellipsis=True, pad=True).plain
