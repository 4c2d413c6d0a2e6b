"""Prompts and questions that open only after others."""

import itertools

import pytest

from content.conditions import open_prompts, standing
from content.judgement import LEVEL, LOWERED
from content.packs import URGENCIES, PromptRule, Question, When
from tests.drafts import a_new_draft, answered, signed_off
from tests.packs import bexley

CHECKLIST = bexley().checklist


def meeting(when: When) -> dict[str, str]:
    """Answers that meet conditions, with those that open their questions first."""
    needed = [*when.all, *when.any[:1]]
    values: dict[str, str] = {}
    for condition in needed:
        question = CHECKLIST.question(condition.question)
        assert isinstance(question, Question)
        if question.opens_when:
            values |= meeting(question.opens_when)
        values[condition.question] = "standard" if condition.is_ == LOWERED else condition.is_
    return values


@pytest.mark.parametrize("rule", bexley().prompts, ids=lambda rule: rule.id)
def test_every_prompt_speaks_when_it_is_met_and_is_quiet_before_and_after(rule: PromptRule) -> None:
    case, before = signed_off(values={LEVEL: "high"})
    draft = a_new_draft(case)
    met = answered(draft, meeting(rule.when))
    unmet = answered(met, dict.fromkeys(meeting(rule.when), ""))

    spoken = [open_prompts(bexley().prompts, standing(CHECKLIST, each.answers, before)) for each in (draft, met, unmet)]

    assert rule not in spoken[0]
    assert rule in spoken[1]
    assert rule not in spoken[2]


def test_the_most_urgent_prompt_comes_first() -> None:
    yes = {question.id: "yes" for question in CHECKLIST.questions if question.kind in {"yes-no", "avoid"}}
    rules = tuple(reversed(bexley().prompts))
    prompts = open_prompts(rules, standing(CHECKLIST, answered(a_new_draft(), yes).answers))

    ranks = [URGENCIES.index(rule.urgency) for rule in prompts]

    assert len(set(ranks)) > 1
    assert all(one <= other for one, other in itertools.pairwise(ranks))


def test_a_question_opened_by_one_that_closed_closes_with_it() -> None:
    values = {"start.relationship": "partner", "support.marac": "no"}
    draft = answered(a_new_draft(), values)

    gone = standing(CHECKLIST, answered(draft, {"start.relationship": "stranger"}).answers)

    assert "support.marac" not in gone.open
    assert "support.marac" not in gone.counted
    assert "marac-not-done" not in {rule.id for rule in open_prompts(bexley().prompts, gone)}
