"""The checklist in the dialogue: one question at a time, in any order, until it is signed off or left."""

from collections.abc import Callable, Mapping

from content.assessment.answering import nothing_to_confirm
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt
from content.case.model import Case, Draft
from content.case.phrases import answer_in_words, note_in_words
from content.pack.answers import NOT_KNOWN
from content.pack.model import Question
from content.text import number_in, sanitised
from tui.plain import narration, questions
from tui.plain.answer_details import AnswerDetails
from tui.plain.command_parser import HELP, NotUnderstoodError, is_slip, read, read_value
from tui.plain.dialogue import Dialogue, EndedError
from tui.plain.plan_dialogue import Plan
from tui.plain.prompts_dialogue import through_prompts
from tui.plain.saving import DraftSaver
from tui.plain.sign_off_dialogue import SignOff
from tui.session.session import Session


class ChecklistDialogue:
    """One draft, answered in a dialogue."""

    def __init__(self, dialogue: Dialogue, session: Session, case: Case, draft: Draft) -> None:
        self._dialogue = dialogue
        self._saver = DraftSaver(dialogue, session, draft)
        self._editor = DraftEditor(
            session.pack,
            case,
            draft,
            now=session.now,
            by=session.practitioner,
            zone=session.zone,
            changed=self._saver.save,
        )
        self._details = AnswerDetails(dialogue, self._editor)
        self._plan = Plan(dialogue, session, self._editor)
        self._sign_off = SignOff(dialogue, session, self._editor, self._saver, self._plan)
        self._questions = session.pack.checklist.questions
        self._commands: Mapping[str, Callable[[str], None]] = {
            "back": lambda _: self._step(-1),
            "skip": lambda _: self._step(1),
            "go": self._go,
            "confirm": lambda _: self._confirm(),
            "not known": lambda _: self._give(NOT_KNOWN, NOT_KNOWN),
            "clear": lambda _: self._clear(),
            "lines": lambda _: self._lines(),
            "add": self._add,
            "note": self._details.note,
            "since": lambda _: self._details.since(self._say_fired),
            "why": lambda _: dialogue.say(*narration.guide_lines(self._editor)),
            "prompts": lambda _: through_prompts(dialogue, self._editor, self._plan, session.now()),
            "plan": lambda _: self._plan.through(),
            "list": self._list,
            "sign": lambda _: self._start_sign_off(),
            "hide": lambda _: dialogue.hide(),
            "help": lambda _: dialogue.say(*HELP),
        }

    def run(self) -> None:
        """Ask questions until the draft is signed off.

        Raises:
            EndedError: If the person leaves before; everything is saved.
        """
        first = narration.unanswered(self._editor)
        self._editor.go_to(first[0].id if first else self._questions[-1].id)
        self._say_question()
        while not self._sign_off.is_signed:
            self._do(self._dialogue.ask(f"Answer to question {narration.number(self._editor, self._editor.question)}:"))

    def _do(self, line: str) -> None:
        try:
            typed = read(line, is_text=self._editor.question.kind == "text")
            if not typed:
                self._say_question()
            elif isinstance(typed, str):
                editor = self._editor
                value, echo = read_value(editor.question, typed, today=editor.today, usual=editor.usual_review)
                if not questions.fits(self._dialogue, value, editor.room_for(self._text())):
                    return
                if not is_slip(editor.question, typed):
                    self._give(value, echo)
                elif meant := self._meant(typed):
                    self._do(meant) if meant != typed else self._give(value, echo)
            elif typed.name == "save":
                raise EndedError(questions.SAVED)
            else:
                self._commands[typed.name](typed.rest)
        except NotUnderstoodError as error:
            self._dialogue.say(str(error))

    def _meant(self, typed: str) -> str:
        """Ask whether a command word or a letter is meant as the answer, before it is stored.

        Returns:
            What was typed if it is meant; another line if one was typed instead; empty if neither.
        """
        asks = (
            f"'{typed}' alone is no answer yet: a command is written /{typed} here. Type y to store it as your answer, "
            "your answer to store that, Enter to leave it:"
        )
        line = self._dialogue.ask(asks)
        return typed if line.casefold() in {"y", "yes"} else line

    def _say_question(self) -> None:
        self._dialogue.say(*narration.question_lines(self._editor))

    def _give(self, value: str, echo: str) -> None:
        """Store an answer, say that it is saved, and go to the next question."""
        editor = self._editor
        if not editor.applies(editor.question):
            self._dialogue.say("This question does not apply any more; nothing was changed.")
            return
        before = editor.prompts
        editor.answer(value)
        self._dialogue.say(f"Saved: {echo}.")
        self._say_fired(before)
        self._details.ask_when(self._say_fired)
        self._go_on()

    def _say_fired(self, before: tuple[Prompt, ...]) -> None:
        self._dialogue.say(*narration.fired_lines(self._editor, before))

    def _go_on(self) -> None:
        """Go to the next unanswered question; during sign-off, to the next problem."""
        if self._sign_off.is_wanted:
            self._sign()
            return
        at = narration.number(self._editor, self._editor.question)
        left = narration.unanswered(self._editor)
        ahead = [question for question in left if narration.number(self._editor, question) > at]
        if ahead:
            self._arrive(ahead[0])
            return
        numbers = ", ".join(str(narration.number(self._editor, question)) for question in left)
        not_answered = f"Not answered: {numbers}." if left else "Every question is answered."
        slash = "/" if self._editor.question.kind == "text" else ""
        self._dialogue.say(
            f"That was the last one. {not_answered} {slash}sign checks and signs off, {slash}go 5 goes to question 5."
        )

    def _step(self, by: int) -> None:
        self._sign_off.is_wanted = False
        editor = self._editor
        applying = [question for question in self._questions if editor.applies(question) or question is editor.question]
        to = applying.index(editor.question) + by
        if 0 <= to < len(applying):
            self._arrive(applying[to])
        else:
            self._dialogue.say("This is the first question." if by < 0 else "This is the last question.")

    def _go(self, wanted: str) -> None:
        count = len(self._questions)
        number = number_in(wanted, range(1, count + 1))
        if number is None:
            self._dialogue.say(f"Say which question, such as go 12; there are {count}.")
            return
        question = self._questions[number - 1]
        if self._editor.applies(question):
            self._sign_off.is_wanted = False
            self._arrive(question)
        else:
            self._dialogue.say(f"Question {wanted} does not apply, because of the other answers: {question.text}")

    def _arrive(self, question: Question) -> None:
        self._editor.go_to(question.id)
        self._say_question()

    def _confirm(self) -> None:
        editor = self._editor
        if editor.confirmable is None:
            self._dialogue.say(nothing_to_confirm(editor.question))
        elif editor.is_answered:
            self._dialogue.say("This is answered already; answer again to change it.")
        else:
            before = editor.prompts
            editor.confirm()
            note = f" {note_in_words(editor.given)}." if note_in_words(editor.given) else ""
            self._dialogue.say(f"Confirmed and saved: {answer_in_words(editor.question, editor.given)}.{note}")
            self._say_fired(before)
            self._details.ask_when(self._say_fired)
            self._go_on()

    def _clear(self) -> None:
        self._editor.answer("")
        self._dialogue.say("Saved: not asked.")

    def _text(self) -> str:
        return self._editor.value if self._editor.value != NOT_KNOWN else ""

    def _lines(self) -> None:
        if self._editor.question.kind != "text":
            self._dialogue.say("This question is not answered in words; note writes a note on it.")
            return
        questions.lines(self._dialogue, self._editor.answer, limit=self._editor.room_for(self._text()))
        self._dialogue.say("Saved: your text.")
        self._go_on()

    def _add(self, more: str) -> None:
        if self._editor.question.kind != "text" or not more:
            self._dialogue.say("/add and words add to a text answer.")
            return
        whole = f"{self._text()}\n{sanitised(more)}".strip("\n")
        if questions.fits(self._dialogue, whole, self._editor.room_for(self._text())):
            self._give(whole, "your text, with the addition")

    def _list(self, wanted: str) -> None:
        sections = self._editor.pack.checklist.sections
        if not wanted:
            self._dialogue.say(*narration.list_lines(self._editor))
        elif (number := number_in(wanted, range(len(sections)))) is not None:
            self._dialogue.say(*narration.section_lines(self._editor, sections[number]))
        else:
            self._dialogue.say(f"Sections go from 0 to {len(sections) - 1}, such as list 3; list alone shows all.")

    def _start_sign_off(self) -> None:
        self._sign_off.is_wanted = False
        self._sign()

    def _sign(self) -> None:
        question = self._sign_off.try_to_sign()
        if question:
            self._arrive(question)
