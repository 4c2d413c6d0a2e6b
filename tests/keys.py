"""The keys that answer questions of the shipped checklist, for the interface in this process and for terminals."""

from collections.abc import Iterable, Mapping

from content.case.phrases import choices
from content.pack.answers import NOT_KNOWN
from content.pack.model import Question, QuestionId
from tests.packs import bexley


class Words(str):
    """Several letters that are typed in one go."""

    __slots__ = ()


YES_NO = {"yes": "y", "no": "n", NOT_KNOWN: "u", "not safe": "u", "not needed": "x"}

SENT = {"enter": "\r", "tab": "\t", "ctrl+f": "\x06", "ctrl+k": "\x0b"}
"""What a terminal sends for the named keys."""


def asked(question: QuestionId) -> Question:
    """A question of the shipped checklist."""
    found = bexley().checklist.question(question)
    assert found, question
    return found


def to(question: QuestionId) -> tuple[str, ...]:
    """The keys that go to a question, from any other."""
    return ("ctrl+f", Words(asked(question).text.rstrip("?")), "enter")


def answer(question: QuestionId, value: str) -> tuple[str, ...]:
    """The keys that answer the marked question, and lead on to the next."""
    kind = asked(question).kind
    if kind in {"yes-no", "done"}:
        return (YES_NO[value],)
    if value == NOT_KNOWN:
        return ("ctrl+k",)
    if kind == "choice":
        number = 1 + [given for given, _ in choices(bexley(), asked(question))].index(value)
        return (str(number), "enter")
    return (Words(value), "tab" if kind == "text" else "enter")


def answers(values: Mapping[QuestionId, str]) -> tuple[str, ...]:
    """The keys that go to each of these questions and answer it."""
    return tuple(key for question, value in values.items() for key in (*to(question), *answer(question, value)))


def letters(keys: Iterable[str]) -> tuple[str, ...]:
    """Keys with every word spelt out."""
    return tuple(single for key in keys for single in (key if isinstance(key, Words) else (key,)))


def sent(keys: Iterable[str]) -> str:
    """Keys as a terminal sends them."""
    return "".join(SENT.get(key, key) for key in keys)
