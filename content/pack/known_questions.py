"""The practitioner's judgement: the questions of the checklist that the product itself relies on."""

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

ANEW: frozenset[QuestionId] = frozenset({SAFE_CONTACT, NEVER_CONTACT})
"""What each reassessment asks anew, whether it was answered before or not."""

MARAC: QuestionId = "support.marac"
"""Whether MARAC was dealt with, by a referral or by saying why none is needed; a pack for elsewhere may not ask."""

MARAC_DAY: QuestionId = "support.marac-day"
"""The day of a referral to MARAC; packs before 2026.2 did not ask for it."""

REQUIRED: Mapping[QuestionId, QuestionKind] = {
    LEVEL: "choice",
    RATIONALE: "text",
    VICTIM_VIEW: "choice",
    REVIEW_DATE: "date",
    WHY_NOT_STALKING: "text",
    WHY_LOWER: "text",
    WHY_BELOW_VIEW: "text",
}
"""What sign-off needs an answer to, wherever it is open (design 6); a pack without one of them is refused."""

KNOWN: Mapping[QuestionId, QuestionKind] = {
    **REQUIRED,
    VIEW: "choice",
    VICTIM_VIEW_WHY: "text",
    SAFE_CONTACT: "text",
    NEVER_CONTACT: "text",
}
"""Every question that the product itself looks at."""

LOWERED = "lower than last time"
"""What `is` may say of the level besides its options."""

RAISED = "higher than last time"

CHANGED = "not as last time"
"""What `is` may say of any question: its answer differs from the one in the assessment before."""

REPEAT_DUE = "repeat due"
"""What `is` may say of MARAC in a prompt: something happened within twelve months of the last referral."""

DATE_MARK = "{date}"
"""Where a prompt on a repeat referral names the day of the last one."""

IS_REPEAT_DUE = Condition(question=MARAC, is_=REPEAT_DUE)

TRIGGER: QuestionId = "trigger"
"""What a prompt may ask besides questions: what the reassessment was started for, or was noted since the last."""


def value(answers: Mapping[QuestionId, Answer], question: QuestionId) -> str:
    """The value of an answer; empty where the question was not asked."""
    answer = answers.get(question)
    return answer.value if answer else ""


def level(answers: Mapping[QuestionId, Answer]) -> LevelId:
    """The level judged; empty where there is none yet."""
    return value(answers, LEVEL)


def moved(rank: int, before: int) -> str:
    """How a level stands to the one before, by rank; empty where they are the same or either is missing (0)."""
    if not rank or not before or rank == before:
        return ""
    return LOWERED if rank < before else RAISED
