"""Prompts: each speaks on its answers, is quiet once it is answered, and speaks again when they change."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.assessment import answering, sign_off
from content.assessment.conditions import checklist_state
from content.assessment.prompts import Prompt, case_facts, met_prompts, quiet, say, speaking, take_back
from content.case.model import Assessment, Case, Draft
from content.case.prompt_replies import ReplyState
from content.pack.answers import EARLIER, NO, SINCE_LAST, YES, Since, allowed_values
from content.pack.known_questions import CHANGED, LEVEL, LOWERED, MARAC_DAY, REPEAT_DUE, TRIGGER
from content.pack.model import URGENCIES, Condition, PromptRule, Question
from tests.builders import a_note, an_incident
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import bexley

PACK = bexley()
CHECKLIST = PACK.checklist
LONDON = ZoneInfo("Europe/London")
HOUR = dt.timedelta(hours=1)
LATER = NOON + dt.timedelta(days=1)


def prompts(case: Case, draft: Draft) -> tuple[Prompt, ...]:
    before = case.assessment(draft.follows)
    return met_prompts(
        PACK.prompts,
        checklist_state(CHECKLIST, draft.answers, before),
        facts=case_facts(case, draft, LONDON),
        replies=draft.replies,
        before=before,
    )


def found(case: Case, draft: Draft, rule: str) -> Prompt | None:
    return next((prompt for prompt in prompts(case, draft) if prompt.rule.id == rule), None)


def said(case: Case, draft: Draft, rule: str, state: ReplyState = "done", why: str = "") -> Draft:
    prompt = found(case, draft, rule)
    assert prompt
    return say(draft, prompt, state, why, now=NOON, by="sam")


def is_speaking(case: Case, draft: Draft, rule: str) -> bool:
    return rule in {prompt.rule.id for prompt in speaking(prompts(case, draft))}


def is_quiet(case: Case, draft: Draft, rule: str) -> bool:
    return rule in {prompt.rule.id for prompt in quiet(prompts(case, draft))}


class Wanted(msgspec.Struct, kw_only=True):
    """What makes a rule's conditions hold: answers last time and today, and what the case has."""

    before: dict[str, str] = {}
    today: dict[str, str] = {}
    triggers: list[str] = []
    is_repeat: bool = False


def add(condition: Condition, wanted: Wanted, text: str) -> None:
    """Have a condition hold."""
    question = CHECKLIST.question(condition.question)
    if condition.question == TRIGGER:
        wanted.triggers.append(condition.is_)
        return
    assert question
    for opening in [*question.opens_when.all, *question.opens_when.any[:1]] if question.opens_when else ():
        add(opening, wanted, text)
    if condition.is_ == REPEAT_DUE:
        wanted.before |= {"start.relationship": "ex-partner", question.id: YES, MARAC_DAY: "2026-11-24"}
        wanted.is_repeat = True
    elif condition.is_ == LOWERED:
        wanted.before[LEVEL], wanted.today[LEVEL] = "high", "standard"
    elif condition.is_ == CHANGED:
        wanted.before[question.id], wanted.today[question.id] = "Before", f"Now {text}"
    else:
        wanted.today[question.id] = condition.is_


@st.composite
def cases_for(draw: st.DrawFn, rule: PromptRule) -> tuple[Case, Draft]:
    """A case and its draft in which a rule's conditions hold, made from them, among answers that they do not name."""
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
    """The same with one thing changed that the rule speaks on, to something that it need not speak on."""
    name = next(iter(found(case, draft, rule.id).met))  # type: ignore[union-attr] # it speaks
    if name.startswith((TRIGGER, "support.marac: ")):
        more = a_note(id="more", at=LATER, trigger=name.removeprefix(f"{TRIGGER}: "))
        again = an_incident("2026-11-26", id="more", at=LATER)
        return msgspec.structs.replace(case, notes=(*case.notes, more), incidents=(*case.incidents, again)), draft
    return case, answered(draft, {name.split(": ")[0]: ""})


@pytest.mark.parametrize("rule", PACK.prompts, ids=lambda rule: rule.id)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_prompt_of_the_pack_can_fire_and_can_be_quieted(rule: PromptRule, data: st.DataObject) -> None:
    case, draft = data.draw(cases_for(rule))
    state: ReplyState = data.draw(st.sampled_from(["done", "not suitable"]))

    answering = said(case, draft, rule.id, state, "He is in custody")

    assert not is_speaking(*signed_and_new(), rule.id)
    assert is_speaking(case, draft, rule.id)
    assert "{" not in found(case, draft, rule.id).says  # type: ignore[union-attr] # it speaks, as just seen
    assert is_quiet(case, answering, rule.id)
    assert not is_quiet(*changes(case, answering, rule), rule.id)
    assert is_speaking(case, take_back(answering, rule.id, now=NOON), rule.id)


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
def test_a_reply_holds_exactly_while_the_answers_that_it_rests_on_are_the_same(
    acts: list[tuple[Question, int, Since | None]], turn: int
) -> None:
    case, _ = signed_off()
    draft = a_new_draft(case)
    rested: list[tuple[bool, bool]] | None = None

    for number, (question, which, since) in enumerate(acts):
        values = allowed_values(question)
        draft = answered(draft, {question.id: values[which % len(values)]})
        draft = answering.date_since(draft, question.id, since, now=NOON, by="sam")
        rests = [stands(draft, name) for name in ("digital.hacking", "happening.monitoring")]
        if any(is_yes for is_yes, _ in rests) and (number == turn or rested is None):
            draft, rested = said(case, draft, "accounts-at-risk"), rests

        holds = rested == rests and any(is_yes for is_yes, _ in rests)
        assert is_quiet(case, draft, "accounts-at-risk") == holds
        assert is_speaking(case, draft, "accounts-at-risk") == (not holds and any(is_yes for is_yes, _ in rests))


def stands(draft: Draft, question: str) -> tuple[bool, bool]:
    answer = draft.answers.get(question)
    is_yes = answer is not None and answer.value == YES
    return is_yes, is_yes and answer is not None and answer.since == SINCE_LAST


def test_an_answer_changed_away_and_back_finds_its_reply_again() -> None:
    case = an_empty_case()
    draft = said(case, answered(a_new_draft(), {"support.solace": NO}), "solace-not-contacted", "not suitable", "Out")

    away = answered(draft, {"support.solace": YES})
    back = answered(away, {"support.solace": NO})

    assert found(case, away, "solace-not-contacted") is None
    assert is_quiet(case, back, "solace-not-contacted")


def test_not_suitable_without_a_why_quiets_nothing() -> None:
    case, draft = an_empty_case(), answered(a_new_draft(), {"support.solace": NO})

    assert not is_quiet(case, said(case, draft, "solace-not-contacted", "not suitable", "  "), "solace-not-contacted")
    assert is_quiet(case, said(case, draft, "solace-not-contacted", "done"), "solace-not-contacted")


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
        draft = answering.date_since(draft, question, since, now=NOON, by="sam")
    return draft


def signed_with(draft: Draft, case: Case, *, at: dt.datetime = NOON) -> tuple[Case, Assessment]:
    done = sign_off.sign_off(answered(draft, ENOUGH), PACK, case, now=at, today=TODAY, by="sam")
    return msgspec.structs.replace(case, assessments=(*case.assessments, done)), done


THREATS = {"risk.threats": YES}


def answered_first(since: Since | None = None) -> Case:
    """A case whose first assessment has a threat, and a reply to what it prompts."""
    draft = reassessed(an_empty_case(), THREATS, since=since)
    case, _ = signed_with(said(an_empty_case(), draft, "danger", "done", "Rang the police"), an_empty_case())
    return case


@pytest.mark.parametrize("then", [None, EARLIER, SINCE_LAST])
@pytest.mark.parametrize(("since", "is_held"), [(None, True), (EARLIER, True), (SINCE_LAST, False)])
def test_a_reply_of_last_time_holds_unless_it_has_happened_since(
    then: Since | None, since: Since | None, is_held: bool
) -> None:
    case = answered_first(then)

    draft = reassessed(case, THREATS, since=since)

    assert is_quiet(case, draft, "danger") == is_held
    assert is_speaking(case, draft, "danger") == (not is_held)


def test_a_reply_of_last_time_does_not_hold_for_another_answer() -> None:
    first = said(an_empty_case(), answered(a_new_draft(), {"support.solace": NO}), "solace-not-contacted")
    case, _ = signed_with(first, an_empty_case())

    draft = reassessed(case, {"support.solace": "not safe"})

    assert is_speaking(case, draft, "solace-not-contacted")
    assert is_quiet(case, reassessed(case, {"support.solace": NO}), "solace-not-contacted")


def test_a_reply_is_carried_on_from_one_assessment_to_the_next() -> None:
    case = answered_first()
    case, second = signed_with(reassessed(case, THREATS, since=EARLIER), case)

    draft = reassessed(case, THREATS, since=EARLIER)

    assert [(each.id, each.reply.why) for each in second.prompts if each.reply] == [("danger", "Rang the police")]
    assert is_quiet(case, draft, "danger")


def test_signing_off_keeps_open_prompts_quiet_ones_and_replies_that_no_longer_hold() -> None:
    values = {"risk.threats": YES, "support.solace": NO, "digital.hacking": YES}
    draft = answered(a_new_draft(), values)
    draft = said(an_empty_case(), draft, "danger")
    draft = said(an_empty_case(), draft, "solace-not-contacted", "done", "Rang them at two")
    draft = said(an_empty_case(), draft, "accounts-at-risk", "not suitable", "A new phone")
    draft = answered(draft, {"support.solace": YES, "happening.monitoring": YES})

    case, done = signed_with(draft, an_empty_case())

    kept = [(each.id, each.reply.why if each.reply else None) for each in done.prompts]
    assert ("danger", "") in kept
    assert ("accounts-at-risk", None) in kept
    assert kept[-2:] == [("accounts-at-risk", "A new phone"), ("solace-not-contacted", "Rang them at two")]
    assert is_speaking(case, reassessed(case, {"support.solace": NO}), "solace-not-contacted")


def test_a_correction_starts_with_the_replies_and_triggers_of_what_it_corrects_and_with_nothing_later() -> None:
    case, _ = signed_off(values={"start.relationship": "partner", "support.marac": YES, MARAC_DAY: "2026-11-24"})
    trigger = PACK.trigger("breach")
    second = answering.start_draft(case, PACK, draft_id="draft-1", now=NOON, by="sam", trigger=trigger)
    values = {**THREATS, "start.relationship": "partner", "support.marac": NO}
    second = said(case, answered(second, values), "trigger-breach", "done", "Reported")
    second = said(case, second, "danger", "done", "Rang the police")
    case, _ = signed_with(second, case, at=NOON + 2 * HOUR)
    known, news = a_note(at=NOON + HOUR, trigger="threat-or-weapon"), a_note(at=LATER, trigger="sudden-silence")
    case = msgspec.structs.replace(case, notes=(known, news), incidents=(an_incident("2026-11-25", at=LATER),))

    draft = answering.start_correction(case, PACK, draft_id="right", why="A slip", now=LATER, by="kit")

    assert {name: reply.why for name, reply in draft.replies.items()} == {
        "trigger-breach": "Reported",
        "danger": "Rang the police",
    }
    assert is_quiet(case, draft, "trigger-breach")
    assert is_quiet(case, draft, "danger")
    assert found(case, draft, "trigger-threat-or-weapon")
    assert not {"marac-repeat", "trigger-sudden-silence"} & {each.rule.id for each in prompts(case, draft)}
    assert {"marac-repeat", "trigger-sudden-silence"} <= {each.rule.id for each in prompts(case, a_new_draft(case))}


def test_a_repeat_referral_names_the_day_of_the_last_one() -> None:
    case, _ = signed_off(values={"start.relationship": "partner", "support.marac": YES, MARAC_DAY: "2026-11-24"})
    case = msgspec.structs.replace(case, incidents=(an_incident("2026-11-25", at=LATER),))

    prompt = found(case, a_new_draft(case), "marac-repeat")

    assert prompt
    assert "the last MARAC referral, on 24 Nov 2026:" in prompt.says


def test_a_trigger_noted_before_the_last_assessment_prompts_nothing() -> None:
    case, done = signed_off()
    case = msgspec.structs.replace(case, notes=(a_note(at=done.signed_off, trigger="breach"),))

    assert found(case, a_new_draft(case), "trigger-breach") is None


@pytest.mark.parametrize("rule", [rule for rule in PACK.prompts if rule.contact is None], ids=lambda rule: rule.id)
def test_a_prompt_that_sends_somebody_to_others_names_a_contact(rule: PromptRule) -> None:
    others = ("the police", "call 999", "specialist", "ring ", "refer now", "paladin", "solace")

    assert not [word for word in others if word in rule.says.lower()]
