"""The screen as it is wanted: cells with their looks, drawn by what Textual writes."""

import re

from tui.line.abilities import UTF_8, Abilities
from tui.line.looks import PLAIN, Look, look_of
from tui.line.marks import CONTINUED, WITHOUT_PARTS, cells

_SEQUENCE = re.compile(
    r"\[(?:(?P<row>\d{1,4})(?:;(?P<column>\d{1,4}))?)?H"
    r"|\[(?P<look>[\d;]{0,64})m"
    # The shape of the pointer, the synchronised update and a link: Textual's own, and of no use here.
    r"|\]22;[a-z-]{0,20}\x07|\[\?2026[hl]|\]8;[^\x07\x1b]{0,2000}|\\"
)


class Row:
    """The cells of one line: a character each, and its look."""

    __slots__ = ("chars", "looks")

    def __init__(self, chars: list[str], looks: list[Look]) -> None:
        self.chars = chars
        self.looks = looks

    def copy(self) -> "Row":
        """The same cells, to be changed apart."""
        return Row(self.chars.copy(), self.looks.copy())


Rows = list[Row]


def blank_row(width: int, look: Look = PLAIN) -> Row:
    """A line of spaces."""
    return Row([" "] * width, [look] * width)


class Canvas:
    """The cells of a screen, and where the next text goes.

    Only two sequences mean anything: one that moves, and one that sets a look. Any other stands as text.
    """

    def __init__(self, width: int, height: int, terminal: Abilities) -> None:
        self.width = width
        self.height = height
        self.rows: Rows = [blank_row(width) for _ in range(height)]
        self._terminal = terminal
        self._x = self._y = 0
        self._look = PLAIN

    def take(self, written: str) -> None:
        """Draw what Textual writes."""
        first, *parts = written.split("\x1b")
        self._draw(first)
        for part in parts:
            found = _SEQUENCE.match(part)
            if found is None:
                self._draw("\x1b" + part)
                continue
            if found["look"] is not None:
                self._look = look_of(found["look"], self._terminal.colours)
            elif found[0].endswith("H"):
                self._y, self._x = int(found["row"] or 1) - 1, int(found["column"] or 1) - 1
            self._draw(part[found.end() :])

    def resize(self, width: int, height: int) -> None:
        """Be of another size, with what fits of what was drawn."""
        for row in self.rows:
            row.chars = (row.chars + [" "] * width)[:width]
            row.looks = (row.looks + [PLAIN] * width)[:width]
            if row.chars and len(row.chars[-1]) and self._is_wide(row.chars[-1]):
                row.chars[-1] = " "
        self.rows = (self.rows + [blank_row(width) for _ in range(height)])[:height]
        self.width, self.height = width, height

    def _draw(self, text: str) -> None:
        # Textual ends its lines so, and moves to where the next one begins.
        text = text.rstrip("\n")
        if not text:
            return
        if not self._terminal.draws_parts and not text.isascii():
            text = text.translate(WITHOUT_PARTS)
        placed = cells(text, self._terminal.encoding)
        start, end = self._x, self._x + len(placed)
        self._x = end
        if self._y >= self.height or start >= self.width:
            return
        row = self.rows[self._y]
        if end > self.width:
            placed, end = list(placed[: self.width - start]), self.width
            if self._is_wide(placed[-1]):
                placed[-1] = " "
        # What is left of a wide character after half of it is drawn over is a space.
        if row.chars[start] == CONTINUED:
            row.chars[start - 1] = " "
        if end < self.width and row.chars[end] == CONTINUED:
            row.chars[end] = " "
        row.chars[start:end] = placed
        row.looks[start:end] = [self._look] * (end - start)

    def _is_wide(self, char: str) -> bool:
        return char != CONTINUED and self._terminal.encoding == UTF_8 and len(cells(char, UTF_8)) > 1
