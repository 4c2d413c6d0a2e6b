"""Input lines: pasted text is made safe, what does not fit is not taken, and the cursor does not blink."""

from textual import events
from textual.widgets import Input

from content.limits import LINE, PASSPHRASE
from content.text import one_line
from screens.widgets.text_limit import TextLimit


class TextLine(Input):
    """An input of one line."""

    DEFAULT_CSS = """
    TextLine { height: 1; border: none; padding: 0; background: $surface; color: $text; }
    TextLine:focus { border: none; background: $surface; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        limit: int = LINE,
        id: str | None = None,  # noqa: A002 # Textual's word
    ) -> None:
        """Create the line.

        Args:
            value: The text to start with.
            placeholder: What to write; shown while the line is empty.
            limit: The maximum number of characters.
            id: The id of the widget.
        """
        self._room = TextLimit(self, limit)
        super().__init__(value=value, placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the text, if the new text fits."""
        if self._room.takes(len(text), abs(end - start), len(self.value)):
            super().replace(text, start, end)

    def on_input_changed(self) -> None:
        """Say the room that is left."""
        self._room.changed(len(self.value))

    def _on_paste(self, event: events.Paste) -> None:
        # Textual then calls Input's own handler with the changed event.
        event.text = one_line(event.text)


class SecretLine(TextLine):
    """An input of one line whose text is never shown or copied."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 # Textual's word
        super().__init__(id=id, limit=PASSPHRASE)
        self.password = True

    def action_copy(self) -> None:
        """Disable copying."""

    def action_cut(self) -> None:
        """Disable cutting."""
