"""Cases: one person's matter, with its assessments, its records and at most one draft."""

import datetime as dt
from collections.abc import Mapping

from content.case.edition_move import EditionMove
from content.case.prompt_replies import Reply
from content.case.question_snapshot import QuestionSnapshot
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from content.entries.registry import Entries, all_entries
from content.pack.answers import Answer
from content.pack.model import PromptId, QuestionId, Urgency
from content.pack.pack_entry import SourceId
from content.pack.policy import LevelId, TriggerId
from content.records import Record, correction_of

AssessmentId = str


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

    pack_name: str = ""
    """The name of that pack, which says whose it is."""

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
    moves: tuple[EditionMove, ...] = ()
    """The moves of its draft to other editions of the pack, oldest first, with the answers given in other words."""

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
    pack_name: str = ""
    edition: str
    asked: tuple[QuestionSnapshot, ...] = ()
    """The questions in the words in which the draft asks them, so that a pack with other words is noticed."""

    answers: Mapping[QuestionId, Answer] = {}
    """Only what was answered, confirmed or noted in this draft; answers carried forward are read from the baseline.

    Each was given to the question as `asked` has it. A correction starts with the answers of the assessment that it
    corrects."""

    follows: AssessmentId | None = None
    replies: Mapping[PromptId, Reply] = {}
    """The replies to prompts made in this draft."""

    trigger: TriggerId | None = None
    trigger_name: str = ""
    corrects: AssessmentId | None = None
    why_corrected: str = ""
    moves: tuple[EditionMove, ...] = ()
    """Its moves to other editions of the pack, oldest first."""

    open_now: tuple[PromptId, ...] = ()
    """The prompts for now that were open when the draft was saved."""

    @property
    def now_open(self) -> bool:
        """Whether a prompt for now was open when the draft was saved."""
        return bool(self.open_now)


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
