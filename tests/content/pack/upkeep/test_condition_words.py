"""Conditions in words: every one that a pack can have reads as a sentence part, without ids."""

import pytest

from content.pack.known_questions import FACTS
from content.pack.model import Condition, ConditionSet
from content.pack.reading.loader import load_pack
from content.pack.upkeep.condition_words import FACTS_IN_WORDS, condition_in_words, when_in_words
from tests.packs import BEXLEY, texts_in

PACK = load_pack(texts_in(BEXLEY))
DANGER = '"Is anybody in danger right now?"'


def test_each_fact_has_its_words() -> None:
    assert FACTS_IN_WORDS.keys() == FACTS


def test_no_condition_of_the_shipped_pack_shows_an_id() -> None:
    ids = {question.id for section in PACK.checklist.sections for question in section.questions}
    sets = [rule.when for rule in PACK.prompts]
    sets += [question.opens_when for question in PACK.checklist.questions if question.opens_when]

    said = [when_in_words(PACK, when) for when in sets]

    assert len(said) > 200
    assert not [(words, name) for words in said for name in ids if name in words]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition(question="start.danger-now", is_="yes"), f"{DANGER} is answered yes"),
        (
            Condition(question="start.danger-now", is_="yes", since="last"),
            f"{DANGER} is answered yes, since the last assessment",
        ),
        (Condition(question="start.danger-now", is_="not asked"), f"{DANGER} was not asked"),
        (Condition(question="last.start.danger-now", is_="no"), f"{DANGER} was answered no last time"),
        (
            Condition(question="start.how-spoken", is_="online"),
            '"How are you speaking with the person?" is answered "Online"',
        ),
        (
            Condition(question="trigger", is_="breach"),
            'the reason to reassess is "Bail conditions or an order have been broken"',
        ),
        (
            Condition(question="judgement.level", is_="highest"),
            '"What level of risk do you judge this to be?" is the highest level',
        ),
        (Condition(question="nowhere", is_="yes"), "nowhere is answered yes"),
        (Condition(question="nowhere", last_days=7), "nowhere lies in the last 7 days"),
        (Condition(question="nowhere", older_days=365), "nowhere lies more than 365 days back"),
        (Condition(question="nowhere", next_days=14), "nowhere comes within 14 days, or has come"),
    ],
)
def test_a_condition_is_said_in_words(condition: Condition, words: str) -> None:
    assert condition_in_words(PACK, condition) == words


def test_what_must_hold_what_may_and_what_must_not_are_told_apart() -> None:
    first, second, third = (Condition(question=name, is_="yes") for name in ("a", "b", "c"))

    assert when_in_words(PACK, ConditionSet(all=(first, second))) == "a is answered yes and b is answered yes"
    assert when_in_words(PACK, ConditionSet(any=(first, second))) == "a is answered yes or b is answered yes"
    assert (
        when_in_words(PACK, ConditionSet(all=(first,), any=(second, third), unless=(first,)))
        == "a is answered yes, and if one of these holds: b is answered yes or c is answered yes; "
        "but not if a is answered yes"
    )
