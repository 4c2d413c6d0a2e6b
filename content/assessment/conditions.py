"""Evaluation of the pack's conditions: which questions are open, and which values satisfied a rule."""

from collections.abc import Mapping

import msgspec

from content.case.model import Assessment
from content.pack.answers import SINCE_LAST, Answer
from content.pack.known_questions import CHANGED, LEVEL, level_change
from content.pack.model import Checklist, Condition, ConditionSet, Question, QuestionId
from content.text import one_line


class ChecklistState(msgspec.Struct, frozen=True, kw_only=True):
    """The evaluated state of a checklist: the open questions, the answers that count, and the derived conditions."""

    open: frozenset[QuestionId]
    counted: Mapping[QuestionId, Answer]
    """Given answers to open questions. The draft keeps the answer to a question that closed, but it does not count."""

    derived: Mapping[Condition, str]
    """Conditions that hold but do not compare an answer, such as a lower level, with the value each is based on."""


def checklist_state(
    checklist: Checklist, answers: Mapping[QuestionId, Answer], before: Assessment | None = None
) -> ChecklistState:
    """Evaluate answers against a checklist.

    Questions are evaluated in order. Whether one is open depends only on earlier questions that are open themselves.

    Args:
        checklist: The checklist.
        answers: All answers, including those to questions that are no longer open.
        before: The previous assessment.
    """
    now_open: set[QuestionId] = set()
    counted: dict[QuestionId, Answer] = {}
    derived: dict[Condition, str] = {}
    now = ChecklistState(open=frozenset(), counted=counted, derived=derived)
    for question in checklist.questions:
        if question.opens_when and not met(question.opens_when, now):
            continue
        now_open.add(question.id)
        answer = answers.get(question.id)
        if answer and answer.is_given:
            counted[question.id] = answer
            for how in _differences(question, answer, before):
                derived[Condition(question=question.id, is_=how)] = answer.value
    return ChecklistState(open=frozenset(now_open), counted=counted, derived=derived)


def met(when: ConditionSet, now: ChecklistState) -> Mapping[str, str]:
    """Evaluate a set of conditions, and return the values that satisfied it.

    The key is the question id, or question and condition for a derived condition, such as
    `judgement.level: lower than last time`. The value is the answer; a yes since the last assessment is
    `yes, since last assessment`, so that it differs from an earlier yes.

    Returns:
        The values of the conditions that hold; empty if the set as a whole does not hold.
    """
    values = {condition: _value(condition, now) for condition in when.conditions}
    if any(values[condition] is None for condition in when.all):
        return {}
    if when.any and all(values[condition] is None for condition in when.any):
        return {}
    return {_name(condition, now): value for condition, value in values.items() if value is not None}


def _differences(question: Question, answer: Answer, before: Assessment | None) -> tuple[str, ...]:
    """How an answer differs from the previous assessment's: `CHANGED`, and `LOWERED` or `RAISED` for the level."""
    earlier = before.answers.get(question.id) if before else None
    is_other = earlier is not None and earlier.is_given and one_line(earlier.value) != one_line(answer.value)
    found = (CHANGED,) if is_other else ()
    if question.id == LEVEL and before:
        ranks = {option.id: rank for rank, option in enumerate(question.options, start=1)}
        change = level_change(ranks.get(answer.value, 0), before.level_rank)
        return (*found, change) if change else found
    return found


def _value(condition: Condition, now: ChecklistState) -> str | None:
    if condition in now.derived:
        return now.derived[condition]
    answer = now.counted.get(condition.question)
    if answer is None or answer.value != condition.is_:
        return None
    return f"{answer.value}, {SINCE_LAST}" if answer.since == SINCE_LAST else answer.value


def _name(condition: Condition, now: ChecklistState) -> str:
    return f"{condition.question}: {condition.is_}" if condition in now.derived else condition.question
