"""A page of last time's answers, which can be confirmed once the user has scrolled to its end."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from content.assessment.draft_editor import DraftEditor
from content.case.phrases import note_in_words
from content.documents.document import anchor
from content.pack.model import Question
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows

READ_ON = "Read on with Down or PgDn: at the end it can be confirmed."
CONFIRM = "Ctrl+Y or c confirms {what} as last time. Esc confirms nothing."


class ConfirmScreen(Page[bool]):
    """Read last time's answers in full; dismissed with True if they are confirmed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,ctrl+y", "confirm", "confirm", tooltip="Confirm these answers, as last time"),
    ]

    def __init__(self, rows: Sequence[Row], *, place: str, what: str) -> None:
        """Create the page.

        Args:
            rows: The questions and answers, in full.
            place: The text of the title line.
            what: What is confirmed, in words.
        """
        super().__init__()
        self._rows = rows
        self._what = what
        self._is_read = False
        self.place = place

    def compose_body(self) -> Iterable[Widget]:
        """Yield the answers, and a line that says what the keys do."""
        yield Rows(self._rows)
        yield Static(READ_ON, id="asks", classes="says", markup=False)

    def on_mount(self) -> None:
        """Enable the key once the last line is in view."""
        rows = self.query_one(Rows)
        rows.focus()
        self.watch(rows, "scroll_y", self._look, init=False)

    def on_resize(self) -> None:
        """Check again after the layout: a page that fits is at its end."""
        self.call_after_refresh(self._look)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the key until the page was read to its end."""
        return self._is_read if action == "confirm" else super().check_action(action, parameters)

    def action_confirm(self) -> None:
        """Confirm the answers on the page."""
        self.dismiss(True)

    def _look(self) -> None:
        if self.is_open and not self._is_read and self.query_one(Rows).is_at_end:
            self._is_read = True
            self.query_one("#asks", Static).update(CONFIRM.format(what=self._what))
            self.refresh_bindings()


def confirm_screen(editor: DraftEditor, questions: Sequence[Question]) -> ConfirmScreen:
    """The page of last time's answers to some questions, in full."""
    count = len(questions)
    what = "this answer" if count == 1 else f"all {count} answers"
    place = "Last time's answer" if count == 1 else f"Last time's answers: {count} of settled history"
    return ConfirmScreen([row for question in questions for row in _rows(editor, question)], place=place, what=what)


def _rows(editor: DraftEditor, question: Question) -> Iterable[Row]:
    earlier = editor.earlier_answer(question)
    if earlier is None:
        return
    yield Row(id="", text=question.text, look="heading")
    # Every line can be marked, so that the arrow keys move through all of them.
    yield Row(id=question.id, text=f"{earlier.says} ({earlier.day})", hang=2)
    if earlier.asked:
        yield Row(id=anchor("then", question.id), text=earlier.other_words, hang=2)
    if earlier.answer.note.strip():
        yield Row(id=anchor("note", question.id), text=note_in_words(earlier.answer), hang=2)
