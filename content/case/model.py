"""Cases: one person's matter, with its assessments, its records and at most one draft."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from content.case.prompt_replies import Reply
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from content.entries.registry import Entries, all_entries
from content.pack.answers import NO, NOT_SAFE, YES, Answer
from content.pack.model import Checklist, Direction, Option, PromptId, Question, QuestionId, QuestionKind, Urgency
from content.pack.pack_entry import SourceId
from content.pack.policy import LevelId, TriggerId
from content.records import Record, correction_of

AssessmentId = str


class QuestionSnapshot(Record, frozen=True, kw_only=True):
    """One question as it was worded when an assessment was signed off."""

    id: QuestionId
    section: str
    kind: QuestionKind
    text: str
    source: SourceId
    letter: Literal["F", "O", "U", "R"] | None = None
    points_to: Direction | Literal["risk"] | None = None
    """What a worse answer points to; assessments before edition 2026.3 have `risk` for danger."""

    worse_when: tuple[str, ...] = ()
    """The values that are worse, worst first; empty in assessments before edition 2026.3."""

    short: str = ""
    """The short form for lists, if the text is too long for them."""

    options: tuple[Option, ...] = ()
    applied: bool = True
    """Whether the question was open at sign-off, given the other answers."""

    @property
    def label(self) -> str:
        """The short form of the question, or else its text."""
        return self.short or self.text

    @property
    def worse_values(self) -> tuple[str, ...]:
        """The values that are worse, worst first.

        For a snapshot without `worse_when`, its kind and what it points to decide.
        """
        if self.worse_when:
            return self.worse_when
        if self.kind == "done":
            return (NO, NOT_SAFE)
        is_danger = self.points_to in {"stalking", "danger", "risk"}
        return (YES,) if self.kind == "avoid" or (self.kind == "yes-no" and is_danger) else ()


class PromptSnapshot(Record, frozen=True, kw_only=True):
    """A prompt as it was when an assessment was signed off."""

    id: PromptId
    urgency: Urgency
    says: str
    source: SourceId
    met: Mapping[str, str] = {}
    """The values that satisfied its conditions at sign-off; empty in assessments before edition 2026.3."""

    reply: Reply | None = None
    """The reply to the prompt, or None if there was none."""


class Assessment(Record, frozen=True, kw_only=True):
    """One signed-off checklist; it never changes."""

    id: AssessmentId
    case: CaseId
    started: dt.datetime
    signed_off: dt.datetime
    by: str
    pack: str
    """The id and version of the pack that the assessment was made with."""

    edition: str
    """The edition of the checklist."""

    asked: tuple[QuestionSnapshot, ...]
    answers: Mapping[QuestionId, Answer]
    prompts: tuple[PromptSnapshot, ...] = ()
    follows: AssessmentId | None = None
    trigger: TriggerId | None = None
    trigger_name: str = ""
    """The name of the trigger in the pack at that time."""

    level: LevelId
    level_name: str
    level_rank: int
    """The rank of the level in the pack at that time, 1 for the lowest."""

    level_ranks: int
    """The number of levels in the pack at that time."""

    review_date: dt.date
    corrects: AssessmentId | None = None
    """The assessment that this one corrects and replaces."""

    why_corrected: str = ""
    unfinished: bool = False
    """Whether it is "safety first, unfinished": ten questions only, never compared or counted as an assessment."""


class Draft(Record, frozen=True, kw_only=True):
    """An assessment not yet signed off."""

    id: AssessmentId
    case: CaseId
    version: int = 0
    """Incremented by each save, for optimistic concurrency: a save against an older version is refused."""

    started: dt.datetime
    by: str
    changed: dt.datetime
    pack: str
    edition: str
    answers: Mapping[QuestionId, Answer] = {}
    """Only what was answered, confirmed or noted in this draft; answers carried forward are read from the baseline.

    A correction starts with the answers of the assessment that it corrects."""

    follows: AssessmentId | None = None
    replies: Mapping[PromptId, Reply] = {}
    """The replies to prompts made in this draft."""

    trigger: TriggerId | None = None
    trigger_name: str = ""
    corrects: AssessmentId | None = None
    why_corrected: str = ""
    now_open: bool = False
    """Whether a NOW prompt was open when the draft was saved."""


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
    """Drafts whose save conflicted with another session's; they can be read."""

    form_drafts: tuple[FormDraft, ...] = ()
    """Autosaved forms that are not recorded yet."""

    @property
    def recorded(self) -> tuple[tuple[Record, ...], ...]:
        """The append-only records, by kind: records are added and never changed or removed."""
        return (self.assessments, *(entries for _, entries in all_entries(self)))

    @property
    def latest(self) -> Assessment | None:
        """The current assessment, which is the one signed off last; None before the first sign-off.

        If it is a correction, it replaces the assessment that it corrects: it is the baseline of the next reassessment,
        and its review date applies.
        """
        return self.assessments[-1] if self.assessments else None

    @property
    def assessed(self) -> dt.datetime | None:
        """When the person's situation was last assessed, or None before the first sign-off.

        A correction takes nothing into account that was recorded after the assessment that it corrects, so the sign-off
        of the original counts. An incident or trigger recorded between the two is still new.
        """
        chain = self.corrections(self.latest) if self.latest else ()
        return chain[-1].signed_off if chain else None

    def corrections(self, assessment: Assessment) -> tuple[Assessment, ...]:
        """An assessment, then those that it corrects, directly or through another correction."""
        chain = {assessment.id: assessment}
        found = self.assessment(assessment.corrects)
        while found and found.id not in chain:
            chain[found.id] = found
            found = self.assessment(found.corrects)
        return tuple(chain.values())

    @property
    def finished(self) -> tuple[Assessment, ...]:
        """The assessments that can be compared: all but those that are "safety first, unfinished"."""
        return tuple(assessment for assessment in self.assessments if not assessment.unfinished)

    def assessment(self, wanted: AssessmentId | None) -> Assessment | None:
        """The signed-off assessment with this id, or None."""
        return next((found for found in self.assessments if found.id == wanted), None)


def corrected_by(case: Case, assessment: Assessment) -> Assessment | None:
    """The assessment that corrects this one, or None."""
    return correction_of(case.assessments, assessment.id)


def current_assessments(case: Case) -> tuple[Assessment, ...]:
    """The assessments that no other corrects, oldest first; trends over time use only these."""
    return tuple(assessment for assessment in case.assessments if corrected_by(case, assessment) is None)


def snapshot_questions(checklist: Checklist, applies: frozenset[QuestionId]) -> tuple[QuestionSnapshot, ...]:
    """Snapshots of the checklist's questions as worded now, to store with an assessment."""
    return tuple(
        _snapshot(question, section.title, applied=question.id in applies)
        for section in checklist.sections
        for question in section.questions
        if not question.retired
    )


def _snapshot(question: Question, section: str, *, applied: bool) -> QuestionSnapshot:
    return QuestionSnapshot(
        id=question.id,
        section=section,
        kind=question.kind,
        text=question.text,
        source=question.source,
        letter=question.letter,
        points_to=question.points_to,
        worse_when=question.worse_when,
        short=question.short,
        options=question.options,
        applied=applied,
    )
