"""A dialog to write text of several lines: an answer in words, or a note with its basis."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static, TextArea

from content.limits import TEXT
from content.pack.answers import BASES, Basis
from content.text import sanitised
from screens.widgets.page import Page
from screens.widgets.text_box import TextBox

KEYS = "Enter begins a new line. Tab or Esc: done."

TypedText = Callable[[str, Basis | None], None]


class LongTextScreen(Page[None]):
    """Write text; every change is passed on as it is typed, so leaving needs no save."""

    DEFAULT_CSS = """
    LongTextScreen TextBox { height: auto; max-height: 100%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "back", "done", tooltip="Done; what is typed is kept"),
        Binding("escape", "back", "done", tooltip="Done; what is typed is kept"),
    ]

    basis: reactive[Basis | None] = reactive[Basis | None](None)

    def __init__(
        self,
        question: str,
        text: str,
        typed: TypedText,
        *,
        basis: Basis | None = None,
        asks_basis: bool = False,
        hint: str = "",
        place: str = "",
        add: str = "",
        limit: int = TEXT,
    ) -> None:
        """Create the dialog.

        Args:
            question: The question that the text answers.
            text: The text so far.
            typed: Called with the text and its basis after each change.
            basis: The basis of the note so far.
            asks_basis: Whether the text is a note, which has a basis.
            hint: One more line about what to write.
            place: The text of the title line.
            add: What was typed before the dialog was shown; it is added to the text.
            limit: The maximum number of characters.
        """
        super().__init__()
        self._question = question
        self._text = text
        self._add = add
        self._limit = limit
        self._typed = typed
        self._asks_basis = asks_basis
        self._hint = hint
        self.set_reactive(LongTextScreen.basis, basis)
        self.place = place or "Write"
        if asks_basis:
            self._bindings.bind("ctrl+b", "basis", "Basis", priority=True)

    def compose_body(self) -> Iterable[Widget]:
        """Yield the question, the hint and the keys, the basis of a note, and the text box."""
        yield Static(self._question, classes="asked", markup=False)
        yield Static("\n".join(line for line in (self._hint, KEYS) if line), classes="hint", markup=False)
        if self._asks_basis:
            yield Static(self._basis_line(), id="basis", markup=False)
        # Textual redraws all lines of the box on every key, so the box is only as high as its text.
        with Vertical():
            yield TextBox(self._text, limit=self._limit)

    def on_mount(self) -> None:
        """Focus the box, with the cursor at the end of the text and of what is added to it."""
        area = self.query_one(TextBox)
        area.focus()
        area.move_cursor(area.document.end)
        if self._add:
            gap = " " if self._text and not self._text[-1].isspace() else ""
            area.add(gap + sanitised(self._add))

    def watch_basis(self) -> None:
        """Show the basis of the note."""
        if self._asks_basis and self.is_mounted:
            self.query_one("#basis", Static).update(self._basis_line())

    def action_basis(self) -> None:
        """Choose the next basis."""
        self.basis = BASES[(BASES.index(self.basis) + 1) % len(BASES)] if self.basis else BASES[0]
        self._hand_over()

    @on(TextArea.Changed)
    def _change(self, event: TextArea.Changed) -> None:
        event.stop()
        if event.text_area.text != self._text:
            self._hand_over()

    def _hand_over(self) -> None:
        self._text = self.query_one(TextBox).text
        self._typed(sanitised(self._text), self.basis)

    def _basis_line(self) -> str:
        chosen = " | ".join(f"[{basis}]" if basis == self.basis else basis for basis in BASES)
        return f"What does it rest on? (Ctrl+B) {chosen}"
