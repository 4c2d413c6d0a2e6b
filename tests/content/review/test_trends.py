"""Tests of trends over three or more assessments."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.case.model import Assessment
from content.pack.answers import EARLIER, SINCE_LAST, SINCE_NOT_KNOWN, Since
from content.review.trends import explanations, trends
from tests.builders import an_answer, an_asked, an_assessment
from tests.drafts import signed_off

LETTERS = {
    "Fixated": "suspect.fixated",
    "Obsessive": "suspect.obsessive",
    "Unwanted": "suspect.unwanted",
    "Repeated": "suspect.repeated",
}


def words(*assessments: Assessment) -> dict[str, tuple[str, ...]]:
    return {strand.name: strand.words for strand in trends(assessments)}


def over_time(*values: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The trends of assessments on the shipped checklist, by name."""
    case, _ = signed_off(values=values[0])
    for each in values[1:]:
        case, _ = signed_off(case, each)
    return words(*case.assessments)


def fear(value: str, since: Since | None = None, *, applied: bool = True) -> Assessment:
    answer = msgspec.structs.replace(an_answer(value), since=since)
    asked = msgspec.structs.replace(an_asked("victim.fear"), applied=applied)
    return an_assessment(asked=(asked,), answers={"victim.fear": answer})


def test_each_letter_of_the_four_has_a_trend_and_not_asked_is_not_a_no() -> None:
    for name, question in LETTERS.items():
        found = over_time({}, {question: "no"}, {question: "yes"}, {question: "not known"})

        assert found[name] == ("not asked", "no", "yes", "not known")
        assert all(found[other] == ("not asked",) * 4 for other in LETTERS if other != name)


def test_fear_level_and_views_have_trends() -> None:
    reasons = {"judgement.why-below-view": "Checked with her", "judgement.victim-view-why": "He rang again"}
    found = over_time(
        {"judgement.level": "standard"},
        {"victim.fear": "yes", "judgement.level": "high", "judgement.view": "stalking"},
        {"judgement.level": "high", "judgement.victim-view": "higher", **reasons},
    )

    assert found["Fear"] == ("not asked", "yes", "yes")
    assert found["Level"] == ("Standard", "High", "High")
    assert found["Own view"] == ("the same", "the same", "higher")
    assert found["View"] == ("Stalking", "Stalking", "Stalking")
    assert "Concerns" not in found


@pytest.mark.parametrize(
    ("since", "word"),
    [(None, "yes"), (SINCE_LAST, "yes"), (EARLIER, "yes, earlier"), (SINCE_NOT_KNOWN, "yes, when?")],
)
def test_an_earlier_yes_has_its_own_word_and_an_explanation(since: Since | None, word: str) -> None:
    told = trends([fear("yes", since)])

    assert told[4].words == (word,)
    assert [line.startswith(f'"{word}": ') for line in explanations(told)[:-1]] == [True] * (word != "yes")


def test_a_question_that_no_longer_applied_counts_as_not_asked() -> None:
    assert words(fear("yes", applied=False))["Fear"] == ("not asked",)


def test_if_several_questions_have_a_letter_a_yes_to_any_of_them_is_shown() -> None:
    asked = tuple(msgspec.structs.replace(an_asked(question), letter="F") for question in "abc")
    answers = {"a": an_answer("no"), "b": an_answer("yes"), "c": an_answer("")}

    assert words(an_assessment(asked=asked, answers=answers))["Fixated"] == ("yes",)


def test_an_unknown_own_view_is_shown_by_its_id() -> None:
    assessment = an_assessment(answers={"judgement.victim-view": an_answer("much-higher")})

    assert words(assessment)["Own view"] == ("much-higher",)


ODD = st.text(alphabet=st.sampled_from("ay \n\x1b\u202e[/]"), max_size=6)


@given(st.lists(ODD, min_size=1, max_size=4))
def test_a_trend_has_a_word_for_each_assessment_on_one_line(odd: list[str]) -> None:
    assessments = [
        msgspec.structs.replace(fear(text), level_name=text, answers={"victim.fear": an_answer(text)}) for text in odd
    ]

    for strand in trends(assessments):
        assert len(strand.words) == len(odd)
        assert all(word and word.isprintable() for word in strand.words)
