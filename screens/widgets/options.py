"""A widget of a few options on one line, chosen by number: one or several of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Options(Widget, can_focus=True):
    """Options to choose from; the chosen ones are in brackets."""

    DEFAULT_CSS = """
    Options { height: auto; width: 1fr; }
    Options:focus { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Next option", show=False, tooltip="Choose the next option"),
        Binding("left", "step(-1)", "Previous option", show=False, tooltip="Choose the previous option"),
    ]

    chosen: reactive[tuple[str, ...]] = reactive((), layout=True)
    """The chosen options, in the order of all options."""

    @dataclass
    class Changed(Message):
        """The chosen options changed."""

        options: "Options"
        chosen: tuple[str, ...]

    def __init__(
        self,
        options: Sequence[str],
        chosen: Sequence[str] = (),
        *,
        many: bool = False,
        id: str | None = None,  # noqa: A002 # Textual's word
    ) -> None:
        """Create the widget.

        Args:
            options: The options, at most nine.
            chosen: The options chosen at the start; those that are not among `options` are ignored.
            many: Whether several can be chosen at once.
            id: The widget's id in Textual.
        """
        super().__init__(id=id)
        self._options = tuple(options)
        self._many = many
        self.set_reactive(Options.chosen, tuple(each for each in self._options if each in chosen))

    def render(self) -> Content:
        """Render the numbered options; the mark at the left shows the focus without colour."""
        mark = "> " if self.has_focus else "  "
        return Content(mark + "\n  ".join(self._lines(self.size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 # Textual's
        """The number of lines that the options need; no option is split across lines."""
        return len(self._lines(width))

    def on_key(self, event: events.Key) -> None:
        """Choose an option by its number, or clear it if it is chosen."""
        index = int(event.key) - 1 if event.key.isdecimal() else -1
        if 0 <= index < len(self._options):
            event.stop()
            self._toggle(self._options[index])

    def action_step(self, step: int) -> None:
        """Choose the next or previous option, if only one can be chosen."""
        if not self._many:
            at = self._options.index(self.chosen[0]) if self.chosen else -1 if step > 0 else 0
            self._choose((self._options[(at + step) % len(self._options)],))

    def _lines(self, width: int) -> list[str]:
        lines = [""]
        for number, each in enumerate(self._options, start=1):
            text = f"{number} [{each}]" if each in self.chosen else f"{number} {each}"
            if lines[-1] and len(lines[-1]) + len(text) + 2 > width - 2:
                lines.append(text)
            else:
                lines[-1] += f"  {text}" if lines[-1] else text
        return lines

    def _toggle(self, option: str) -> None:
        without = tuple(each for each in self.chosen if each != option)
        if option in self.chosen:
            self._choose(without)
        else:
            wanted = {*without, option} if self._many else {option}
            self._choose(tuple(each for each in self._options if each in wanted))

    def _choose(self, chosen: tuple[str, ...]) -> None:
        self.chosen = chosen
        self.post_message(self.Changed(self, chosen))
