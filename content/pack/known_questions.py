"""The checklist questions that the program itself reads, and the special values of their conditions."""

from collections.abc import Mapping

from content.pack.answers import Answer
from content.pack.model import Condition, LevelId, QuestionId, QuestionKind

LEVEL: QuestionId = "judgement.level"
VIEW: QuestionId = "judgement.view"
RATIONALE: QuestionId = "judgement.rationale"
WHY_NOT_STALKING: QuestionId = "judgement.why-not-stalking"
WHY_LOWER: QuestionId = "judgement.why-lower"
VICTIM_VIEW: QuestionId = "judgement.victim-view"
VICTIM_VIEW_WHY: QuestionId = "judgement.victim-view-why"
WHY_BELOW_VIEW: QuestionId = "judgement.why-below-view"
REVIEW_DATE: QuestionId = "judgement.review-date"

SAFE_CONTACT: QuestionId = "start.safe-contact"
NEVER_CONTACT: QuestionId = "start.never-contact"

ASKED_EVERY_TIME: frozenset[QuestionId] = frozenset({SAFE_CONTACT, NEVER_CONTACT})
"""Questions that every reassessment asks again, even if they were answered before."""

MARAC: QuestionId = "support.marac"
"""Whether MARAC was dealt with, by a referral or by a reason why none is needed; not every pack has this question."""

MARAC_DAY: QuestionId = "support.marac-day"
"""The day of a referral to MARAC; packs before 2026.2 do not have this question."""

REQUIRED: Mapping[QuestionId, QuestionKind] = {
    LEVEL: "choice",
    RATIONALE: "text",
    VICTIM_VIEW: "choice",
    REVIEW_DATE: "date",
    WHY_NOT_STALKING: "text",
    WHY_LOWER: "text",
    WHY_BELOW_VIEW: "text",
}
"""Questions that must be answered before sign-off if they are open; a pack without one of them is invalid."""

KNOWN: Mapping[QuestionId, QuestionKind] = {
    **REQUIRED,
    VIEW: "choice",
    VICTIM_VIEW_WHY: "text",
    SAFE_CONTACT: "text",
    NEVER_CONTACT: "text",
}
"""Every question that the program itself reads and that a pack must have."""

LOWERED = "lower than last time"
"""A value of `is` in a condition on the level: the level is lower than in the previous assessment."""

RAISED = "higher than last time"
"""A value of `is` in a condition on the level: the level is higher than in the previous assessment."""

CHANGED = "not as last time"
"""A value of `is` in a condition on any question: its answer differs from the previous assessment."""

REPEAT_DUE = "repeat due"
"""A value of `is` in a prompt's condition on MARAC: an incident happened within 12 months of the last referral."""

DATE_PLACEHOLDER = "{date}"
"""The placeholder for the day of the last referral in the text of a repeat-referral prompt."""

IS_REPEAT_DUE = Condition(question=MARAC, is_=REPEAT_DUE)

TRIGGER: QuestionId = "trigger"
"""The pseudo-question of a prompt's condition on a trigger: one that started the reassessment or was noted since."""


def value(answers: Mapping[QuestionId, Answer], question: QuestionId) -> str:
    """The value of an answer; empty if the question was not asked."""
    answer = answers.get(question)
    return answer.value if answer else ""


def level(answers: Mapping[QuestionId, Answer]) -> LevelId:
    """The id of the judged level; empty if there is none yet."""
    return value(answers, LEVEL)


def level_change(rank: int, before: int) -> str:
    """Whether a level's rank rose or fell: `RAISED`, `LOWERED`, or empty if they are equal or one is missing (0)."""
    if not rank or not before or rank == before:
        return ""
    return LOWERED if rank < before else RAISED
