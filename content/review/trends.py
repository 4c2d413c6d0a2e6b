"""Trends over three or more assessments: the FOUR, fear, the level and the views, in a word each."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from content.case.model import Assessment
from content.case.question_snapshot import QuestionSnapshot
from content.pack.answers import EARLIER, SINCE_NOT_KNOWN, YES, Answer
from content.pack.known_questions import VICTIM_VIEW, value
from content.pack.model import QuestionId
from content.review.comparison import victim_view_in_words, view_in_words
from content.text import one_line

FEAR: QuestionId = "victim.fear"
"""The question about fear; not every pack has it."""

NOT_ASKED = "not asked"
YES_EARLIER = "yes, earlier"
YES_WHEN = "yes, when?"

EXPLAINED: Mapping[str, str] = {
    YES_EARLIER: "not since the assessment before.",
    YES_WHEN: "not known whether since the assessment before.",
}
"""Explanations of the words that are not self-explanatory."""

FOUR: Mapping[str, str] = {"F": "Fixated", "O": "Obsessive", "U": "Unwanted", "R": "Repeated"}

OWN_VIEWS: Mapping[str, str] = {
    "higher": "higher",
    "same": "the same",
    "lower": "lower",
    "not-obtained": "not obtained",
}
"""Short names of the person's own view for a column; an option that only a pack has is shown by its full name."""


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """The development of one item over several assessments."""

    name: str
    words: tuple[str, ...]
    """The item's value at each assessment, in their order; never empty."""


def trends(assessments: Sequence[Assessment]) -> tuple[Trend, ...]:
    """The trends over these assessments, in display order."""

    def trend(name: str, word: Callable[[Assessment], str]) -> Trend:
        return Trend(name=name, words=tuple(one_line(word(assessment)) or NOT_ASKED for assessment in assessments))

    return (
        *(trend(name, partial(_four, letter=letter)) for letter, name in FOUR.items()),
        trend("Fear", _fear),
        trend("Level", lambda each: each.level_name),
        trend("Own view", _own_view),
        trend("View", view_in_words),
    )


def explanations(found: Sequence[Trend]) -> tuple[str, ...]:
    """Explanations of those words in the trends that need one."""
    used = {word for trend in found for word in trend.words}
    return (
        *(f'"{word}": {meaning}' for word, meaning in EXPLAINED.items() if word in used),
        '"Own view": the risk as the person sees it, compared with the recorded level.',
    )


def _four(assessment: Assessment, *, letter: str) -> str:
    return _yes_no(_given(assessment, lambda asked: asked.letter == letter))


def _fear(assessment: Assessment) -> str:
    return _yes_no(_given(assessment, lambda asked: asked.id == FEAR))


def _given(assessment: Assessment, is_meant: Callable[[QuestionSnapshot], bool]) -> Answer | None:
    """The answer to the selected questions that applied; if several were answered, a yes is preferred."""
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
