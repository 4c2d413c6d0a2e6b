"""The list of keys that work on a screen."""

from collections.abc import Iterable

from textual.widget import Widget

from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class KeysScreen(Page[None]):
    """List the keys of the screen below."""

    def __init__(self, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._keys = keys
        self.place = "Keys"

    def compose_body(self) -> Iterable[Widget]:
        """Yield one row for each key."""
        width = max((len(key) for key, _ in self._keys), default=0) + 2
        yield Rows(Row(id=key, text=f"{key:<{width}}{says}", hang=width) for key, says in self._keys)
