"""Parse a typed line into a command or an answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from content.assessment.command_words import COMMAND_OF, is_command_word
from content.dates import day_in_words, parse_and_echo
from content.errors import DateError
from content.pack.answers import (
    DOES_NOT_APPLY,
    NO,
    NOT_KNOWN,
    NOT_NEEDED,
    NOT_SAFE,
    YES,
    YES_NO_KINDS,
    third_answer,
)
from content.pack.known_questions import REVIEW_DATE
from content.pack.model import Question
from content.text import number_in, one_line, sanitised

HELP = (
    "Answers: y yes, n no, u not known (for a duty: not safe to, and x does not apply); a choice by its number; "
    "a date in words or figures; a text as a line. Each answer is saved before the next question is asked.",
    "Enter alone repeats the question, and changes nothing.",
    "Every command can be written with a slash before it, such as /back. Where an answer is text, only words with "
    "a slash are commands: there, /u is not known, and two slashes begin a text with one.",
    "back: the previous question. skip: the next question, leaving this one as it is. go 12: question 12.",
    "confirm, or c: last time's answer still holds.",
    "clear: back to not asked. since: say since when, after a yes.",
    "note: write a note on this question, and say what it rests on.",
    "lines: a text of several lines, ended by a line with a single dot. add, and words: adds to the existing text.",
    "why, or guide: what the guide says about this question.",
    "prompts: what to do next, who can help, and your replies. plan: the actions of the plan.",
    "list: every answer, FOUR, what the answers point to, and the prompts. list 3: section 3 alone.",
    "sign: check everything and sign off. save: leave; all is saved. hide, or Ctrl+L and Enter: "
    "the same, after empty lines that clear the screen.",
)

MIN_LENGTH = 3
"""The length in characters below which a text is confirmed before it is stored."""

_UNKNOWN = frozenset({"u", "not known", "unknown"})


@dataclass(frozen=True)
class Command:
    """A command, with the rest of its line."""

    name: str
    rest: str = ""


class NotUnderstoodError(Exception):
    """The typed line is neither a command nor an answer; the message says what is accepted."""


def read(typed: str, *, is_text: bool) -> Command | str:
    """Parse a line into a command or the text of an answer.

    Args:
        typed: The line that was typed.
        is_text: Whether the answer is text, where only words with a slash are commands.

    Raises:
        NotUnderstoodError: If it begins with a slash and is neither.
    """
    is_slashed = typed.startswith("/") and not typed.startswith("//")
    if is_text and not is_slashed:
        return typed.removeprefix("/") if typed.startswith("//") else typed
    word, _, rest = typed.removeprefix("/").strip().partition(" ")
    command = COMMAND_OF.get(word.casefold())
    if command:
        return Command(command, rest.strip())
    if not is_text:
        return typed.removeprefix("/")
    if typed.removeprefix("/").strip().casefold() in _UNKNOWN:
        return Command("not known")
    raise NotUnderstoodError(f"There is no command {word}. /help lists them; to start a text with a slash, type two.")


def is_slip(question: Question, typed: str) -> bool:
    """Whether typed text may be a mistake: one or two letters or digits, or a command without its slash."""
    if question.kind != "text":
        return False
    line = typed.strip().casefold()
    word, _, rest = line.partition(" ")
    is_command = is_command_word(line) or (word in COMMAND_OF and (rest.isdecimal() or rest == "off"))
    return is_command or line in _UNKNOWN or len(line) < MIN_LENGTH


def read_value(question: Question, typed: str, *, today: dt.date, usual: dt.date | None) -> tuple[str, str]:
    """Parse an answer into its stored value and the words that confirm it.

    Args:
        question: The question.
        typed: What was typed.
        today: The day that relative dates count from.
        usual: The review date that the policy sets.

    Raises:
        NotUnderstoodError: If it is not an answer to this question.
    """
    word = typed.strip().casefold()
    if question.kind in YES_NO_KINDS:
        value = {"y": YES, "yes": YES, "n": NO, "no": NO}.get(word) or _third(question, word)
        if not value:
            raise NotUnderstoodError(f"Answer {yes_no_ways(question)}.")
        return value, in_full(value)
    if word in _UNKNOWN:
        return NOT_KNOWN, NOT_KNOWN
    if question.kind == "choice":
        names = [option.name for option in question.options]
        at = read_choice(typed, names)
        return question.options[at].id, names[at]
    if question.kind == "date":
        return _date(question, typed, today, usual)
    return sanitised(typed), "your text"


def read_choice(typed: str, names: Sequence[str]) -> int:
    """Parse a choice, by its number from 1 or its full name, into its index.

    Raises:
        NotUnderstoodError: If it is none of them.
    """
    word = typed.strip().casefold()
    if (number := number_in(word, range(1, len(names) + 1))) is not None:
        return number - 1
    same = [number for number, name in enumerate(names) if name.casefold() == word]
    if len(same) != 1:
        raise NotUnderstoodError(f"Type a number from 1 to {len(names)}.")
    return same[0]


def in_full(value: str) -> str:
    """The words for the value of a yes/no question."""
    return {NOT_SAFE: "not safe to", NOT_NEEDED: DOES_NOT_APPLY}.get(value, value)


def yes_no_ways(question: Question) -> str:
    """The keys that answer a yes/no question, in words."""
    if question.kind == "done":
        return f"y for yes, n for no, u for {in_full(NOT_SAFE)}, x for {DOES_NOT_APPLY}"
    return f"y for yes, n for no, u for {NOT_KNOWN}"


def _third(question: Question, word: str) -> str:
    if question.kind == "done" and word in {"x", NOT_NEEDED, DOES_NOT_APPLY}:
        return NOT_NEEDED
    third = third_answer(question.kind)
    return third if word in {"u", third, in_full(third)} else ""


def _date(question: Question, typed: str, today: dt.date, usual: dt.date | None) -> tuple[str, str]:
    is_review = question.id == REVIEW_DATE
    if is_review and usual and typed.strip().casefold() == "usual":
        return usual.isoformat(), day_in_words(usual)
    try:
        return parse_and_echo(typed, today=today, is_review=is_review)
    except DateError as error:
        sentence = one_line(str(error))
        raise NotUnderstoodError(f"{sentence[:1].upper()}{sentence[1:]}.") from error
