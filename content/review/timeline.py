"""The timeline of a case: incidents by week, with the assessments among them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import msgspec

from content.case.incidents import Week, weeks, without_a_day
from content.case.model import Assessment, Case, current_assessments
from content.case.phrases import UNFINISHED, local_day
from content.dates import day_in_words, short
from content.records import as_utc

LONGEST_BAR = 24
"""Marks of the longest bar; with more incidents in a week, one mark stands for several."""


class WeekLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the timeline: a week with an incident or an assessment, or several weeks with neither."""

    monday: dt.date
    """The first day of the week, or of the latest of several quiet ones."""

    text: str
    is_quiet: bool = False


def scale(found: Sequence[Week]) -> int:
    """How many incidents one mark of a bar stands for, so that the longest bar fits."""
    most = max((week.count for week in found), default=0)
    return max(1, -(-most // LONGEST_BAR))


def week_lines(case: Case, today: dt.date, zone: ZoneInfo) -> list[WeekLine]:
    """A line for each week with an incident or an assessment, latest first, and one for each run of quiet weeks.

    Args:
        case: The case.
        today: A day of the last week.
        zone: The pack's time zone.
    """
    levels: dict[dt.date, list[str]] = {}
    for assessment in current_assessments(case):
        levels.setdefault(_assessed_on(case, assessment, zone), []).append(_judged(assessment))
    found = weeks(case.incidents, [day for day, names in levels.items() for _ in names], today)
    return list(_lines(found, levels, scale(found)))


def week_heading(case: Case, today: dt.date) -> str:
    """The heading of the weeks: what they show, and how many incidents they leave out."""
    found = weeks(case.incidents, (), today)
    each = scale(found)
    marks = "one # is 1 incident" if each == 1 else f"one # is up to {each} incidents"
    vague = len(without_a_day(case.incidents))
    left_out = f"; {vague} with no exact day not shown" if vague else ""
    return f"Incidents by week from its Monday, latest first ({marks}{left_out})"


def _judged(assessment: Assessment) -> str:
    return f"{assessment.level_name} ({UNFINISHED})" if assessment.unfinished else assessment.level_name


def _assessed_on(case: Case, assessment: Assessment, zone: ZoneInfo) -> dt.date:
    """The day of an assessment; for a correction, that of the assessment it corrects."""
    return local_day(as_utc(case.corrections(assessment)[-1].signed_off), zone)


def _lines(found: Sequence[Week], levels: dict[dt.date, list[str]], each: int) -> Iterator[WeekLine]:
    quiet: list[Week] = []
    for week in reversed(found):
        if week.count or week.assessments:
            if quiet:
                yield _folded(quiet)
            quiet = []
            yield WeekLine(monday=week.monday, text=_line(week, levels, each))
        else:
            quiet.append(week)
    if quiet:
        yield _folded(quiet)


def _folded(quiet: Sequence[Week]) -> WeekLine:
    monday = quiet[0].monday
    if len(quiet) == 1:
        return WeekLine(monday=monday, text=f"{short(monday):>11}   0", is_quiet=True)
    return WeekLine(monday=monday, text=f"{'':11}   0 for {len(quiet)} weeks", is_quiet=True)


def _line(week: Week, levels: dict[dt.date, list[str]], each: int) -> str:
    bar = "#" * -(-week.count // each)
    signed = [
        f"assessed {day_in_words(day)[:-5]}: {name}" for day in dict.fromkeys(week.assessments) for name in levels[day]
    ]
    return f"{short(week.monday):>11} {week.count:>3} {bar}{'  ' if bar and signed else ''}{', '.join(signed)}".rstrip()
