"""A dialog that shows one sentence."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.page import Page


class MessageScreen(Page[None]):
    """Show a sentence until Enter is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", "go on", tooltip="Go on")]

    def __init__(self, sentence: str, *, place: str = "Please read") -> None:
        super().__init__()
        self._sentence = sentence
        self.place = place

    def compose_body(self) -> Iterable[Widget]:
        """Yield the sentence."""
        yield Static(self._sentence, classes="asked", markup=False)
