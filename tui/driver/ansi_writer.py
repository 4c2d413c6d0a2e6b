"""The escape sequences of one update: shortest cursor movement, shortest style change, text."""

import re

from tui.driver.glyphs import has_known_width
from tui.driver.styles import CellStyle, blank_style, sgr_change
from tui.driver.terminal_info import TerminalInfo

_MOST_LINE_FEEDS = 5
_REPEATED = re.compile(r"([ -~])\1{6,}")


class AnsiWriter:
    """Collects output and tracks the terminal's cursor position and style."""

    def __init__(
        self, terminal: TerminalInfo, width: int, cursor: tuple[int, int] | None, style: CellStyle | None
    ) -> None:
        self.parts: list[str] = []
        self.cursor = cursor
        """The column and line of the cursor, or None where terminals may differ."""

        self.style = style
        """The current style, or None if unknown."""

        self._terminal = terminal
        self._width = width

    def move_to(self, x: int, y: int) -> None:
        """Move the cursor to a cell."""
        if self.cursor != (x, y):
            self.parts.append(_movement(self.cursor, x, y))
            self.cursor = (x, y)

    def write_cells(self, chars: list[str], styles: list[CellStyle], y: int, start: int, stop: int) -> None:
        """Write the cells of a line from column `start` up to, not including, `stop`."""
        self.move_to(start, y)
        x = start
        while x < stop:
            self.set_style(styles[x], is_blank=chars[x] == " ")
            end = x + 1
            while end < stop and self._matches(chars[end], styles[end]):
                end += 1
            self._write_text(chars, x, end, y)
            x = end

    def set_style(self, style: CellStyle, *, is_blank: bool = False) -> None:
        """Switch to a style; for a blank, any style in which a space looks the same will do."""
        if is_blank and self._matches(" ", style):
            return
        sequence = sgr_change(self.style, style, has_attribute_off=self._terminal.has_attribute_off)
        if sequence:
            self.parts.append(sequence)
        self.style = style

    def erase_to_end(self, style: CellStyle) -> None:
        """Erase from the cursor to the end of the line (EL)."""
        self.set_style(style, is_blank=True)
        self.parts.append("\x1b[K")

    def write_control(self, sequence: str) -> None:
        """Write a sequence after which the cursor position is unknown."""
        self.parts.append(sequence)
        self.cursor = None

    def _matches(self, char: str, style: CellStyle) -> bool:
        if style == self.style:
            return True
        return char == " " and self.style is not None and blank_style(style) == blank_style(self.style)

    def _write_text(self, chars: list[str], start: int, end: int, y: int) -> None:
        text = "".join(chars[start:end])
        if text.isascii():
            self.parts.append(_REPEATED.sub(_repeat, text) if self._terminal.has_rep else text)
            self._moved_to(end, y)
            return
        for x in range(start, end):
            if self.cursor is None and chars[x]:
                self.move_to(x, y)
            self.parts.append(chars[x])
            if has_known_width(chars[x]):
                if self.cursor is not None:
                    self._moved_to(x + 1, y)
            else:
                self.cursor = None

    def _moved_to(self, x: int, y: int) -> None:
        # Pending wrap: after the last column, terminals differ in where a relative movement starts.
        self.cursor = (x, y) if x < self._width else None


def _repeat(found: re.Match[str]) -> str:
    return f"{found[1]}\x1b[{len(found[0]) - 1}b"


def _movement(cursor: tuple[int, int] | None, x: int, y: int) -> str:
    """The shortest way to a cell: absolute, or relative to the cursor."""
    candidates = [_absolute(x, y)]
    if cursor is not None:
        down = y - cursor[1]
        if 0 <= down <= _MOST_LINE_FEEDS:
            candidates += [across + "\n" * down for across in _across(cursor[0], x)]
        elif down < 0:
            candidates += [across + _csi(-down, "A") for across in _across(cursor[0], x)]
    return min(candidates, key=len)


def _absolute(x: int, y: int) -> str:
    if x:
        return f"\x1b[{y + 1};{x + 1}H"
    return f"\x1b[{y + 1}H" if y else "\x1b[H"


def _across(before: int, after: int) -> list[str]:
    if before == after:
        return [""]
    from_margin = "\r" + (_csi(after, "C") if after else "")
    if after > before:
        return [_csi(after - before, "C"), from_margin]
    return ["\b" * (before - after), _csi(before - after, "D"), from_margin]


def _csi(count: int, final: str) -> str:
    return f"\x1b[{count}{final}" if count > 1 else f"\x1b[{final}"
