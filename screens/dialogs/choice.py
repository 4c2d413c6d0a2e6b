"""A dialog to choose one of a few options."""

from collections.abc import Iterable

from textual import events, on
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class ChoiceScreen(Page[str]):
    """Choose an option with Enter or its number; dismissed with the option's id, or None on Esc.

    The digits of a number collect until no other option can be meant, so that `1` waits where there is a `10`.
    """

    def __init__(
        self,
        question: str,
        options: Iterable[tuple[str, str]],
        *,
        chosen: str = "",
        first: int = 1,
        place: str = "",
    ) -> None:
        """Create the dialog.

        Args:
            question: The text above the options.
            options: Each option's id and name.
            chosen: The id of the current option, which is marked at the start.
            first: The number of the first option.
            place: The text of the title line.
        """
        super().__init__()
        self._question = question
        self._chosen = chosen
        self._options = {str(number): option for number, option in enumerate(options, start=first)}
        self._typed = ""
        self.place = place or "Choose"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the question, the numbered options, and a line for what is typed."""
        yield Static(self._question, classes="asked", markup=False)
        wide = max((len(number) for number in self._options), default=1)
        rows = [
            Row(id=option, text=f"{number:>{wide}}  {name}" + ("  (chosen)" if option == self._chosen else ""))
            for number, (option, name) in self._options.items()
        ]
        yield Rows(rows, at=self._chosen)
        yield Static(id="typed", classes="says", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Collect the digits of an option's number; ignore other keys."""
        if event.key.isdecimal():
            event.stop()
            self.take_digit(event.key)
        elif self._typed:
            self._typed = ""
            self.tell("")

    def take_digit(self, digit: str) -> None:
        """Choose the option with the number typed so far, or mark it if a longer number can be meant."""
        self._typed += digit
        meant = [number for number in self._options if number.startswith(self._typed)]
        if meant == [self._typed]:
            self.dismiss(self._options[self._typed][0])
        elif meant:
            if self._typed in self._options:
                self.query_one(Rows).mark(self._options[self._typed][0])
            self.tell(f"{self._typed}: another digit, or Enter to take it.")
        else:
            self.tell(f"There is no {self._typed} here.")
            self._typed = ""

    def tell(self, sentence: str) -> None:
        """Show a sentence about what is typed."""
        self.query_one("#typed", Static).update(sentence)

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.id)
