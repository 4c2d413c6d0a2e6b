"""The 52 statements of the briefing: each stands whole wherever the shipped pack cites it."""

import re
from pathlib import Path

import msgspec
import pytest

from content.pack.checking.statements import missing_words, texts_citing
from content.pack.model import Pack
from content.pack.provenance import why_in_words
from content.pack.reading.loader import load_pack
from tests.packs import NATIONAL, NOON, bexley, texts_in

PACK = bexley()

BRIEFING = (Path(__file__).parents[2] / "data" / "briefing.txt").read_text(encoding="utf-8")
GAP = "[\u2026]"
"""Stands in a sentence for words that belong to another statement."""


def words_of(text: str) -> str:
    return re.sub(r"[^a-z0-9%@. ]+", " ", text.casefold().replace("\u2019", "'")).strip()


def test_every_statement_of_the_briefing_is_there() -> None:
    numbers = {1: 11, 2: 8, 3: 8, 4: 10, 5: 7, 6: 2, 7: 6}

    assert PACK.statements.keys() == {
        f"{part}.{number}" for part, last in numbers.items() for number in range(1, last + 1)
    }


@pytest.mark.parametrize("source", PACK.statements)
def test_the_sentence_of_a_statement_is_the_briefings_own(source: str) -> None:
    briefing = " ".join(words_of(BRIEFING).split())
    sentence = PACK.statements[source].sentence
    parts = [part for piece in re.split(r"[;:\u2013]| - ", sentence) for part in piece.split(GAP)]

    assert [part for part in parts if " ".join(words_of(part).split()) not in briefing] == []


@pytest.mark.parametrize("source", PACK.statements)
def test_every_statement_names_the_words_that_must_stand(source: str) -> None:
    assert PACK.statements[source].keeps


@pytest.mark.parametrize("source", PACK.statements)
def test_a_statement_without_its_words_is_not_whole(source: str) -> None:
    statement = PACK.statements[source]
    other = msgspec.structs.replace(statement, keeps=("words that stand nowhere",))
    pack = msgspec.structs.replace(PACK, statements={**PACK.statements, source: other})

    assert list(missing_words(PACK)) == []
    assert set(missing_words(pack)) == {(source, use, "words that stand nowhere") for use in statement.use}


@pytest.mark.parametrize("source", PACK.statements)
def test_a_guide_point_under_a_statement_has_no_advice_of_the_editors(source: str) -> None:
    said = " ".join(texts_citing(PACK, source, "guide")).casefold()

    assert not any(words in said for words in ("instead", "press 2", "think stalking first"))


@pytest.mark.parametrize("source", ["2.5", "4.1", "7.2", "7.6"])
def test_what_a_statement_asks_of_staff_is_asked_of_everybody_whatever_was_answered(source: str) -> None:
    asked = [question for question in PACK.checklist.questions if question.source == source]

    assert [question.id for question in asked if question.opens_when] == []
    assert asked


def test_what_the_editors_say_of_four_is_marked_as_their_reading_and_stands_under_their_own_source() -> None:
    lettered = [question for question in PACK.checklist.questions if question.letter]

    assert "".join(question.letter or "" for question in lettered) == "FOUR"
    assert all("We read it as:" in question.why for question in lettered)
    assert {question.why_source for question in lettered} == {"practice.editors"}


@pytest.mark.parametrize(
    ("source", "word"), [("3.1", "fixated"), ("3.2", "obsessive"), ("3.3", "unwanted"), ("3.4", "repeated")]
)
def test_a_word_of_four_stands_without_an_explanation_under_its_number(source: str, word: str) -> None:
    said = {text for use in ("guide", "checklist") for text in texts_citing(PACK, source, use)}

    assert said == {f"{word[0].upper()} - {word.title()}.", f"{word[0].upper()} of FOUR: is the behaviour {word}?"}


def test_the_reason_of_a_question_is_cited_with_its_own_source() -> None:
    fixated = PACK.checklist.question("suspect.fixated")
    fear = PACK.checklist.question("victim.fear")
    assert fixated
    assert fear

    assert why_in_words(PACK, fixated, NOON.date()) == (
        "Why: briefing 3.1. We read it as: the suspect seeks the person out, learns their routine and does not give "
        "up. (General knowledge, unverified)"
    )
    assert why_in_words(PACK, fear, NOON.date()).endswith(" (briefing 2.2)")


@pytest.mark.parametrize("source", ["2.5", "2.6", "2.7"])
def test_what_the_briefing_says_of_a_civil_order_is_not_tied_to_one_order(source: str) -> None:
    said = " ".join(text for use in ("guide", "checklist") for text in texts_citing(PACK, source, use)).casefold()

    assert not any(order in said for order in ("protection order", "restraining", "injunction", "molestation", "spo"))


@pytest.mark.parametrize("order", ["restraining", "spo", "non-molestation", "civil-injunction", "dapo"])
def test_each_order_is_explained_under_its_own_source(order: str) -> None:
    said = " ".join(texts_citing(PACK, f"practice.{order}", "guide"))

    assert "order" in said or "injunction" in said
    assert "up to 5 years in prison" in said


@pytest.mark.parametrize(
    ("entry", "contact"),
    [
        ("children-alone", "children-safeguarding"),
        ("children-with-suspect", "children-safeguarding"),
        ("children-not-known", "children-safeguarding"),
        ("children-domestic-abuse", "children-safeguarding"),
        ("referral-refused-child", "children-safeguarding"),
        ("safeguarding-missing", "children-safeguarding"),
        ("children-route", "children-safeguarding"),
        ("care-needs", "adult-safeguarding"),
        ("safeguarding-missing", "adult-safeguarding"),
        ("adult-route", "adult-safeguarding"),
    ],
)
@pytest.mark.parametrize("pack", [PACK, load_pack(texts_in(NATIONAL))], ids=["bexley", "national"])
def test_a_child_or_an_adult_at_risk_is_taken_to_safeguarding(pack: Pack, entry: str, contact: str) -> None:
    named = {point.id: point.named for topic in pack.topics for point in topic.points}
    named |= {rule.id: rule.named for rule in pack.prompts}

    assert contact in named[entry]


@pytest.mark.parametrize("source", ["5.1", "7.4", "7.5", "7.6", "6.1", "6.2"])
def test_what_the_briefing_leaves_open_is_said_in_the_guide(source: str) -> None:
    points = [point for topic in PACK.topics for point in topic.points if point.source == source]

    assert points
    assert all(point.caution for point in points)


def test_every_source_but_the_editors_advice_names_a_body_and_how_sure_it_is() -> None:
    for name, source in PACK.sources.items():
        is_traced = source.body != "General knowledge"
        assert is_traced == (source.sure != "unverified"), name
        assert is_traced == (source.read_on is not None), name


def test_every_practice_source_is_cited() -> None:
    closed = PACK.policy.closed_days
    cited = {source for pack in (PACK, load_pack(texts_in(NATIONAL))) for _, source in pack.cites()}
    cited |= {closed.source} if closed else set()

    assert PACK.sources.keys() - cited == set()
