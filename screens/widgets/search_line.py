"""The search line at the bottom of a screen."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from screens.widgets.text_line import TextLine


class SearchLine(Horizontal):
    """An input line for search words, hidden until it is opened."""

    DEFAULT_CSS = """
    SearchLine {
        display: none;
        height: 1;
        & > Static { width: auto; padding-right: 1; text-style: bold; }
        & > Input { width: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", tooltip="Close the search"),
        Binding("down", "submit", "To the results", show=False),
    ]

    @dataclass
    class Changed(Message):
        """The typed text changed."""

        words: str

    @dataclass
    class Submitted(Message):
        """Enter or Down was pressed."""

        words: str

    class Left(Message):
        """Esc was pressed."""

    is_open = reactive(False)

    def __init__(self, hint: str) -> None:
        """Create the line, hidden.

        Args:
            hint: What to type; shown while the line is empty.
        """
        super().__init__()
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Yield the label "Find:" and the input."""
        yield Static("Find:", markup=False)
        yield TextLine(placeholder=self._hint)

    def watch_is_open(self, is_open: bool) -> None:
        """Show the line only while it is open."""
        self.display = is_open
        self.screen.refresh_bindings()

    def open(self) -> None:
        """Show the line, empty and focused."""
        self.is_open = True
        self._input.value = ""
        self._input.focus()

    def close(self) -> None:
        """Hide the line."""
        self.is_open = False

    def action_leave(self) -> None:
        """Post `Left`."""
        self.post_message(self.Left())

    def action_submit(self) -> None:
        """Post `Submitted`."""
        self.post_message(self.Submitted(self._input.value))

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(event.value))

    @property
    def _input(self) -> TextLine:
        return self.query_one(TextLine)
