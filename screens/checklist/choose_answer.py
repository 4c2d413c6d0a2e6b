"""A dialog to choose the answer to a question; words typed in it become a note on the question."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Static

from content.assessment.command_words import is_command_word
from content.limits import TEXT
from content.text import one_line, sanitised
from screens.dialogs.choice import ChoiceScreen
from screens.widgets.rows import Rows
from screens.widgets.text_limit import TextLimit

HINT = "A number marks an option, Enter takes it. Words are kept as a note."


class ChooseAnswerScreen(ChoiceScreen):
    """Choose an option by its number or with the arrows, then Enter.

    A number only marks its option, because it may be the first word of a sentence: `15 mins` is not option 1.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "delete", "delete", show=False, tooltip="Delete the last letter typed"),
    ]

    def __init__(
        self,
        question: str,
        options: Iterable[tuple[str, str]],
        *,
        chosen: str,
        noted: Callable[[str], None],
        typed: str = "",
        limit: int = TEXT,
    ) -> None:
        """Create the dialog.

        Args:
            question: The question.
            options: Each option's id and name.
            chosen: The id of the current option.
            noted: Called with the words to keep as a note after each change; empty if there are none.
            typed: What was typed already.
            limit: The maximum number of characters of the words.
        """
        super().__init__(question, options, chosen=chosen, place="Answer")
        self._room = TextLimit(self, limit)
        self._noted = noted
        self._typed = typed

    def on_mount(self) -> None:
        """Take what was typed already."""
        self._take("")

    def on_key(self, event: events.Key) -> None:
        """Add a letter or a digit to what is typed."""
        # Textual would call the handler of the base class as well, which takes a digit at once.
        event.prevent_default()
        if event.is_printable and event.character and event.character != "?":
            event.stop()
            self._take(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Add a pasted text."""
        event.stop()
        self._take(event.text)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Forget a number once another option is marked."""
        event.stop()
        if self._typed in self._options and self._options[self._typed][0] != event.row.id:
            self._typed = ""
            self._say_typed()

    def action_delete(self) -> None:
        """Delete the last letter typed."""
        was_note = self._is_note
        self._typed = self._typed[:-1]
        self._marked_or_noted(was_note=was_note)

    @property
    def _is_note(self) -> bool:
        is_number = any(number.startswith(self._typed) for number in self._options)
        return not is_number and bool(self._typed.strip()) and not is_command_word(self._typed)

    def _take(self, text: str) -> None:
        added = sanitised(text)
        if not self._room.takes(len(added), 0, len(self._typed)):
            return
        was_note = self._is_note
        self._typed = (self._typed + added).lstrip()
        self._room.changed(len(self._typed))
        self._marked_or_noted(was_note=was_note)

    def _marked_or_noted(self, *, was_note: bool) -> None:
        if self._is_note or was_note:
            self._noted(self._typed if self._is_note else "")
        if self._is_note and not was_note:
            self.query_one(Rows).mark(self._chosen)
        elif self._typed in self._options:
            self.query_one(Rows).mark(self._options[self._typed][0])
        self._say_typed()

    def _say_typed(self) -> None:
        line = self.query_one("#typed", Static)
        if self._is_note:
            line.update(f"Kept as a note: {one_line(self._typed)}\nNow mark an option with Up and Down, then Enter.")
        elif self._typed.isdecimal():
            line.update(f"{self._typed}: Enter takes it.")
        else:
            line.update(f"{self._typed}\n{HINT}" if self._typed else HINT)
