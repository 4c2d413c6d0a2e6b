"""A date, exact or approximate, read back with its weekday."""

import datetime as dt
from collections.abc import Callable, Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Static

from content.dates import HINT, HINT_AHEAD, in_words, read_back
from content.errors import DateError
from content.text import visible
from screens.widgets.page import Page
from screens.widgets.text_line import TextLine


class DateScreen(Page[None]):
    """Type a date; every change is handed over as typed, and Enter leaves once it is understood."""

    def __init__(
        self,
        question: str,
        value: str,
        typed: Callable[[str], None],
        *,
        today: dt.date,
        is_review: bool = False,
        usual: dt.date | None = None,
        place: str = "",
    ) -> None:
        """Take what is there so far.

        Args:
            question: What the date is of.
            value: What was typed so far.
            typed: Told the date after each change, as typed; in its kept form on Enter.
            today: The day that "in 7 days" counts from.
            is_review: Whether it must be an exact day from today on.
            usual: The day that Enter on an empty line takes.
            place: The title line.
        """
        super().__init__()
        self._question = question
        self._value = value
        self._typed = typed
        self._today = today
        self._is_review = is_review
        self._usual = usual
        self.place = place or "Date"

    def compose_body(self) -> Iterable[Widget]:
        """The question, the line to type on, and the date read back."""
        yield Static(self._question, classes="asked", markup=False)
        hint = HINT_AHEAD if self._is_review else HINT
        usual = f". Enter alone takes {in_words(self._usual)}, the policy for this level" if self._usual else ""
        yield Static(f"Today is {in_words(self._today)}: {hint}, then Enter{usual}", classes="hint", markup=False)
        yield TextLine(self._value, id="date")
        yield Static(id="echo", markup=False)

    def on_mount(self) -> None:
        """Read back what is there."""
        self.query_one(TextLine).focus()
        self._echo(self._value)

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._value:
            self._value = visible(event.value)
            self._typed(self._value)
            self._echo(self._value)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if not text and self._usual:
            text = self._usual.isoformat()
        if not text:
            self.dismiss(None)
            return
        try:
            kept, _ = self._understood(text)
        except DateError as error:
            self.query_one("#echo", Static).update(str(error))
            return
        self._typed(kept)
        self.dismiss(None)

    def _understood(self, text: str) -> tuple[str, str]:
        return read_back(text, today=self._today, is_review=self._is_review)

    def _echo(self, text: str) -> None:
        try:
            says = self._understood(text)[1] if text.strip() else ""
        except DateError:
            says = "not a date yet"
        self.query_one("#echo", Static).update(says)
