"""The checklist of one draft: answer, note, confirm what was carried, in any order."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from content.answers import EARLIER, NO, NOT_KNOWN, SINCE_LAST, SINCE_NOT_KNOWN, YES, YES_NO_KINDS, third_answer
from content.assessing import asks_since, progress, section_state
from content.cases import Assessment, Case, Draft
from content.packs import Pack, QuestionId, Section
from content.wording import clock, day
from screens.asking import (
    NOT_ASKED,
    began_screen,
    choice_screen,
    date_screen,
    find_screen,
    note_screen,
    sections_screen,
    words_screen,
)
from screens.check import SIGN_OFF, CheckScreen, question_in
from screens.contact import ContactScreen
from screens.date import DateScreen
from screens.guide import GuideScreen
from screens.prompts import PromptsScreen
from screens.sheet import Sheet
from screens.widgets.page import Page, TitleLine
from screens.widgets.question import detail, prompts_text, question_row
from screens.widgets.rows import Rows
from screens.writing import WritingScreen


class ChecklistScreen(Page[Assessment]):
    """Answer a draft; dismissed with the assessment to be signed off, or with nothing, the draft being kept."""

    CSS_PATH = "checklist.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-normal"), (40, "-tall")]  # noqa: RUF012 # as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('y')", "yes", tooltip="Yes, and on to the next question"),
        Binding("n", "answer('n')", "no", tooltip="No, and on to the next question"),
        Binding("u", "answer('u')", "not known", tooltip="Not known (for a duty: not safe to), and on"),
        Binding("c", "confirm", "confirm", tooltip="Confirm what was answered last time, and on"),
        Binding("t", "note", "note", tooltip="Write a note, with what it rests on"),
        Binding("s", "since", "since", tooltip="Say since when"),
        Binding("r", "check", "check and sign off", tooltip="Check the answers and sign off"),
        Binding("tab", "section(1)", "section", tooltip="Next section"),
        Binding("o", "prompts", "prompts", tooltip="Every prompt that is open, most urgent first"),
        Binding("g", "guide", "guide", tooltip="The guide on this question"),
        Binding("shift+tab", "section(-1)", "Section", show=False, tooltip="Section before"),
        *(
            Binding(str(number), f"nth_section({number})", "Section", show=False, tooltip="Go to section 0-7")
            for number in range(8)
        ),
        Binding("l", "sections", "Sections", show=False, tooltip="Every section and how far it is"),
        Binding("slash", "find", "Find", show=False, tooltip="Find a question"),
        Binding("backspace", "answer('')", "not asked", show=False, tooltip="Back to not asked"),
        Binding("escape", "back", "Leave", tooltip="Leave; everything is kept"),
    ]

    status = reactive("", repaint=False)

    @dataclass
    class Changed(Message):
        """The draft changed and is to be kept."""

        draft: Draft

    def __init__(
        self,
        pack: Pack,
        case: Case,
        draft: Draft,
        *,
        now: Callable[[], dt.datetime],
        by: str,
        zone: ZoneInfo,
        at: QuestionId = "",
        says: str = "",
    ) -> None:
        """Take the draft and what it stands on.

        Args:
            pack: Today's pack.
            case: The case, for the assessment that the draft follows.
            draft: The draft as the store has it.
            now: The clock.
            by: Who answers.
            zone: The pack's time zone.
            at: The question to start at; the first one not answered where it is not given.
            says: A sentence to start with, such as why a sign-off did not go through.
        """
        super().__init__()
        self._pack = pack
        self._now = now
        self._zone = zone
        self._sheet = Sheet(pack, case, draft, now=now, by=by, zone=zone, changed=self._changed)
        self._sheet.go_to(at)
        self._kept_at = draft.changed
        self._asking_since = False
        self._says = says
        self._problems: dict[QuestionId, str] = {}
        self._back_to_check = ""
        self._above: WritingScreen | DateScreen | None = None
        self.set_reactive(ChecklistScreen.status, f"saved {clock(draft.changed, zone)}")
        before = self._sheet.baseline
        kind = f"Reassessment of {day(before.signed_off, zone)}" if before else "Assessment"
        self.place = f"{case.id} {case.initials}  {kind}"

    @property
    def draft(self) -> Draft:
        """The draft as it is on screen."""
        return self._sheet.draft

    @property
    def at(self) -> QuestionId:
        """The question that is marked."""
        return self._sheet.question.id

    def compose_body(self) -> ComposeResult:
        """Where we are, the section's questions, the marked one in full, and the prompts."""
        with Horizontal(id="where"):
            yield Static(id="section", markup=False)
            yield Static(id="progress", markup=False)
        yield Rows(wraps=False, id="questions")
        yield Static(id="detail", markup=False)
        yield Static(id="prompts", markup=False)

    def on_mount(self) -> None:
        """Show the first question still to be answered."""
        self.query_one(TitleLine).status = self.status
        self.query_one(Rows).focus()
        self._show()

    def watch_status(self, status: str) -> None:
        """Show whether everything is saved, here and where somebody writes above it."""
        self.query_one(TitleLine).status = status
        if self._above and self._above.is_running:
            self._above.status = status

    def show_kept(self, draft: Draft, at: dt.datetime, *, problem: str = "", is_aside: bool = False) -> None:
        """Say what became of a draft: it is saved only if it is the one on screen.

        Args:
            draft: The draft that was to be saved.
            at: When it was saved, or was not.
            problem: Why it is not saved as it should be, in a sentence.
            is_aside: Whether it is on disk after all, beside somebody else's.
        """
        if problem:
            self._says = problem
            self._show()
            self.status = (
                f"KEPT ASIDE {clock(at, self._zone)}"
                if is_aside
                else f"NOT SAVED since {clock(self._kept_at, self._zone)}"
            )
            return
        self._kept_at = at
        if draft is self.draft:
            self.status = f"saved {clock(at, self._zone)}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer confirming only where there is something from last time."""
        return self._sheet.baseline is not None if action == "confirm" else super().check_action(action, parameters)

    def action_answer(self, key: str) -> None:
        """Answer the marked question with a key, and move on."""
        question = self._sheet.question
        if self._asking_since and key:
            self._sheet.say_since({"y": SINCE_LAST, "n": EARLIER, "u": SINCE_NOT_KNOWN}[key])
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
        """Confirm what was answered last time, and move on."""
        if self._sheet.carried is None:
            self._say("There is nothing from last time to confirm here.")
        elif self._sheet.is_answered:
            self._say("This is answered already; answer again to change it.")
        else:
            self._sheet.confirm()
            self._ask_since_or_move_on()

    @work(exclusive=True, group="answer")
    async def action_since(self) -> None:
        """Say how recent a yes is: against the assessment before, or by a date where there is none."""
        if not self._sheet.is_answered or not asks_since(self._sheet.question, self._sheet.given):
            self._say("Since when is asked of a yes about what happened.")
        elif self._sheet.baseline:
            self._asking_since = True
            self._show()
        else:
            await self._write(began_screen(self._sheet))

    @work(exclusive=True, group="answer")
    async def action_open(self) -> None:
        """Answer by choosing or writing."""
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

    def action_section(self, step: int) -> None:
        """Go to the section after or before."""
        sections = self._pack.checklist.sections
        self._go_to_section(sections[(sections.index(self._sheet.section) + step) % len(sections)])

    def action_nth_section(self, number: int) -> None:
        """Go to a section by its number."""
        sections = self._pack.checklist.sections
        if number < len(sections):
            self._go_to_section(sections[number])

    @work(exclusive=True, group="answer")
    async def action_sections(self) -> None:
        """Choose a section, seeing how far each is."""
        chosen = await self.app.push_screen_wait(sections_screen(self._sheet))
        found = next((section for section in self._pack.checklist.sections if section.id == chosen), None)
        if found:
            self._go_to_section(found)

    @work(exclusive=True, group="answer")
    async def action_find(self) -> None:
        """Find a question by its words."""
        found = await self.app.push_screen_wait(find_screen(self._sheet))
        if found:
            self._go_to(found)

    @work(exclusive=True, group="answer")
    async def action_prompts(self) -> None:
        """Read the prompts, and who can help."""
        contact = await self.app.push_screen_wait(PromptsScreen(self._pack, self._sheet.prompts))
        if contact:
            self.app.push_screen(ContactScreen(self._pack, self._pack.contact(contact), self._now()))

    def action_guide(self) -> None:
        """Open the guide at the statement that asks for this question."""
        self.app.push_screen(GuideScreen(self._pack, open_at=self._sheet.question.source))

    @work(exclusive=True, group="answer")
    async def action_check(self) -> None:
        """Check the answers; jump to one of them, or sign off."""
        self._problems = {problem.question: problem.says for problem in self._sheet.problems}
        wanted = await self.app.push_screen_wait(CheckScreen(self._sheet, at=self._back_to_check))
        self._back_to_check = ""
        if wanted == SIGN_OFF:
            self.dismiss(self._sheet.assessment())
        elif wanted:
            self._back_to_check = wanted
            self._go_to(question_in(wanted))
        else:
            self._show()

    def action_back(self) -> None:
        """Go back to the check that led here, or leave."""
        if self._back_to_check:
            self.action_check()
        else:
            self.dismiss(None)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show the question that is marked now."""
        event.stop()
        if event.row.id != self._sheet.question.id:
            self._go_to(event.row.id)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer by Enter."""
        event.stop()
        self.action_open()

    async def _write(self, screen: WritingScreen | DateScreen) -> None:
        """Have something written, with whether it is saved shown there too."""
        self._above = screen
        await self.app.push_screen_wait(screen)
        self._above = None
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
        self._asking_since = False
        self._says = "" if self._sheet.go_on() else "That was the last question: r checks and signs off."
        self._show()

    def _go_to(self, question: QuestionId) -> None:
        self._asking_since = False
        self._says = ""
        self._sheet.go_to(question)
        self._show()

    def _go_to_section(self, section: Section) -> None:
        self._asking_since = False
        self._says = ""
        self._sheet.go_to_section(section)
        self._show()

    def _say(self, sentence: str) -> None:
        self._says = sentence
        self._show()

    def _changed(self, draft: Draft) -> None:
        self.status = "saving"
        self.post_message(self.Changed(draft))

    def _show(self) -> None:
        sheet = self._sheet
        answered, applying = progress(sheet.standing)
        section = sheet.section
        number = self._pack.checklist.sections.index(section)
        self.query_one("#section", Static).update(
            f"{number} {section.title}: {section_state(section, sheet.standing)}", layout=False
        )
        self.query_one("#progress", Static).update(f"{answered} of {applying} answered", layout=False)
        rows = [question_row(sheet, question) for question in sheet.shown_in(section)]
        self.query_one(Rows).show(rows, at=sheet.question.id)
        says = detail(
            sheet,
            problem=self._problems.get(sheet.question.id, ""),
            says=self._says,
            asking_since=self._asking_since,
        )
        self.query_one("#detail", Static).update(says, layout=False)
        self.query_one("#prompts", Static).update(prompts_text(sheet), layout=False)
