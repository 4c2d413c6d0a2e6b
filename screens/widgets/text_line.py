"""Input lines: pasted text is made safe, and the cursor does not blink."""

from textual import events
from textual.widgets import Input

from content.text import one_line


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
        longest: int = 0,
        id: str | None = None,  # noqa: A002 # Textual's word
    ) -> None:
        super().__init__(
            value=value, placeholder=placeholder, max_length=longest, id=id, compact=True, select_on_focus=False
        )
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        # Textual then calls Input's own handler with the changed event.
        room = self.max_length - len(self.value) if self.max_length else None
        event.text = one_line(event.text)[:room]


class SecretLine(TextLine):
    """An input of one line whose text is never shown or copied."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 # Textual's word
        super().__init__(id=id)
        self.password = True

    def action_copy(self) -> None:
        """Disable copying."""

    def action_cut(self) -> None:
        """Disable cutting."""
