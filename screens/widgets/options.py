"""A few options on one line, one or several of which are chosen by number."""

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
    """Options to choose from; what is chosen stands in brackets."""

    DEFAULT_CSS = """
    Options { height: auto; width: 1fr; }
    Options:focus { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Next option", show=False, tooltip="Choose the next option"),
        Binding("left", "step(-1)", "Option before", show=False, tooltip="Choose the option before"),
    ]

    chosen: reactive[tuple[str, ...]] = reactive((), layout=True)
    """What is chosen, in the order of the options."""

    @dataclass
    class Changed(Message):
        """Something else is chosen."""

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
        """Take the options.

        Args:
            options: What there is to choose from, at most nine.
            chosen: What is chosen so far.
            many: Whether several can be chosen; else a number chooses that one alone.
            id: Textual's name for the widget.
        """
        super().__init__(id=id)
        self._options = tuple(options)
        self._many = many
        self.set_reactive(Options.chosen, tuple(each for each in self._options if each in chosen))

    def render(self) -> Content:
        """The numbered options; the mark at the left says that the keys go here, without any colour."""
        mark = "> " if self.has_focus else "  "
        return Content(mark + "\n  ".join(self._lines(self.size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 # Textual's
        """As many lines as the options take, none of them cut in two."""
        return len(self._lines(width))

    def on_key(self, event: events.Key) -> None:
        """Choose by number; the same number again takes it back."""
        index = int(event.key) - 1 if event.key.isdecimal() else -1
        if 0 <= index < len(self._options):
            event.stop()
            self._toggle(self._options[index])

    def action_step(self, step: int) -> None:
        """Choose the next option, where only one can be chosen."""
        if not self._many:
            at = self._options.index(self.chosen[0]) if self.chosen else -1 if step > 0 else 0
            self._choose((self._options[(at + step) % len(self._options)],))

    def _lines(self, width: int) -> list[str]:
        lines = [""]
        for number, each in enumerate(self._options, start=1):
            told = f"{number} [{each}]" if each in self.chosen else f"{number} {each}"
            if lines[-1] and len(lines[-1]) + len(told) + 2 > width - 2:
                lines.append(told)
            else:
                lines[-1] += f"  {told}" if lines[-1] else told
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
