"""What the answers of an assessment point to: stalking, harassment or danger, by name and never as a number."""

from collections.abc import Iterable, Iterator, Mapping

from content.case.model import Assessment
from content.case.question_snapshot import QuestionSnapshot
from content.pack.answers import EARLIER, NOT_KNOWN, YES, Answer
from content.pack.model import Direction, QuestionId
from content.text import one_line

DIRECTIONS: tuple[Direction, ...] = ("danger", "stalking", "harassment")

NONE_YES = "none answered so"
"""The words if no answer points somewhere; questions that were not asked still may."""


def pointing(
    asked: Iterable[QuestionSnapshot], answers: Mapping[QuestionId, Answer], where: Direction
) -> tuple[str, ...]:
    """The names of the questions whose answers point somewhere, then of those that are not known.

    Args:
        asked: The questions, of which those that did not apply are left out.
        answers: The answers.
        where: What they point to.
    """
    questions = [each for each in asked if each.applied and is_pointing(each, where)]
    named = (_named(each, answers[each.id]) for each in questions if points(each, answers.get(each.id)))
    unknown = (each for each in questions if each.id in answers and answers[each.id].value == NOT_KNOWN)
    return (*named, *(f"{one_line(each.label)} (not known)" for each in unknown))


def yes_then_and_now(earlier: Assessment, later: Assessment, where: Direction) -> tuple[str, ...]:
    """The questions whose answers pointed somewhere in both of two assessments, by name."""
    before = {each.id: each for each in earlier.asked if each.applied}
    return tuple(_named(each, later.answers[each.id]) for each in _in_both(before, earlier, later, where))


def _in_both(
    before: Mapping[QuestionId, QuestionSnapshot], earlier: Assessment, later: Assessment, where: Direction
) -> Iterator[QuestionSnapshot]:
    for each in later.asked:
        was_asked = each.id in before and each.applied and is_pointing(each, where)
        if was_asked and points(each, earlier.answers.get(each.id)) and points(each, later.answers.get(each.id)):
            yield each


def is_pointing(asked: QuestionSnapshot, where: Direction) -> bool:
    """Whether a question points somewhere; older assessments say "risk" for danger."""
    return asked.points_to == where or (where == "danger" and asked.points_to == "risk")


def points(asked: QuestionSnapshot, given: Answer | None) -> bool:
    """Whether an answer points where its question does: a worse value, or a yes if it has none."""
    return given is not None and given.value in (asked.worse_values or (YES,))


def _named(asked: QuestionSnapshot, given: Answer) -> str:
    """The name of a question, with its answer unless that is a plain yes."""
    label = one_line(asked.label)
    if given.value == YES:
        return f"{label} (yes, earlier)" if given.since == EARLIER else label
    name = next((option.name for option in asked.options if option.id == given.value), given.value)
    return f"{label} {one_line(name)}"
