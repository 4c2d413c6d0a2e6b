"""The conditions of prompts and questions in words."""

from collections.abc import Iterable, Mapping

from content.pack.answers import value_in_words
from content.pack.known_questions import (
    AFTER_SAFETY_FIRST,
    CHANGED,
    CONTACT_DOUBTFUL,
    DISPUTE_ONLY,
    HIGHEST,
    INCIDENT_SINCE,
    IS_REPEAT_DUE,
    LAST_TIME,
    LOWER_ON_SILENCE,
    LOWERED,
    LOWEST,
    NOT_ASKED,
    RAISED,
    REVIEW_TOO_LATE,
    TRIGGER,
    WITHDRAWN,
)
from content.pack.model import Condition, ConditionSet, Pack, Question
from content.text import one_line

FACTS_IN_WORDS: Mapping[Condition, str] = {
    IS_REPEAT_DUE: "something happened within twelve months of the last referral to MARAC",
    INCIDENT_SINCE: "an incident was recorded since the last assessment",
    REVIEW_TOO_LATE: "the review date is later than the pack's interval for the level",
    CONTACT_DOUBTFUL: "the safe ways of contact are as last time, and an incident was recorded since",
    LOWER_ON_SILENCE: "the level is lower than last time, and nothing but silence is recorded since",
    AFTER_SAFETY_FIRST: "the last assessment asked only the ten safety questions",
    WITHDRAWN: "an answer that pointed to stalking or danger was yes, and is now no",
    DISPUTE_ONLY: "the view is harassment, it is about a dispute, and the suspect is neither fixated nor obsessive",
}
"""The conditions on other facts than answers."""

_COMPARED: Mapping[str, str] = {
    NOT_ASKED: "was not asked",
    CHANGED: "is not answered as last time",
    LOWERED: "is lower than last time",
    RAISED: "is higher than last time",
    LOWEST: "is the lowest level",
    HIGHEST: "is the highest level",
}
"""Values of `is` that compare an answer, or miss it."""


def when_in_words(pack: Pack, when: ConditionSet) -> str:
    """A set of conditions: "both must hold" as "and", one of several as "or", and what must not hold last."""
    needed = _joined(pack, when.all, " and ")
    if when.any:
        either = _joined(pack, when.any, " or ")
        needed = f"{needed}, and if {'one of these holds: ' if len(when.any) > 1 else ''}{either}" if needed else either
    return f"{needed}; but not if {_joined(pack, when.unless, ' or ')}" if when.unless else needed


def condition_in_words(pack: Pack, condition: Condition) -> str:
    """One condition, such as '"Is anybody in danger right now?" is answered yes'."""
    if condition in FACTS_IN_WORDS:
        return FACTS_IN_WORDS[condition]
    if condition.question == TRIGGER:
        trigger = pack.trigger(condition.is_)
        return f'the reason to reassess is "{one_line(trigger.name) if trigger else condition.is_}"'
    name = condition.question.removeprefix(LAST_TIME)
    question = next((each for each in _every_question(pack) if each.id == name), None)
    asked = f'"{one_line(question.label)}"' if question else name
    if condition.is_about_date:
        return f"{asked} {_days(condition)}"
    said = _answer(question, condition.is_) if question else condition.is_
    if name != condition.question:
        return f"{asked} was answered {said} last time"
    if condition.is_ in _COMPARED:
        return f"{asked} {_COMPARED[condition.is_]}"
    return f"{asked} is answered {said}" + (", since the last assessment" if condition.since else "")


def _answer(question: Question, value: str) -> str:
    """An answer in words; an option of the question's own stands in quotes."""
    words = one_line(value_in_words(question, value))
    return f'"{words}"' if any(option.id == value for option in question.options) else words


def _joined(pack: Pack, conditions: Iterable[Condition], word: str) -> str:
    return word.join(condition_in_words(pack, condition) for condition in conditions)


def _every_question(pack: Pack) -> Iterable[Question]:
    """Every question, also those that are no longer asked."""
    return (question for section in pack.checklist.sections for question in section.questions)


def _days(condition: Condition) -> str:
    if condition.last_days is not None:
        return f"lies in the last {condition.last_days} days"
    if condition.older_days is not None:
        return f"lies more than {condition.older_days} days back"
    return f"comes within {condition.next_days} days, or has come"
