"""Answering the marked question of a draft: by one key, by typing, or in a dialog that shows the save status."""

from collections.abc import Mapping
from typing import TypeVar

from textual import events, work

from content.assessment.answering import asks_since, nothing_to_confirm
from content.assessment.changes import Change
from content.assessment.command_words import is_command_word
from content.assessment.draft_editor import DraftEditor
from content.case.phrases import day
from content.pack.answers import (
    EARLIER,
    NO,
    NOT_KNOWN,
    NOT_NEEDED,
    NOT_SAFE,
    SINCE_LAST,
    SINCE_NOT_KNOWN,
    YES,
    YES_NO_KINDS,
    Since,
)
from content.pack.model import Question
from screens.checklist.confirm_together import confirm_screen
from screens.checklist.navigation import QuestionsScreen
from screens.checklist.prompts_screen import PromptsScreen
from screens.checklist.question import since_sentence, undo_sentence, was_and_now
from screens.checklist.question_dialogs import (
    CHANGE,
    KEEP,
    NOT_ASKED,
    choice_screen,
    command_word_screen,
    date_screen,
    last_happened_screen,
    note_screen,
    since_screen,
    words_screen,
)
from screens.dialogs.date import DateScreen
from screens.dialogs.long_text import LongTextScreen
from screens.widgets.rows import Rows

Result = TypeVar("Result")

ANSWERS: Mapping[str, str] = {"y": YES, "n": NO, "u": NOT_KNOWN, "not safe": NOT_SAFE, "x": NOT_NEEDED, "": ""}
"""The answers to a yes/no question, by the parameters of their keys' actions."""

SINCE: Mapping[str, Since] = {"s": SINCE_LAST, "e": EARLIER, "w": SINCE_NOT_KNOWN}
"""The keys that say since when, at a reassessment."""

LEFT = "There is nothing to answer here: the question no longer applies. What was answered before is kept."
NO_YES = "Since when is asked only about a yes to something that happened."


class AnsweringScreen(QuestionsScreen[Result]):
    """Answer, confirm and annotate the marked question, and undo what was changed."""

    def __init__(self, editor: DraftEditor, *, says: str = "", status: str = "") -> None:
        """Create the screen.

        Args:
            editor: The editor of the draft, at the question to start at.
            says: A sentence to show at the start.
            status: The save status to show at the start.
        """
        super().__init__(editor, says=says)
        self._above: LongTextScreen | DateScreen | PromptsScreen | None = None
        self._shown_change: Change | None = None
        self._status = status
        self.set_reactive(AnsweringScreen.status, status)

    @property
    def takes_text(self) -> bool:
        """Whether letters and digits on the marked question are its answer, and not commands."""
        return self._editor.question.kind not in YES_NO_KINDS

    def action_answer(self, key: str) -> None:
        """Answer the marked yes/no question and move on; an empty key clears the answer of any question."""
        question = self._editor.question
        if not self._editor.applies(question):
            self._say(LEFT)
        elif not key and question.kind in {"text", "date"} and self._editor.value not in {"", NOT_KNOWN}:
            self._say("There is an answer in words: press Enter to change it.")
        else:
            self._answer(ANSWERS[key])

    def action_not_known(self) -> None:
        """Answer the marked text, date or choice with "not known", and move on; it never replaces words."""
        if not self._editor.applies(self._editor.question):
            self._say(LEFT)
        elif self._editor.question.kind != "choice" and self._editor.value not in {"", NOT_KNOWN}:
            self._say("There is an answer in words: press Enter to change it.")
        else:
            self._answer(NOT_KNOWN)

    def action_confirm(self) -> None:
        """Confirm last time's answer to the marked question, and move on; first show it if it was cut."""
        if self._editor.confirmable is None:
            self._say(nothing_to_confirm(self._editor.question))
        elif self._editor.is_answered:
            self._say("This is answered already; answer again to change it.")
        elif self.is_last_time_whole:
            self._editor.confirm()
            self._move_on()
        else:
            self._read_and_confirm()

    @work(exclusive=True, group="answer")
    async def _read_and_confirm(self) -> None:
        """Show last time's answer in full, and confirm it there."""
        if await self.app.push_screen_wait(confirm_screen(self._editor, (self._editor.question,))):
            self._editor.confirm()
            self._move_on()

    @work(exclusive=True, group="answer")
    async def action_confirm_together(self) -> None:
        """Show the settled history of last time on one page, and confirm it there."""
        settled = self._editor.settled
        if not settled:
            self._say("There is no settled history that can be confirmed together.")
        elif await self.app.push_screen_wait(confirm_screen(self._editor, settled)):
            self._editor.confirm_together(settled)
            self._say(f"{len(settled)} answers confirmed together; Ctrl+U takes that back.")

    def action_since(self, key: str) -> None:
        """Record since when a yes holds: for the question that the line asks about, or else the marked one."""
        question = self._since_question()
        if question is None:
            self._say(NO_YES)
        elif not self._editor.baseline:
            self.action_last_happened()
        else:
            self._editor.set_since(SINCE[key], question.id)
            self._say(since_sentence(self._editor, question))

    @work(exclusive=True, group="answer")
    async def action_since_when(self) -> None:
        """Choose since when a yes holds, or type when it last happened, if letters are text."""
        question = self._since_question()
        if question is None:
            self._say(NO_YES)
        elif not self._editor.baseline:
            await self._annotate(last_happened_screen(self._editor, question))
        else:
            last_time = day(self._editor.baseline.signed_off, self._editor.zone)
            chosen = await self.app.push_screen_wait(since_screen(question, last_time))
            since = next((each for each in SINCE.values() if each == chosen), None)
            if since:
                self._editor.set_since(since, question.id)
                self._say(since_sentence(self._editor, question))

    @work(exclusive=True, group="answer")
    async def action_last_happened(self) -> None:
        """Type when something last happened, in a first assessment."""
        question = self._since_question()
        if question:
            await self._annotate(last_happened_screen(self._editor, question))

    @work(exclusive=True, group="answer")
    async def action_open(self, typed: str = "") -> None:
        """Open the dialog that answers the marked question, with what was typed on it."""
        question = self._editor.question
        if not self._editor.applies(question):
            self._say(LEFT)
        elif question.kind in {"text", "date"}:
            await self._write_answer(typed)
        else:
            await self._choose_answer(typed)

    @work(exclusive=True, group="answer")
    async def action_note(self) -> None:
        """Write a note on the marked question."""
        await self._annotate(note_screen(self._editor))

    def action_undo(self) -> None:
        """Undo the last change, on whichever question it was, and go there."""
        change = self._editor.undo()
        self._say(undo_sentence(self._editor, change) if change else "There is nothing to undo since you came here.")

    def on_key(self, event: events.Key) -> None:
        """Begin the answer to a text, date or choice with what is typed; `?` lists the keys everywhere."""
        if self.takes_text and event.is_printable and event.character and event.character != "?":
            event.stop()
            self.action_open(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Begin the answer to a text, date or choice with what is pasted."""
        event.stop()
        if self.takes_text:
            self.action_open(event.text)
        elif event.text.strip():
            self._say("Nothing was pasted: this question is answered by a key. For a note press t, then paste.")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the dialog that answers the chosen question."""
        event.stop()
        self.action_open()

    def _since_question(self) -> Question | None:
        """The question to record since when for: one that waits for it, or else the marked one if it can have it."""
        editor = self._editor
        can_ask = editor.is_answered and asks_since(editor.question, editor.given)
        return editor.waits_for_since or (editor.question if can_ask else None)

    async def _write_answer(self, typed: str) -> None:
        """Show the dialog for a text or a date; an answer that is given leads on to the next question."""
        editor = self._editor
        with editor.one_change():
            refused = await self._written(typed)
        if editor.is_answered and not refused:
            self._move_on()
        else:
            self._say(f"Not taken as the answer: {refused}" if refused else "")

    async def _written(self, typed: str) -> str:
        """Let a text or a date be typed; return a command word that was not meant as the answer, or an empty string."""
        editor, before = self._editor, self._editor.value
        make = words_screen if editor.question.kind == "text" else date_screen
        while True:
            await self._write(make(editor, typed))
            if editor.value and not editor.value.strip():
                editor.answer("")
            word = editor.value.strip()
            if editor.value == before or not is_command_word(word):
                return ""
            chosen = await self.app.push_screen_wait(command_word_screen(editor.question, word))
            if chosen == KEEP:
                return ""
            if chosen != CHANGE:
                editor.answer(before)
                return word
            typed = ""

    async def _choose_answer(self, typed: str) -> None:
        with self._editor.one_change():
            chosen = await self.app.push_screen_wait(choice_screen(self._editor, typed))
            if chosen is not None:
                self._editor.answer("" if chosen == NOT_ASKED else chosen)
        if chosen not in {None, NOT_ASKED}:
            self._move_on()
        else:
            self._say("No option is chosen yet.")

    async def _write(self, screen: LongTextScreen | DateScreen) -> None:
        """Show a dialog to type in, with the save status."""
        self._above = screen
        await self.app.push_screen_wait(screen)
        self._come_back()
        self._show()

    async def _annotate(self, screen: LongTextScreen | DateScreen) -> None:
        """Show a dialog to type in; everything typed there is one change for undo."""
        with self._editor.one_change():
            await self._write(screen)

    def _answer(self, value: str) -> None:
        self._editor.answer(value)
        if value:
            self._move_on()
        else:
            self._say(self._was_and_now())

    def _was_and_now(self) -> str:
        """The old and the new answer of the last change; empty if it replaced nothing."""
        change = self._editor.last_change
        is_new, self._shown_change = change is not self._shown_change, change
        return was_and_now(self._editor, change) if change and is_new else ""

    def _move_on(self) -> None:
        says = self._was_and_now()
        is_last = not self._editor.go_on()
        self._say(f"{says} That was the last question: check and sign off." if is_last else says)

    def _show_status(self, status: str) -> None:
        """Show the save status on the dialog above the checklist if one is open, or on the checklist."""
        self._status = status
        above = self._above if self._above and self._above.is_running else self
        above.status = status

    def _come_back(self) -> None:
        self._above = None
        self.status = self._status
