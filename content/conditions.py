"""Whether conditions of the pack hold: which questions are open, and which prompts speak."""

from collections.abc import Mapping

import msgspec

from content.answers import Answer
from content.cases import Assessment
from content.judgement import LEVEL, LOWERED, RAISED, moved
from content.packs import URGENCIES, Checklist, Is, PromptRule, QuestionId, When


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers of one checklist come to: the questions that apply, and the answers that count."""

    open: frozenset[QuestionId]
    counted: Mapping[QuestionId, Answer]
    """Given answers to open questions; an answer whose question closed is kept elsewhere and does not count."""

    moved: str
    """How the level stands to the one before: lower, higher, or nothing to say."""


def standing(checklist: Checklist, answers: Mapping[QuestionId, Answer], before: Assessment | None = None) -> Standing:
    """What answers come to on a checklist.

    A question opens on the answers before it, and only on those that themselves apply.

    Args:
        checklist: Today's checklist.
        answers: Everything answered, whether it still applies or not.
        before: The assessment that this one follows.
    """
    now_open: set[QuestionId] = set()
    counted: dict[QuestionId, Answer] = {}
    change = ""
    for question in checklist.questions:
        if question.opens_when and not _holds(question.opens_when, counted, change):
            continue
        now_open.add(question.id)
        answer = answers.get(question.id)
        if answer and answer.is_given:
            counted[question.id] = answer
            if question.id == LEVEL:
                ranks = {option.id: rank for rank, option in enumerate(question.options, start=1)}
                change = moved(ranks.get(answer.value, 0), before.level_rank if before else 0)
    return Standing(open=frozenset(now_open), counted=counted, moved=change)


def open_prompts(rules: tuple[PromptRule, ...], now: Standing) -> tuple[PromptRule, ...]:
    """The prompts whose conditions the answers meet, most urgent first."""
    speaking = (rule for rule in rules if _holds(rule.when, now.counted, now.moved))
    return tuple(sorted(speaking, key=lambda rule: URGENCIES.index(rule.urgency)))


def _holds(when: When, counted: Mapping[QuestionId, Answer], change: str) -> bool:
    if not all(_is(condition, counted, change) for condition in when.all):
        return False
    return not when.any or any(_is(condition, counted, change) for condition in when.any)


def _is(condition: Is, counted: Mapping[QuestionId, Answer], change: str) -> bool:
    if condition.is_ in {LOWERED, RAISED}:
        return change == condition.is_
    answer = counted.get(condition.question)
    return answer is not None and answer.value == condition.is_
