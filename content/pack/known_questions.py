"""The checklist questions that the program itself reads, and the special values of their conditions."""

from collections.abc import Mapping

from content.pack.answers import Answer
from content.pack.model import Condition, QuestionId, QuestionKind
from content.pack.policy import LevelId

HOW_SPOKEN: QuestionId = "start.how-spoken"
LISTENING: QuestionId = "start.listening"
RING_BACK: QuestionId = "start.ring-back"
SAFE_TO_TALK: QuestionId = "start.safe-to-talk"
TIME: QuestionId = "start.time"
FEW_MINUTES = "minutes"
"""The answer to `TIME` that leads to the short path."""

DANGER_NOW: QuestionId = "start.danger-now"
SUSPECT_PLACE: QuestionId = "start.suspect-place"
IN_CUSTODY = "custody"
"""The answer to `SUSPECT_PLACE` that explains a silence."""

CHILDREN_PLACE: QuestionId = "start.children-place"
SAFE_CONTACT: QuestionId = "start.safe-contact"
NEVER_CONTACT: QuestionId = "start.never-contact"
RELATIONSHIP: QuestionId = "start.relationship"
REFERRAL: QuestionId = "start.referral"
REFERRAL_WHY: QuestionId = "start.referral-why"

LEVEL: QuestionId = "judgement.level"
VIEW: QuestionId = "judgement.view"
RATIONALE: QuestionId = "judgement.rationale"
WHY_NOT_STALKING: QuestionId = "judgement.why-not-stalking"
WHY_LOWER: QuestionId = "judgement.why-lower"
VICTIM_VIEW: QuestionId = "judgement.victim-view"
VICTIM_VIEW_WHY: QuestionId = "judgement.victim-view-why"
WHY_BELOW_VIEW: QuestionId = "judgement.why-below-view"
TONIGHT: QuestionId = "judgement.tonight"
NO_ACTIONS: QuestionId = "judgement.no-actions"
REVIEW_DATE: QuestionId = "judgement.review-date"

HARASSMENT = "harassment"
"""The answer to `VIEW` that this is harassment and not stalking."""

DISPUTE: QuestionId = "suspect.dispute"
FIXATED: QuestionId = "suspect.fixated"
OBSESSIVE: QuestionId = "suspect.obsessive"

ASKED_EVERY_TIME: frozenset[QuestionId] = frozenset({SAFE_CONTACT, NEVER_CONTACT})
"""Questions that every reassessment asks again, even if they were answered before."""

ALWAYS_ASKED_ANEW: frozenset[QuestionId] = frozenset(
    {
        HOW_SPOKEN,
        LISTENING,
        RING_BACK,
        SAFE_TO_TALK,
        TIME,
        DANGER_NOW,
        SUSPECT_PLACE,
        CHILDREN_PLACE,
        LEVEL,
        RATIONALE,
        TONIGHT,
        NO_ACTIONS,
        REVIEW_DATE,
    }
)
"""Questions about the here and now, the judgement and the plan: earlier answers to them cannot be confirmed."""

MARAC: QuestionId = "support.marac-referral"
"""What was decided on MARAC; not every pack has this question."""

REFERRED = "referred"
"""The answer to `MARAC` that a referral was made."""

MARAC_DAY: QuestionId = "support.marac-day"
"""The day of a referral to MARAC; packs before 2026.2 do not have this question."""

OLD_MARAC: QuestionId = "support.marac"
"""Whether MARAC was dealt with, in editions before 2026.3: a yes was a referral, or a reason why none was needed."""

REASONS: frozenset[QuestionId] = frozenset(
    {REFERRAL_WHY, RATIONALE, WHY_NOT_STALKING, WHY_LOWER, VICTIM_VIEW_WHY, WHY_BELOW_VIEW, TONIGHT, NO_ACTIONS}
)
"""Questions whose answers must be words; "not known" is no answer to them."""

REQUIRED: Mapping[QuestionId, QuestionKind] = {
    HOW_SPOKEN: "choice",
    LISTENING: "text",
    RING_BACK: "text",
    SAFE_TO_TALK: "yes-no",
    DANGER_NOW: "yes-no",
    SUSPECT_PLACE: "choice",
    CHILDREN_PLACE: "choice",
    SAFE_CONTACT: "text",
    NEVER_CONTACT: "text",
    REFERRAL: "choice",
    REFERRAL_WHY: "text",
    LEVEL: "choice",
    VIEW: "choice",
    WHY_NOT_STALKING: "text",
    RATIONALE: "text",
    WHY_LOWER: "text",
    VICTIM_VIEW: "choice",
    VICTIM_VIEW_WHY: "text",
    WHY_BELOW_VIEW: "text",
    REVIEW_DATE: "date",
}
"""Questions that must be answered before sign-off if they are open; a pack without one of them is invalid."""

ALSO_ON_SHORT_PATH: frozenset[QuestionId] = frozenset({RATIONALE, REFERRAL_WHY, WHY_LOWER})
"""What the short path needs beside the questions that the pack marks: the reasons of what is answered there."""

KNOWN: Mapping[QuestionId, QuestionKind] = {
    **REQUIRED,
    TIME: "choice",
    RELATIONSHIP: "choice",
    TONIGHT: "text",
    NO_ACTIONS: "text",
}
"""Every question that the program itself reads and that a pack must have."""

KNOWN_OPTIONS: tuple[tuple[QuestionId, str], ...] = ((TIME, FEW_MINUTES), (SUSPECT_PLACE, IN_CUSTODY))
"""Options of those questions that the program itself reads; MARAC may be missing, with its options."""

NOT_ASKED = "not asked"
"""A value of `is` in a condition: the question applies and has no answer, and its section was left or is checked."""

LOWERED = "lower than last time"
"""A value of `is` in a condition on the level: the level is lower than in the previous assessment."""

RAISED = "higher than last time"
"""A value of `is` in a condition on the level: the level is higher than in the previous assessment."""

LOWEST = "lowest"
HIGHEST = "highest"
"""Values of `is` in a condition on the level: it is the first, or the last, of the pack's levels."""

IS_LOWERED = Condition(question=LEVEL, is_=LOWERED)
IS_HIGHEST = Condition(question=LEVEL, is_=HIGHEST)

CHANGED = "not as last time"
"""A value of `is` in a condition on any question: its answer differs from the previous assessment."""

DATE_PLACEHOLDER = "{date}"
"""The placeholder for the day of the last referral in the text of a repeat-referral prompt."""

CONTACT_PLACEHOLDER = "{contact}"
"""The placeholder for the name and numbers of a prompt's contact."""

TRIGGER: QuestionId = "trigger"
"""The pseudo-question of a condition on a trigger: one that started the reassessment or was noted since."""

IS_REPEAT_DUE = Condition(question="marac", is_="repeat due")
"""Something happened within 12 months of the last referral to MARAC."""

INCIDENT_SINCE = Condition(question="incident", is_="since last time")
"""An incident was recorded since the last assessment."""

REVIEW_TOO_LATE = Condition(question="review", is_="later than policy")
"""The review date is later than the pack's policy for the level."""

CONTACT_DOUBTFUL = Condition(question="contact", is_="doubtful")
"""The safe ways of contact are as last time, and an incident was recorded since."""

LOWER_ON_SILENCE = Condition(question="level", is_="lower on silence alone")
"""The level is lower than last time, and nothing but silence is recorded since."""

AFTER_SAFETY_FIRST = Condition(question="baseline", is_="safety first")
"""The last assessment asked the questions of the short path only."""

WITHDRAWN = Condition(question="answers", is_="withdrawn")
"""Something that points to stalking or danger was yes when it was last known, and is now no."""

WITHDRAWN_PLACEHOLDER = "{withdrawn}"
"""The placeholder for the names of the withdrawn answers."""

DISPUTE_ONLY = Condition(question="dispute", is_="only")
"""A dispute and nothing more: the view is harassment, the suspect neither fixated nor obsessive, the level not high."""

FACTS: frozenset[Condition] = frozenset(
    {
        IS_REPEAT_DUE,
        INCIDENT_SINCE,
        REVIEW_TOO_LATE,
        CONTACT_DOUBTFUL,
        LOWER_ON_SILENCE,
        AFTER_SAFETY_FIRST,
        DISPUTE_ONLY,
        WITHDRAWN,
    }
)
"""The conditions of prompts on other facts than answers."""

LAST_TIME = "last."
"""What stands before a question's id in a condition on the answer of the last assessment."""


def value(answers: Mapping[QuestionId, Answer], question: QuestionId) -> str:
    """The value of an answer; empty if the question was not asked."""
    answer = answers.get(question)
    return answer.value if answer else ""


def level(answers: Mapping[QuestionId, Answer]) -> LevelId:
    """The id of the judged level; empty if there is none yet."""
    return value(answers, LEVEL)


def rank_now(level_then: LevelId, rank_then: int, ranks_then: int, ranks: Mapping[LevelId, int]) -> int:
    """The rank that an earlier level has among other levels, so that it can be compared with one of them.

    A level that is no longer among them stays the highest if it was; otherwise its place from the lowest counts.

    Args:
        level_then: The earlier level.
        rank_then: Its rank at that time, 1 for the lowest.
        ranks_then: The number of levels at that time.
        ranks: The ranks of the levels to compare with.
    """
    if level_then in ranks or not ranks:
        return ranks.get(level_then, rank_then)
    return len(ranks) if rank_then == ranks_then else min(rank_then, len(ranks))


def level_change(rank: int, before: int) -> str:
    """Whether a level's rank rose or fell: `RAISED`, `LOWERED`, or empty if they are equal or one is missing (0)."""
    if not rank or not before or rank == before:
        return ""
    return LOWERED if rank < before else RAISED
