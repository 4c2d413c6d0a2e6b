"""The guide, the checklist and the prompts are in our own words: none repeats a sentence of the briefing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packs import bexley

PACK = bexley()
BRIEFING = (Path(__file__).parents[2] / "data" / "briefing.txt").read_text(encoding="utf-8")
RUN = 9
"""So many words in a row, as the briefing has them, are a copy. Names, numbers and set terms are shorter."""


def words(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation."""
    return re.sub(r"[^a-z0-9 ]", " ", re.sub("['\u2019*]", "", text.casefold())).split()


def runs(text: str) -> set[str]:
    """Each run of `RUN` words in a text."""
    found = words(text)
    return {" ".join(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the guide, the checklist and the prompts, with where it stands."""
    for topic in PACK.topics:
        yield f"guide {topic.id}", topic.note
        for point in topic.points:
            yield from ((f"guide {topic.id} {point.source}", text) for text in (point.whole, point.caution))
    for question in PACK.checklist.questions:
        yield from ((f"checklist {question.id}", text) for text in (question.text, question.short, question.why))
        yield from ((f"checklist {question.id}", option.name) for option in question.options)
    yield from ((f"prompts {rule.id}", rule.says) for rule in PACK.prompts)


def test_no_text_repeats_nine_words_of_the_briefing_in_a_row() -> None:
    briefing = runs(BRIEFING)

    copied = [(where, text) for where, text in texts() if runs(text) & briefing]

    assert copied == []


@pytest.mark.parametrize(
    "text",
    [
        "Ensure the victim is part of a risk management plan.",
        "Harassment: is the victim fearful about certain acts, but not in a constant state of fear?",
        "At the earliest opportunity, obtain the victim's views regarding applying for such orders.",
    ],
)
def test_a_sentence_of_the_briefing_is_found_whatever_its_punctuation(text: str) -> None:
    assert runs(text) & runs(BRIEFING)


def test_no_text_marks_some_of_its_words_as_our_own() -> None:
    assert [where for where, text in texts() if "our words:" in text.casefold()] == []
