"""One case: where it stands, and how its risk has moved."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from content.assessing import progress
from content.cases import Assessment, Case, Draft
from content.comparison import concerns, view_in_words
from content.conditions import standing
from content.judgement import NEVER_CONTACT, SAFE_CONTACT, value
from content.packs import Pack
from content.text import one_line
from content.wording import clock, day, review_in_words
from screens.compare import CompareScreen
from screens.view import view_assessment, view_draft
from screens.widgets.columns import pad
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows

DRAFT = "draft"
LONGEST_BAR = 20


class CaseScreen(Page[None]):
    """Read a case; resume its draft, assess it again, compare its assessments."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "open", tooltip="Resume the draft, or read the marked assessment"),
        Binding("a", "reassess", "assess again", tooltip="Start a reassessment, or the first assessment"),
        Binding("v", "compare", "compare", tooltip="Compare the marked assessment with the one before it"),
    ]

    @dataclass
    class Shown(Message):
        """The case came to the front, and wants to be up to date."""

        screen: "CaseScreen"

    @dataclass
    class Asked(Message):
        """The draft is to be resumed, or a new one started."""

        what: str
        screen: "CaseScreen"

    def __init__(self, pack: Pack, case: Case, *, zone: ZoneInfo, today: dt.date, in_use: str = "") -> None:
        """Show a case.

        Args:
            pack: Today's pack.
            case: The case.
            zone: The pack's time zone.
            today: The day that its review is overdue against.
            in_use: Who else is editing it, in a sentence; empty where nobody is.
        """
        super().__init__()
        self._pack = pack
        self._case = case
        self._zone = zone
        self._today = today
        self._in_use = in_use
        self.place = f"{case.id}  {one_line(case.initials)}  {one_line(case.own_reference)}".rstrip()

    @property
    def case(self) -> Case:
        """The case shown."""
        return self._case

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
        self.show(self._case, in_use=self._in_use)

    def on_screen_resume(self) -> None:
        """Ask for what changed meanwhile."""
        self.post_message(self.Shown(self))

    def show(self, case: Case, *, in_use: str = "") -> None:
        """Show another state of the case."""
        self._case, self._in_use = case, in_use
        self.query_one("#contact", Static).update(contact_line(case, self._zone))
        self.query_one("#stands", Static).update(self._stands())
        self._tell("#in-use", in_use)
        self.query_one(Rows).show(case_rows(case, self._pack, self._zone))

    def say(self, sentence: str) -> None:
        """Say one sentence."""
        self._tell("#says", sentence)

    def action_reassess(self) -> None:
        """Start an assessment, or go on with the draft there is."""
        self.post_message(self.Asked("resume" if self._case.draft else "start", self))

    def action_compare(self) -> None:
        """Compare the marked assessment with the one before it."""
        if len(self._case.assessments) < 2:
            self.say("There is nothing to compare yet: comparing takes two signed-off assessments.")
            return
        row = self.query_one(Rows).row
        self.app.push_screen(CompareScreen(self._case, self._zone, later=row.id if row else None))

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
        elif wanted == DRAFT:
            self.post_message(self.Asked("resume", self))
        else:
            aside = case.kept_aside[int(wanted)]
            self.app.push_screen(view_draft(case, aside, self._pack, self._zone))

    def _tell(self, where: str, sentence: str) -> None:
        says = self.query_one(where, Static)
        says.display = bool(sentence)
        says.update(sentence)

    def _stands(self) -> str:
        latest = self._case.latest
        if latest is None:
            return "Not assessed yet." if self._case.draft else "Not assessed yet: a starts the first assessment."
        review = review_in_words(latest.review_date, self._today)
        return f"Level {latest.level_name}, view {view_in_words(latest).lower()}; {review}."


def contact_line(case: Case, zone: ZoneInfo) -> str:
    """The safe ways of contact and when they were last confirmed, before anything else."""
    latest = case.latest
    if latest is None:
        return "Safe contact: not signed off yet; ask before using any number."
    safe = one_line(value(latest.answers, SAFE_CONTACT)) or "not asked"
    never = one_line(value(latest.answers, NEVER_CONTACT)) or "not asked"
    return f"Safe contact (as of {day(latest.signed_off, zone)}): {safe}. Never: {never}."


def case_rows(case: Case, pack: Pack, zone: ZoneInfo) -> list[Row]:
    """The draft first, then each assessment on one line, the latest first, then what was kept aside."""
    rows = [Row(id=DRAFT, text=_draft_line(case, case.draft, pack, zone))] if case.draft else []
    if case.assessments:
        rows.append(Row(id="", text="Risk over time, latest first", look="heading"))
        rows += [Row(id=each.id, text=picture(each, zone)) for each in reversed(case.assessments)]
    rows += _aside_rows(case, zone)
    return rows or [Row(id="", text="Nothing here yet: a starts the first assessment.")]


def picture(assessment: Assessment, zone: ZoneInfo) -> str:
    """One assessment as a line of the picture over time: level, view and concerns, in words and in marks."""
    level = "#" * assessment.level_rank + "-" * (assessment.level_ranks - assessment.level_rank)
    count = concerns(assessment)
    bar = "=" * min(count, LONGEST_BAR)
    return (
        f"{day(assessment.signed_off, zone):>11}  {pad(assessment.level_name, 8)} [{level}]  "
        f"{pad(view_in_words(assessment), 14)}  concerns {count:>2} {bar}"
    ).rstrip()


def _draft_line(case: Case, draft: Draft, pack: Pack, zone: ZoneInfo) -> str:
    answered, applying = progress(standing(pack.checklist, draft.answers, case.baseline))
    kind = "Reassessment" if draft.follows else "First assessment"
    why = f" ({draft.trigger_name.lower()})" if draft.trigger_name else ""
    return (
        f"Draft to resume: {kind}{why}, {answered} of {applying} answered, "
        f"last saved {day(draft.changed, zone)} {clock(draft.changed, zone)[:5]} by {one_line(draft.by)}"
    )


def _aside_rows(case: Case, zone: ZoneInfo) -> Iterator[Row]:
    for number, draft in enumerate(case.kept_aside):
        text = f"Kept aside: a draft by {one_line(draft.by)}, {day(draft.changed, zone)}, saved beside a newer one"
        yield Row(id=str(number), text=text)
