"""The screen shown while the terminal is too small for the others."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

SMALLEST = Size(60, 20)


def is_too_small(size: Size) -> bool:
    """Whether a terminal of this size is too small for the screens."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


class TooSmallScreen(Screen[None]):
    """Show the size that is needed; the application removes the screen once there is room."""

    def compose(self) -> ComposeResult:
        """Yield one sentence, short enough for a small terminal."""
        yield Static(
            f"This window is too small. Make it at least {SMALLEST.width}x{SMALLEST.height}; what you type is kept.",
            markup=False,
        )
