"""What is sent to a terminal, piece by piece: the shortest move, the shortest change of look, the characters."""

import re

from tui.line.abilities import Abilities
from tui.line.looks import Look, blank_of, change
from tui.line.marks import is_certain

_FARTHEST_BY_FEEDS = 5
_REPEATED = re.compile(r"([ -~])\1{6,}")


class Brush:
    """Collects what is to be sent, and knows where the terminal's cursor is and how it draws."""

    def __init__(self, terminal: Abilities, width: int, at: tuple[int, int] | None, look: Look | None) -> None:
        self.parts: list[str] = []
        self.at = at
        """Where the cursor is, as column and row; nothing where that is not certain."""

        self.look = look
        self._terminal = terminal
        self._width = width

    def move(self, x: int, y: int) -> None:
        """Go to a cell."""
        if self.at != (x, y):
            self.parts.append(_way(self.at, x, y))
            self.at = (x, y)

    def draw(self, chars: list[str], looks: list[Look], y: int, start: int, stop: int) -> None:
        """Send the cells of a line from one column to before another."""
        self.move(start, y)
        x = start
        while x < stop:
            self.take_up(looks[x], is_blank=chars[x] == " ")
            end = x + 1
            while end < stop and self._draws(chars[end], looks[end]):
                end += 1
            self._write(chars, x, end, y)
            x = end

    def take_up(self, look: Look, *, is_blank: bool = False) -> None:
        """Draw in a look from here on; for a blank it is enough that a space comes out the same."""
        if is_blank and self._draws(" ", look):
            return
        sequence = change(self.look, look, ends_singly=self._terminal.ends_looks_singly)
        if sequence:
            self.parts.append(sequence)
        self.look = look

    def erase_line(self, look: Look) -> None:
        """Make everything from here to the end of the line a space."""
        self.take_up(look, is_blank=True)
        self.parts.append("\x1b[K")

    def command(self, sequence: str) -> None:
        """Send a sequence after which the cursor may be anywhere."""
        self.parts.append(sequence)
        self.at = None

    def _draws(self, char: str, look: Look) -> bool:
        return look == self.look or (char == " " and self.look is not None and blank_of(look) == blank_of(self.look))

    def _write(self, chars: list[str], start: int, end: int, y: int) -> None:
        text = "".join(chars[start:end])
        if text.isascii():
            self.parts.append(_REPEATED.sub(_repeat, text) if self._terminal.repeats else text)
            self._moved_to(end, y)
            return
        for x in range(start, end):
            if self.at is None and chars[x]:
                self.move(x, y)
            self.parts.append(chars[x])
            if is_certain(chars[x]):
                if self.at is not None:
                    self._moved_to(x + 1, y)
            else:
                self.at = None

    def _moved_to(self, x: int, y: int) -> None:
        # After the last column terminals differ in where they say the cursor is.
        self.at = (x, y) if x < self._width else None


def _repeat(found: re.Match[str]) -> str:
    return f"{found[1]}\x1b[{len(found[0]) - 1}b"


def _way(at: tuple[int, int] | None, x: int, y: int) -> str:
    ways = [_absolute(x, y)]
    if at is not None:
        down = y - at[1]
        if 0 <= down <= _FARTHEST_BY_FEEDS:
            ways += [across + "\n" * down for across in _across(at[0], x)]
        elif down < 0:
            ways += [across + _counted(-down, "A") for across in _across(at[0], x)]
    return min(ways, key=len)


def _absolute(x: int, y: int) -> str:
    if x:
        return f"\x1b[{y + 1};{x + 1}H"
    return f"\x1b[{y + 1}H" if y else "\x1b[H"


def _across(before: int, after: int) -> list[str]:
    if before == after:
        return [""]
    from_start = "\r" + (_counted(after, "C") if after else "")
    if after > before:
        return [_counted(after - before, "C"), from_start]
    return ["\b" * (before - after), _counted(before - after, "D"), from_start]


def _counted(times: int, letter: str) -> str:
    return f"\x1b[{times}{letter}" if times > 1 else f"\x1b[{letter}"
