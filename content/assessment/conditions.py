"""Evaluation of the pack's conditions: which questions are open, and which values satisfied a rule."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

import msgspec

from content.case.model import Assessment
from content.dates import parse_date, parse_review_date
from content.errors import DateError
from content.pack.answers import SINCE_LAST, Answer, takes
from content.pack.known_questions import (
    CHANGED,
    HIGHEST,
    LAST_TIME,
    LEVEL,
    LOWEST,
    NOT_ASKED,
    REVIEW_DATE,
    level_change,
    rank_now,
)
from content.pack.model import Checklist, Condition, ConditionSet, Question, QuestionId
from content.text import one_line


class ChecklistState(msgspec.Struct, frozen=True, kw_only=True):
    """The evaluated state of a checklist: the open questions, the answers that count, and the derived conditions."""

    open: frozenset[QuestionId]
    counted: Mapping[QuestionId, Answer]
    """Given answers to open questions. The draft keeps the answer to a question that closed, but it does not count."""

    derived: Mapping[Condition, str]
    """Conditions that hold but do not compare an answer, such as a lower level, with the value each is based on."""

    today: dt.date | None = None
    """The day that dates are compared with; without it, no condition on a date holds."""


def checklist_state(
    checklist: Checklist,
    answers: Mapping[QuestionId, Answer],
    before: Assessment | None = None,
    *,
    today: dt.date | None = None,
    is_check: bool = False,
    waiting: Collection[QuestionId] = (),
) -> ChecklistState:
    """Evaluate answers against a checklist.

    Questions are evaluated in order. Whether one is open depends only on earlier questions that are open themselves.

    Args:
        checklist: The checklist.
        answers: All answers, including those to questions that are no longer open.
        before: The previous assessment.
        today: The day that dates are compared with.
        is_check: Whether every open question without an answer counts as not asked. Otherwise only those do whose
            section was left: a question of a later section has an answer.
        waiting: The questions that have an answer in other words to be confirmed; they do not count as not asked.
    """
    now_open: set[QuestionId] = set()
    counted: dict[QuestionId, Answer] = {}
    derived: dict[Condition, str] = _last_time(before)
    now = ChecklistState(open=frozenset(), counted=counted, derived=derived, today=today)
    for question in checklist.questions:
        if question.opens_when and not met(question.opens_when, now):
            continue
        now_open.add(question.id)
        answer = answers.get(question.id)
        if answer and answer.is_given:
            counted[question.id] = answer
            for how in _differences(question, answer, before):
                derived[Condition(question=question.id, is_=how)] = answer.value
    for passed in _passed_over(checklist, now_open - set(waiting), counted, before, is_check=is_check):
        derived[Condition(question=passed, is_=NOT_ASKED)] = NOT_ASKED
    return ChecklistState(open=frozenset(now_open), counted=counted, derived=derived, today=today)


def met(when: ConditionSet, now: ChecklistState) -> Mapping[str, str]:
    """Evaluate a set of conditions, and return the values that satisfied it.

    The key is the question id, or question and condition for a derived condition, such as
    `judgement.level: lower than last time`. The value is the answer; a yes since the last assessment is
    `yes, since last assessment`, so that it differs from an earlier yes.

    Returns:
        The values of the conditions that hold; empty if the set as a whole does not hold.
    """
    values = {condition: condition_value(condition, now) for condition in when.conditions}
    if any(values[condition] is None for condition in when.all):
        return {}
    if when.any and all(values[condition] is None for condition in when.any):
        return {}
    if any(condition_value(condition, now) is not None for condition in when.unless):
        return {}
    return {_name(condition, now): value for condition, value in values.items() if value is not None}


def condition_value(condition: Condition, now: ChecklistState) -> str | None:
    """The value that satisfies a condition, or None if it does not hold."""
    if condition in now.derived:
        return now.derived[condition]
    answer = now.counted.get(condition.question)
    if answer is None:
        return None
    if condition.is_about_date:
        return answer.value if _is_date_met(condition, answer, now.today) else None
    if answer.value != condition.is_ or (condition.since and answer.since != SINCE_LAST):
        return None
    return f"{answer.value}, {SINCE_LAST}" if answer.since == SINCE_LAST else answer.value


def review_date(now: ChecklistState) -> dt.date | None:
    """The review date that was answered, or None if there is none or what was typed is no review date."""
    given = now.counted.get(REVIEW_DATE)
    if given is None or now.today is None:
        return None
    try:
        return parse_review_date(given.value, today=now.today)
    except DateError:
        return None


def is_longer_ago(typed: str, days: int, *, today: dt.date, answered: dt.date) -> bool:
    """Whether a typed date is certainly more than some days before today; an approximate one counts at its latest.

    Args:
        typed: The date as it was typed; other text gives False.
        days: How many days.
        today: The day to count back from.
        answered: The day on which it was typed.
    """
    try:
        date = parse_date(typed, today=answered)
    except DateError:
        return False
    return (today - date.last).days > days


def _is_date_met(condition: Condition, answer: Answer, today: dt.date | None) -> bool:
    if today is None:
        return False
    try:
        date = parse_date(answer.value, today=answer.at.date())
    except DateError:
        return False
    # An approximate date counts at its more dangerous end.
    if condition.last_days is not None:
        return 0 <= (today - min(date.last, today)).days <= condition.last_days and date.first <= today
    if condition.older_days is not None:
        return (today - date.last).days > condition.older_days
    return condition.next_days is not None and (date.first - today).days <= condition.next_days


def _last_time(before: Assessment | None) -> dict[Condition, str]:
    if before is None:
        return {}
    return {
        Condition(question=f"{LAST_TIME}{question}", is_=answer.value): answer.value
        for question, answer in before.answers.items()
        if answer.is_given
    }


def _passed_over(
    checklist: Checklist,
    now_open: set[QuestionId],
    counted: Mapping[QuestionId, Answer],
    before: Assessment | None,
    *,
    is_check: bool,
) -> Iterator[QuestionId]:
    """The open questions without an answer in a section that was left, except those that wait for confirmation."""
    carried = before.answers if before else {}
    is_left = is_check
    for section in reversed(checklist.sections):
        found = [question for question in section.questions if question.id in now_open]
        if is_left:
            yield from (
                each.id for each in found if each.id not in counted and not _is_carried(each, carried.get(each.id))
            )
        is_left = is_left or any(each.id in counted for each in found)


def _is_carried(question: Question, before: Answer | None) -> bool:
    """Whether an earlier answer can be confirmed; one that the question does not take any more cannot."""
    return before is not None and before.is_given and takes(question, before.value)


def _differences(question: Question, answer: Answer, before: Assessment | None) -> Iterator[str]:
    """How an answer differs from the previous assessment's, and whether a level is the pack's lowest or highest."""
    earlier = before.answers.get(question.id) if before else None
    if earlier is not None and earlier.is_given and one_line(earlier.value) != one_line(answer.value):
        yield CHANGED
    if question.id == LEVEL:
        ranks = {option.id: rank for rank, option in enumerate(question.options, start=1)}
        rank = ranks.get(answer.value, 0)
        if rank == 1:
            yield LOWEST
        if rank == len(ranks) and rank:
            yield HIGHEST
        change = (
            level_change(rank, rank_now(before.level, before.level_rank, before.level_ranks, ranks)) if before else ""
        )
        if change:
            yield change


def _name(condition: Condition, now: ChecklistState) -> str:
    return f"{condition.question}: {condition.is_}" if condition in now.derived else condition.question
