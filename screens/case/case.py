"""One case: how to make contact safely, where the person stands, and how the risk has moved."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from content.assessment.answering import progress
from content.assessment.conditions import checklist_state
from content.case.model import Assessment, Case, Draft, corrected_by
from content.case.phrases import clock, day
from content.entries.disclosure import still_to_tell
from content.entries.form_drafts import FormDraftId
from content.pack.model import Pack
from content.records import standing_records
from content.review.comparison import concerns, victim_view_in_words, view_in_words
from content.review.overview import (
    contact_lines,
    incidents_line,
    judged_line,
    own_view_line,
    plan_line,
    repeat_line,
    untold_line,
)
from content.review.timeline import week_heading, week_lines
from content.text import one_line
from screens.case.assessment_view import view_assessment, view_draft
from screens.case.case_page import CasePage
from screens.case.disclosures import DisclosuresScreen
from screens.case.entries_page import listed_entries
from screens.case.requests import (
    Assess,
    CaseRequest,
    Compare,
    CorrectAssessment,
    ResumeForm,
    ShowChronology,
    ShowContact,
    ShowDisclosures,
)
from screens.widgets.columns import pad
from screens.widgets.rows import Row, Rows

DRAFT = "draft"
FORM_DRAFT = "form draft "
WEEK = "week "
ASIDE = "aside "
REPEAT = "repeat"
NOTE = "note "
DISCLOSURE = "disclosure "
UNTOLD = "untold "
FEW = 3
"""How many notes and disclosures the case shows itself; the chronology has all notes."""

NOTHING_TO_COMPARE = "There is nothing to compare yet: comparing takes two signed-off assessments."


class CaseScreen(CasePage):
    """Read a case; resume its draft, assess it again, record what happened, go to its plan and its chronology."""

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
            in_use: Who else is editing it, in a sentence; empty where nobody is.
        """
        super().__init__(case)
        self._pack = pack
        self._zone = zone
        self._today = today
        self._in_use = in_use
        self.place = f"{case.id}  {one_line(case.initials)}  {one_line(case.own_reference)}".rstrip()

    def compose_body(self) -> ComposeResult:
        """How to make contact safely, then the case over time."""
        yield Static(id="contact", markup=False)
        yield Static(id="stands", markup=False)
        yield Static(id="in-use", classes="says", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows()

    def on_mount(self) -> None:
        """Show what was given; a draft is offered first."""
        self.query_one(Rows).focus()
        self.say("")
        self.show_case()

    def show(self, case: Case, *, in_use: str = "") -> None:
        """Show another state of the case; an assessment signed off meanwhile is marked."""
        self._in_use = in_use
        is_new = case.latest != self._case.latest
        super().show(case, in_use=in_use)
        if is_new and case.latest:
            self.query_one(Rows).mark(case.latest.id)

    def show_case(self) -> None:
        """Show the case as it is now."""
        case, zone = self._case, self._zone
        self.query_one("#contact", Static).update("\n".join(contact_lines(case, zone)))
        self.query_one("#stands", Static).update("\n".join(self._stands()))
        self.tell("#in-use", self._in_use)
        self.query_one(Rows).show(case_rows(case, self._pack, zone, self._today))

    def action_compare(self) -> None:
        """Compare the marked assessment with the one before it."""
        if len(self._case.assessments) < 2:
            self.say(NOTHING_TO_COMPARE)
            return
        row = self.query_one(Rows).row
        self.request(Compare(row.id if row else ""))

    @on(Rows.Chosen)
    def _open(self, event: Rows.Chosen) -> None:
        event.stop()
        self.say("")
        case, wanted = self._case, event.row.id
        assessment = case.assessment(wanted)
        if assessment:
            self.app.push_screen(view_assessment(case, assessment, self._pack, self._zone))
        elif wanted == DRAFT and case.draft and self._in_use:
            self.app.push_screen(view_draft(case, case.draft, self._pack, self._zone))
        elif wanted.startswith(ASIDE):
            aside = case.kept_aside[int(wanted.removeprefix(ASIDE))]
            self.app.push_screen(view_draft(case, aside, self._pack, self._zone))
        else:
            self.request(self._request_for(wanted))

    def _request_for(self, row: str) -> CaseRequest:
        """What choosing a row requests."""
        if row == DRAFT:
            return Assess()
        if row.startswith(FORM_DRAFT):
            return self._resume(row.removeprefix(FORM_DRAFT))
        if row.startswith(WEEK):
            return ShowChronology(dt.date.fromisoformat(row.removeprefix(WEEK)))
        if row == REPEAT:
            return ShowContact("marac")
        if row.startswith((DISCLOSURE, UNTOLD)):
            return ShowDisclosures(row.partition(" ")[2])
        return ShowChronology()

    def _resume(self, wanted: FormDraftId) -> ResumeForm | CorrectAssessment:
        is_correction = any(each.id == wanted and each.kind == "correction" for each in self._case.form_drafts)
        return CorrectAssessment(wanted) if is_correction else ResumeForm(wanted)

    def _stands(self) -> list[str]:
        case, today = self._case, self._today
        lines = [judged_line(case, today, self._zone), own_view_line(case), incidents_line(case, today)]
        return [line for line in (*lines, plan_line(case, today)) if line]


def case_rows(case: Case, pack: Pack, zone: ZoneInfo, today: dt.date) -> list[Row]:
    """What waits first, then assessments, weeks, the latest disclosures and notes, then what was kept aside."""
    rows = list(_waiting_rows(case, pack, zone))
    if case.assessments:
        rows.append(
            Row(id="", text=f"{'Signed off':>11}  {'Level':<14} {'Own view':<12} Concerns  View", look="heading")
        )
        rows += [_assessment_row(case, each, zone) for each in reversed(case.assessments)]
    if case.incidents:
        rows.append(Row(id="", text=week_heading(case, today), look="heading"))
        rows += [
            Row(id=f"{WEEK}{line.monday.isoformat()}", text=line.text, look="quiet" if line.is_quiet else "")
            for line in week_lines(case, today, zone)
        ]
    rows += _disclosure_rows(case, zone)
    rows += _note_rows(case, zone)
    rows += _aside_rows(case, zone)
    return rows or [Row(id="", text="Nothing here yet: a starts the first assessment, i records an incident.")]


def _waiting_rows(case: Case, pack: Pack, zone: ZoneInfo) -> Iterator[Row]:
    if case.draft:
        yield Row(id=DRAFT, text=_draft_line(case, case.draft, pack, zone))
    for form_draft in case.form_drafts:
        said = next((one_line(text) for text in form_draft.typed.values() if text.strip()), "")
        who = f"{one_line(form_draft.by)}, {day(form_draft.at, zone)} {clock(form_draft.at, zone)[:5]}"
        text = f"Not recorded yet: {form_draft.kind} by {who}: {said}"
        yield Row(id=f"{FORM_DRAFT}{form_draft.id}", text=text, look="problem")
    repeat = repeat_line(case, zone)
    if repeat:
        yield Row(id=REPEAT, text=f"{repeat} [Enter: MARAC]", look="problem")
    for correction in still_to_tell(case.disclosures):
        text = f"{untold_line(case, correction, zone)} [Enter: disclosures]"
        yield Row(id=f"{UNTOLD}{correction.id}", text=text, look="problem")


def _assessment_row(case: Case, assessment: Assessment, zone: ZoneInfo) -> Row:
    correction = corrected_by(case, assessment)
    if correction:
        text = f"{day(assessment.signed_off, zone):>11}  CORRECTED by the one of {day(correction.signed_off, zone)}"
        return Row(id=assessment.id, text=f"{text}; was {assessment.level_name}", look="quiet")
    return Row(id=assessment.id, text=picture(assessment, zone))


def _disclosure_rows(case: Case, zone: ZoneInfo) -> Iterator[Row]:
    if not case.disclosures:
        return
    standing = {disclosure.id for disclosure in standing_records(case.disclosures)}
    listed = (each for each in listed_entries(case, DisclosuresScreen.KINDS) if each.entry.id in standing)
    latest = sorted(listed, key=lambda each: each.order(zone), reverse=True)
    yield Row(id="", text=f"Disclosures: {len(latest)}, latest first (D reads all)", look="heading")
    for disclosure in latest[:FEW]:
        row = disclosure.row(zone)
        yield Row(id=f"{DISCLOSURE}{row.id}", text=row.text, hang=row.hang, look=row.look)


def _note_rows(case: Case, zone: ZoneInfo) -> Iterator[Row]:
    if not case.notes:
        return
    latest = list(reversed(case.notes))[:FEW]
    more = len(case.notes) - len(latest)
    besides = f"; {more} earlier in the chronology" if more else ""
    yield Row(id="", text=f"Notes, latest first{besides}", look="heading")
    for note in latest:
        trigger = f"TRIGGER {one_line(note.trigger_name)}. " if note.trigger else ""
        words = f"{trigger}{one_line(note.text)} ({one_line(note.by)})"
        yield Row(id=f"{NOTE}{note.id}", text=f"{day(note.at, zone):>11}  {words}", hang=13)


def picture(assessment: Assessment, zone: ZoneInfo) -> str:
    """One assessment as a line of the picture over time: level, the person's own view, concerns, and what it is."""
    level = "#" * assessment.level_rank + "-" * (assessment.level_ranks - assessment.level_rank)
    own = victim_view_in_words(assessment).split(" than ")[0]
    return (
        f"{day(assessment.signed_off, zone):>11}  {pad(assessment.level_name, 8)} [{level}] "
        f"{pad(own, 12)} {concerns(assessment):>8}  {view_in_words(assessment)}"
    ).rstrip()


def _draft_line(case: Case, draft: Draft, pack: Pack, zone: ZoneInfo) -> str:
    answered, applying = progress(checklist_state(pack.checklist, draft.answers, case.baseline))
    kind = "Correction" if draft.corrects else "Reassessment" if draft.follows else "First assessment"
    why = f" ({draft.trigger_name.lower()})" if draft.trigger_name else ""
    return (
        f"Draft to resume: {kind}{why}, {answered} of {applying} answered, "
        f"last saved {day(draft.changed, zone)} {clock(draft.changed, zone)[:5]} by {one_line(draft.by)}"
    )


def _aside_rows(case: Case, zone: ZoneInfo) -> Iterator[Row]:
    for number, draft in enumerate(case.kept_aside):
        text = f"Kept aside: a draft by {one_line(draft.by)}, {day(draft.changed, zone)}, saved beside a newer one"
        yield Row(id=f"{ASIDE}{number}", text=text)
