"""The input box for text of several lines; in a module of its own because `TextArea` is slow to import."""

from textual import events
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult

from content.limits import TEXT
from content.text import sanitised
from screens.widgets.text_limit import TextLimit

Location = tuple[int, int]


class TextBox(TextArea):
    """An input box for text of several lines; what does not fit is not taken, and what was typed before stays."""

    DEFAULT_CSS = """
    TextBox { border: none; padding: 0; background: $surface; color: $text; }
    TextBox:focus { border: none; }
    """

    def __init__(
        self,
        text: str = "",
        *,
        limit: int = TEXT,
        id: str | None = None,  # noqa: A002 # Textual's word
    ) -> None:
        """Create the box.

        Args:
            text: The text to start with.
            limit: The maximum number of characters.
            id: The id of the widget.
        """
        self._room = TextLimit(self, limit)
        super().__init__(text, id=id, compact=True, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    def add(self, text: str) -> None:
        """Insert a text at the cursor, if it fits."""
        self._replace_via_keyboard(text, *self.selection)

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        if not self._room.takes(len(insert), len(self.get_text_range(start, end)), len(self.text)):
            return None
        return super()._replace_via_keyboard(insert, start, end)

    def on_text_area_changed(self) -> None:
        """Say the room that is left."""
        self._room.changed(len(self.text))

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = sanitised(event.text)
