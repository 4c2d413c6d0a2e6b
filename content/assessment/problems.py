"""The problems that block the sign-off of a draft."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from content.assessment.answering import confirmed_against, is_on_path, unconfirmed
from content.assessment.conditions import review_date
from content.assessment.draft_state import DraftState, draft_state
from content.assessment.edition_moves import to_confirm, waiting
from content.case.baseline import baseline_of
from content.case.edition_move import SetAside
from content.case.model import Assessment, Case, Draft
from content.case.phrases import value_in_words_then
from content.case.plan import open_actions, unresolved
from content.dates import day_in_words, parse_review_date
from content.entries.action import Action, ActionId
from content.errors import DateError
from content.pack.answers import Answer
from content.pack.known_questions import (
    ASKED_EVERY_TIME,
    IS_HIGHEST,
    IS_LOWERED,
    LEVEL,
    LOWER_ON_SILENCE,
    NO_ACTIONS,
    REASONS,
    REQUIRED,
    REVIEW_DATE,
    TIME,
    TONIGHT,
    VICTIM_VIEW,
    rank_now,
)
from content.pack.model import Pack, PromptId, Question, QuestionId
from content.text import is_reason, one_line, says_something

NEEDS_A_CHOICE: frozenset[QuestionId] = frozenset({LEVEL, VICTIM_VIEW})
"""Required choices that cannot be answered "not known"."""

ProblemReason = Literal[
    "action not resolved",
    "not confirmed",
    "other words",
    "no such answer",
    "not asked again",
    "not answered",
    "not valid",
    "no action",
    "contradiction",
    "not asked before",
]

SILENCE = (
    "the level is lower although nothing was recorded since last time: review it by {day}, as for the level before"
)
TOO_FAR = "no level has a review as late as this: set {day} or earlier"
NEEDED = "needed to sign off, and not answered"
WORDS_NEEDED = "needed to sign off: a reason in a few words, and '{given}' gives none"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One problem that blocks sign-off, with the question, action or prompt at which to fix it."""

    question: QuestionId = ""
    """Empty if the problem is about an action or a prompt."""

    action: ActionId = ""
    prompt: PromptId = ""
    reason: ProblemReason
    says: str
    """What is wrong and how to resolve it; a front end may replace it by a sentence that names a key."""


def sign_off_state(draft: Draft, pack: Pack, case: Case, *, today: dt.date) -> DraftState:
    """Evaluate a draft for sign-off, where every open question without an answer counts as not asked."""
    return draft_state(draft, pack, case, today=today, is_check=True)


def problems(draft: Draft, pack: Pack, case: Case, *, today: dt.date) -> tuple[Problem, ...]:
    """The problems that block sign-off: actions still to be resolved, answers in checklist order, contradictions.

    Args:
        draft: The draft to be signed off.
        pack: The current pack.
        case: The case, for its actions and for the assessment that the draft follows.
        today: The day of the sign-off, in the pack's time zone.
    """
    return problems_of(sign_off_state(draft, pack, case, today=today), draft, pack, case, today=today)


def problems_of(at: DraftState, draft: Draft, pack: Pack, case: Case, *, today: dt.date) -> tuple[Problem, ...]:
    """The problems that block sign-off, for a state that was evaluated already; see `problems`."""
    questions = tuple(each for each in pack.checklist.questions if each.id in at.checklist.open)
    to_ask_again = to_confirm(draft, pack.checklist)
    if at.is_short:
        return (
            *_to_confirm_on_path(questions, at, draft, pack),
            *_short_path_problems([each for each in questions if each.id not in to_ask_again], at, today),
            *_lowered_in_minutes(at),
            *_contradictions(at),
        )
    before = confirmed_against(draft, case)
    in_other_words = waiting(draft)
    carried = {question.id for question in unconfirmed(pack.checklist, at.checklist, before)}
    found = [_unresolved(action) for action in unresolved(case.actions, draft.started)] if before else []
    for question in questions:
        if question.id in to_ask_again:
            found.append(_in_other_words(question, in_other_words[question.id]))
        elif question.id in carried:
            says = "carried from last time: confirm it, or change it"
            found.append(Problem(question=question.id, reason="not confirmed", says=says))
        else:
            found += _answer_problems(question, at, today, before)
    latest_review = _latest_review_on_silence(at, pack, baseline_of(case, draft.follows), today)
    found += _review_problems(at, latest_review, SILENCE)
    longest = max(level.review_days for level in pack.policy.levels)
    found += _review_problems(at, today + dt.timedelta(days=longest), TOO_FAR)
    found += _plan_problems(at, case)
    found += _contradictions(at)
    return tuple(found)


def _to_confirm_on_path(questions: Iterable[Question], at: DraftState, draft: Draft, pack: Pack) -> Iterator[Problem]:
    in_other_words, names = waiting(draft), to_confirm(draft, pack.checklist)
    for question in questions:
        if question.id in names and is_on_path(question, at.checklist):
            yield _in_other_words(question, in_other_words[question.id])


def _in_other_words(question: Question, aside: SetAside) -> Problem:
    """An answer that was given before the draft moved to an edition in which the question has other words."""
    if aside.why == "reworded":
        says = "answered when it was asked in other words: confirm it, or change it"
        return Problem(question=question.id, reason="other words", says=says)
    says = f"'{one_line(value_in_words_then(aside.asked, aside.answer.value))}' is no longer an answer: answer it again"
    return Problem(question=question.id, reason="no such answer", says=says)


def _short_path_problems(questions: Iterable[Question], at: DraftState, today: dt.date) -> Iterator[Problem]:
    """What the short path needs: its own questions, and the reasons for the answers to them."""
    for question in questions:
        if is_on_path(question, at.checklist):
            yield from _value_problems(question, at.checklist.counted.get(question.id), today, is_required=True)


def _unresolved(action: Action) -> Problem:
    what, owner = one_line(action.what), one_line(action.owner)
    return Problem(
        action=action.id,
        reason="action not resolved",
        says=f"{what} ({owner}, by {day_in_words(action.due)}): say if it is done, still needed, or no longer suitable",
    )


def _answer_problems(
    question: Question, at: DraftState, today: dt.date, before: Assessment | None
) -> Iterator[Problem]:
    given = at.checklist.counted.get(question.id)
    is_given = given is not None and given.value.strip() != ""
    if not is_given and before is not None and question.id in ASKED_EVERY_TIME:
        says = "must be asked again at each reassessment: no answer does not mean that it is safe"
        yield Problem(question=question.id, reason="not asked again", says=says)
    elif not is_given and before is not None and before.unfinished and question.id not in {NO_ACTIONS, TIME}:
        says = "last time there were only a few minutes: ask it now, or answer that it is not known"
        yield Problem(question=question.id, reason="not asked before", says=says)
    else:
        yield from _value_problems(question, given, today, is_required=_is_required(question, at))


def _is_required(question: Question, at: DraftState) -> bool:
    """Whether sign-off needs an answer; at the highest level, the plan for tonight needs one too."""
    is_high = IS_HIGHEST in at.checklist.derived
    return question.id in REQUIRED or (question.id == TONIGHT and is_high)


def _value_problems(
    question: Question, given: Answer | None, today: dt.date, *, is_required: bool
) -> Iterator[Problem]:
    """What is wrong with one answer."""
    if not is_required:
        return
    if given is None or not given.value.strip():
        yield Problem(question=question.id, reason="not answered", says=NEEDED)
    elif fault := _fault(question, given, today):
        yield Problem(question=question.id, reason="not valid", says=fault)


def _fault(question: Question, given: Answer, today: dt.date) -> str:
    """What is wrong with an answer that sign-off needs; empty if it is valid."""
    if question.id == REVIEW_DATE:
        try:
            parse_review_date(given.value, today=today)
        except DateError as error:
            return str(error)
    elif question.id in NEEDS_A_CHOICE and all(option.id != given.value for option in question.options):
        return "needed to sign off: choose one of the answers"
    elif question.id in REASONS and not is_reason(given.value):
        return WORDS_NEEDED.format(given=one_line(given.value))
    elif question.kind == "text" and not says_something(given.value):
        return f"needed to sign off: write it in words, or that it is not known; '{one_line(given.value)}' says neither"
    return ""


def _latest_review_on_silence(at: DraftState, pack: Pack, before: Assessment | None, today: dt.date) -> dt.date | None:
    """The latest review date if the level fell although nothing was recorded, by the policy of the earlier level."""
    if before is None or LOWER_ON_SILENCE not in at.checklist.derived:
        return None
    levels = pack.policy.levels
    ranks = {level.id: rank for rank, level in enumerate(levels, start=1)}
    level_before = levels[rank_now(before.level, before.level_rank, before.level_ranks, ranks) - 1]
    return today + dt.timedelta(days=level_before.review_days)


def _lowered_in_minutes(at: DraftState) -> Iterator[Problem]:
    if IS_LOWERED in at.checklist.derived:
        says = "a level is not lowered on ten questions: keep it, or ask the whole checklist"
        yield Problem(question=LEVEL, reason="not valid", says=says)


def _review_problems(at: DraftState, latest: dt.date | None, says: str) -> Iterator[Problem]:
    """The problem with a review date that is later than allowed, in words that name the latest day."""
    review = review_date(at.checklist)
    if latest is not None and review is not None and review > latest:
        yield Problem(question=REVIEW_DATE, reason="not valid", says=says.format(day=day_in_words(latest)))


def _plan_problems(at: DraftState, case: Case) -> Iterator[Problem]:
    given = at.checklist.counted.get(NO_ACTIONS)
    if NO_ACTIONS not in at.checklist.open or open_actions(case.actions) or (given and is_reason(given.value)):
        return
    says = "no action is open: add one to the plan, or say here in words why none is needed"
    yield Problem(question=NO_ACTIONS, reason="no action", says=says)


def _contradictions(at: DraftState) -> Iterator[Problem]:
    for prompt in at.prompts:
        if prompt.rule.explain and (prompt.reply is None or not is_reason(prompt.reply.why)):
            says = f"{one_line(prompt.says)} Reply to it in a sentence"
            yield Problem(prompt=prompt.rule.id, reason="contradiction", says=says)
