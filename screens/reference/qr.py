"""A contact's telephone number as a QR code, to move it to a phone without a clipboard."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from content.pack.model import Contact, Phone
from content.text import one_line, sanitised
from screens.widgets.page import ASCII_ONLY, Page
from screens.widgets.rows import Row, Rows

WARNING = (
    "Take care: the person's own phone may be watched or shared. Calls made from it, and numbers scanned with it, "
    "can be seen there. Use a safe phone."
)
QUIET_ZONE = 4
"""The light modules around the code that a reader needs."""

NARROWEST_TEXT = 24
GAP = 1

# A drawn half block is a light module, so a light-on-dark terminal shows the code correctly even without colours.
_HALVES = {(0, 0): "\u2588", (0, 1): "\u2580", (1, 0): "\u2584", (1, 1): " "}


class QrScreen(Page[None]):
    """Show a contact's number as a QR code."""

    CSS_PATH = "qr.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", "Next number", tooltip="The contact's next number"),
    ]

    def __init__(self, contact: Contact) -> None:
        super().__init__()
        self._contact = contact
        self._shown = 0
        self.place = f"QR code  {one_line(contact.name)}"

    def compose_body(self) -> Iterable[Widget]:
        """Yield the code, and beside it the number and a warning."""
        with Horizontal():
            yield Static(id="code", markup=False)
            yield Rows(id="beside")

    def on_mount(self) -> None:
        """Draw the code."""
        self._draw()

    def on_resize(self) -> None:
        """Draw the code again, or show that it does not fit."""
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 # Textual's words
        """Disable the next key if there is only one number."""
        return action != "next" or len(self._contact.phones) > 1

    def action_next(self) -> None:
        """Show the next number, or the first one after the last."""
        self._shown = (self._shown + 1) % len(self._contact.phones)
        self._draw()

    def _draw(self) -> None:
        phones = self._contact.phones
        lines = qr_lines(phones[self._shown].number) if phones else ()
        problem = self._problem(lines)
        code = self.query_one("#code", Static)
        code.display = bool(lines) and not problem
        code.update("" if problem else "\n".join(lines))
        beside = self._beside(phones[self._shown], problem) if phones else [self._without_number()]
        self.query_one(Rows).show(Row(id="", text=text) for text in beside)

    def _problem(self, lines: tuple[str, ...]) -> str:
        """Why the code cannot be shown, as the start of a sentence; empty if it can."""
        if self.app.has_class(ASCII_ONLY):
            return "This terminal cannot draw a QR code"
        width = len(lines[0]) if lines else 0
        fits = len(lines) <= self.size.height - 2 and width + GAP + NARROWEST_TEXT <= self.size.width
        return "" if fits else "The QR code needs a larger window"

    def _beside(self, phone: Phone, problem: str) -> list[str]:
        number = one_line(phone.number)
        which = f" ({self._shown + 1} of {len(self._contact.phones)})" if len(self._contact.phones) > 1 else ""
        lines = [number + which, *([one_line(phone.note)] if phone.note else []), "", WARNING]
        if not problem:
            return [one_line(self._contact.name), *lines]
        spaced = "  ".join(sanitised(char) for char in number if not char.isspace())
        return [f"{problem}; read the number out or copy it by hand.", "", spaced, "", *lines]

    def _without_number(self) -> str:
        return f"{one_line(self._contact.name)} has no telephone number, so there is no QR code."


def qr_lines(number: str) -> tuple[str, ...]:
    """The lines of a number's QR code with its quiet zone, in half blocks: one character for two modules."""
    # Slow to import, and seldom needed.
    import segno  # noqa: PLC0415

    dialled = "".join(char for char in number if char.isdigit() or char == "+")
    code = segno.make(f"tel:{dialled}", error="l", boost_error=False, micro=False)
    rows = [[1 if dark else 0 for dark in row] for row in code.matrix_iter(border=QUIET_ZONE)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple("".join(_HALVES[pair] for pair in zip(*both, strict=True)) for both in pairs)
