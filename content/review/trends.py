"""What is followed over three or more assessments: the FOUR, fear, the level and the views, in a word each."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from content.case.model import Assessment, QuestionSnapshot
from content.pack.answers import EARLIER, SINCE_NOT_KNOWN, YES, Answer
from content.pack.known_questions import VICTIM_VIEW, value
from content.pack.model import QuestionId
from content.review.comparison import concerns, victim_view_in_words, view_in_words
from content.text import one_line

FEAR: QuestionId = "victim.fear"
"""A pack for elsewhere may not ask it."""

NOT_ASKED = "not asked"
YES_EARLIER = "yes, earlier"
YES_WHEN = "yes, when?"

EXPLAINED: Mapping[str, str] = {
    YES_EARLIER: "not since the assessment before.",
    YES_WHEN: "not known whether since the assessment before.",
}
"""What the words mean that do not say it by themselves."""

FOUR: Mapping[str, str] = {"F": "Fixated", "O": "Obsessive", "U": "Unwanted", "R": "Repeated"}

OWN_VIEWS: Mapping[str, str] = {
    "higher": "higher",
    "same": "the same",
    "lower": "lower",
    "not-obtained": "not obtained",
}
"""The person's view in the few words of a column; one that a pack adds is told by its name."""


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """One thing followed over time."""

    name: str
    words: tuple[str, ...]
    """What it was at each assessment, in their order; never empty words."""


def trends(assessments: Sequence[Assessment]) -> tuple[Trend, ...]:
    """What is followed over these assessments, in the order it is told in."""

    def strand(name: str, word: Callable[[Assessment], str]) -> Trend:
        return Trend(name=name, words=tuple(one_line(word(assessment)) or NOT_ASKED for assessment in assessments))

    return (
        *(strand(name, partial(_four, letter=letter)) for letter, name in FOUR.items()),
        strand("Fear", _fear),
        strand("Level", lambda each: each.level_name),
        strand("Own view", _own_view),
        strand("View", view_in_words),
        strand("Concerns", lambda each: str(concerns(each))),
    )


def explanations(told: Sequence[Trend]) -> tuple[str, ...]:
    """What the words mean that need it, of those that are used."""
    used = {word for strand in told for word in strand.words}
    return (
        *(f'"{word}": {meaning}' for word, meaning in EXPLAINED.items() if word in used),
        '"Own view": the risk as the person sees it, held against the level recorded.',
    )


def _four(assessment: Assessment, *, letter: str) -> str:
    return _yes_no(_given(assessment, lambda asked: asked.letter == letter))


def _fear(assessment: Assessment) -> str:
    return _yes_no(_given(assessment, lambda asked: asked.id == FEAR))


def _given(assessment: Assessment, is_meant: Callable[[QuestionSnapshot], bool]) -> Answer | None:
    """What was said to a question that still applied: a yes, where several are meant and any of them has one."""
    meant = (asked.id for asked in assessment.asked if asked.applied and is_meant(asked))
    given = [answer for question in meant if (answer := assessment.answers.get(question)) and answer.is_given]
    return min(given, key=lambda answer: answer.value != YES, default=None)


def _own_view(assessment: Assessment) -> str:
    given = value(assessment.answers, VICTIM_VIEW)
    return OWN_VIEWS.get(given) or victim_view_in_words(assessment)


def _yes_no(given: Answer | None) -> str:
    if given is None:
        return NOT_ASKED
    if given.value == YES and given.since == EARLIER:
        return YES_EARLIER
    if given.value == YES and given.since == SINCE_NOT_KNOWN:
        return YES_WHEN
    return given.value
