"""The checklist as questions and answers: one question at a time, in any order, until it is signed off or left."""

from collections.abc import Callable, Mapping

from content.assessment.answering import asks_since
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt
from content.case.model import Case, Draft
from content.case.phrases import day, noted, said
from content.pack.answers import BASES, EARLIER, NOT_KNOWN, SINCE_LAST, SINCE_NOT_KNOWN, Since
from content.pack.model import Question
from content.text import number_in, visible
from tui.plain import narration, questions
from tui.plain.command_parser import HELP, NotUnderstoodError, is_slip, read, read_value
from tui.plain.dialogue import Dialogue, EndedError
from tui.plain.plan import Plan
from tui.plain.prompts import through_prompts
from tui.plain.saving import DraftSaver
from tui.plain.sign_off import SignOff
from tui.session.session import Session

SINCE: Mapping[str, Since] = {
    **dict.fromkeys(("y", "yes", SINCE_LAST), SINCE_LAST),
    **dict.fromkeys(("n", "no", EARLIER), EARLIER),
    **dict.fromkeys(("u", SINCE_NOT_KNOWN), SINCE_NOT_KNOWN),
}
"""What is typed for how recent a yes is."""


class Checklist:
    """One draft, answered in a dialogue."""

    def __init__(self, dialogue: Dialogue, session: Session, case: Case, draft: Draft) -> None:
        self._dialogue = dialogue
        self._keeping = DraftSaver(dialogue, session, draft)
        self._sheet = DraftEditor(
            session.pack,
            case,
            draft,
            now=session.now,
            by=session.practitioner,
            zone=session.zone,
            changed=self._keeping.keep,
        )
        self._plan = Plan(dialogue, session, self._sheet)
        self._signing = SignOff(dialogue, session, self._sheet, self._keeping, self._plan)
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
            "note": self._note,
            "since": lambda _: self._since(),
            "why": lambda _: dialogue.say(*narration.guide_lines(self._sheet)),
            "prompts": lambda _: through_prompts(dialogue, self._sheet, self._plan, session.now()),
            "plan": lambda _: self._plan.through(),
            "list": self._list,
            "sign": lambda _: self._sign_anew(),
            "hide": lambda _: dialogue.hide(),
            "help": lambda _: dialogue.say(*HELP),
        }

    def run(self) -> None:
        """Ask, until it is signed off.

        Raises:
            EndedError: If it is left before; all is saved.
        """
        first = narration.unanswered(self._sheet)
        self._sheet.go_to(first[0].id if first else self._questions[-1].id)
        self._tell()
        while not self._signing.is_signed:
            self._do(self._dialogue.ask(f"Answer to question {narration.number(self._sheet, self._sheet.question)}:"))

    def _do(self, line: str) -> None:
        try:
            typed = read(line, is_text=self._sheet.question.kind == "text")
            if not typed:
                self._tell()
            elif isinstance(typed, str):
                sheet = self._sheet
                value, echo = read_value(sheet.question, typed, today=sheet.today, usual=sheet.usual_review)
                self._give(
                    value, f"{echo}. It is a text: the command is /{typed}" if is_slip(sheet.question, typed) else echo
                )
            elif typed.name == "save":
                raise EndedError(questions.SAVED)
            else:
                self._commands[typed.name](typed.rest)
        except NotUnderstoodError as error:
            self._dialogue.say(str(error))

    def _tell(self) -> None:
        self._dialogue.say(*narration.question_lines(self._sheet))

    def _give(self, value: str, echo: str) -> None:
        """Take an answer, say that it is saved, and go on."""
        sheet = self._sheet
        if not sheet.applies(sheet.question):
            self._dialogue.say("This question does not apply any more; nothing was changed.")
            return
        before = sheet.prompts
        sheet.answer(value)
        self._dialogue.say(f"Saved: {echo}.")
        self._fired(before)
        self._ask_when()
        self._go_on()

    def _fired(self, before: tuple[Prompt, ...]) -> None:
        self._dialogue.say(*narration.fired_lines(self._sheet, before))

    def _ask_when(self) -> None:
        """Ask since when, where that is asked of the answer; going back leaves it open."""
        sheet = self._sheet
        if not (sheet.baseline and asks_since(sheet.question, sheet.given)):
            return
        before = sheet.prompts
        since = day(sheet.baseline.signed_off, sheet.zone)
        self._dialogue.say(f"Since when? Has this happened since the last assessment, {since}?")
        while True:
            typed = questions.word(self._dialogue, "y for yes, since then; n for no, earlier; u for not known:")
            if typed in SINCE:
                sheet.say_since(SINCE[typed])
                self._dialogue.say(f"Saved: {said(sheet.question, sheet.given)}.")
                self._fired(before)
                return
            if not typed:
                self._dialogue.say("Since when is not said; since asks it again.")
                return
            self._dialogue.say("Answer y, n or u.")

    def _go_on(self) -> None:
        """The next question that is not answered; where sign-off was asked for, whatever still blocks it."""
        if self._signing.is_wanted:
            self._sign()
            return
        at = narration.number(self._sheet, self._sheet.question)
        left = narration.unanswered(self._sheet)
        ahead = [question for question in left if narration.number(self._sheet, question) > at]
        if ahead:
            self._arrive(ahead[0])
            return
        numbers = ", ".join(str(narration.number(self._sheet, question)) for question in left)
        not_answered = f"Not answered: {numbers}." if left else "Every question is answered."
        self._dialogue.say(f"That was the last one. {not_answered} sign checks and signs off, go 5 goes to question 5.")

    def _step(self, by: int) -> None:
        self._signing.is_wanted = False
        sheet = self._sheet
        applying = [question for question in self._questions if sheet.applies(question) or question is sheet.question]
        to = applying.index(sheet.question) + by
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
        if self._sheet.applies(question):
            self._signing.is_wanted = False
            self._arrive(question)
        else:
            self._dialogue.say(f"Question {wanted} does not apply, going by the other answers: {question.text}")

    def _arrive(self, question: Question) -> None:
        self._sheet.go_to(question.id)
        self._tell()

    def _confirm(self) -> None:
        sheet = self._sheet
        if sheet.carried is None or sheet.corrected:
            self._dialogue.say("There is nothing from last time to confirm here.")
        elif sheet.is_answered:
            self._dialogue.say("This is answered already; answer again to change it.")
        else:
            before = sheet.prompts
            sheet.confirm()
            note = f" {noted(sheet.given)}." if noted(sheet.given) else ""
            self._dialogue.say(f"Confirmed and saved: {said(sheet.question, sheet.given)}.{note}")
            self._fired(before)
            self._ask_when()
            self._go_on()

    def _clear(self) -> None:
        self._sheet.answer("")
        self._dialogue.say("Saved: not asked.")

    def _text(self) -> str:
        return self._sheet.value if self._sheet.value != NOT_KNOWN else ""

    def _lines(self) -> None:
        if self._sheet.question.kind != "text":
            self._dialogue.say("This question is not answered in words; note writes a note on it.")
            return
        questions.lines(self._dialogue, self._sheet.answer)
        self._dialogue.say("Saved: your text.")
        self._go_on()

    def _add(self, more: str) -> None:
        if self._sheet.question.kind != "text" or not more:
            self._dialogue.say("/add and words add to a text answer.")
            return
        self._give(f"{self._text()}\n{visible(more)}".strip("\n"), "your text, with that added")

    def _note(self, rest: str) -> None:
        sheet, given = self._sheet, self._sheet.given
        so_far, basis = (given.note, given.basis) if given else ("", None)
        if rest:
            sheet.note(visible(rest), basis)
        else:
            if noted(given):
                self._dialogue.say(f"{noted(given)}.", "What you type takes its place; /add and words adds to it.")
            questions.text(self._dialogue, "Note, or Enter to leave it:", so_far, lambda note: sheet.note(note, basis))
        if not (sheet.given and sheet.given.note):
            self._dialogue.say("No note was written.")
            return
        self._dialogue.say("Saved: your note.")
        chosen = questions.choose(self._dialogue, "What does the note rest on?", BASES)
        if chosen is not None:
            sheet.note(sheet.given.note, BASES[chosen])
            self._dialogue.say(f"Saved: {BASES[chosen]}.")

    def _since(self) -> None:
        sheet = self._sheet
        if not sheet.is_answered or not asks_since(sheet.question, sheet.given):
            self._dialogue.say("Since when is asked of a yes about what happened.")
        elif sheet.baseline:
            self._ask_when()
        else:
            began = questions.date(self._dialogue, "Since when? A date such as about Dec 2025:", sheet.today)
            if began:
                sheet.say_began(began)
                self._dialogue.say("Saved.")

    def _list(self, wanted: str) -> None:
        sections = self._sheet.pack.checklist.sections
        if not wanted:
            self._dialogue.say(*narration.list_lines(self._sheet))
        elif (number := number_in(wanted, range(len(sections)))) is not None:
            self._dialogue.say(*narration.section_lines(self._sheet, sections[number]))
        else:
            self._dialogue.say(f"Sections go from 0 to {len(sections) - 1}, such as list 3; list alone tells all.")

    def _sign_anew(self) -> None:
        self._signing.is_wanted = False
        self._sign()

    def _sign(self) -> None:
        question = self._signing.try_to_sign()
        if question:
            self._arrive(question)
