"""A dialog of a few input lines, secret or not: for signing in and other steps that need a passphrase."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from screens.widgets.page import Page
from screens.widgets.text_line import SecretLine, TextLine


@dataclass(frozen=True)
class FieldSpec:
    """One input line of the dialog."""

    id: str
    label: str
    is_secret: bool = True


class PassphraseScreen(Page[None]):
    """Ask for a few lines, as often as the caller awaits `given`; the caller closes the screen."""

    CSS_PATH = "passphrase.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "go on", tooltip="Next line; from the last one, go on"),
        Binding("tab,down", "app.focus_next", "next line", key_display="Tab", tooltip="Next line"),
        Binding("shift+tab,up", "app.focus_previous", "Previous", show=False, tooltip="Previous line"),
        Binding("escape", "back", "Back", tooltip="Back; nothing is changed"),
    ]

    def __init__(self, place: str, asked: Sequence[FieldSpec], *, intro: str = "") -> None:
        """Create the dialog.

        Args:
            place: The text of the title line, a word or two.
            asked: The lines to ask for.
            intro: What the lines are for.
        """
        super().__init__()
        self.place = place
        self._asked = asked
        self._intro = intro
        self._given: asyncio.Future[Mapping[str, str] | None] | None = None

    def compose_body(self) -> ComposeResult:
        """Yield the introduction, then each line with room for its error message."""
        yield Static(self._intro, classes="hint", markup=False)
        for each in self._asked:
            with Horizontal(classes="field"):
                yield Static(each.label, classes="label", markup=False)
                yield SecretLine(id=each.id) if each.is_secret else TextLine(id=each.id)
            yield Static(id=f"about-{each.id}", classes="about", markup=False)
        yield Static(id="says", classes="says", markup=False)

    def on_mount(self) -> None:
        """Focus the first line."""
        self.query_one(f"#{self._asked[0].id}", TextLine).focus()

    async def given(self) -> Mapping[str, str] | None:
        """Wait for Enter on the last line, and return what is typed by field; None on Esc."""
        self._given = asyncio.get_running_loop().create_future()
        return await self._given

    def say(self, sentence: str) -> None:
        """Show a sentence below the lines, and clear every earlier message."""
        for each in self._asked:
            self._show_beside(each.id, "")
        self.query_one("#says", Static).update(sentence)

    def refuse(self, field: str, sentence: str) -> None:
        """Show what is wrong beside a line, clear the secret lines, and focus that line."""
        self.say("")
        for secret in self.query(SecretLine):
            secret.value = ""
        self._show_beside(field, sentence)
        self.query_one(f"#{field}", TextLine).focus()

    def action_next(self) -> None:
        """Go to the next line; on the last one, submit what is typed."""
        if self.focused and self.focused.id == self._asked[-1].id:
            self._give({each.id: self.query_one(f"#{each.id}", TextLine).value for each in self._asked})
        else:
            self.focus_next()

    def action_back(self) -> None:
        """Go back: `given` returns None."""
        self._give(None)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_next()

    def _give(self, typed: Mapping[str, str] | None) -> None:
        if self._given and not self._given.done():
            self._given.set_result(typed)

    def _show_beside(self, field: str, sentence: str) -> None:
        about = self.query_one(f"#about-{field}", Static)
        about.display = bool(sentence)
        about.update(sentence)
