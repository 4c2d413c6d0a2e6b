"""A screen that tells nothing, over whatever was there."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static


class HiddenScreen(Screen[None]):
    """Hide everything until Enter is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", "Go on")]

    class Left(Message):
        """What is hidden may be shown again."""

    def compose(self) -> ComposeResult:
        """Nothing of a case, and not even what the product is for."""
        yield Static("Hidden. What you typed is saved. Press Enter to go on.", markup=False)

    def action_leave(self) -> None:
        """Ask to be left."""
        self.post_message(self.Left())
