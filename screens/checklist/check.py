"""Check and sign off: every answer, FOUR, what points where, the prompts still open, and what blocks sign-off."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from content.assessment.answering import section_state, since_missing
from content.assessment.draft_editor import DraftEditor
from content.assessment.prompts import Prompt, quiet, speaking
from content.assessment.summary import (
    disclosure_line,
    incident_line,
    pointing,
    problem_line,
    prompt_line,
    reply_line,
    state_in_words,
)
from content.case.incidents import by_when
from content.case.phrases import day, noted
from content.pack.model import Question
from screens.dialogs.choice import ChoiceScreen
from screens.widgets.columns import side_by_side
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows

SIGN_OFF = "sign off"
"""What the screen is dismissed with to sign off; no line has this id."""

ACTION, PROMPT = "action", "prompt"
"""What stands before the id of a line that is about no question; see `place_of`."""

STATE = 14


class CheckScreen(Page[str]):
    """Read everything before signing off; dismissed with the line to go to, or with SIGN_OFF."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sign_off", "sign off", tooltip="Sign off, where nothing blocks it"),
        Binding(
            "enter", "focused.choose", "go to", tooltip="Go to the marked question, action or prompt; Esc returns here"
        ),
    ]

    def __init__(self, sheet: DraftEditor, *, at: str = "") -> None:
        super().__init__()
        self._sheet = sheet
        self._at = at
        self.place = f"{sheet.case.id}  Check and sign off"

    def compose_body(self) -> ComposeResult:
        """One long list."""
        yield Rows()

    def on_mount(self) -> None:
        """Show the list at the line that was left, or at its top."""
        self._lay_out()
        if self._at:
            self.query_one(Rows).mark(self._at)

    def on_resize(self) -> None:
        """Put what stands side by side into the new width."""
        self._lay_out()

    @work(exclusive=True, group="sign-off")
    async def action_sign_off(self) -> None:
        """Ask once, then sign off; where something blocks it, go to the first line that says what."""
        if self._sheet.problems:
            self.query_one(Rows).action_end(-1)
            return
        question = "Sign off this assessment? It can never be changed afterwards; a mistake is put right by a new one."
        options = [(SIGN_OFF, "Sign off now"), ("back", "Go back; nothing is signed off")]
        chosen = await self.app.push_screen_wait(ChoiceScreen(question, options, place="Sign off"))
        if chosen == SIGN_OFF:
            self.dismiss(SIGN_OFF)

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.row.id == SIGN_OFF:
            self.action_sign_off()
        else:
            self.dismiss(event.row.id)

    def _lay_out(self) -> None:
        self.query_one(Rows).show(list(check_rows(self._sheet, max(20, self.room - 3))))


def place_of(line: str) -> tuple[str, str]:
    """What a line is about: its mark, such as ACTION, and the id of the action, the prompt or the question.

    A question can stand on several lines, each with a mark of its own.
    """
    mark, _, name = line.partition(" ")
    return mark, name


def check_rows(sheet: DraftEditor, width: int) -> Iterator[Row]:
    """Every line of the check, in order."""
    yield from _correction_rows(sheet)
    yield from _problem_rows(sheet)
    yield from _incident_rows(sheet)
    yield from _disclosure_rows(sheet)
    yield from _four_rows(sheet)
    yield from _pointing_rows(sheet, width)
    yield from _prompt_rows(sheet)
    yield from _since_rows(sheet)
    yield from _answer_rows(sheet)
    yield Row(id="", text="")
    if sheet.problems:
        yield Row(id="", text="Sign-off is blocked: see 'There is a problem' at the top.", look="problem")
    else:
        yield Row(id=SIGN_OFF, text="Sign off this assessment (s)", look="heading")


def _heading(text: str) -> Iterator[Row]:
    yield Row(id="", text="")
    yield Row(id="", text=text, look="heading")


def _correction_rows(sheet: DraftEditor) -> Iterator[Row]:
    if sheet.why_corrected:
        yield Row(id="", text=f"{sheet.kind}. {sheet.why_corrected}.", look="heading")


def _problem_rows(sheet: DraftEditor) -> Iterator[Row]:
    problems = sheet.problems
    if not problems:
        yield Row(id="", text="Nothing blocks sign-off.", look="heading")
        return
    yield Row(id="", text=f"There is a problem ({len(problems)} to put right before signing off)", look="problem")
    for problem in problems:
        line = f"{ACTION} {problem.action}" if problem.action else f"problem {problem.question}"
        yield Row(id=line, text=problem_line(sheet.pack.checklist, problem), look="problem")


def _incident_rows(sheet: DraftEditor) -> Iterator[Row]:
    incidents = sheet.incidents
    if incidents:
        yield from _heading(f"Incidents recorded {_since(sheet)}: {len(incidents)}")
    for incident in by_when(incidents):
        yield Row(id="", text=incident_line(incident))


def _disclosure_rows(sheet: DraftEditor) -> Iterator[Row]:
    disclosures = sheet.disclosures
    if disclosures:
        yield from _heading(f"Disclosures recorded {_since(sheet)}: {len(disclosures)}")
    for each in disclosures:
        yield Row(id="", text=disclosure_line(each))


def _since(sheet: DraftEditor) -> str:
    return f"since {day(sheet.baseline.signed_off, sheet.zone)}" if sheet.baseline else "so far"


def _four_rows(sheet: DraftEditor) -> Iterator[Row]:
    yield from _heading("FOUR")
    for question in sheet.pack.checklist.questions:
        if question.letter:
            yield _row("four", question, state_in_words(question, sheet.standing))


def _pointing_rows(sheet: DraftEditor, width: int) -> Iterator[Row]:
    yield from _heading("What the answers point to; no conclusion is drawn here")
    for line in side_by_side(_pointing(sheet, "stalking"), _pointing(sheet, "harassment"), width):
        yield Row(id="", text=line)


def _pointing(sheet: DraftEditor, where: str) -> list[str]:
    found = pointing(sheet.pack.checklist, sheet.standing, where)
    return [f"To {where}: yes to {len(found.yes)} of {found.asked}", *(f"- {text}" for text in found.yes)]


def _prompt_rows(sheet: DraftEditor) -> Iterator[Row]:
    still_open, answered = speaking(sheet.prompts), quiet(sheet.prompts)
    yield from _heading(f"Prompts still open: {len(still_open)}")
    for prompt in still_open:
        yield _prompt_row(sheet, prompt)
    if answered:
        yield from _heading(f"Prompts answered: {len(answered)}")
    for prompt in answered:
        yield _prompt_row(sheet, prompt)


def _prompt_row(sheet: DraftEditor, prompt: Prompt) -> Row:
    said_to_it = f"{reply_line(prompt.reply, sheet.zone)}. " if prompt.reply else ""
    return Row(id=f"{PROMPT} {prompt.rule.id}", text=said_to_it + prompt_line(sheet.pack, prompt))


def _since_rows(sheet: DraftEditor) -> Iterator[Row]:
    missing = since_missing(sheet.standing, sheet.pack.checklist) if sheet.baseline else ()
    if missing:
        yield from _heading(f"Since when not said: {len(missing)}")
        for question in missing:
            yield _row("since", question, "yes")


def _answer_rows(sheet: DraftEditor) -> Iterator[Row]:
    waiting = {question.id for question in sheet.to_confirm}
    for number, section in enumerate(sheet.pack.checklist.sections):
        yield from _heading(f"{number} {section.title}: {section_state(section, sheet.standing)}")
        for question in sheet.shown_in(section):
            state = "not confirmed" if question.id in waiting else state_in_words(question, sheet.standing)
            yield _row("all", question, state)
            note = noted(sheet.draft.answers.get(question.id))
            if note:
                yield Row(id="", text=" " * STATE + note)


def _row(mark: str, question: Question, state: str) -> Row:
    if len(state) < STATE:
        return Row(id=f"{mark} {question.id}", text=f"{state:<{STATE}}{question.text}", hang=STATE)
    return Row(id=f"{mark} {question.id}", text=f"{question.text} {state}")
