"""Validation of the conditions of prompts, and of the conditions under which questions open."""

from collections.abc import Iterator

from content.pack.answers import YES, allowed_values
from content.pack.fault import EntryName, Fault
from content.pack.known_questions import (
    CHANGED,
    FACTS,
    HIGHEST,
    LAST_TIME,
    LEVEL,
    LOWERED,
    LOWEST,
    NOT_ASKED,
    RAISED,
    TRIGGER,
)
from content.pack.model import Condition, ConditionSet, Pack, Question


def when_faults(pack: Pack, when: ConditionSet, entry: EntryName, key: str, *, is_prompt: bool) -> Iterator[Fault]:
    """The faults of the conditions of one entry.

    Args:
        pack: The pack.
        when: The conditions.
        entry: The entry that has them.
        key: Its key that holds them.
        is_prompt: Whether the entry is a prompt, whose conditions can be about more than answers.
    """
    if not when.conditions:
        yield entry.fault(f"key '{key}' is empty", key)
    for condition in every_condition(when):
        is_trigger = condition.question == TRIGGER
        trigger = EntryName("pack.toml", "trigger", condition.is_)
        question = EntryName("checklist.toml", "question", condition.question.removeprefix(LAST_TIME))
        for says in _condition_faults(pack, condition, is_prompt=is_prompt):
            yield entry.fault(f"key '{key}'{says}", key, trigger if is_trigger else question)


def every_condition(when: ConditionSet) -> tuple[Condition, ...]:
    """Every condition of a set, with those that must not hold."""
    return (*when.conditions, *when.unless)


def pseudo_questions() -> frozenset[str]:
    """What conditions of prompts can name in place of a question."""
    return frozenset({TRIGGER, *(fact.question for fact in FACTS)})


def _condition_faults(pack: Pack, condition: Condition, *, is_prompt: bool) -> Iterator[str]:
    """What is wrong with a condition, to follow the name of its key."""
    if is_prompt and condition.question == TRIGGER:
        if pack.trigger(condition.is_) is None:
            yield f": '{condition.is_}' is not a trigger in pack.toml"
    elif is_prompt and condition in FACTS:
        return
    elif condition.question in pseudo_questions():
        yield f" names '{condition.question}', which only a prompt can, and only with its own values"
    else:
        yield from _answer_faults(pack, condition, is_prompt=is_prompt)


def _answer_faults(pack: Pack, condition: Condition, *, is_prompt: bool) -> Iterator[str]:
    """Faults in a condition on an answer of this time or, in a prompt, of last time."""
    is_last_time = is_prompt and condition.question.startswith(LAST_TIME)
    question = pack.checklist.question(
        condition.question.removeprefix(LAST_TIME) if is_last_time else condition.question
    )
    if question is None:
        yield f" names no question: '{condition.question}'"
    elif condition.is_about_date:
        if condition.is_ or question.kind != "date":
            yield f": only a condition on a date can count days, and it has no 'is': '{condition.question}'"
    elif condition.is_ not in (allowed_values(question) if is_last_time else _possible_values(question)):
        yield f": '{condition.is_}' is not an answer to {condition.question}"
    elif condition.is_ == NOT_ASKED and not is_prompt:
        yield f": '{NOT_ASKED}' is only known to a prompt"
    elif condition.since and condition.is_ != YES:
        yield f": key 'since' goes with the answer yes only: '{condition.question}'"


def _possible_values(question: Question) -> tuple[str, ...]:
    """The values that a condition of a prompt on a question may name in `is`."""
    of_level = (LOWERED, RAISED, LOWEST, HIGHEST) if question.id == LEVEL else ()
    return (*allowed_values(question), NOT_ASKED, CHANGED, *of_level)
