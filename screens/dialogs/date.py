"""A dialog to type an exact or approximate date, which is shown again with its weekday."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from content.dates import HINT, HINT_AHEAD, day_in_words, parse_and_echo
from content.errors import DateError
from content.text import one_line, sanitised
from screens.widgets.page import Page
from screens.widgets.text_line import TextLine


class DateScreen(Page[None]):
    """Type a date; every change is passed on as typed, and Enter closes the dialog if the date is valid."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab,up,down", "back", "Done", show=False, tooltip="Done; what is typed is kept"),
        Binding("escape", "back", "back", tooltip="Back; what is typed is kept"),
    ]

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
        instead: str = "",
    ) -> None:
        """Create the dialog.

        Args:
            question: The text above the line.
            value: The text typed so far.
            typed: Called with the text after each change, and with the date in its stored form on Enter.
            today: The day that "in 7 days" counts from.
            is_review: Whether it must be an exact day, today or later.
            usual: The default: the day that Enter on an empty line takes.
            place: The text of the title line.
            instead: What was typed before the dialog was shown; it replaces the text so far.
        """
        super().__init__()
        self._question = question
        self._value = value
        self._typed = typed
        self._today = today
        self._is_review = is_review
        self._usual = usual
        self._instead = one_line(instead).lstrip()
        self.place = place or "Date"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the question, a hint, the input line and the date with its weekday."""
        yield Static(self._question, classes="asked", markup=False)
        hint = HINT_AHEAD if self._is_review else HINT
        usual = f". Enter alone takes {day_in_words(self._usual)}, the policy for this level" if self._usual else ""
        yield Static(f"Today is {day_in_words(self._today)}: {hint}, then Enter{usual}", classes="hint", markup=False)
        yield TextLine(self._value, id="date")
        yield Static(id="echo", markup=False)

    def on_mount(self) -> None:
        """Focus the line, and show the date in it, or what was typed before."""
        line = self.query_one(TextLine)
        line.focus()
        self._echo(self._value)
        if self._instead:
            line.value = self._instead
            line.cursor_position = len(self._instead)

    @on(Input.Changed)
    def _change(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._value:
            self._value = sanitised(event.value)
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
            stored, _ = self._understood(text)
        except DateError as error:
            self.query_one("#echo", Static).update(str(error))
            return
        self._typed(stored)
        self.dismiss(None)

    def _understood(self, text: str) -> tuple[str, str]:
        return parse_and_echo(text, today=self._today, is_review=self._is_review)

    def _echo(self, text: str) -> None:
        try:
            echo = self._understood(text)[1] if text.strip() else ""
        except DateError:
            echo = "not a date yet"
        self.query_one("#echo", Static).update(echo)
