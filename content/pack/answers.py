"""Answers: what was said to a question, when, by whom, and on what basis."""

import datetime as dt
from typing import Literal

import msgspec

from content.pack.model import Question, QuestionKind

YES = "yes"
NO = "no"
NOT_KNOWN = "not known"
NOT_SAFE = "not safe"
"""The third answer to a duty: it was not safe to do."""

Since = Literal["since last assessment", "earlier", "not known"]
SINCE_LAST: Since = "since last assessment"
EARLIER: Since = "earlier"
SINCE_NOT_KNOWN: Since = "not known"

Basis = Literal["victim's account", "third party", "seen or verified", "professional opinion"]
BASES: tuple[Basis, ...] = ("victim's account", "third party", "seen or verified", "professional opinion")

YES_NO_KINDS: frozenset[QuestionKind] = frozenset({"yes-no", "done", "avoid"})


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was said to one question."""

    value: str = ""
    """`yes`, `no`, `not known` or `not safe`; the option's id; the text; the date. Empty means not asked."""

    since: Since | None = None
    """How recent a yes is, told against the assessment before."""

    began: str = ""
    """When it began, as typed, where there is no assessment before to tell it against."""

    note: str = ""
    basis: Basis | None = None
    """Fact apart from opinion: what the note rests on."""

    at: dt.datetime
    by: str

    @property
    def is_given(self) -> bool:
        """Whether the question was asked and answered; "not known" is an answer."""
        return self.value != ""


def third_answer(kind: QuestionKind) -> str:
    """What `u` answers: a duty may not have been safe to do; anything else may not be known."""
    return NOT_SAFE if kind == "done" else NOT_KNOWN


def allowed_values(question: Question) -> tuple[str, ...]:
    """The values a question can take where they are fixed; none for free text and dates."""
    if question.kind in YES_NO_KINDS:
        return (YES, NO, third_answer(question.kind))
    if question.kind == "choice":
        return (*(option.id for option in question.options), NOT_KNOWN)
    return (NOT_KNOWN,)


def value_in_words(question: Question, value: str) -> str:
    """An answer's value as a person reads it; "not asked" where there is none."""
    if value == "":
        return "not asked"
    if question.kind == "choice":
        return next((option.name for option in question.options if option.id == value), value)
    return value
