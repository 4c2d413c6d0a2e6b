"""Which answers of last time may be confirmed together, and what confirming them does."""

import msgspec

from content.assessment import together
from content.assessment.answering import unconfirmed
from content.assessment.conditions import checklist_state
from content.case.model import Draft
from content.pack.known_questions import INCIDENT_SINCE, TRIGGER
from content.pack.model import Checklist, Condition, ConditionSet, PromptRule, Question
from tests.drafts import NOON, a_new_draft, signed_off
from tests.packs import classic

HISTORY = {"risk.history": "no", "victim.fear": "yes", "victim.affected": "no", "start.relationship": "family"}
CASE, BEFORE = signed_off(values=HISTORY)


def marked(*names: str) -> Checklist:
    """The checklist with some questions marked as settled history."""
    checklist = classic().checklist

    def mark(question: Question) -> Question:
        return msgspec.structs.replace(question, confirm_together=question.id in names)

    sections = (
        msgspec.structs.replace(each, questions=tuple(mark(question) for question in each.questions))
        for each in checklist.sections
    )
    return msgspec.structs.replace(checklist, sections=tuple(sections))


def settled(checklist: Checklist, draft: Draft, touched: frozenset[str] = frozenset()) -> list[str]:
    now = checklist_state(checklist, draft.answers, BEFORE)
    return [question.id for question in together.settled(checklist, now, BEFORE, touched)]


def test_settled_history_is_what_is_marked_answered_and_waits() -> None:
    draft = a_new_draft(CASE)

    assert settled(marked("victim.affected", "start.relationship", "risk.told-to-talk"), draft) == [
        "start.relationship",
        "victim.affected",
    ]


def test_a_yes_that_asks_since_when_is_not_settled() -> None:
    assert settled(marked("victim.fear"), a_new_draft(CASE)) == []


def test_what_happened_since_takes_the_questions_out_that_it_is_about() -> None:
    checklist = marked("victim.affected", "start.relationship")
    rule = PromptRule(
        id="moved",
        when=ConditionSet(
            all=(Condition(question=TRIGGER, is_="moved"), Condition(question="start.relationship", is_="family"))
        ),
        urgency="plan",
        says="Ask again",
        source="1.1",
    )
    now = checklist_state(checklist, {}, BEFORE)
    quiet = together.touched(checklist, [rule], now)
    moved = msgspec.structs.replace(now, derived={Condition(question=TRIGGER, is_="moved"): "note-1"})
    happened = msgspec.structs.replace(now, derived={INCIDENT_SINCE: "1"})

    assert "start.relationship" not in quiet
    assert "start.relationship" in together.touched(checklist, [rule], moved)
    assert "victim.affected" in together.touched(checklist, [rule], happened)
    assert settled(checklist, a_new_draft(CASE), together.touched(checklist, [rule], moved)) == ["victim.affected"]


def test_confirming_together_confirms_each_and_says_that_it_was_together() -> None:
    checklist = marked("victim.affected", "start.relationship")
    draft = a_new_draft(CASE)
    questions = [each for each in checklist.questions if each.confirm_together]

    confirmed = together.confirm_together(draft, BEFORE, questions, now=NOON, by="sam")

    assert {name: (each.value, each.together) for name, each in confirmed.answers.items()} == {
        "start.relationship": ("family", True),
        "victim.affected": ("no", True),
    }
    left = {each.id for each in unconfirmed(checklist, checklist_state(checklist, confirmed.answers, BEFORE), BEFORE)}
    assert left.isdisjoint(confirmed.answers)
