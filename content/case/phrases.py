"""Answers, assessments and cases in words, the same in every front end."""

import datetime as dt
from zoneinfo import ZoneInfo

from content.case.case_summary import CaseSummary
from content.case.model import Assessment
from content.case.question_snapshot import QuestionSnapshot
from content.dates import date_in_words, day_in_words, parse_date, short
from content.errors import DateError
from content.pack.answers import (
    DOES_NOT_APPLY,
    NOT_KNOWN,
    NOT_NEEDED,
    YES,
    Answer,
    allowed_values,
    value_in_words,
)
from content.pack.known_questions import LEVEL
from content.pack.model import Pack, Question
from content.text import one_line

UNFINISHED = "safety first, unfinished"
"""The name of an assessment that was signed off with only the ten safety questions."""


def local_day(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The day of a moment in a time zone."""
    return moment.astimezone(zone).date()


def day(moment: dt.datetime, zone: ZoneInfo) -> str:
    """The day of a moment in words: `22 Nov 2026`."""
    return short(local_day(moment, zone))


def clock(moment: dt.datetime, zone: ZoneInfo) -> str:
    """The time of a moment: `10:32:05`."""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def answer_in_words(question: Question, given: Answer | None) -> str:
    """An answer on one line: its value, and how recent a yes is."""
    if given is None or not given.is_given:
        return "not asked"
    if question.kind == "date":
        return _read_back(given.value, given)
    return one_line(value_in_words(question, given.value)) + details_in_words(given)


def value_in_words_then(asked: QuestionSnapshot, given: str) -> str:
    """An answer's value in words, using the option names of the question snapshot."""
    if given and asked.kind == "choice":
        return next((option.name for option in asked.options if option.id == given), given)
    return DOES_NOT_APPLY if asked.kind == "done" and given == NOT_NEEDED else given or "not asked"


def answer_then_in_words(asked: QuestionSnapshot, given: Answer | None) -> str:
    """An answer on one line in the words of its time: its value, and how recent a yes is."""
    words = one_line(value_in_words_then(asked, given.value if given else ""))
    return words + details_in_words(given) if given else words


def details_in_words(given: Answer) -> str:
    """The details of an answer: how recent it is, and how it was confirmed; often empty."""
    words = ""
    if given.value == YES and given.since:
        words += ", since when not known" if given.since == "not known" else f", {given.since}"
    if given.last:
        words += f", last happened {_read_back(given.last, given)}"
    if given.began:
        words += f", began {_read_back(given.began, given)}"
    return f"{words}, confirmed together" if given.together else words


def choices(pack: Pack, question: Question) -> tuple[tuple[str, str], ...]:
    """The answers to choose from, each with its name; levels with their description."""
    described = {level.id: f"{level.name}: {level.says}" for level in pack.policy.levels}
    names = described if question.id == LEVEL else {}
    return tuple((given, names.get(given) or value_in_words(question, given)) for given in allowed_values(question))


def answer_in_short(question: Question, given: Answer | None) -> str:
    """An answer in a few letters, for a column of a list; a text is only marked as answered."""
    if given is None or not given.is_given:
        return "-"
    if question.kind == "text":
        return given.value if given.value == NOT_KNOWN else "written"
    if given.value == YES and given.since:
        return {"since last assessment": "yes, since", "earlier": "yes, earlier"}.get(given.since, "yes, when?")
    return one_line(value_in_words(question, given.value))


def _read_back(typed: str, given: Answer) -> str:
    """A date that was typed in an answer, in words; the typed text if it is not a date."""
    try:
        return date_in_words(parse_date(typed, today=given.at.date()))
    except DateError:
        return one_line(typed)


def note_in_words(given: Answer | None) -> str:
    """An answer's note and its basis on one line; empty if there is none."""
    if given is None or not given.note.strip():
        return ""
    return f"Note ({given.basis or 'basis not said'}): {one_line(given.note)}"


def review_in_words(review: dt.date | None, today: dt.date) -> str:
    """A review date in words, including whether it is overdue."""
    if review is None:
        return "no review date"
    late = (today - review).days
    if late > 0:
        return f"review OVERDUE by {late} day{'s' if late > 1 else ''} ({short(review)})"
    return "review today" if late == 0 else f"review {day_in_words(review)}"


def case_state(case: CaseSummary) -> str:
    """The state of a case, such as "draft to resume"."""
    if case.draft_started:
        return "draft to resume"
    if case.unfinished:
        return f"{UNFINISHED}, to be completed"
    return "signed off" if case.assessments else "not assessed yet"


def kind_in_words(assessment: Assessment) -> str:
    """What an assessment is: unfinished, the first, a reassessment with its trigger, or a correction."""
    if assessment.unfinished:
        return UNFINISHED
    if assessment.corrects is not None:
        return "correction"
    if assessment.follows is None:
        return "first assessment"
    return f"reassessment ({assessment.trigger_name.lower()})" if assessment.trigger_name else "reassessment"
