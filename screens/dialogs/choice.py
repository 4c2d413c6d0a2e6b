"""One choice out of a few."""

from collections.abc import Iterable

from textual import events, on
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class ChoiceScreen(Page[str]):
    """Choose one line, with Enter or its number; dismissed with its id, or with nothing."""

    def __init__(
        self,
        question: str,
        options: Iterable[tuple[str, str]],
        *,
        chosen: str = "",
        first: int = 1,
        place: str = "",
    ) -> None:
        """Take what there is to choose from.

        Args:
            question: What is asked.
            options: Each option's id and name.
            chosen: The id of the option that stands so far; the mark starts there.
            first: The number of the first option.
            place: The title line.
        """
        super().__init__()
        self._question = question
        self._first = first
        self._options = tuple(options)
        self._chosen = chosen
        self.place = place or "Choose"

    def compose_body(self) -> Iterable[Widget]:
        """The question and a numbered line for each option."""
        yield Static(self._question, classes="asked", markup=False)
        rows = [
            Row(id=option, text=f"{number}  {name}" + ("  (chosen)" if option == self._chosen else ""))
            for number, (option, name) in enumerate(self._options, start=self._first)
        ]
        yield Rows(rows, at=self._chosen)

    def on_key(self, event: events.Key) -> None:
        """Choose by number, where there is such a line."""
        index = int(event.key) - self._first if event.key.isdecimal() else -1
        if 0 <= index < len(self._options):
            event.stop()
            self.dismiss(self._options[index][0])

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.id)
