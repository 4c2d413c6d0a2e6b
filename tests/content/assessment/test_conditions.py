"""Tests of condition evaluation: which questions are open, and which values satisfied a condition."""

from content.assessment.conditions import checklist_state, met
from content.assessment.prompts import met_prompts
from content.pack.known_questions import CHANGED, LEVEL, LOWERED
from content.pack.model import Condition, ConditionSet
from tests.drafts import a_new_draft, answered, signed_off
from tests.packs import classic

CHECKLIST = classic().checklist


def asks(question: str, is_: str) -> ConditionSet:
    return ConditionSet(all=(Condition(question=question, is_=is_),))


def test_a_question_opened_by_one_that_closed_closes_with_it() -> None:
    values = {"start.relationship": "partner", "support.marac": "no"}
    draft = answered(a_new_draft(), values)

    gone = checklist_state(CHECKLIST, answered(draft, {"start.relationship": "stranger"}).answers)

    assert "support.marac" not in gone.open
    assert "support.marac" not in gone.counted
    assert "marac-not-done" not in {prompt.rule.id for prompt in met_prompts(classic().prompts, gone)}


def test_an_answer_counts_as_changed_only_if_there_was_a_different_one() -> None:
    case, before = signed_off(values={"start.safe-contact": "By text", "start.relationship": "stranger"})
    draft = answered(a_new_draft(case), {"start.safe-contact": "Not at all", "start.how-long": "An hour"})
    again = answered(a_new_draft(case), {"start.safe-contact": " By  text\n", "start.relationship": "colleague"})

    now, same = (checklist_state(CHECKLIST, each.answers, before) for each in (draft, again))

    assert met(asks("start.safe-contact", CHANGED), now) == {"start.safe-contact: not as last time": "Not at all"}
    assert met(asks("start.how-long", CHANGED), now) == {}
    assert met(asks("start.relationship", CHANGED), now) == {}
    assert met(asks("start.safe-contact", CHANGED), same) == {}
    assert met(asks("start.relationship", CHANGED), same) == {"start.relationship: not as last time": "colleague"}
    assert checklist_state(CHECKLIST, draft.answers).derived == {}


def test_a_lower_level_condition_is_satisfied_by_the_new_level() -> None:
    case, before = signed_off(values={LEVEL: "high"})

    now = checklist_state(CHECKLIST, answered(a_new_draft(case), {LEVEL: "medium"}).answers, before)

    assert met(asks(LEVEL, LOWERED), now) == {"judgement.level: lower than last time": "medium"}


def test_a_condition_set_holds_if_all_or_any_of_its_conditions_hold() -> None:
    one, other, gone = (
        Condition(question="risk.threats", is_="yes"),
        Condition(question="victim.fear", is_="no"),
        asks("x", "y").all[0],
    )
    now = checklist_state(CHECKLIST, answered(a_new_draft(), {"risk.threats": "yes", "victim.fear": "no"}).answers)

    assert met(ConditionSet(all=(one, other)), now) == {"risk.threats": "yes", "victim.fear": "no"}
    assert met(ConditionSet(any=(one, gone)), now) == {"risk.threats": "yes"}
    assert met(ConditionSet(all=(one, gone)), now) == {}
    assert met(ConditionSet(all=(one,), any=(gone,)), now) == {}
