"""Tests of what a rule can rest on beside an answer: what was not asked, dates, facts of the case, last time."""

import datetime as dt
from collections.abc import Mapping

import msgspec
import pytest

from content.assessment import answering
from content.assessment.case_facts import case_facts, with_facts
from content.assessment.conditions import checklist_state
from content.assessment.prompts import Prompt, met_prompts
from content.case.model import Assessment, Case, Draft
from content.pack.answers import EARLIER, SINCE_LAST, Since
from content.pack.model import Condition, ConditionSet, PromptRule, Urgency
from tests.builders import a_note, an_incident
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic

LATER = NOON + dt.timedelta(days=1)
MARAC_DAY = "support.marac-day"
REFERRED = {"start.relationship": "partner", "support.marac": "yes", MARAC_DAY: "2026-11-02"}


def is_(question: str, value: str, **more: object) -> Condition:
    return msgspec.convert({"question": question, "is": value, **more}, Condition)


def date(question: str, **days: int) -> Condition:
    return msgspec.convert({"question": question, **days}, Condition)


def a_rule(
    *conditions: Condition,
    unless: tuple[Condition, ...] = (),
    urgency: Urgency = "now",
    when_old: Urgency | None = None,
) -> PromptRule:
    when = ConditionSet(all=conditions, unless=unless)
    return PromptRule(id="rule", when=when, urgency=urgency, when_old=when_old, says="Act.", source="4.1")


def fired(
    rule: PromptRule, draft: Draft, case: Case | None = None, *, is_check: bool = False, today: dt.date = TODAY
) -> Prompt | None:
    """The rule's prompt for a draft, or None if it does not fire."""
    case, pack = case or an_empty_case(), classic()
    before = case.assessment(draft.follows)
    state = checklist_state(pack.checklist, draft.answers, before, today=today, is_check=is_check)
    facts = case_facts(case, draft, pack, today=today)
    return next(iter(met_prompts((rule,), with_facts(state, facts, before), facts=facts, before=before)), None)


def yes(draft: Draft, question: str, *, since: Since | None = None, last: str = "") -> Draft:
    draft = answered(draft, {question: "yes"})
    draft = answering.set_since(draft, question, since, now=NOON, by="sam")
    return answering.set_last(draft, question, last, now=NOON, by="sam")


NOT_ASKED = a_rule(is_("risk.threats", "not asked"))


def test_a_question_is_not_asked_once_a_later_section_has_an_answer_and_not_before() -> None:
    draft = answered(a_new_draft(), {"happening.pattern": "yes", "risk.history": "yes"})

    assert fired(NOT_ASKED, draft) is None
    assert fired(NOT_ASKED, answered(draft, {"digital.hacking": "no"})) is not None
    assert fired(NOT_ASKED, answered(draft, {"digital.hacking": "no", "risk.threats": "no"})) is None


def test_at_the_check_every_question_without_an_answer_is_not_asked() -> None:
    assert fired(NOT_ASKED, a_new_draft(), is_check=True) is not None
    assert fired(NOT_ASKED, answered(a_new_draft(), {"risk.threats": "not known"}), is_check=True) is None


def test_a_question_that_does_not_apply_or_waits_to_be_confirmed_is_not_called_not_asked() -> None:
    case, _ = signed_off(values={"risk.threats": "no"})

    assert fired(NOT_ASKED, a_new_draft(case), case, is_check=True) is None
    assert fired(a_rule(is_("victim.order-views", "not asked")), a_new_draft(), is_check=True) is None


@pytest.mark.parametrize(
    ("condition", "typed", "holds"),
    [
        (date(MARAC_DAY, last_days=7), "2026-11-17", True),
        (date(MARAC_DAY, last_days=7), "2026-11-16", False),
        (date(MARAC_DAY, last_days=7), "about Nov 2026", True),
        (date(MARAC_DAY, last_days=7), "2026-11-25", False),
        (date(MARAC_DAY, older_days=7), "2026-11-17", False),
        (date(MARAC_DAY, older_days=7), "2026-11-16", True),
        (date(MARAC_DAY, older_days=7), "Nov 2026", False),
        (date(MARAC_DAY, next_days=14), "2026-12-08", True),
        (date(MARAC_DAY, next_days=14), "2026-12-09", False),
        (date(MARAC_DAY, next_days=14), "2026-11-01", True),
        (date(MARAC_DAY, next_days=14), "not known", False),
    ],
)
def test_a_date_is_near_long_ago_or_about_to_come(condition: Condition, typed: str, *, holds: bool) -> None:
    draft = answered(a_new_draft(), {**REFERRED, MARAC_DAY: typed})

    assert (fired(a_rule(condition), draft) is not None) == holds


@pytest.mark.parametrize(
    ("condition", "level", "holds"),
    [
        ("lowest", "standard", True),
        ("lowest", "medium", False),
        ("highest", "high", True),
        ("highest", "medium", False),
        ("lowest", "not known", False),
    ],
)
def test_a_level_can_be_the_lowest_or_the_highest(condition: str, level: str, *, holds: bool) -> None:
    draft = answered(a_new_draft(), {"judgement.level": level})

    assert (fired(a_rule(is_("judgement.level", condition)), draft) is not None) == holds


def test_a_rule_does_not_fire_where_one_of_its_exceptions_holds() -> None:
    rule = a_rule(is_("risk.threats", "yes"), unless=(is_("support.referred", "yes"),))
    draft = answered(a_new_draft(), {"risk.threats": "yes"})

    assert fired(rule, draft) is not None
    assert fired(rule, answered(draft, {"support.referred": "yes"})) is None


def test_a_rule_can_rest_on_the_answer_of_last_time() -> None:
    case, _ = signed_off(values={"risk.threats": "yes"})
    rule = a_rule(is_("last.risk.threats", "yes"))

    assert fired(rule, a_new_draft(case), case) is not None
    assert fired(rule, answered(a_new_draft(), {"risk.threats": "yes"})) is None


@pytest.mark.parametrize(("since", "holds"), [(SINCE_LAST, True), (EARLIER, False), (None, False)])
def test_a_rule_can_ask_that_it_happened_since_the_last_assessment(since: Since | None, *, holds: bool) -> None:
    case, _ = signed_off()
    draft = yes(a_new_draft(case), "risk.threats", since=since)

    assert (fired(a_rule(is_("risk.threats", "yes", since="last")), draft, case) is not None) == holds


def test_an_incident_recorded_since_the_last_assessment_fires_a_rule() -> None:
    case, _ = signed_off()
    rule = a_rule(is_("incident", "since last time"))

    assert fired(rule, a_new_draft(case), case) is None
    assert fired(rule, a_new_draft(case), msgspec.structs.replace(case, incidents=(an_incident(at=LATER),))) is not None


@pytest.mark.parametrize(("day", "holds"), [("2026-12-22", False), ("2026-12-23", True), ("soon", False)])
def test_a_review_later_than_the_policy_of_the_level_fires_a_rule(day: str, *, holds: bool) -> None:
    draft = answered(a_new_draft(), {"judgement.level": "medium", "judgement.review-date": day})

    assert (fired(a_rule(is_("review", "later than policy")), draft) is not None) == holds


def test_safe_contact_is_doubtful_if_it_is_as_last_time_and_an_incident_came_since() -> None:
    case, _ = signed_off()
    with_incident = msgspec.structs.replace(case, incidents=(an_incident(at=LATER),))
    rule = a_rule(is_("contact", "doubtful"))
    same = answered(a_new_draft(case), {"start.safe-contact": ENOUGH["start.safe-contact"]})

    assert fired(rule, same, case) is None
    assert fired(rule, same, with_incident) is not None
    assert fired(rule, answered(same, {"start.safe-contact": "At work only"}), with_incident) is None


LOWER = {"judgement.level": "standard"}
SILENCE = a_rule(is_("level", "lower on silence alone"))


def lowered(values: Mapping[str, str] | None = None) -> tuple[Case, Draft]:
    case, _ = signed_off(values={"judgement.level": "high"})
    return case, answered(a_new_draft(case), {**LOWER, **(values or {})})


def test_a_level_falls_on_silence_alone_whatever_the_trigger() -> None:
    case, draft = lowered()
    incident = msgspec.structs.replace(case, incidents=(an_incident(at=LATER),))

    assert fired(SILENCE, draft, case) is not None
    assert fired(SILENCE, msgspec.structs.replace(draft, trigger="planned-review"), case) is not None
    assert fired(SILENCE, yes(draft, "happening.messages", since=EARLIER), case) is not None
    assert fired(SILENCE, yes(draft, "happening.messages", since=SINCE_LAST), case) is None
    assert fired(SILENCE, draft, incident) is None
    assert fired(SILENCE, answered(draft, {"judgement.level": "high"}), case) is None


OLD = a_rule(is_("risk.threats", "yes"), urgency="now", when_old="plan")


@pytest.mark.parametrize(
    ("since", "last", "urgency"),
    [
        (None, "", "now"),
        (EARLIER, "", "plan"),
        (SINCE_LAST, "", "now"),
        (None, "2025-11-23", "plan"),
        (None, "2025-11-24", "now"),
        (None, "2024", "plan"),
        (None, "a while ago", "now"),
        ("not known", "", "now"),
    ],
)
def test_age_lowers_the_urgency_and_never_silences_a_rule(since: Since | None, last: str, urgency: str) -> None:
    case, _ = signed_off()
    prompt = fired(OLD, yes(a_new_draft(case), "risk.threats", since=since, last=last), case)

    assert prompt is not None
    assert prompt.rule.urgency == urgency


@pytest.mark.parametrize("trigger", ["new-incident", "breach"])
def test_a_repeat_referral_is_due_after_a_trigger_or_a_yes_since_the_last_assessment(trigger: str) -> None:
    case, _ = signed_off(values=REFERRED)
    rule = a_rule(is_("marac", "repeat due"))
    noted = msgspec.structs.replace(case, notes=(a_note(at=LATER, trigger=trigger),))

    assert fired(rule, a_new_draft(case), case) is None
    assert fired(rule, a_new_draft(case), noted) is not None
    assert fired(rule, yes(a_new_draft(case), "happening.messages", since=SINCE_LAST), case) is not None
    assert fired(rule, yes(a_new_draft(case), "happening.messages", since=EARLIER), case) is None
    assert fired(rule, a_new_draft(case), noted, today=dt.date(2027, 11, 3)) is None


PLAIN = {"suspect.dispute": "yes", "judgement.view": "harassment", "judgement.level": "standard"}


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ({}, True),
        ({"suspect.fixated": "not known"}, True),
        ({"suspect.fixated": "yes"}, False),
        ({"suspect.obsessive": "yes"}, False),
        ({"judgement.level": "high"}, False),
        ({"judgement.view": "not-clear"}, False),
        ({"suspect.dispute": "not known"}, False),
    ],
)
def test_a_dispute_is_only_one_if_nothing_says_that_it_is_about_the_person(
    values: Mapping[str, str], *, holds: bool
) -> None:
    draft = answered(a_new_draft(), {**PLAIN, **values})

    assert (fired(a_rule(is_("dispute", "only")), draft) is not None) == holds


def test_a_rule_can_ask_whether_only_the_safety_questions_were_asked_last_time() -> None:
    case, done = signed_off()
    short: Assessment = msgspec.structs.replace(done, unfinished=True)
    rule = a_rule(is_("baseline", "safety first"))

    assert fired(rule, a_new_draft(case), case) is None
    assert fired(rule, a_new_draft(case), msgspec.structs.replace(case, assessments=(short,))) is not None
