"""The line that words to find are typed into."""

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

LONGEST = 200


class SearchLine(Horizontal):
    """One line at the foot of a screen, out of the way until it is opened."""

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
        Binding("down", "submit", "To what was found", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Something was typed."""

        words: str

    @dataclass
    class Submitted(Message):
        """The words are complete."""

        words: str

    class Left(Message):
        """The search was given up."""

    is_open = reactive(False)

    def __init__(self, hint: str) -> None:
        """A line to type into.

        Args:
            hint: What to do, shown while nothing is typed.
        """
        super().__init__()
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The word "Find:" and a place to type."""
        yield Static("Find:", markup=False)
        yield TextLine(placeholder=self._hint, longest=LONGEST)

    def watch_is_open(self, is_open: bool) -> None:
        """Show the line while it is open."""
        self.display = is_open
        self.screen.refresh_bindings()

    def open(self) -> None:
        """Show the line, empty, and let it have the keys."""
        self.is_open = True
        self._input.value = ""
        self._input.focus()

    def close(self) -> None:
        """Put the line out of the way."""
        self.is_open = False

    def action_leave(self) -> None:
        """Tell that the search was given up."""
        self.post_message(self.Left())

    def action_submit(self) -> None:
        """Tell that the words are complete."""
        self.post_message(self.Submitted(self._input.value))

    @on(Input.Changed)
    def _tell_change(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _tell_words(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(event.value))

    @property
    def _input(self) -> TextLine:
        return self.query_one(TextLine)
