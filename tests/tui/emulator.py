"""A terminal to compare on: what a screen shows, cell by cell, whoever drew it."""

import pyte
from pyte.screens import Char

Cell = tuple[str, ...]


class Emulator:
    """A terminal that is fed text, as the stock driver or ours sends it."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = WholeScreen(columns, rows)
        self._stream = Repeating(self.screen)
        self._stream.feed("\x1b[?7l")

    def feed(self, text: str) -> None:
        """Draw what is sent."""
        self._stream.feed(text)

    @property
    def cells(self) -> list[list[Cell]]:
        """What is seen in each cell."""
        return [[seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)] for y in range(self.screen.lines)]

    @property
    def text(self) -> list[str]:
        """What is read on each line."""
        return [line.rstrip() for line in self.screen.display]


class Repeating(pyte.Stream):
    """A stream that knows how to repeat a character, which pyte's own does not."""

    csi = pyte.Stream.csi | {"b": "repeat_last"}
    events = pyte.Stream.events | {"repeat_last"}


class WholeScreen(pyte.Screen):
    """A screen that repeats the character drawn last, and erases cells that were never drawn, as terminals do."""

    last = " "

    def draw(self, data: str) -> None:
        """Draw, and remember the last character."""
        super().draw(data)
        self.last = data[-1:] or self.last

    def erase_in_display(self, how: int = 0, *arguments: object, **options: object) -> None:
        """Erase; pyte's own leaves the background of cells that were never drawn."""
        super().erase_in_display(how, *arguments, **options)
        if how == 2:
            for y in range(self.lines):
                self.buffer[y].update(dict.fromkeys(range(self.columns), self.cursor.attrs))

    def repeat_last(self, count: int = 1) -> None:
        """Draw the last character again so many times."""
        super().draw(self.last * (count or 1))


def seen(char: Char) -> Cell:
    """A cell as it is seen: of a space, neither the colour nor the weight of the text."""
    if char.data == " " and not (char.reverse or char.underscore):
        return (" ", char.bg)
    return (char.data, char.fg, char.bg, *(str(on) for on in (char.bold, char.underscore, char.reverse)))
