"""A Textual line filter that replaces control characters in the text of widgets.

The driver reads Textual's output as a stream of text and escape sequences. It cannot tell a cursor movement that
Textual wrote from one inside a widget's text, so the latter has to be replaced before the two are joined.
"""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.driver.glyphs import is_safe

_REPLACEMENT = "\ufffd"


class SafeTextFilter(LineFilter):
    """Replaces characters that act on a terminal, and keeps the width of the line.

    Return it from `App.get_line_filters`.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 # Textual's signature
        """Return the line with safe text."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [segment if segment.control else Segment(_safe(segment.text), segment.style) for segment in segments]


def _safe(text: str) -> str:
    safe = "".join(char if is_safe(char) else _REPLACEMENT * cell_len(char) for char in text)
    # Without what was between them, characters may combine into fewer cells.
    return safe if safe == text else set_cell_size(safe, cell_len(text))
