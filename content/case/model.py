"""Cases: one person's matter, with all that was recorded of it and at most one draft."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal

from content.case.incidents import last_day, new_since
from content.case.notes import first_trigger
from content.case.plan import open_actions
from content.case.prompt_replies import Reply
from content.entries.disclosure import still_to_tell
from content.entries.form_drafts import FormDraft
from content.entries.registry import Entries, all_entries
from content.pack.answers import Answer
from content.pack.model import (
    Checklist,
    LevelId,
    Option,
    PromptId,
    Question,
    QuestionId,
    QuestionKind,
    SourceId,
    TriggerId,
    Urgency,
)
from content.records import Record, as_utc, correction_of, standing_records

CaseId = str
"""The case's reference: short, random, unambiguous to read aloud, such as `7K4Q-M2XT`."""

AssessmentId = str

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-]+")

MOST_INITIALS = 6
MOST_REFERENCE = 24


class QuestionSnapshot(Record, frozen=True, kw_only=True):
    """One question as it was worded when an assessment was signed off."""

    id: QuestionId
    section: str
    kind: QuestionKind
    text: str
    source: SourceId
    letter: Literal["F", "O", "U", "R"] | None = None
    points_to: Literal["stalking", "harassment", "risk"] | None = None
    options: tuple[Option, ...] = ()
    applied: bool = True
    """Whether it was still to be asked, going by the other answers, when the assessment was signed off."""


class PromptSnapshot(Record, frozen=True, kw_only=True):
    """A prompt that was open when an assessment was signed off."""

    id: PromptId
    urgency: Urgency
    says: str
    source: SourceId
    reply: Reply | None = None
    """What was said to it, where it was quieted."""


class Assessment(Record, frozen=True, kw_only=True):
    """One signed-off checklist; it never changes."""

    id: AssessmentId
    case: CaseId
    started: dt.datetime
    signed_off: dt.datetime
    by: str
    pack: str
    """Id and version of the pack it was made with."""

    edition: str
    """Edition of the checklist."""

    asked: tuple[QuestionSnapshot, ...]
    answers: Mapping[QuestionId, Answer]
    prompts: tuple[PromptSnapshot, ...] = ()
    follows: AssessmentId | None = None
    trigger: TriggerId | None = None
    trigger_name: str = ""
    """The trigger in words, as the pack had it then."""

    level: LevelId
    level_name: str
    level_rank: int
    """Its place among the pack's levels then, 1 the lowest."""

    level_ranks: int
    """How many levels the pack had then."""

    review_date: dt.date
    corrects: AssessmentId | None = None
    """The assessment that this one corrects and replaces."""

    why_corrected: str = ""


class Draft(Record, frozen=True, kw_only=True):
    """An assessment not yet signed off."""

    id: AssessmentId
    case: CaseId
    version: int = 0
    """Counted up by each save; a save against an older one is refused."""

    started: dt.datetime
    by: str
    changed: dt.datetime
    pack: str
    edition: str
    answers: Mapping[QuestionId, Answer] = {}
    """Only what was answered, confirmed or noted in this draft: what is carried forward stays in the baseline.

    A correction starts with what the assessment that it corrects says."""

    follows: AssessmentId | None = None
    replies: Mapping[PromptId, Reply] = {}
    """What was said to prompts in this draft."""

    trigger: TriggerId | None = None
    trigger_name: str = ""
    corrects: AssessmentId | None = None
    why_corrected: str = ""


class Case(Entries, frozen=True, kw_only=True):
    """One person's matter: its assessments, its draft and its entries."""

    id: CaseId
    initials: str = ""
    own_reference: str = ""
    """The organisation's own reference, such as a crime number."""

    created: dt.datetime
    by: str
    assessments: tuple[Assessment, ...] = ()
    """Oldest first."""

    draft: Draft | None = None
    kept_aside: tuple[Draft, ...] = ()
    """Drafts that lost a race with another session's save; kept, to be read."""

    form_drafts: tuple[FormDraft, ...] = ()
    """Forms that were begun and not recorded yet."""

    @property
    def recorded(self) -> tuple[tuple[Record, ...], ...]:
        """The assessments and the entries of each kind: each only grows, and nothing in it ever changes."""
        return (self.assessments, *(entries for _, entries in all_entries(self)))

    @property
    def latest(self) -> Assessment | None:
        """The assessment signed off last, which is what the case is judged by.

        Where that is a correction, it stands in the place of the one that it corrects: it is the baseline of the next
        reassessment, and its review date holds.
        """
        return self.assessments[-1] if self.assessments else None

    @property
    def assessed(self) -> dt.datetime | None:
        """When the person's situation was last assessed; nothing before the first sign-off.

        A correction corrects what was recorded then and looks at nothing that came after, so the sign-off of the
        assessment that it corrects counts: an incident or a trigger recorded between the two is not taken up by it.
        """
        found = self.latest
        seen: set[AssessmentId] = set()
        while found and found.corrects not in seen and (before := self.assessment(found.corrects)):
            seen.add(before.id)
            found = before
        return found.signed_off if found else None

    def assessment(self, wanted: AssessmentId | None) -> Assessment | None:
        """The signed-off assessment with this id."""
        return next((found for found in self.assessments if found.id == wanted), None)

    @property
    def baseline(self) -> Assessment | None:
        """The assessment that the draft follows."""
        return self.assessment(self.draft.follows) if self.draft else None


class CaseSummary(Record, frozen=True, kw_only=True, gc=False):
    """What lists show of a case: never a name."""

    id: CaseId
    initials: str
    own_reference: str
    created: dt.datetime
    assessments: int
    level_name: str = ""
    signed_off: dt.datetime | None = None
    review_date: dt.date | None = None
    draft_started: dt.datetime | None = None
    draft_changed: dt.datetime | None = None
    draft_by: str = ""
    incidents: int = 0
    """How many stand, corrected ones left out."""

    incidents_new: int = 0
    """How many of them no assessment has taken up."""

    last_incident: dt.date | None = None
    """The latest exact day of one."""

    action_due: dt.date | None = None
    """The earliest day that an open action is due by."""

    trigger_name: str = ""
    """The first trigger that was noted since the case was last assessed."""

    trigger_at: dt.datetime | None = None
    error_at: dt.datetime | None = None
    """When the first error was recorded whose recipient is still to be told of it."""


def corrected_by(case: Case, assessment: Assessment) -> Assessment | None:
    """The assessment that corrects this one, if there is one."""
    return correction_of(case.assessments, assessment.id)


def standing_assessments(case: Case) -> tuple[Assessment, ...]:
    """The assessments that no other corrects, oldest first: what the risk over time is told from."""
    return tuple(assessment for assessment in case.assessments if corrected_by(case, assessment) is None)


def summary(case: Case) -> CaseSummary:
    """What lists show of a case."""
    latest, draft, assessed = case.latest, case.draft, case.assessed
    still_open = open_actions(case.actions)
    trigger = first_trigger(case.notes, assessed)
    return CaseSummary(
        id=case.id,
        initials=case.initials,
        own_reference=case.own_reference,
        created=case.created,
        assessments=len(case.assessments),
        level_name=latest.level_name if latest else "",
        signed_off=latest.signed_off if latest else None,
        review_date=latest.review_date if latest else None,
        draft_started=draft.started if draft else None,
        draft_changed=draft.changed if draft else None,
        draft_by=draft.by if draft else "",
        incidents=len(standing_records(case.incidents)),
        incidents_new=len(new_since(case.incidents, assessed)),
        last_incident=last_day(case.incidents),
        action_due=still_open[0].due if still_open else None,
        trigger_name=(trigger.trigger_name or trigger.trigger or "") if trigger else "",
        trigger_at=trigger.at if trigger else None,
        error_at=min((each.at for each in still_to_tell(case.disclosures)), key=as_utc, default=None),
    )


def lacking_in_list(initials: str, own_reference: str) -> str:
    """Why a new case cannot be listed under what was typed, in a sentence; empty where it can."""
    if len(initials) > MOST_INITIALS:
        return f"Initials are at most {MOST_INITIALS} letters: a name does not belong in a list."
    if len(own_reference) > MOST_REFERENCE:
        return f"Your own reference is at most {MOST_REFERENCE} characters long."
    return ""


def symbols_of(typed: str) -> str:
    """The symbols that were meant, however they were read: any case, O for 0, I or L for 1, spaces or hyphens."""
    return _BETWEEN.sub("", typed).upper().translate(_READ_AS)


def read_case_id(typed: str) -> CaseId:
    """The case reference that was meant, however it was read; empty where it cannot be one."""
    symbols = symbols_of(typed)
    is_one = len(symbols) == 8 and set(symbols) <= set(SYMBOLS)
    return f"{symbols[:4]}-{symbols[4:]}" if is_one else ""


def new_case_id(random_bits: int) -> CaseId:
    """A case reference from 40 random bits: two groups of four symbols."""
    symbols = [SYMBOLS[random_bits >> shift & 31] for shift in range(35, -5, -5)]
    return "".join(symbols[:4]) + "-" + "".join(symbols[4:])


def snapshot_questions(checklist: Checklist, applies: frozenset[QuestionId]) -> tuple[QuestionSnapshot, ...]:
    """The questions of a checklist as they are worded now, for the record."""
    return tuple(
        _asked(question, section.title, applied=question.id in applies)
        for section in checklist.sections
        for question in section.questions
        if not question.retired
    )


def _asked(question: Question, section: str, *, applied: bool) -> QuestionSnapshot:
    return QuestionSnapshot(
        id=question.id,
        section=section,
        kind=question.kind,
        text=question.text,
        source=question.source,
        letter=question.letter,
        points_to=question.points_to,
        options=question.options,
        applied=applied,
    )
