"""Answers to checklist questions: the value, when and by whom it was given, and its basis."""

import datetime as dt
from typing import Literal

import msgspec

from content.pack.model import Question, QuestionKind

YES = "yes"
NO = "no"
NOT_KNOWN = "not known"
NOT_SAFE = "not safe"
"""The third possible answer to a `done` question: it was not safe to do."""

NOT_NEEDED = "not needed"
"""The fourth possible answer to a `done` question: the duty does not apply here."""

Since = Literal["since last assessment", "earlier", "not known"]
SINCE_LAST: Since = "since last assessment"
EARLIER: Since = "earlier"
SINCE_NOT_KNOWN: Since = "not known"
DOES_NOT_APPLY = "does not apply"

Basis = Literal["victim's account", "third party", "seen or verified", "professional opinion"]
BASES: tuple[Basis, ...] = ("victim's account", "third party", "seen or verified", "professional opinion")

YES_NO_KINDS: frozenset[QuestionKind] = frozenset({"yes-no", "done", "avoid"})


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to one question."""

    value: str = ""
    """`yes`, `no`, `not known`, `not safe`, `not needed`, an option id, a text or a date. Empty means not asked."""

    since: Since | None = None
    """How recent a yes is, relative to the previous assessment."""

    began: str = ""
    """When it began, as typed; asked by earlier versions only."""

    last: str = ""
    """When it last happened, as typed; asked if there is no previous assessment."""

    together: bool = False
    """Whether it was confirmed together with other answers, a page at a time."""

    note: str = ""
    basis: Basis | None = None
    """What the note is based on, which separates fact from opinion."""

    at: dt.datetime
    by: str

    @property
    def is_given(self) -> bool:
        """Whether the question was asked and answered; "not known" is an answer."""
        return self.value != ""


def third_answer(kind: QuestionKind) -> str:
    """The answer given with the `u` key: "not safe" for `done` questions, "not known" for all others."""
    return NOT_SAFE if kind == "done" else NOT_KNOWN


def allowed_values(question: Question) -> tuple[str, ...]:
    """The fixed values that a question accepts; only "not known" for free text and dates."""
    if question.kind in YES_NO_KINDS:
        return (YES, NO, NOT_SAFE, NOT_NEEDED) if question.kind == "done" else (YES, NO, NOT_KNOWN)
    if question.kind == "choice":
        return (*(option.id for option in question.options), NOT_KNOWN)
    return (NOT_KNOWN,)


def takes(question: Question, value: str) -> bool:
    """Whether a value is an answer to a question; any text is one to a question that is answered in words."""
    return question.kind in {"text", "date"} or value in allowed_values(question)


def value_in_words(question: Question, value: str) -> str:
    """An answer's value as it is displayed; "not asked" if it is empty."""
    if value == "":
        return "not asked"
    if question.kind == "choice":
        return next((option.name for option in question.options if option.id == value), value)
    return DOES_NOT_APPLY if value == NOT_NEEDED and question.kind == "done" else value
