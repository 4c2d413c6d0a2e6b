"""Settled history at a reassessment: last time's answers that may be confirmed together once they were read."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from content.assessment.answering import asked_in_other_words, asks_since, confirm, unconfirmed
from content.assessment.conditions import ChecklistState, condition_value
from content.case.model import Assessment, Draft
from content.pack.known_questions import INCIDENT_SINCE, TRIGGER
from content.pack.model import Checklist, Condition, PromptRule, Question, QuestionId


def settled(
    checklist: Checklist, now: ChecklistState, before: Assessment | None, touched: Iterable[QuestionId]
) -> tuple[Question, ...]:
    """The questions of settled history that wait for confirmation.

    A yes that needs a since when is not among them, nor an answer that later events may have changed, nor one that was
    given in other words.

    Args:
        checklist: The checklist; it marks the questions with `confirm_together`.
        now: The evaluated checklist of the draft.
        before: The assessment whose answers are confirmed.
        touched: The questions that events since then are about.
    """
    left = set(touched)
    return tuple(
        question
        for question in unconfirmed(checklist, now, before)
        if question.confirm_together
        and question.id not in left
        and not asked_in_other_words(before, question)
        and not (before and asks_since(question, before.answers.get(question.id)))
    )


def touched(checklist: Checklist, rules: Iterable[PromptRule], now: ChecklistState) -> frozenset[QuestionId]:
    """The questions that an incident or a trigger since last time is about.

    These are the questions that a rule names together with the event and, after an incident, every question that points
    to stalking, harassment or danger.

    Args:
        checklist: The checklist.
        rules: The pack's prompt rules.
        now: The evaluated checklist, with the facts of the case.
    """
    found = {
        condition.question
        for rule in rules
        if any(_happened(condition, now) for condition in rule.when.conditions)
        for condition in rule.when.conditions
    }
    if INCIDENT_SINCE in now.derived:
        found |= {question.id for question in checklist.questions if question.points_to}
    return frozenset(found)


def confirm_together(
    draft: Draft, before: Assessment, questions: Iterable[Question], *, now: dt.datetime, by: str
) -> Draft:
    """The draft with questions answered as last time, each marked as confirmed together with others."""
    for question in questions:
        draft = confirm(draft, before, question.id, now=now, by=by)
        answer = msgspec.structs.replace(draft.answers[question.id], together=True)
        draft = msgspec.structs.replace(draft, answers={**draft.answers, question.id: answer})
    return draft


def _happened(condition: Condition, now: ChecklistState) -> bool:
    is_event = condition.question == TRIGGER or condition == INCIDENT_SINCE
    return is_event and condition_value(condition, now) is not None
