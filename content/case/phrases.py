"""The wording of answers, assessments and cases that all screens share."""

import datetime as dt
from zoneinfo import ZoneInfo

from content.case.model import Assessment, CaseSummary
from content.dates import echoed, in_words, parse_date, short
from content.errors import DateError
from content.pack.answers import NO, NOT_KNOWN, YES, Answer, third_answer, value_in_words
from content.pack.known_questions import LEVEL
from content.pack.model import Pack, Question
from content.text import one_line


def local_day(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The day of a moment in the pack's time zone."""
    return moment.astimezone(zone).date()


def day(moment: dt.datetime, zone: ZoneInfo) -> str:
    """The day of a moment in words, in the pack's time zone: `22 Nov 2026`."""
    return short(local_day(moment, zone))


SAVING = "saving".ljust(len("saved 12:00:00"))
"""The save status while saving; padded to the width of `saved 12:00:00`, so that redrawing sends fewer bytes."""


def clock(moment: dt.datetime, zone: ZoneInfo) -> str:
    """The local time of a moment: `10:32:05`."""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def said(question: Question, given: Answer | None) -> str:
    """An answer on one line: its value, how recent a yes is, and when it began."""
    if given is None or not given.is_given:
        return "not asked"
    if question.kind == "date":
        return _read_back(given.value, given)
    words = one_line(value_in_words(question, given.value))
    if given.value == YES and given.since:
        words += ", since when not known" if given.since == "not known" else f", {given.since}"
    if given.began:
        words += f", began {_read_back(given.began, given)}"
    return words


def choices(pack: Pack, question: Question) -> tuple[tuple[str, str], ...]:
    """The answers to choose from, as pairs of value and text; for the level, the text includes its description."""
    third = third_answer(question.kind)
    levels = {level.id: f"{level.name}: {level.says}" for level in pack.policy.levels} if question.id == LEVEL else {}
    options = [(option.id, levels.get(option.id, option.name)) for option in question.options]
    return (*(options or [(YES, YES), (NO, NO)]), (third, third))


def said_in_short(question: Question, given: Answer | None) -> str:
    """A short form of an answer for a list column; a text answer is only "written"."""
    if given is None or not given.is_given:
        return "-"
    if question.kind == "text":
        return given.value if given.value == NOT_KNOWN else "written"
    if given.value == YES and given.since:
        return {"since last assessment": "yes, since", "earlier": "yes, earlier"}.get(given.since, "yes, when?")
    return one_line(value_in_words(question, given.value))


def _read_back(typed: str, given: Answer) -> str:
    """The typed date of an answer in words; the typed text itself if it is not a date."""
    try:
        return echoed(parse_date(typed, today=given.at.date()))
    except DateError:
        return one_line(typed)


def noted(given: Answer | None) -> str:
    """An answer's note and its basis on one line; empty if there is no note."""
    if given is None or not given.note.strip():
        return ""
    return f"Note ({given.basis or 'basis not said'}): {one_line(given.note)}"


def review_in_words(review: dt.date | None, today: dt.date) -> str:
    """A review date in words, with the number of days if it is overdue."""
    if review is None:
        return "no review date"
    late = (today - review).days
    if late > 0:
        return f"review OVERDUE by {late} day{'s' if late > 1 else ''} ({short(review)})"
    return "review today" if late == 0 else f"review {in_words(review)}"


def state_in_words(case: CaseSummary) -> str:
    """The state of a case: "draft to resume", "signed off" or "not assessed yet"."""
    if case.draft_started:
        return "draft to resume"
    return "signed off" if case.assessments else "not assessed yet"


def kind_in_words(assessment: Assessment) -> str:
    """The kind of assessment: first, reassessment with its trigger, or correction."""
    if assessment.corrects is not None:
        return "correction"
    if assessment.follows is None:
        return "first assessment"
    return f"reassessment ({assessment.trigger_name.lower()})" if assessment.trigger_name else "reassessment"
