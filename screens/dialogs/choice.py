"""A dialog to choose one of a few options."""

from collections.abc import Iterable

from textual import events, on
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class ChoiceScreen(Page[str]):
    """Choose an option with Enter or its number; dismissed with the option's id, or None on Esc."""

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
        self._first = first
        self._options = tuple(options)
        self._chosen = chosen
        self.place = place or "Choose"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the question and the numbered options."""
        yield Static(self._question, classes="asked", markup=False)
        rows = [
            Row(id=option, text=f"{number}  {name}" + ("  (chosen)" if option == self._chosen else ""))
            for number, (option, name) in enumerate(self._options, start=self._first)
        ]
        yield Rows(rows, at=self._chosen)

    def on_key(self, event: events.Key) -> None:
        """Choose an option by its number; ignore other keys."""
        index = int(event.key) - self._first if event.key.isdecimal() else -1
        if 0 <= index < len(self._options):
            event.stop()
            self.dismiss(self._options[index][0])

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.id)
