"""One case: safe contact, the risk as judged, and what was recorded over time."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from content.case.model import Case
from content.case.open_prompts import open_prompts_of
from content.documents.case_document import (
    DISCLOSURE,
    DRAFT,
    FORM_DRAFT,
    KEPT_ASIDE,
    REPEAT,
    UNTOLD,
    WEEK,
    case_document,
    case_title,
)
from content.documents.document import Document, Section, split_anchor
from content.documents.open_prompts_section import OPEN_PROMPT
from content.entries.form_drafts import FormDraftId
from content.pack.model import Pack, PromptId
from content.text import one_line
from screens.case.assessment_view import ViewScreen, view_assessment, view_draft
from screens.case.case_page import CasePage
from screens.case.entries_page import DATE
from screens.case.requests import (
    Assess,
    CaseRequest,
    Compare,
    CorrectAssessment,
    PlanForPrompt,
    ReplyToPrompt,
    ResumeForm,
    ShowChronology,
    ShowContact,
    ShowDisclosures,
)
from screens.dialogs.choice import ChoiceScreen
from screens.widgets.columns import cut_lines
from screens.widgets.document_rows import RowStyle, document_rows, reading_rows, section_text
from screens.widgets.rows import Row, Rows

HINTS: Mapping[str, str] = {
    REPEAT: " [Enter: MARAC]",
    UNTOLD: " [Enter: disclosures]",
    "disclosures": " (D reads all)",
}
"""What the rows say about their keys."""

CONTACT = "contact"
"""The id of the row that opens safe contact in full, if the overview cuts it."""

WHOLE = "Safe contact, whole: Enter"
CUT = "... whole: Enter on the first line below"

LONGEST_CONTACT = 2
"""The lines of each sentence on contact in the overview, so that all of them and the level are in view."""

NOTHING_TO_COMPARE = "There is nothing to compare yet: comparing needs two finished assessments."


class CaseScreen(CasePage):
    """Read a case; resume its draft, reassess, record an entry, open its plan or its chronology."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "open", tooltip="Resume the draft, or read what is marked"),
        Binding("a", "request('assess')", "assess", tooltip="Start a reassessment, or the first assessment"),
        Binding("i", "request('incident')", "incident", tooltip="Record an incident, at any time"),
        Binding("p", "request('plan')", "plan", tooltip="The plan: who does what by when"),
        Binding("c", "request('chronology')", "chronology", tooltip="Everything that happened, on one line of time"),
        Binding("v", "compare", "compare", tooltip="Compare the marked assessment with the one before it"),
        Binding("T", "request('trigger')", "trigger", tooltip="Record a reason to reassess: the review comes forward"),
        Binding("t", "request('note')", "note", tooltip="Write a note on the case"),
        Binding("d", "request('disclosure')", "disclosure", tooltip="Record what was given to whom, as in a referral"),
        Binding("D", "request('disclosures')", "disclosures", show=False, tooltip="Every disclosure of the case"),
        Binding("x", "request('correct assessment')", "correct", show=False, tooltip="Correct the latest assessment"),
    ]

    def __init__(self, pack: Pack, case: Case, *, zone: ZoneInfo, today: dt.date, in_use: str = "") -> None:
        """Show a case.

        Args:
            pack: Today's pack.
            case: The case.
            zone: The pack's time zone.
            today: The day that its review is overdue against.
            in_use: Who else is editing it, in a sentence; empty if nobody is.
        """
        super().__init__(case)
        self._pack = pack
        self._zone = zone
        self._today = today
        self._in_use = in_use
        self._contact = Section()
        self.place = case_title(case)

    def compose_body(self) -> ComposeResult:
        """The overview, then the list."""
        yield Static(id="contact", markup=False)
        yield Static(id="stands", markup=False)
        yield Static(id="in-use", classes="says", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows()

    def on_mount(self) -> None:
        """Show the case; the first row is marked, which is the draft if there is one."""
        self.query_one(Rows).focus()
        self.say("")
        self.show_case()
        rows = self.query_one(Rows)
        rows.mark(next((row.id for row in rows.rows if row.id not in {"", CONTACT}), ""))

    def on_resize(self) -> None:
        """Cut the overview for the new width."""
        if self.is_open:
            self.show_case()

    def show(self, case: Case, *, in_use: str = "") -> None:
        """Show a newer state of the case, with an assessment signed off meanwhile marked."""
        self._in_use = in_use
        is_new = case.latest != self._case.latest
        super().show(case, in_use=in_use)
        if is_new and case.latest and self.is_open:
            self.query_one(Rows).mark(case.latest.id)

    def show_case(self) -> None:
        """Show the case as it is now."""
        document = case_document(self._case, self._pack, self._zone, self._today)
        contact = document.section("contact")
        text, is_cut = shortened(section_text(contact).splitlines(), self.room)
        self.query_one("#contact", Static).update(text)
        self._contact = contact
        self.query_one("#stands", Static).update(section_text(document.section("standing")))
        self.tell("#in-use", self._in_use)
        whole = [Row(id=CONTACT, text=WHOLE, look="heading")] if is_cut else []
        self.query_one(Rows).show([*whole, *case_rows(document)])

    def action_compare(self) -> None:
        """Compare the marked assessment with the one before it."""
        if len(self._case.finished) < 2:
            self.say(NOTHING_TO_COMPARE)
            return
        row = self.query_one(Rows).row
        self.request(Compare(row.id if row else ""))

    @on(Rows.Chosen)
    def _open(self, event: Rows.Chosen) -> None:
        event.stop()
        self.say("")
        case = self._case
        role, about = split_anchor(event.row.id)
        if role == OPEN_PROMPT:
            self._answer_prompt(about)
            return
        assessment = case.assessment(event.row.id)
        if role == CONTACT:
            rows = reading_rows([self._contact], RowStyle())
            self.app.push_screen(ViewScreen(f"{case.id}  Safe contact", rows))
        elif assessment:
            view = view_assessment(case, assessment, self._pack, self._zone, can_answer=True)
            self.app.push_screen(view, self._prompt_chosen)
        elif role == DRAFT and case.draft and self._in_use:
            self.app.push_screen(view_draft(case, case.draft, self._zone))
        elif role == KEPT_ASIDE:
            self.app.push_screen(view_draft(case, case.kept_aside[int(about)], self._zone))
        else:
            self.request(self._request_for(role, about))

    def _prompt_chosen(self, wanted: PromptId | None) -> None:
        if wanted:
            self._answer_prompt(wanted)

    @work(exclusive=True, group="prompt")
    async def _answer_prompt(self, wanted: PromptId) -> None:
        """Ask what to do about an open prompt, and request it."""
        prompt = next((each for each in open_prompts_of(self._case) if each.id == wanted), None)
        if prompt is None:
            return
        contact = next((rule.contact for rule in self._pack.prompts if rule.id == prompt.id), None)
        options = [("done", "It is done: say how"), ("not suitable", "It is not suitable here: say why")]
        if contact:
            options.append(("contact", f"Who can help: {self._pack.contact(contact).name}"))
        options.append(("plan", "Make an action of the plan from it"))
        question = f"{prompt.urgency.upper()}: {one_line(prompt.says)}"
        chosen = await self.app.push_screen_wait(ChoiceScreen(question, options, place="Open prompt"))
        if chosen == "contact" and contact:
            self.request(ShowContact(contact))
        elif chosen == "plan":
            self.request(PlanForPrompt(prompt.id, prompt.says))
        elif chosen == "done":
            self.request(ReplyToPrompt(prompt.id, "done", question))
        elif chosen == "not suitable":
            self.request(ReplyToPrompt(prompt.id, "not suitable", question))

    def _request_for(self, role: str, about: str) -> CaseRequest:
        """What choosing a row requests, by the anchor of its line."""
        if role == DRAFT:
            return Assess()
        if role == FORM_DRAFT:
            return self._resume(about)
        if role == WEEK:
            return ShowChronology(dt.date.fromisoformat(about))
        if role == REPEAT:
            return ShowContact("marac")
        if role in {DISCLOSURE, UNTOLD}:
            return ShowDisclosures(about)
        return ShowChronology()

    def _resume(self, wanted: FormDraftId) -> ResumeForm | CorrectAssessment:
        is_correction = any(each.id == wanted and each.kind == "correction" for each in self._case.form_drafts)
        return CorrectAssessment(wanted) if is_correction else ResumeForm(wanted)


def case_rows(document: Document) -> list[Row]:
    """The rows below the overview: what needs attention first, then what was recorded over time."""
    listed = [section for section in document.sections if section.name not in {"contact", "standing"}]
    rows = document_rows(listed, RowStyle(label=DATE, hints=HINTS))
    return rows or [Row(id="", text="Nothing here yet: a starts the first assessment, i records an incident.")]


def shortened(lines: Iterable[str], width: int) -> tuple[str, bool]:
    """Sentences of at most `LONGEST_CONTACT` lines each, and whether any was cut; a cut one says where the rest is.

    Args:
        lines: The sentences.
        width: The cells in a line.
    """
    shown: list[str] = []
    is_cut = False
    for line in lines:
        wrapped = [each.plain for each in Content(line).wrap(width)]
        if len(wrapped) > LONGEST_CONTACT:
            is_cut = True
            wrapped = cut_lines(wrapped, LONGEST_CONTACT, width, CUT)
        shown += wrapped
    return "\n".join(shown), is_cut
