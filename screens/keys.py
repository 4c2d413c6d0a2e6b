"""Every key that works on the screen beneath."""

from collections.abc import Iterable

from textual.widget import Widget

from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class KeysScreen(Page[None]):
    """Tell the keys of a screen."""

    def __init__(self, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._keys = keys
        self.place = "Keys"

    def compose_body(self) -> Iterable[Widget]:
        """One line a key."""
        width = max((len(key) for key, _ in self._keys), default=0) + 2
        yield Rows(Row(id=key, text=f"{key:<{width}}{says}", hang=width) for key, says in self._keys)
