"""A terminal too small to show anything well: it says so, and waits."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

SMALLEST = Size(60, 20)


def is_too_small(size: Size) -> bool:
    """Whether a terminal of this size is smaller than what every screen needs."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


class TooSmallScreen(Screen[None]):
    """Say what is needed; it goes by itself once there is room."""

    def compose(self) -> ComposeResult:
        """One sentence, short enough for a small terminal."""
        yield Static(
            f"This window is too small. Make it at least {SMALLEST.width}x{SMALLEST.height}; what you type is kept.",
            markup=False,
        )
