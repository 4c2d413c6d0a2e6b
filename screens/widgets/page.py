"""The base class of screens: a title line at the top and a line of keys at the bottom."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.text_limit import RoomChanged

Result = TypeVar("Result")

ASCII_ONLY = "-ascii-only"
"""The CSS class of the application on a terminal that cannot show partial block characters."""

SAVING = "saving".ljust(len("saved 12:00:00"))
"""The status while something is saved, as wide as the status after it: only the letters that differ are sent."""

KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "backspace": "Backspace",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}


def key_name(key: str) -> str:
    """The name of a key for people: `ctrl+e` is `Ctrl+E`."""
    return f"Ctrl+{key[-1].upper()}" if key.startswith("ctrl+") else KEY_NAMES.get(key, key)


class TitleLine(Static):
    """The title line: the place on the left; the save status and TRAINING, which are never cut off, on the right."""

    place = reactive("", layout=False)
    status = reactive("", layout=False)

    def render(self) -> Content:
        """Render the line; only the place is shortened if there is not enough room."""
        right = "  ".join(part for part in (self.status, self.app.sub_title) if part)
        room = max(0, self.size.width - len(right) - 1)
        left = Content(self.place).truncate(room, ellipsis=True)
        gap = " " * max(1, self.size.width - left.cell_length - len(right))
        # The save status changes on every key; a style of its own would cost more bytes than the text.
        plain, bold = right[: len(self.status)], right[len(self.status) :]
        return Content.assemble(left, gap, plain, (bold, "bold"))


class KeyLine(Static):
    """The line of keys that work on the screen; `?` opens the full list."""

    def on_mount(self) -> None:
        """Redraw the line whenever the screen's active keys change."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """Render as many keys as fit, in the order of the screen's `BINDINGS`, with `?` always last."""
        last = "? keys"
        line = ""
        for key, says in keys_of(self.screen, shown=True):
            part = f"{key} {says}  "
            if len(line) + len(part) + len(last) > self.size.width:
                break
            line += part
        return Content(line + last)


def keys_of(screen: Screen[Any], *, shown: bool = False) -> Iterable[tuple[str, str]]:
    """The keys that work on a screen, each with what it does; keys that do the same are joined.

    Args:
        screen: The screen.
        shown: Whether to list only the keys for the key line, with their short descriptions; of keys that do the
            same, the first one.
    """
    own = [binding.key for binding in Binding.make_bindings(type(screen).BINDINGS)]
    active_keys = screen.active_bindings
    # The screen's own keys come first, in its own order; Textual lists those of its base classes first.
    ordered = [key for key in own if key in active_keys] + [key for key in active_keys if key not in own]
    keys_by_text: dict[str, list[str]] = {}
    for active in (active_keys[key] for key in ordered):
        binding = active.binding
        if binding.system or not binding.description or not active.enabled or (shown and not binding.show):
            continue
        text = binding.description if shown else binding.tooltip or binding.description
        keys_by_text.setdefault(text, []).append(binding.key_display or key_name(binding.key))
    if shown:
        return [(keys[0], text) for text, keys in keys_by_text.items()]
    return [(" ".join(dict.fromkeys(keys)), text) for text, keys in keys_by_text.items()]


class Page(Screen[Result]):
    """A screen with a title line and a key line."""

    DEFAULT_CSS = """
    Page {
        & > .title-line { height: 1; background: $panel; color: $text; }
        & > .room-line { height: auto; display: none; text-style: bold; }
        & > .key-line { height: 1; dock: bottom; background: $panel; color: $text; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "Open", show=False, tooltip="Open or choose the marked line"),
        Binding("escape", "back", "Back", tooltip="Back; nothing typed is lost"),
    ]

    WIDEST: ClassVar[int] = 120
    """The greatest width of the page, in columns; on a wider screen it is centred."""

    place = reactive("", repaint=False)
    """Where the user is: the left part of the title line."""

    status = reactive("", repaint=False)
    """The save status; empty if nothing is typed on this screen."""

    def compose(self) -> ComposeResult:
        """Yield the title line, the screen's own widgets and the key line."""
        yield TitleLine(classes="title-line", markup=False).data_bind(Page.place, Page.status)
        yield Static(classes="room-line", markup=False)
        yield from self.compose_body()
        yield KeyLine(classes="key-line", markup=False)

    def compose_body(self) -> Iterable[Widget]:
        """The screen's own widgets, for subclasses to override."""
        return ()

    @property
    def is_open(self) -> bool:
        """Whether the page's widgets are all there and can be updated.

        Textual's `is_attached` is true before the widgets of a screen are composed, and while they are being removed.
        """
        return self.is_mounted and self.is_attached and self.display

    @property
    def room(self) -> int:
        """The width of the page, in columns."""
        return min(self.app.size.width, self.WIDEST)

    def on_resize(self) -> None:
        """Centre the page on a wider screen."""
        margin = (self.app.size.width - self.room) // 2
        if self.styles.padding.left != margin:
            self.styles.padding = (0, margin)

    def on_room_changed(self, event: RoomChanged) -> None:
        """Say how much more can be typed, or that a text was not taken."""
        event.stop()
        line = self.query_one(".room-line", Static)
        line.display = bool(event.says)
        line.update(event.says)

    def action_back(self) -> None:
        """Leave the screen without a result."""
        self.dismiss(None)
