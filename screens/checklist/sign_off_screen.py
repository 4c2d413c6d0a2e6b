"""The last question before sign-off, shown below what is still open."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from screens.dialogs.choice import ChoiceScreen
from screens.widgets.rows import Row, Rows

SIGN_OFF = "sign off"
"""The result of the dialog and of the check that means sign-off; no line has this id."""

BACK = "back"
ASKED = "Sign off this assessment? It can never be changed afterwards; a mistake is corrected by a new one."


class SignOffScreen(ChoiceScreen):
    """Sign off, or go back, which is marked first; what is still open is listed above."""

    def __init__(self, warning: Sequence[str]) -> None:
        """Ask.

        Args:
            warning: What is still open, as sentences.
        """
        self._warning = {f"warning {number}": text for number, text in enumerate(warning)}
        options = [(BACK, "Go back; nothing is signed off"), (SIGN_OFF, "Sign off now")]
        super().__init__(ASKED, options, place="Sign off")

    def compose_body(self) -> Iterable[Widget]:
        """Yield the question, and one list with what is open and the options."""
        yield Static(ASKED, classes="asked", markup=False)
        warnings = [
            Row(id=name, text=text, look="problem" if text.startswith("NOW: ") else "")
            for name, text in self._warning.items()
        ]
        options = [Row(id=option, text=f"{number}  {name}") for number, (option, name) in self._options.items()]
        yield Rows([*warnings, Row(id="", text=""), *options], at=BACK)
        yield Static(id="typed", classes="says", markup=False)

    def on_mount(self) -> None:
        """Scroll to the options; what is open is above them."""
        self.call_after_refresh(self.query_one(Rows).scroll_end, animate=False)

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        if event.row.id in self._warning:
            event.stop()
            event.prevent_default()
