"""A dialog to find a row by typing words from it."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows
from screens.widgets.text_line import TextLine


class FindScreen(Page[str]):
    """Find a row by words in any order, ignoring case; dismissed with the id of the row that Enter chooses, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, tooltip="Previous line"),
        Binding("down", "move(1)", "Down", show=False, tooltip="Next line"),
    ]

    def __init__(self, rows: Iterable[Row], *, place: str) -> None:
        super().__init__()
        self._rows = tuple(row for row in rows if row.id)
        self.place = place

    def compose_body(self) -> Iterable[Widget]:
        """Yield the input line and the rows that match."""
        yield TextLine(placeholder="Type words to find; Enter opens the marked line")
        yield Rows(self._rows)

    def on_mount(self) -> None:
        """Focus the input line."""
        self.query_one(TextLine).focus()

    def action_move(self, step: int) -> None:
        """Move the mark in the list; the input line keeps the focus."""
        self.query_one(Rows).action_move(step)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        words = event.value.casefold().split()
        found = [row for row in self._rows if all(word in row.text.casefold() for word in words)]
        self.query_one(Rows).show(found or [Row(id="", text=f"nothing found for '{event.value.strip()}'")])

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(Rows).action_choose()

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.id)
