"""The last look at text before it is drawn: what stands in a widget can be no sequence among Textual's own."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from content.text import visible

_REPLACED = "\ufffd"


class OnlyText(LineFilter):
    """Takes out of every line what could act, and keeps its width, by which everything beside it is placed.

    What comes in is made visible where it comes in. Once drawn, a stored sequence that moves the cursor could not be
    told from one by which Textual moves it.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 # as Textual asks
        """The same line, of text alone."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [segment if segment.control else Segment(_text(segment.text), segment.style) for segment in segments]


def _text(text: str) -> str:
    harmless = "".join(map(_harmless, text))
    # Letters may join across what was taken out between them.
    return harmless if harmless == text else set_cell_size(harmless, cell_len(text))


def _harmless(char: str) -> str:
    if char not in "\n\t" and visible(char) == char:
        return char
    return _REPLACED * cell_len(char)
