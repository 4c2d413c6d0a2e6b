"""Answering the marked question of a draft: by one key, or in a dialog that shows the save status."""

from typing import TypeVar

from textual import work

from content.assessment.answering import asks_since
from content.assessment.draft_editor import DraftEditor
from content.pack.answers import EARLIER, NO, NOT_KNOWN, SINCE_LAST, SINCE_NOT_KNOWN, YES, YES_NO_KINDS, third_answer
from screens.checklist.navigation import QuestionsScreen
from screens.checklist.prompts import PromptsScreen
from screens.checklist.question_dialogs import (
    NOT_ASKED,
    choice_screen,
    date_screen,
    note_screen,
    since_screen,
    words_screen,
)
from screens.dialogs.date import DateScreen
from screens.dialogs.long_text import LongTextScreen
from screens.widgets.rows import Rows

Result = TypeVar("Result")


class AnsweringScreen(QuestionsScreen[Result]):
    """Answer, confirm and annotate the marked question."""

    def __init__(self, sheet: DraftEditor, *, says: str = "", status: str = "") -> None:
        """Create the screen.

        Args:
            sheet: The editor of the draft, at the question to start at.
            says: A sentence to show at the start.
            status: The save status to show at the start.
        """
        super().__init__(sheet, says=says)
        self._above: LongTextScreen | DateScreen | PromptsScreen | None = None
        self._status = status
        self.set_reactive(AnsweringScreen.status, status)

    def action_answer(self, key: str) -> None:
        """Answer the marked question, or the question of since when, and move on; an empty key clears the answer."""
        question = self._sheet.question
        if self._asking_since and key:
            self._sheet.set_since({"y": SINCE_LAST, "n": EARLIER, "u": SINCE_NOT_KNOWN}[key])
            self._move_on()
        elif not self._sheet.applies(question):
            self._say("This question no longer applies; what was answered here is kept.")
        elif question.kind in YES_NO_KINDS:
            self._answer({"y": YES, "n": NO, "u": third_answer(question.kind), "": ""}[key])
        elif key in {"y", "n"}:
            self._say("This question is not answered by yes or no: press Enter to answer it.")
        elif question.kind != "choice" and self._sheet.value not in {"", NOT_KNOWN}:
            self._say("There is an answer in words: press Enter to change it.")
        else:
            self._answer(NOT_KNOWN if key else "")

    def action_confirm(self) -> None:
        """Confirm last time's answer to the marked question, and move on."""
        if self._sheet.carried is None:
            self._say("There is nothing from last time to confirm here.")
        elif self._sheet.is_answered:
            self._say("This is answered already; answer again to change it.")
        else:
            self._sheet.confirm()
            self._ask_since_or_move_on()

    @work(exclusive=True, group="answer")
    async def action_since(self) -> None:
        """Record since when a yes holds: since the last assessment or earlier, or a date in a first assessment."""
        if not self._sheet.is_answered or not asks_since(self._sheet.question, self._sheet.given):
            self._say("Since when is asked only about a yes to something that happened.")
        elif self._sheet.baseline:
            self._asking_since = True
            self._show()
        else:
            await self._write(since_screen(self._sheet))

    @work(exclusive=True, group="answer")
    async def action_open(self) -> None:
        """Open the dialog that answers the marked question."""
        question = self._sheet.question
        if not self._sheet.applies(question):
            self._say("This question no longer applies; what was answered here is kept.")
        elif question.kind == "text":
            await self._write(words_screen(self._sheet))
        elif question.kind == "date":
            await self._write(date_screen(self._sheet))
        else:
            chosen = await self.app.push_screen_wait(choice_screen(self._sheet))
            if chosen is not None:
                self._answer("" if chosen == NOT_ASKED else chosen)

    @work(exclusive=True, group="answer")
    async def action_note(self) -> None:
        """Write a note on the marked question."""
        await self._write(note_screen(self._sheet))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the dialog that answers the chosen question."""
        event.stop()
        self.action_open()

    async def _write(self, screen: LongTextScreen | DateScreen) -> None:
        """Show a dialog to write in, and show the save status there."""
        self._above = screen
        await self.app.push_screen_wait(screen)
        self._come_back()
        self._show()

    def _answer(self, value: str) -> None:
        self._sheet.answer(value)
        if value:
            self._ask_since_or_move_on()
        else:
            self._show()

    def _ask_since_or_move_on(self) -> None:
        if self._sheet.baseline and asks_since(self._sheet.question, self._sheet.given):
            self._says = ""
            self._asking_since = True
            self._show()
        else:
            self._move_on()

    def _move_on(self) -> None:
        self._arrive("" if self._sheet.go_on() else "That was the last question: r checks and signs off.")

    def _show_status(self, status: str) -> None:
        """Show the save status on the dialog above the checklist if one is open, or on the checklist."""
        self._status = status
        above = self._above if self._above and self._above.is_running else self
        above.status = status

    def _come_back(self) -> None:
        self._above = None
        self.status = self._status
