"""Tests of prompts: each opens on its answers, closes with a reply, and reopens when the answers change."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.assessment import answering, sign_off
from content.assessment.case_facts import case_facts
from content.assessment.conditions import checklist_state
from content.assessment.draft_state import evaluate
from content.assessment.prompts import (
    Prompt,
    answered_prompts,
    met_prompts,
    open_prompts,
    reply_to,
    withdraw_reply,
)
from content.case.model import Assessment, Case, Draft
from content.case.prompt_replies import ReplyState
from content.pack.answers import EARLIER, NO, SINCE_LAST, YES, Since, allowed_values
from content.pack.known_questions import CHANGED, IS_REPEAT_DUE, LEVEL, LOWERED, MARAC_DAY, OLD_MARAC, TRIGGER
from content.pack.model import URGENCIES, Condition, PromptRule, Question
from tests.builders import a_note, an_incident
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic

PACK = classic()
CHECKLIST = PACK.checklist
LONDON = ZoneInfo("Europe/London")
HOUR = dt.timedelta(hours=1)
LATER = NOON + dt.timedelta(days=1)


def prompts(case: Case, draft: Draft) -> tuple[Prompt, ...]:
    before = case.assessment(draft.follows)
    facts = case_facts(case, draft, PACK, today=TODAY)
    return evaluate(draft, PACK, before, facts, today=TODAY).prompts


def found(case: Case, draft: Draft, rule: str) -> Prompt | None:
    return next((prompt for prompt in prompts(case, draft) if prompt.rule.id == rule), None)


def replied(case: Case, draft: Draft, rule: str, state: ReplyState = "done", why: str = "") -> Draft:
    prompt = found(case, draft, rule)
    assert prompt
    return reply_to(draft, prompt, state, why, now=NOON, by="sam")


def is_open(case: Case, draft: Draft, rule: str) -> bool:
    return rule in {prompt.rule.id for prompt in open_prompts(prompts(case, draft))}


def is_answered(case: Case, draft: Draft, rule: str) -> bool:
    return rule in {prompt.rule.id for prompt in answered_prompts(prompts(case, draft))}


class Wanted(msgspec.Struct, kw_only=True):
    """What makes a rule's conditions hold: previous answers, current answers, and facts of the case."""

    before: dict[str, str] = {}
    today: dict[str, str] = {}
    triggers: list[str] = []
    is_repeat: bool = False


def add(condition: Condition, wanted: Wanted, text: str) -> None:
    """Add to `wanted` what makes a condition hold."""
    question = CHECKLIST.question(condition.question)
    if condition.question == TRIGGER:
        wanted.triggers.append(condition.is_)
        return
    if condition == IS_REPEAT_DUE:
        wanted.before |= {"start.relationship": "ex-partner", OLD_MARAC: YES, MARAC_DAY: "2026-11-24"}
        wanted.is_repeat = True
        return
    assert question
    for opening in [*question.opens_when.all, *question.opens_when.any[:1]] if question.opens_when else ():
        add(opening, wanted, text)
    if condition.is_ == LOWERED:
        wanted.before[LEVEL], wanted.today[LEVEL] = "high", "standard"
    elif condition.is_ == CHANGED:
        wanted.before[question.id], wanted.today[question.id] = "Before", f"Now {text}"
    else:
        wanted.today[question.id] = condition.is_


@st.composite
def cases_for(draw: st.DrawFn, rule: PromptRule) -> tuple[Case, Draft]:
    """Generate a case and draft for which a rule's conditions hold, with other answers added."""
    wanted = Wanted()
    needed = [*rule.when.all, *([draw(st.sampled_from(rule.when.any))] if rule.when.any else [])]
    for condition in needed:
        add(condition, wanted, draw(st.text("abc ", max_size=5)))
    others = [each for each in CHECKLIST.questions if each.id not in wanted.today and not each.id.startswith("start.")]
    for question in draw(st.lists(st.sampled_from(others), max_size=5, unique_by=lambda each: each.id)):
        wanted.today[question.id] = draw(st.sampled_from(allowed_values(question)))
    case, _ = signed_off(values=wanted.before)
    by_note = draw(st.booleans())
    notes = tuple(a_note(id=each, at=LATER, trigger=each) for each in wanted.triggers if by_note)
    incidents = (an_incident("2026-11-25", at=LATER),) if wanted.is_repeat else ()
    case = msgspec.structs.replace(case, notes=notes, incidents=incidents)
    trigger = PACK.trigger(wanted.triggers[0]) if wanted.triggers and not by_note else None
    draft = answering.start_draft(case, PACK, draft_id="draft-1", now=LATER, by="sam", trigger=trigger)
    return case, answered(draft, wanted.today)


def changes(case: Case, draft: Draft, rule: PromptRule) -> tuple[Case, Draft]:
    """The same case and draft with one of the values changed that the rule's conditions depend on."""
    name = next(iter(found(case, draft, rule.id).met))  # type: ignore[union-attr] # the prompt is open
    if name.startswith((TRIGGER, "marac: ")):
        more = a_note(id="more", at=LATER, trigger=name.removeprefix(f"{TRIGGER}: "))
        again = an_incident("2026-11-26", id="more", at=LATER)
        return msgspec.structs.replace(case, notes=(*case.notes, more), incidents=(*case.incidents, again)), draft
    return case, answered(draft, {name.split(": ")[0]: ""})


@pytest.mark.parametrize("rule", PACK.prompts, ids=lambda rule: rule.id)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_prompt_of_the_pack_can_open_and_can_be_answered(rule: PromptRule, data: st.DataObject) -> None:
    case, draft = data.draw(cases_for(rule))
    state: ReplyState = data.draw(st.sampled_from(["done", "not suitable"]))

    answering = replied(case, draft, rule.id, state, "He is in custody")

    assert not is_open(*signed_and_new(), rule.id)
    assert is_open(case, draft, rule.id)
    assert "{" not in found(case, draft, rule.id).says  # type: ignore[union-attr] # it is open, as asserted above
    assert is_answered(case, answering, rule.id)
    assert not is_answered(*changes(case, answering, rule), rule.id)
    assert is_open(case, withdraw_reply(answering, rule.id, now=NOON), rule.id)


def signed_and_new() -> tuple[Case, Draft]:
    case, _ = signed_off()
    return case, a_new_draft(case)


ASKED = st.sampled_from(
    [each for each in CHECKLIST.questions if each.id in {"digital.hacking", "happening.monitoring"}]
)
ACTS = st.lists(
    st.tuples(
        st.one_of(ASKED, st.sampled_from(CHECKLIST.questions)),
        st.integers(0, 2),
        st.sampled_from([None, EARLIER, SINCE_LAST]),
    ),
    max_size=15,
)


@given(ACTS, st.integers(0, 14))
@settings(max_examples=60, deadline=None)
def test_a_reply_is_valid_exactly_while_its_answers_are_unchanged(
    acts: list[tuple[Question, int, Since | None]], turn: int
) -> None:
    case, _ = signed_off()
    draft = a_new_draft(case)
    rested: list[tuple[bool, bool]] | None = None

    for number, (question, which, since) in enumerate(acts):
        values = allowed_values(question)
        draft = answered(draft, {question.id: values[which % len(values)]})
        draft = answering.set_since(draft, question.id, since, now=NOON, by="sam")
        rests = [stands(draft, name) for name in ("digital.hacking", "happening.monitoring")]
        if any(is_yes for is_yes, _ in rests) and (number == turn or rested is None):
            draft, rested = replied(case, draft, "accounts-at-risk"), rests

        holds = rested == rests and any(is_yes for is_yes, _ in rests)
        assert is_answered(case, draft, "accounts-at-risk") == holds
        assert is_open(case, draft, "accounts-at-risk") == (not holds and any(is_yes for is_yes, _ in rests))


def stands(draft: Draft, question: str) -> tuple[bool, bool]:
    answer = draft.answers.get(question)
    is_yes = answer is not None and answer.value == YES
    return is_yes, is_yes and answer is not None and answer.since == SINCE_LAST


def test_a_reply_is_valid_again_after_an_answer_is_changed_back() -> None:
    case = an_empty_case()
    draft = replied(
        case, answered(a_new_draft(), {"support.solace": NO}), "solace-not-contacted", "not suitable", "Out"
    )

    away = answered(draft, {"support.solace": YES})
    back = answered(away, {"support.solace": NO})

    assert found(case, away, "solace-not-contacted") is None
    assert is_answered(case, back, "solace-not-contacted")


def test_not_suitable_without_a_reason_leaves_the_prompt_open() -> None:
    case, draft = an_empty_case(), answered(a_new_draft(), {"support.solace": NO})

    assert not is_answered(
        case, replied(case, draft, "solace-not-contacted", "not suitable", "  "), "solace-not-contacted"
    )
    assert is_answered(case, replied(case, draft, "solace-not-contacted", "done"), "solace-not-contacted")


def test_the_most_urgent_prompt_comes_first() -> None:
    yes = {question.id: YES for question in CHECKLIST.questions if question.kind in {"yes-no", "avoid"}}
    rules = tuple(reversed(PACK.prompts))

    met = met_prompts(rules, checklist_state(CHECKLIST, answered(a_new_draft(), yes).answers))

    ranks = [URGENCIES.index(prompt.rule.urgency) for prompt in met]
    assert len(set(ranks)) > 1
    assert all(one <= other for one, other in itertools.pairwise(ranks))


def reassessed(case: Case, values: dict[str, str], *, since: Since | None = None) -> Draft:
    draft = answered(a_new_draft(case), values)
    for question in values:
        draft = answering.set_since(draft, question, since, now=NOON, by="sam")
    return draft


def signed_with(draft: Draft, case: Case, *, at: dt.datetime = NOON) -> tuple[Case, Assessment]:
    done = sign_off.sign_off(answered(draft, ENOUGH), PACK, case, now=at, today=TODAY, by="sam")
    return msgspec.structs.replace(case, assessments=(*case.assessments, done)), done


THREATS = {"risk.threats": YES}


def answered_first(since: Since | None = None) -> Case:
    """A case whose first assessment records a threat, with a reply to the resulting prompt."""
    draft = reassessed(an_empty_case(), THREATS, since=since)
    case, _ = signed_with(replied(an_empty_case(), draft, "danger", "done", "Rang the police"), an_empty_case())
    return case


@pytest.mark.parametrize("then", [None, EARLIER, SINCE_LAST])
@pytest.mark.parametrize(("since", "is_held"), [(None, True), (EARLIER, True), (SINCE_LAST, False)])
def test_an_earlier_reply_is_valid_unless_it_has_happened_since(
    then: Since | None, since: Since | None, is_held: bool
) -> None:
    case = answered_first(then)

    draft = reassessed(case, THREATS, since=since)

    assert is_answered(case, draft, "danger") == is_held
    assert is_open(case, draft, "danger") == (not is_held)


def test_an_earlier_reply_is_not_valid_for_another_answer() -> None:
    first = replied(an_empty_case(), answered(a_new_draft(), {"support.solace": NO}), "solace-not-contacted")
    case, _ = signed_with(first, an_empty_case())

    draft = reassessed(case, {"support.solace": "not safe"})

    assert is_open(case, draft, "solace-not-contacted")
    assert is_answered(case, reassessed(case, {"support.solace": NO}), "solace-not-contacted")


def test_a_reply_is_carried_forward_from_one_assessment_to_the_next() -> None:
    case = answered_first()
    case, second = signed_with(reassessed(case, THREATS, since=EARLIER), case)

    draft = reassessed(case, THREATS, since=EARLIER)

    assert [(each.id, each.reply.why) for each in second.prompts if each.reply] == [("danger", "Rang the police")]
    assert is_answered(case, draft, "danger")


def test_sign_off_stores_open_prompts_answered_prompts_and_stale_replies() -> None:
    values = {"risk.threats": YES, "support.solace": NO, "digital.hacking": YES}
    draft = answered(a_new_draft(), values)
    draft = replied(an_empty_case(), draft, "danger")
    draft = replied(an_empty_case(), draft, "solace-not-contacted", "done", "Rang them at two")
    draft = replied(an_empty_case(), draft, "accounts-at-risk", "not suitable", "A new phone")
    draft = answered(draft, {"support.solace": YES, "happening.monitoring": YES})

    case, done = signed_with(draft, an_empty_case())

    kept = [(each.id, each.reply.why if each.reply else None) for each in done.prompts]
    assert ("danger", "") in kept
    assert ("accounts-at-risk", None) in kept
    assert kept[-2:] == [("accounts-at-risk", "A new phone"), ("solace-not-contacted", "Rang them at two")]
    assert is_open(case, reassessed(case, {"support.solace": NO}), "solace-not-contacted")


def test_a_correction_starts_with_the_replies_and_triggers_of_the_original_and_nothing_later() -> None:
    case, _ = signed_off(values={"start.relationship": "partner", "support.marac": YES, MARAC_DAY: "2026-11-24"})
    trigger = PACK.trigger("breach")
    second = answering.start_draft(case, PACK, draft_id="draft-1", now=NOON, by="sam", trigger=trigger)
    values = {**THREATS, "start.relationship": "partner", "support.marac": NO}
    second = replied(case, answered(second, values), "trigger-breach", "done", "Reported")
    second = replied(case, second, "danger", "done", "Rang the police")
    case, _ = signed_with(second, case, at=NOON + 2 * HOUR)
    known, news = a_note(at=NOON + HOUR, trigger="threat-or-weapon"), a_note(at=LATER, trigger="sudden-silence")
    case = msgspec.structs.replace(case, notes=(known, news), incidents=(an_incident("2026-11-25", at=LATER),))

    draft = answering.start_correction(case, PACK, draft_id="right", why="A slip", now=LATER, by="kit")

    assert {name: reply.why for name, reply in draft.replies.items()} == {
        "trigger-breach": "Reported",
        "danger": "Rang the police",
    }
    assert is_answered(case, draft, "trigger-breach")
    assert is_answered(case, draft, "danger")
    assert found(case, draft, "trigger-threat-or-weapon")
    assert "trigger-sudden-silence" not in {each.rule.id for each in prompts(case, draft)}
    assert "trigger-sudden-silence" in {each.rule.id for each in prompts(case, a_new_draft(case))}


def test_a_repeat_referral_names_the_day_of_the_last_one() -> None:
    case, _ = signed_off(values={"start.relationship": "partner", "support.marac": YES, MARAC_DAY: "2026-11-24"})
    case = msgspec.structs.replace(case, incidents=(an_incident("2026-11-25", at=LATER),))

    prompt = found(case, a_new_draft(case), "marac-repeat")

    assert prompt
    assert "the last MARAC referral, on 24 Nov 2026:" in prompt.says


def test_a_trigger_noted_before_the_last_assessment_opens_no_prompt() -> None:
    case, done = signed_off()
    case = msgspec.structs.replace(case, notes=(a_note(at=done.signed_off, trigger="breach"),))

    assert found(case, a_new_draft(case), "trigger-breach") is None


@pytest.mark.parametrize("rule", [rule for rule in PACK.prompts if rule.contact is None], ids=lambda rule: rule.id)
def test_a_prompt_that_refers_to_another_service_names_a_contact(rule: PromptRule) -> None:
    others = ("the police", "call 999", "specialist", "ring ", "refer now", "paladin", "solace")

    assert not [word for word in others if word in rule.says.lower()]
