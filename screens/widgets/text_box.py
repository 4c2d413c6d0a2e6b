"""The input box for text of any length; in a module of its own because `TextArea` is slow to import."""

from textual import events
from textual.widgets import TextArea

from content.text import sanitised


class TextBox(TextArea):
    """An input box for text of any length."""

    DEFAULT_CSS = """
    TextBox { border: none; padding: 0; background: $surface; color: $text; }
    TextBox:focus { border: none; }
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002 # Textual's word
        super().__init__(text, id=id, compact=True, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = sanitised(event.text)
