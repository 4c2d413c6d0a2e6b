"""The wanted screen: a grid of cells that Textual's output is drawn on."""

import re

from tui.driver.glyphs import FULL_BLOCKS, WIDE_TAIL, cells
from tui.driver.styles import DEFAULT, CellStyle, parse_sgr
from tui.driver.terminal_info import UTF_8, TerminalInfo

_SEQUENCE = re.compile(
    r"\[(?:(?P<row>\d{1,4})(?:;(?P<column>\d{1,4}))?)?H"
    r"|\[(?P<sgr>[\d;]{0,64})m"
    # Textual also writes pointer shapes (OSC 22), synchronized output (mode 2026) and hyperlinks (OSC 8). They are
    # dropped: not every terminal has them.
    r"|\]22;[a-z-]{0,20}\x07|\[\?2026[hl]|\]8;[^\x07\x1b]{0,2000}|\\"
)


class CanvasRow:
    """The cells of one line: for each column a character and its style."""

    __slots__ = ("chars", "styles")

    def __init__(self, chars: list[str], styles: list[CellStyle]) -> None:
        self.chars = chars
        self.styles = styles

    def copy(self) -> "CanvasRow":
        """Return a copy that can be changed independently."""
        return CanvasRow(self.chars.copy(), self.styles.copy())


Rows = list[CanvasRow]


def blank_row(width: int, style: CellStyle = DEFAULT) -> CanvasRow:
    """Return a row of spaces."""
    return CanvasRow([" "] * width, [style] * width)


class Canvas:
    """The cells of a screen, the drawing position and the drawing style.

    Only cursor movement (CUP) and style (SGR) take effect. The other sequences that Textual writes for display are
    dropped, and anything else is drawn as visible text.
    """

    def __init__(self, width: int, height: int, terminal: TerminalInfo) -> None:
        self.width = width
        self.height = height
        self.rows: Rows = [blank_row(width) for _ in range(height)]
        self._terminal = terminal
        self._x = self._y = 0
        self._style = DEFAULT

    def write(self, output: str) -> None:
        """Draw Textual's output."""
        first, *parts = output.split("\x1b")
        self._draw(first)
        for part in parts:
            found = _SEQUENCE.match(part)
            if found is None:
                self._draw("\x1b" + part)
                continue
            if found["sgr"] is not None:
                self._style = parse_sgr(found["sgr"], self._terminal.colours)
            elif found[0].endswith("H"):
                self._y, self._x = int(found["row"] or 1) - 1, int(found["column"] or 1) - 1
            self._draw(part[found.end() :])

    def resize(self, width: int, height: int) -> None:
        """Change the size; cells that fit are kept."""
        for row in self.rows:
            row.chars = (row.chars + [" "] * width)[:width]
            row.styles = (row.styles + [DEFAULT] * width)[:width]
            if row.chars and self._is_wide(row.chars[-1]):
                row.chars[-1] = " "
        self.rows = (self.rows + [blank_row(width) for _ in range(height)])[:height]
        self.width, self.height = width, height

    def _draw(self, text: str) -> None:
        # Textual ends lines with a line feed and then moves the cursor.
        text = text.rstrip("\n")
        if not text:
            return
        if not self._terminal.has_partial_blocks and not text.isascii():
            text = text.translate(FULL_BLOCKS)
        drawn = cells(text, self._terminal.encoding)
        start, end = self._x, self._x + len(drawn)
        self._x = end
        if self._y >= self.height or start >= self.width:
            return
        row = self.rows[self._y]
        if end > self.width:
            drawn, end = list(drawn[: self.width - start]), self.width
            if self._is_wide(drawn[-1]):
                drawn[-1] = " "
        # A wide character that is half overwritten leaves a space.
        if row.chars[start] == WIDE_TAIL:
            row.chars[start - 1] = " "
        if end < self.width and row.chars[end] == WIDE_TAIL:
            row.chars[end] = " "
        row.chars[start:end] = drawn
        row.styles[start:end] = [self._style] * (end - start)

    def _is_wide(self, char: str) -> bool:
        return char != WIDE_TAIL and self._terminal.encoding == UTF_8 and len(cells(char, UTF_8)) > 1
