"""Whether conditions of the pack hold: which questions are open, and what the rules that speak rest on."""

from collections.abc import Mapping

import msgspec

from content.case.model import Assessment
from content.pack.answers import SINCE_LAST, Answer
from content.pack.known_questions import CHANGED, LEVEL, moved
from content.pack.model import Checklist, Condition, ConditionSet, Question, QuestionId
from content.text import one_line


class ChecklistState(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers of one checklist come to: the questions that apply, and the answers that count."""

    open: frozenset[QuestionId]
    counted: Mapping[QuestionId, Answer]
    """Given answers to open questions; an answer whose question closed is kept elsewhere and does not count."""

    besides: Mapping[Condition, str]
    """The conditions that hold without being the answer itself, such as a lower level, each with what it rests on."""


def checklist_state(
    checklist: Checklist, answers: Mapping[QuestionId, Answer], before: Assessment | None = None
) -> ChecklistState:
    """What answers come to on a checklist.

    A question opens on the answers before it, and only on those that themselves apply.

    Args:
        checklist: Today's checklist.
        answers: Everything answered, whether it still applies or not.
        before: The assessment that this one follows.
    """
    now_open: set[QuestionId] = set()
    counted: dict[QuestionId, Answer] = {}
    besides: dict[Condition, str] = {}
    now = ChecklistState(open=frozenset(), counted=counted, besides=besides)
    for question in checklist.questions:
        if question.opens_when and not met(question.opens_when, now):
            continue
        now_open.add(question.id)
        answer = answers.get(question.id)
        if answer and answer.is_given:
            counted[question.id] = answer
            for how in _moves(question, answer, before):
                besides[Condition(question=question.id, is_=how)] = answer.value
    return ChecklistState(open=frozenset(now_open), counted=counted, besides=besides)


def met(when: ConditionSet, now: ChecklistState) -> Mapping[str, str]:
    """What the conditions that hold rest on, by question; empty where they do not hold together.

    A yes that is since the last assessment is another thing to rest on than one from earlier. A condition that is not
    the answer itself stands under its question and its own words: `judgement.level: lower than last time`.
    """
    rests = {condition: _rests_on(condition, now) for condition in when.conditions}
    if any(rests[condition] is None for condition in when.all):
        return {}
    if when.any and all(rests[condition] is None for condition in when.any):
        return {}
    return {_name(condition, now): rest for condition, rest in rests.items() if rest is not None}


def _moves(question: Question, answer: Answer, before: Assessment | None) -> tuple[str, ...]:
    """How an answer stands to the one in the assessment before."""
    earlier = before.answers.get(question.id) if before else None
    is_other = earlier is not None and earlier.is_given and one_line(earlier.value) != one_line(answer.value)
    found = (CHANGED,) if is_other else ()
    if question.id == LEVEL and before:
        ranks = {option.id: rank for rank, option in enumerate(question.options, start=1)}
        change = moved(ranks.get(answer.value, 0), before.level_rank)
        return (*found, change) if change else found
    return found


def _rests_on(condition: Condition, now: ChecklistState) -> str | None:
    if condition in now.besides:
        return now.besides[condition]
    answer = now.counted.get(condition.question)
    if answer is None or answer.value != condition.is_:
        return None
    return f"{answer.value}, {SINCE_LAST}" if answer.since == SINCE_LAST else answer.value


def _name(condition: Condition, now: ChecklistState) -> str:
    return f"{condition.question}: {condition.is_}" if condition in now.besides else condition.question
