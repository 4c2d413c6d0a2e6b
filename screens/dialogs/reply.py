"""A dialog to type the reply to a prompt."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from content.case.prompt_replies import ReplyState, missing
from content.text import sanitised
from screens.widgets.page import Page
from screens.widgets.text_line import TextLine

ASKS: dict[ReplyState, str] = {
    "done": "How was it done? The next reader sees it; it may be left empty.",
    "explained": "How do they fit together? Write a sentence, or press Esc and change an answer.",
    "not suitable": "Why is it not suitable here? The prompt stays quiet until the answers change.",
}

KEYS = "Enter records it as {state}. Esc changes nothing."


class ReplyScreen(Page[str]):
    """Type how the prompt was done, or why it is not suitable; dismissed with the text on Enter, with None on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Cancel", tooltip="Back; no reply is recorded"),
    ]

    def __init__(self, says: str, state: ReplyState, why: str) -> None:
        """Create the dialog.

        Args:
            says: The prompt in words.
            state: The kind of reply.
            why: The text to start from.
        """
        super().__init__()
        self._says = says
        self._state = state
        self._why = why
        self.place = f"Prompt: {state}"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the prompt, the question, the keys, the input line and room for its error message."""
        yield Static(self._says, classes="asked", markup=False)
        asks = f"{ASKS[self._state]}\n{KEYS.format(state=self._state)}"
        yield Static(asks, classes="hint", markup=False)
        yield TextLine(self._why, id="why")
        yield Static(id="wrong", classes="says", markup=False)

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#wrong", Static).update("")

    @on(Input.Submitted)
    def _leave(self, event: Input.Submitted) -> None:
        event.stop()
        why = sanitised(event.value)
        wrong = missing(self._state, why)
        if wrong:
            self.query_one("#wrong", Static).update(f"There is a problem: {wrong}.")
        else:
            self.dismiss(why)
