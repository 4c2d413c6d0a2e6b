"""The peer of the benchmark: a Textual application that shows one word, and then the digit that was typed."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

WORD = "Ready"


class OneWord(App[None]):
    """Shows one word."""

    def compose(self) -> ComposeResult:
        """The word."""
        yield Static(WORD)

    def on_key(self, event: events.Key) -> None:
        """Show a digit instead."""
        if event.key.isdecimal():
            self.query_one(Static).update(event.key)


if __name__ == "__main__":
    OneWord().run(mouse=False)
