"""A dialog to type the reply to a prompt."""

from collections.abc import Callable, Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Static

from content.case.prompt_replies import ReplyState, missing
from content.text import sanitised
from screens.widgets.page import Page
from screens.widgets.text_line import TextLine

ASKS: dict[ReplyState, str] = {
    "done": "Noted as done. You can add how, for the next reader. Enter goes on.",
    "not suitable": "Why is it not suitable here? Then Enter. The prompt stays quiet until the answers change.",
}


class ReplyScreen(Page[None]):
    """Type how the prompt was done, or why it is not suitable; every change is passed on as it is typed."""

    def __init__(self, says: str, state: ReplyState, why: str, typed: Callable[[str], None]) -> None:
        """Create the dialog.

        Args:
            says: The prompt in words.
            state: The kind of reply.
            why: The text so far.
            typed: Called with the text after each change.
        """
        super().__init__()
        self._says = says
        self._state = state
        self._why = why
        self._typed = typed
        self.place = f"Prompt: {state}"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the prompt, the question, the input line and room for its error message."""
        yield Static(self._says, classes="asked", markup=False)
        yield Static(ASKS[self._state], classes="hint", markup=False)
        yield TextLine(self._why, id="why")
        yield Static(id="wrong", classes="says", markup=False)

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._why:
            self._why = event.value
            self._typed(sanitised(event.value))
            self.query_one("#wrong", Static).update("")

    @on(Input.Submitted)
    def _leave(self, event: Input.Submitted) -> None:
        event.stop()
        wrong = missing(self._state, event.value)
        if wrong:
            self.query_one("#wrong", Static).update(f"There is a problem: {wrong}.")
        else:
            self.dismiss(None)
