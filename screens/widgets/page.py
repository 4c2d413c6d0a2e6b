"""The frame of every screen: a line that says where you are above, and the keys that work here below."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

Result = TypeVar("Result")

ASCII_ONLY = "-ascii-only"
"""A class of the application where the terminal shows nothing but ASCII, for what cannot be drawn with that."""

SAVING = "saving".ljust(len("saved 12:00:00"))
"""The status while something is saved, as wide as the status after it: only the letters that differ are sent."""

KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "ctrl+l": "Ctrl+L",
    "ctrl+b": "Ctrl+B",
    "ctrl+o": "Ctrl+O",
    "backspace": "Backspace",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "N": "N",
}


class TitleLine(Static):
    """Where you are, on the left; what must always be seen (TRAINING, saved or not), on the right."""

    place = reactive("", layout=False)
    status = reactive("", layout=False)

    def render(self) -> Content:
        """One line, the right-hand part never pushed off."""
        right = "  ".join(part for part in (self.status, self.app.sub_title) if part)
        room = max(0, self.size.width - len(right) - 1)
        left = Content(self.place).truncate(room, ellipsis=True)
        gap = " " * max(1, self.size.width - left.cell_length - len(right))
        # Whether all is saved changes at each letter, and another look costs the line more than the word.
        plain, bold = right[: len(self.status)], right[len(self.status) :]
        return Content.assemble(left, gap, plain, (bold, "bold"))


class KeyLine(Static):
    """The keys that work here, on one line; `?` tells them all."""

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """As many keys as fit, in the order of the screen's own list, with `?` always last."""
        last = "? keys"
        line = ""
        for key, says in keys_of(self.screen, shown=True):
            part = f"{key} {says}  "
            if len(line) + len(part) + len(last) > self.size.width:
                break
            line += part
        return Content(line + last)


def keys_of(screen: Screen[Any], *, shown: bool = False) -> Iterable[tuple[str, str]]:
    """Each key that works on a screen, as people call it, with what it does; several keys for one thing are joined.

    Args:
        screen: The screen whose keys are told.
        shown: Only those for the line at the foot.
    """
    own = [binding.key for binding in Binding.make_bindings(type(screen).BINDINGS)]
    active_keys = screen.active_bindings
    # The screen's own keys come first and in its own order; Textual tells those of its ancestors first.
    ordered = [key for key in own if key in active_keys] + [key for key in active_keys if key not in own]
    told: dict[str, list[str]] = {}
    for active in (active_keys[key] for key in ordered):
        binding = active.binding
        if binding.system or not binding.description or not active.enabled or (shown and not binding.show):
            continue
        says = binding.description if shown else binding.tooltip or binding.description
        told.setdefault(says, []).append(binding.key_display or KEY_NAMES.get(binding.key, binding.key))
    return [(" ".join(dict.fromkeys(keys)), says) for says, keys in told.items()]


class Page(Screen[Result]):
    """A screen with its title line and its keys."""

    DEFAULT_CSS = """
    Page {
        & > .title-line { height: 1; background: $panel; color: $text; }
        & > .key-line { height: 1; dock: bottom; background: $panel; color: $text; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "Open", show=False, tooltip="Open or choose the marked line"),
        Binding("escape", "back", "Back", tooltip="Back; nothing typed is lost"),
    ]

    WIDEST: ClassVar[int] = 120
    """Columns beyond which lines are hard to read; a wider screen has the page in its middle."""

    place = reactive("", repaint=False)
    """Where the user is, in words."""

    status = reactive("", repaint=False)
    """Whether what is typed is saved, in words; empty where nothing is typed."""

    def compose(self) -> ComposeResult:
        """The frame, with the screen's own widgets inside."""
        yield TitleLine(classes="title-line", markup=False).data_bind(Page.place, Page.status)
        yield from self.compose_body()
        yield KeyLine(classes="key-line", markup=False)

    def compose_body(self) -> Iterable[Widget]:
        """The screen's own widgets."""
        return ()

    @property
    def is_open(self) -> bool:
        """Whether the page can be changed.

        Textual counts a screen as attached, and as running, while its widgets are being removed one by one.
        """
        return self.is_attached and self.display

    @property
    def room(self) -> int:
        """The columns that the page has of its screen."""
        return min(self.app.size.width, self.WIDEST)

    def on_resize(self) -> None:
        """Keep the page in the middle of a screen that is wider."""
        margin = (self.app.size.width - self.room) // 2
        if self.styles.padding.left != margin:
            self.styles.padding = (0, margin)

    def action_back(self) -> None:
        """Leave the screen without a result."""
        self.dismiss(None)
