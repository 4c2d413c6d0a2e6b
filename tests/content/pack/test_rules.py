"""The prompt rules of the shipped pack: each speaks where it should, and none of the dangers passes in silence."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.assessment.prompts import Prompt
from content.pack.answers import EARLIER, NOT_KNOWN, SINCE_LAST, YES, Since, allowed_values
from content.pack.known_questions import FEW_MINUTES, LEVEL, NOT_ASKED, TIME, TRIGGER, VIEW
from content.pack.model import PromptRule, Question
from tests.content.pack.situations import PACK, Situation, fires, nearest, prompts_in, with_, without

QUESTIONS = PACK.checklist.questions
DANGERS = tuple(question for question in QUESTIONS if question.points_to == "danger")
DUTIES = tuple(question for question in QUESTIONS if question.kind == "done")
TO_AVOID = tuple(question for question in QUESTIONS if question.kind == "avoid")


@pytest.mark.parametrize("rule", PACK.prompts, ids=lambda rule: rule.id)
def test_a_rule_speaks_where_its_conditions_hold_and_not_beside_it(rule: PromptRule) -> None:
    for chosen in rule.when.any or (None,):
        needed = (*rule.when.all, *([chosen] if chosen else []))
        here = nearest(rule, needed)

        assert fires(rule, here), f"{rule.id} is silent where {needed} hold"
        for condition in needed:
            assert not fires(rule, without(condition, here, rule)), f"{rule.id} speaks without {condition}"
        for condition in rule.when.unless:
            assert not fires(rule, with_(condition, here)), f"{rule.id} speaks in spite of {condition}"


def values_with_a_rule(question: Question) -> set[str]:
    return {
        condition.is_
        for rule in PACK.prompts
        for condition in rule.when.conditions
        if condition.question == question.id
    }


@pytest.mark.parametrize("question", DANGERS, ids=lambda question: question.id)
def test_every_danger_prompts_if_it_is_there_not_known_or_not_asked(question: Question) -> None:
    assert question.worse_when
    assert values_with_a_rule(question) >= {*question.worse_when, NOT_KNOWN, NOT_ASKED}


@pytest.mark.parametrize("question", DUTIES, ids=lambda question: question.id)
def test_every_duty_prompts_if_it_is_not_done_not_safe_or_not_asked(question: Question) -> None:
    assert values_with_a_rule(question) >= {"no", "not safe", NOT_ASKED}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("start.referral", {"will-be", "refused", "not-needed", "not-safe"}),
        ("support.marac-referral", {"not-yet", "not-safe", "not-high-risk"}),
        ("risk.view-changed", {"worse", "not-safe"}),
    ],
)
def test_what_is_not_settled_prompts(question: str, values: set[str]) -> None:
    asked = PACK.checklist.question(question)

    assert asked
    assert values_with_a_rule(asked) >= {*values, NOT_KNOWN, NOT_ASKED}


@pytest.mark.parametrize("question", TO_AVOID, ids=lambda question: question.id)
def test_what_must_not_happen_prompts_if_it_has_is_not_known_or_not_asked(question: Question) -> None:
    assert values_with_a_rule(question) >= {YES, NOT_KNOWN, NOT_ASKED}


@pytest.mark.parametrize("question", [*DANGERS, *DUTIES], ids=lambda question: question.id)
def test_each_answer_to_a_danger_or_a_duty_has_its_own_step(question: Question) -> None:
    for rule in PACK.prompts:
        if rule.explain:
            continue  # what contradicts itself is one step, whichever answers meet
        answers = {each.is_ for each in rule.when.conditions if each.question == question.id}
        if not any(each.question.startswith("last.") for each in rule.when.conditions):
            assert len(answers) <= 1, f"{rule.id} says the same of {answers}"


def test_no_two_rules_say_the_same() -> None:
    said = [rule.says for rule in PACK.prompts]

    assert len(set(said)) == len(said)


def test_every_trigger_but_the_planned_date_prompts() -> None:
    prompting = {
        condition.is_ for rule in PACK.prompts for condition in rule.when.conditions if condition.question == TRIGGER
    }

    assert prompting == {trigger.id for trigger in PACK.policy.triggers} - {"planned-review"}


SILENCING = {
    *(condition.question for rule in PACK.prompts for condition in rule.when.unless),
    *(LEVEL, VIEW, TIME, "suspect.dispute"),
}
CHOOSABLE = tuple(
    question
    for question in QUESTIONS
    if question.kind not in {"text", "date"} and (question in DANGERS or question.id in SILENCING)
)
ANSWERS = st.fixed_dictionaries(
    {question.id: st.sampled_from(("", *allowed_values(question))) for question in CHOOSABLE}
)
AGES: st.SearchStrategy[Mapping[str, Since | None]] = st.fixed_dictionaries(
    {question.id: st.sampled_from((None, SINCE_LAST, EARLIER)) for question in DANGERS}
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers=ANSWERS, ages=AGES)
def test_no_danger_passes_in_silence(answers: Mapping[str, str], ages: Mapping[str, Since | None]) -> None:
    values = {question: value for question, value in answers.items() if value}
    since = {question: age for question, age in ages.items() if age and values.get(question) == YES}

    found = prompts_in(Situation(values=values, since=since))

    for question in DANGERS:
        value = values.get(question.id, NOT_ASKED)
        if value == NOT_ASKED and values.get(TIME) == FEW_MINUTES and not question.short_path:
            assert "few-minutes" in {prompt.rule.id for prompt in found}
        elif value in {*question.worse_when, NOT_KNOWN, NOT_ASKED}:
            assert speaks_of(question, value, found, is_old=since.get(question.id) == EARLIER)


def speaks_of(question: Question, value: str, found: tuple[Prompt, ...], *, is_old: bool) -> bool:
    """Whether a prompt on this answer is urgent; a plan is enough for what is old."""
    key = f"{question.id}: {NOT_ASKED}" if value == NOT_ASKED else question.id
    return any(key in prompt.met and (is_old or prompt.rule.urgency != "plan") for prompt in found)


STRANGER = {
    "start.relationship": "stranger",
    "judgement.level": "high",
    "judgement.view": "stalking",
}


def ids_in(values: Mapping[str, str], *, since: Mapping[str, Since] | None = None) -> set[str]:
    return {prompt.rule.id for prompt in prompts_in(Situation(values=values, since=since or {}))}


def urgency_of(rule: str, values: Mapping[str, str], since: Mapping[str, Since]) -> str:
    found = prompts_in(Situation(values=values, since=since))
    return next(prompt.rule.urgency for prompt in found if prompt.rule.id == rule)


def test_high_risk_by_a_stranger_names_the_stalking_specialists_and_the_panel() -> None:
    found = prompts_in(Situation(values=STRANGER))

    said = {prompt.rule.id: prompt.says for prompt in found}
    assert "Paladin" in said["specialist-high"]
    assert "stalking team" in said["specialist-high"]
    assert "panel-high" in said
    assert "marac-high" not in said


def test_high_risk_by_an_ex_partner_names_the_stalking_specialists_and_marac() -> None:
    found = ids_in({**STRANGER, "start.relationship": "ex-partner"})

    assert {"specialist-high", "marac-high"} <= found
    assert "panel-high" not in found


def test_what_happened_long_ago_is_less_urgent_and_not_silent() -> None:
    then: Mapping[str, Since] = {"risk.strangulation": EARLIER, "happening.breaking-in": EARLIER}
    values = {"risk.strangulation": YES, "happening.breaking-in": YES}

    assert urgency_of("strangulation", values, then) == "before they leave"
    assert urgency_of("breaking-in", values, then) == "before they leave"
    assert urgency_of("strangulation", values, {}) == "now"


A_DISPUTE = {
    **{question.id: "no" for question in (*QUESTIONS,) if question.kind in {"yes-no", "done", "avoid"}},
    "start.safe-to-talk": YES,
    "support.safe-now": YES,
    "start.relationship": "neighbour",
    "start.suspect-place": "elsewhere",
    "start.children-place": "none",
    "happening.antisocial": YES,
    "suspect.unwanted": YES,
    "suspect.repeated": YES,
    "suspect.dispute": YES,
    "support.marac-referral": "not-high-risk",
    "judgement.level": "standard",
    "judgement.view": "harassment",
}
"""A dispute between neighbours, in which nothing was done yet."""

FOR_SPECIALISTS = {
    "other-routes",
    "panel-not-done",
    "solace-not-contacted",
    "order-not-explained",
    "order-views-missing",
    "prosecutor-not-informed",
    "device-check-missing",
    "marac-not-asked",
    "specialist-stalking",
    "specialist-high",
}


def test_a_plain_dispute_has_its_own_route_and_not_the_specialists_list() -> None:
    found = ids_in(A_DISPUTE)

    assert "dispute-route" in found
    assert found & FOR_SPECIALISTS == set()


def test_a_dispute_with_a_fixation_has_no_plain_route() -> None:
    found = ids_in({**A_DISPUTE, "suspect.fixated": YES, "judgement.view": "stalking"})

    assert "dispute-route" not in found
    assert {"other-routes", "solace-not-contacted", "specialist-stalking"} <= found


def test_what_is_settled_does_not_prompt() -> None:
    done = {
        **STRANGER,
        **{question.id: "not needed" for question in DUTIES},
        "support.other-routes": YES,
        "start.relationship": "ex-partner",
        "start.suspect-place": "custody",
        "start.referral": "made-consent",
        "support.marac-referral": "referred",
        "support.marac-day": "2026-11-20",
    }

    about = [rule for rule in ids_in(done) if rule.startswith(("marac", "specialist", "solace", "order", "panel"))]

    assert about == ["orders-not-asked"]
    assert ids_in(done) & {"not-referred", "referral-not-asked", "whereabouts-not-known", "suspect-here"} == set()
