"""Cases: one person's matter, with its signed-off assessments and at most one draft."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from content.answers import Answer
from content.packs import (
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

CaseId = str
"""The case's reference: short, random, unambiguous to read aloud, such as `7K4Q-M2XT`."""

AssessmentId = str

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything that is remembered."""


class Asked(Record, frozen=True, kw_only=True):
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


class Prompted(Record, frozen=True, kw_only=True):
    """A prompt that was open when an assessment was signed off."""

    id: PromptId
    urgency: Urgency
    says: str
    source: SourceId


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

    asked: tuple[Asked, ...]
    answers: Mapping[QuestionId, Answer]
    prompts: tuple[Prompted, ...] = ()
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
    """Only what was answered, confirmed or noted in this draft: what is carried forward stays in the baseline."""

    follows: AssessmentId | None = None
    trigger: TriggerId | None = None
    trigger_name: str = ""


class Case(Record, frozen=True, kw_only=True):
    """One person's matter."""

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

    @property
    def latest(self) -> Assessment | None:
        """The assessment signed off last."""
        return self.assessments[-1] if self.assessments else None

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


def summary(case: Case) -> CaseSummary:
    """What lists show of a case."""
    latest, draft = case.latest, case.draft
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
    )


def new_case_id(random_bits: int) -> CaseId:
    """A case reference from 40 random bits: two groups of four symbols."""
    symbols = [SYMBOLS[random_bits >> shift & 31] for shift in range(35, -5, -5)]
    return "".join(symbols[:4]) + "-" + "".join(symbols[4:])


def asked_now(checklist: Checklist, applies: frozenset[QuestionId]) -> tuple[Asked, ...]:
    """The questions of a checklist as they are worded now, for the record."""
    return tuple(
        _asked(question, section.title, applied=question.id in applies)
        for section in checklist.sections
        for question in section.questions
        if not question.retired
    )


def _asked(question: Question, section: str, *, applied: bool) -> Asked:
    return Asked(
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
