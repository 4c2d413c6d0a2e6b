"""The box for text of any length, apart from `typing` because what it needs is long to load."""

from textual import events
from textual.widgets import TextArea

from content.text import visible


class TextBox(TextArea):
    """Text of any length."""

    DEFAULT_CSS = """
    TextBox { border: none; padding: 0; background: $surface; color: $text; }
    TextBox:focus { border: none; }
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002 # Textual's word
        super().__init__(text, id=id, compact=True, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = visible(event.text)
