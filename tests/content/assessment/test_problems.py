"""Tests of what blocks sign-off on the shipped checklist: safety, words, a plan, contradictions, and the short path."""

import datetime as dt
from collections.abc import Mapping

import msgspec
import pytest

from content.assessment import answering, problems
from content.assessment.problems import Problem
from content.assessment.prompts import open_prompts, reply_to
from content.assessment.sign_off import sign_off
from content.case.model import Assessment, Case, Draft
from content.pack.known_questions import REASONS
from tests.builders import an_action, an_incident
from tests.drafts import NOON, TODAY, WHOLE, a_new_draft, an_empty_case, answered
from tests.packs import bexley

LATER = NOON + dt.timedelta(days=1)
WORDS = "He was arrested, and she has moved"

SAFETY = {
    name: WHOLE[name]
    for name in (
        "start.safe-to-talk",
        "start.danger-now",
        "start.suspect-place",
        "start.children-place",
        "start.safe-contact",
        "start.never-contact",
    )
}

SHORT = {
    **SAFETY,
    "start.time": "minutes",
    "start.relationship": "ex-partner",
    "start.referral": "made-consent",
    "judgement.level": "high",
    "judgement.rationale": WORDS,
    "judgement.tonight": "At her sister's, and he does not know where that is",
}
"""The fewest answers of the short path."""


def drafted(values: Mapping[str, str], case: Case | None = None) -> Draft:
    return answered(a_new_draft(case, pack=bexley()), values)


def found(draft: Draft, case: Case | None = None) -> tuple[Problem, ...]:
    return problems.problems(draft, bexley(), case or an_empty_case(), today=TODAY)


def blocking(draft: Draft, case: Case | None = None) -> list[str]:
    return [problem.question or problem.action or problem.prompt for problem in found(draft, case)]


def assessed(values: Mapping[str, str], case: Case | None = None) -> Case:
    """The case with one assessment more, every carried answer confirmed."""
    case = case or an_empty_case()
    draft = drafted(values, case)
    for question in answering.unconfirmed(
        bexley().checklist,
        problems.sign_off_state(draft, bexley(), case, today=TODAY).checklist,
        case.latest,
    ):
        draft = answering.confirm(draft, case.assessments[-1], question.id, now=NOON, by="sam")
    at = NOON + dt.timedelta(minutes=len(case.assessments))
    done = sign_off(draft, bexley(), case, now=at, today=TODAY, by="sam")
    return msgspec.structs.replace(case, assessments=(*case.assessments, done))


def latest(case: Case) -> Assessment:
    assert case.latest
    return case.latest


def explained(draft: Draft, rule: str, why: str, case: Case | None = None) -> Draft:
    """The draft with a reply to one of its prompts, as it stands at the check."""
    at = problems.sign_off_state(draft, bexley(), case or an_empty_case(), today=TODAY)
    prompt = next(each for each in at.prompts if each.rule.id == rule)
    return reply_to(draft, prompt, "explained", why, now=NOON, by="sam")


def test_a_first_assessment_can_be_signed_off_once_safety_level_reasons_and_plan_are_there() -> None:
    assert blocking(drafted(WHOLE)) == []


@pytest.mark.parametrize(
    "question", [each for each in WHOLE if each not in {"judgement.no-actions", "judgement.tonight"}]
)
def test_nothing_that_safety_needs_may_be_passed_over(question: str) -> None:
    without = {name: value for name, value in WHOLE.items() if name != question}

    assert question in blocking(drafted(without))


@pytest.mark.parametrize("question", ["start.danger-now", "start.suspect-place", "start.safe-contact"])
def test_a_question_of_fact_may_be_answered_not_known(question: str) -> None:
    assert question not in blocking(drafted({**WHOLE, question: "not known"}))


OPENS = {
    "start.referral-why": {"start.referral": "refused"},
    "judgement.why-not-stalking": {"judgement.view": "harassment"},
    "judgement.victim-view-why": {"judgement.victim-view": "lower"},
    "judgement.why-below-view": {"judgement.victim-view": "higher", "judgement.victim-view-why": WORDS},
}


@pytest.mark.parametrize("text", ["not known", ".", "   ", "x", "Not known.", "n/a", "1234", "- -", "None"])
@pytest.mark.parametrize("question", sorted(REASONS - {"judgement.why-lower", "judgement.tonight"}))
def test_a_reason_is_given_in_words(question: str, text: str) -> None:
    values = {**WHOLE, **OPENS.get(question, {})}

    assert question in blocking(drafted({**values, question: text}))
    assert question not in blocking(drafted({**values, question: WORDS}))


@pytest.mark.parametrize("text", [".", "x", "12"])
def test_a_text_of_fact_is_words_or_not_known(text: str) -> None:
    (problem,) = found(drafted({**WHOLE, "start.never-contact": text}))

    assert problem.question == "start.never-contact"
    assert text in problem.says


def test_safe_contact_can_be_a_telephone_number() -> None:
    assert blocking(drafted({**WHOLE, "start.safe-contact": "07700 900123"})) == []


@pytest.mark.parametrize("how", ["telephone", "online"])
def test_by_telephone_or_online_it_is_asked_who_listens_and_how_to_ring_back(how: str) -> None:
    draft = drafted({**WHOLE, "start.how-spoken": how})

    assert blocking(draft) == ["start.listening", "start.ring-back"]
    assert blocking(answered(draft, {"start.listening": "not known", "start.ring-back": "On her work phone"})) == []


def test_an_open_action_or_the_reason_why_none_is_needed_is_required() -> None:
    without = {name: value for name, value in WHOLE.items() if name != "judgement.no-actions"}
    planned = msgspec.structs.replace(an_empty_case(), actions=(an_action(),))

    assert blocking(drafted(without)) == ["judgement.no-actions"]
    assert blocking(drafted(without), planned) == []


FOUR = {f"suspect.{each}": "yes" for each in ("fixated", "obsessive", "unwanted", "repeated")}


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("four-not-stalking", {**FOUR, "judgement.view": "harassment", "judgement.why-not-stalking": WORDS}),
        ("level-lowest-with-danger", {"start.threat": "yes", "judgement.level": "standard"}),
        ("level-lowest-with-danger", {"start.weapon": "yes", "judgement.level": "standard"}),
        ("level-lowest-with-danger", {"happening.breaking-in": "yes", "judgement.level": "standard"}),
        ("fear-and-oppressed", {"victim.fear": "yes", "victim.oppressed": "yes"}),
        ("review-late", {"judgement.level": "high", "judgement.review-date": "2026-12-02"}),
    ],
)
def test_what_contradicts_itself_asks_for_a_sentence(rule: str, values: Mapping[str, str]) -> None:
    draft = drafted({**WHOLE, **values})

    assert blocking(draft) == [rule]
    assert blocking(explained(draft, rule, "ok")) == [rule]
    assert blocking(explained(draft, rule, WORDS)) == []
    for name in values.keys() - WHOLE.keys():
        assert rule not in blocking(answered(explained(draft, rule, WORDS), {name: ""}))


def test_a_contradiction_that_changes_asks_again() -> None:
    draft = drafted({**WHOLE, "start.threat": "yes", "judgement.level": "standard"})
    draft = explained(draft, "level-lowest-with-danger", WORDS)

    assert blocking(answered(draft, {"start.weapon": "yes"})) == ["level-lowest-with-danger"]


def test_safe_contact_confirmed_after_an_incident_asks_for_a_sentence() -> None:
    case = msgspec.structs.replace(assessed(WHOLE), incidents=(an_incident(at=LATER),))
    draft = drafted(WHOLE, case)

    assert blocking(draft, case) == ["contact-doubtful"]
    assert blocking(answered(draft, {"start.safe-contact": "At work only"}), case) == []


LOWER = {**WHOLE, "judgement.level": "standard", "judgement.why-lower": "No contact for three weeks"}


def test_a_level_that_falls_on_silence_is_named_and_reviewed_as_the_level_before_would_be() -> None:
    case = assessed({**WHOLE, "judgement.level": "high", "judgement.review-date": "2026-11-30"})
    draft = explained(
        drafted({**LOWER, "judgement.review-date": "2026-12-02"}, case), "level-lower-on-silence", WORDS, case
    )

    assert blocking(draft, case) == ["judgement.review-date"]
    assert "Tue 1 Dec 2026" in found(draft, case)[0].says
    assert blocking(answered(draft, {"judgement.review-date": "2026-12-01"}), case) == []


def test_a_level_that_falls_while_the_suspect_is_in_custody_does_not_fall_on_silence_alone() -> None:
    case = assessed({**WHOLE, "judgement.level": "high", "judgement.review-date": "2026-11-30"})
    draft = drafted({**LOWER, "start.suspect-place": "custody", "judgement.review-date": "2026-12-20"}, case)

    assert not {"level-lower-on-silence", "judgement.review-date"} & set(blocking(draft, case))


def test_the_short_path_needs_its_ten_questions_and_nothing_else() -> None:
    assert blocking(drafted(SHORT)) == []
    for question in SHORT.keys() - {"start.time"}:
        without = {name: value for name, value in SHORT.items() if name != question}
        assert blocking(drafted(without)) == [question]
    ten = [question.id for question in bexley().checklist.questions if question.short_path]
    assert len(ten) == 10


def test_a_contradiction_asks_for_a_sentence_on_the_short_path_too() -> None:
    draft = drafted({**SHORT, "start.danger-now": "yes", "judgement.level": "standard"})

    assert blocking(draft) == ["level-lowest-with-danger"]
    assert blocking(explained(draft, "level-lowest-with-danger", WORDS)) == []


def test_an_assessment_by_the_short_path_is_unfinished_and_reviewed_tomorrow_at_the_latest() -> None:
    done = latest(assessed(SHORT))

    assert done.unfinished
    assert done.review_date == TODAY + dt.timedelta(days=1)
    assert latest(assessed({**SHORT, "judgement.review-date": "2027-06-01"})).review_date == done.review_date
    assert latest(assessed({**SHORT, "judgement.review-date": "2026-11-24"})).review_date == TODAY
    assert not latest(assessed(WHOLE)).unfinished


def test_the_reassessment_of_an_unfinished_assessment_asks_the_rest() -> None:
    case = assessed(SHORT)
    draft = drafted(WHOLE, case)
    left = [problem.question for problem in found(draft, case) if problem.reason == "not asked before"]
    asked = {question.id for question in bexley().checklist.questions}

    assert {"risk.strangulation", "suspect.fixated", "victim.fear"} <= set(left)
    assert not set(left) & {"start.time", "judgement.no-actions"}
    assert set(left) <= asked
    known = answered(draft, {question: _some_answer(question) for question in left})
    assert [problem for problem in found(known, case) if problem.reason == "not asked before"] == []


def _some_answer(question: str) -> str:
    kind = next(each.kind for each in bexley().checklist.questions if each.id == question)
    return {"done": "not needed", "avoid": "no", "yes-no": "no"}.get(kind, "not known")


def test_an_unfinished_reassessment_does_not_hide_the_whole_assessment_before_it() -> None:
    case = assessed({**WHOLE, "start.threat": "yes", "judgement.level": "medium"})
    case = assessed({**SHORT, "judgement.rationale": WORDS}, case)
    draft = drafted({}, case)

    assert "start.threat" in [problem.question for problem in found(draft, case) if problem.reason == "not confirmed"]


def test_open_prompts_of_the_check_include_what_was_not_asked() -> None:
    at = problems.sign_off_state(drafted(WHOLE), bexley(), an_empty_case(), today=TODAY)
    named = {prompt.rule.id for prompt in open_prompts(at.prompts)}

    assert {"threat-not-asked", "weapon-not-asked", "strangulation-not-asked"} <= named


def assessed_over_time(*answers: str) -> Case:
    """A case with one assessment for each answer to whether the suspect was violent."""
    case = an_empty_case()
    for answer in answers:
        case = assessed({**WHOLE, "risk.violence": answer}, case)
    return case


@pytest.mark.parametrize(
    ("before", "now", "asks"),
    [
        (("yes",), "no", True),
        (("yes", "not known"), "no", True),
        (("yes",), "yes", False),
        (("yes",), "not known", False),
        (("no",), "no", False),
        ((), "no", False),
    ],
)
def test_a_danger_that_was_yes_and_is_now_no_asks_why_whatever_stood_in_between(
    before: tuple[str, ...], now: str, *, asks: bool
) -> None:
    case = assessed_over_time(*before)
    found_now = found(drafted({**WHOLE, "risk.violence": now}, case), case)

    named = [problem for problem in found_now if problem.prompt == "withdrawn"]
    assert bool(named) == asks
    assert all("Has the suspect been violent to anybody" in problem.says for problem in named)


@pytest.mark.parametrize(
    ("trigger", "values", "rule"),
    [
        ("breach", {"risk.breach": "no"}, "breach-denied"),
        ("threat-or-weapon", {"start.threat": "no", "start.weapon": "no", "risk.self-harm": "no"}, "threat-denied"),
        ("escalation", {"risk.escalation": "no"}, "escalation-denied"),
    ],
)
def test_a_trigger_that_the_answers_deny_asks_which_is_right(
    trigger: str, values: Mapping[str, str], rule: str
) -> None:
    case = assessed(WHOLE)
    draft = msgspec.structs.replace(drafted({**WHOLE, **values}, case), trigger=trigger)

    assert rule in blocking(draft, case)
    assert rule not in blocking(msgspec.structs.replace(draft, trigger="planned-review"), case)


@pytest.mark.parametrize(
    "values",
    [
        {"start.suspect-place": "here"},
        {"start.children-place": "alone-with-suspect"},
        {"support.safe-now": "no"},
    ],
)
def test_no_danger_now_beside_a_suspect_who_is_near_asks_how_that_can_be(values: Mapping[str, str]) -> None:
    assert "danger-no-but-near" in blocking(drafted({**WHOLE, **values}))
    assert "danger-no-but-near" in blocking(drafted({**SHORT, **values, "start.danger-now": "no"}))


def test_a_level_is_not_lowered_on_the_short_path() -> None:
    case = assessed({**SHORT, "judgement.level": "high"})

    lower = blocking(drafted({**SHORT, "judgement.level": "medium", "judgement.why-lower": WORDS}, case), case)
    assert "judgement.level" in lower
    assert "judgement.level" not in blocking(drafted({**SHORT, "judgement.level": "high"}, case), case)


def test_no_review_is_later_than_the_longest_interval_of_the_pack() -> None:
    late = (TODAY + dt.timedelta(days=85)).isoformat()
    draft = drafted({**WHOLE, "judgement.review-date": late})

    assert "judgement.review-date" in blocking(explained(draft, "review-late", WORDS))


def test_the_plan_for_tonight_is_needed_at_the_highest_level() -> None:
    without = {name: value for name, value in WHOLE.items() if name != "judgement.tonight"}
    soon = {"judgement.review-date": "2026-11-26"}

    assert "judgement.tonight" in blocking(drafted({**without, "judgement.level": "high", **soon}))
    assert "judgement.tonight" not in blocking(drafted(without))


@pytest.mark.parametrize(
    "text",
    [
        "tbc",
        "idk",
        "nil",
        "as above",
        "see notes",
        "ditto",
        "same as last time",
        "ok ok ok",
        "Low risk",
        "I don\u2019t know",
    ],
)
def test_a_phrase_that_says_nothing_is_no_reason(text: str) -> None:
    assert "judgement.rationale" in blocking(drafted({**WHOLE, "judgement.rationale": text}))
