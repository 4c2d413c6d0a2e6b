"""The lock screen: only the passphrase of the person who locked unlocks it; anybody can log them out."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input, Static

from screens.widgets.text_line import SecretLine


class LockScreen(Screen[None]):
    """Show who locked and nothing else, and accept a passphrase."""

    CSS_PATH = "lock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "log_out", "Log out", priority=True),
        Binding("escape", "empty", "Empty"),
    ]

    who = reactive("", repaint=False)
    """Who locked."""

    kept = reactive("", repaint=False)
    """A sentence that says whether everything typed is saved."""

    @dataclass
    class Opened(Message):
        """A passphrase was entered."""

        passphrase: str

    class LoggedOut(Message):
        """Logging out the person who locked was confirmed."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = False

    def compose(self) -> ComposeResult:
        """Yield the lines of the screen, which reveal nothing of a case or of what the program is for."""
        yield Static(id="who", markup=False)
        yield Static(id="kept", markup=False)
        with Horizontal():
            yield Static("Passphrase ", classes="label", markup=False)
            yield SecretLine(id="passphrase")
        yield Static(id="says", markup=False)

    def on_mount(self) -> None:
        """Show who locked."""
        self._show()
        self.query_one(SecretLine).focus()

    def watch_who(self) -> None:
        """Show whose passphrase unlocks."""
        if self.is_mounted:
            self._show()

    def watch_kept(self) -> None:
        """Show whether everything is saved."""
        if self.is_mounted:
            self._show()

    def say(self, sentence: str) -> None:
        """Show a sentence below the passphrase."""
        if self.is_mounted:
            self.query_one("#says", Static).update(sentence)

    def start(self, who: str) -> None:
        """Set whose passphrase unlocks, and clear the rest."""
        self.who = who
        self.kept = ""
        self.action_empty()

    def action_empty(self) -> None:
        """Clear what was typed, and the first of the two keys that log out."""
        self._asked = False
        if self.is_mounted:
            self.query_one(SecretLine).value = ""
            self.say("")

    def action_log_out(self) -> None:
        """Log out on the second press; show a warning on the first."""
        if self._asked:
            self.post_message(self.LoggedOut())
        else:
            self.say(f"Ctrl+O again logs {self.who} out; what {self.who} saved is kept. Esc leaves it as it is.")
        self._asked = not self._asked

    def _show(self) -> None:
        self.query_one("#who", Static).update(
            f"Locked by {self.who}. To unlock, type the passphrase of {self.who} and press Enter. "
            f"Somebody else: Ctrl+O logs {self.who} out."
        )
        self.query_one("#kept", Static).update(self.kept)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        passphrase = event.value
        self.action_empty()
        if passphrase:
            self.say("One moment.")
            self.post_message(self.Opened(passphrase))
