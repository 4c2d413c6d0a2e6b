"""A neutral screen that covers all others."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static


class HiddenScreen(Screen[None]):
    """Cover the other screens until Enter is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", "Go on")]

    class Left(Message):
        """Enter was pressed."""

    def compose(self) -> ComposeResult:
        """Yield one sentence, which reveals nothing of a case or of what the program is for."""
        yield Static("Hidden. What you typed is saved. Press Enter to go on.", markup=False)

    def action_leave(self) -> None:
        """Post `Left`."""
        self.post_message(self.Left())
