"""Every line of a comparison, in the order in which it can be read aloud."""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from content.case.model import Assessment, Case
from content.case.phrases import day, kind_in_words
from content.pack.known_questions import moved
from content.review.comparison import Change, Comparison, concerns, victim_view_in_words, view_in_words
from content.review.period_changes import AssessmentEvent, assessment_event, assessment_events, recorded_between
from content.review.reasons import (
    assessment_line,
    change_line,
    counted,
    disclosure_line,
    incident_line,
    note_line,
    reason_lines,
)
from content.review.trends import Trend, explanations, trends
from content.text import one_line
from screens.widgets.columns import NARROW, fitting, in_turn, side_by_side, wrapped
from screens.widgets.rows import Row

HEAD = 11
"""Cells for the names of what is followed over time."""

FOLLOWED = 3
"""How many assessments make it worth following something over time."""


def comparison_rows(case: Case, comparison: Comparison, zone: ZoneInfo, width: int) -> Iterator[Row]:
    """Every line of a comparison: where it stands, why, what was recorded between, what changed, and all over time.

    Args:
        case: The case.
        comparison: Two of its assessments compared.
        zone: The pack's time zone.
        width: Cells there are for a line.
    """
    held = assessment_events(case)
    before, after = assessment_event(held, comparison.earlier), assessment_event(held, comparison.later)
    if before is after:
        yield from _correction(before, comparison, zone, width)
    else:
        yield from _movement((before, after), comparison, zone, width)
        if len(held) >= FOLLOWED:
            yield Row(id="", text=f"All {len(held)} assessments over time are told at the end.", look="quiet")
        yield from _section("WHY, AS THE LATER ONE GIVES IT", reason_lines(comparison.later), width)
        others = held[held.index(before) + 1 : held.index(after)]
        yield from _recorded(case, (before, *others, after), zone, width)
        yield from _changes(
            (
                ("GOT WORSE, OR NEWLY KNOWN", comparison.worse),
                ("EASED, OR DONE SINCE", comparison.eased),
                ("NEW THIS TIME", comparison.new),
                ("CHANGED OTHERWISE", comparison.other),
            ),
            width,
        )
    yield Row(id="", text="")
    yield Row(id="", text=f"Unchanged and folded away: {comparison.unchanged} answers.", look="quiet")
    if len(held) >= FOLLOWED:
        yield from _over_time(held, zone, width)


def _movement(
    ends: tuple[AssessmentEvent, AssessmentEvent], comparison: Comparison, zone: ZoneInfo, width: int
) -> Iterator[Row]:
    earlier, later = comparison.earlier, comparison.later
    yield from _beside(_head("THEN", ends[0], earlier, zone), _head("NOW", ends[1], later, zone), width)
    change = moved(later.level_rank, earlier.level_rank).replace("than last time", "than then")
    yield Row(id="", text=f"The level is {change or 'the same'}.")


def _correction(occasion: AssessmentEvent, comparison: Comparison, zone: ZoneInfo, width: int) -> Iterator[Row]:
    """A correction is no reassessment: nothing got worse or eased by it, and nothing lies between the two."""
    earlier, later = comparison.earlier, comparison.later
    yield from _beside(_head("AS IT WAS", occasion, earlier, zone), _head("PUT RIGHT", occasion, later, zone), width)
    change = moved(later.level_rank, earlier.level_rank).replace("than last time", "than it was recorded")
    yield Row(id="", text=f"A correction, and no reassessment: the level is {change or 'the same'}.")
    yield from _section("WHY, AS THE CORRECTION GIVES IT", reason_lines(later), width)
    changes = (*comparison.worse, *comparison.eased, *comparison.new, *comparison.other)
    yield from _changes((("PUT RIGHT", changes),), width)


def _head(name: str, occasion: AssessmentEvent, assessment: Assessment, zone: ZoneInfo) -> list[str]:
    lines = [
        f"{name}: {day(occasion.at, zone)}",
        f"Level {one_line(assessment.level_name)} ({assessment.level_rank} of {assessment.level_ranks})",
        f"View: {one_line(view_in_words(assessment))}",
        f"Person's own view: {one_line(victim_view_in_words(assessment))}",
        f"Concerns: {concerns(assessment)}",
        f"{kind_in_words(occasion.first).capitalize()}, by {one_line(occasion.first.by)}",
    ]
    if assessment.id != occasion.first.id:
        why = one_line(assessment.why_corrected)
        lines.append(f"Put right on {day(assessment.signed_off, zone)} by {one_line(assessment.by)}: {why}")
    if assessment.id != occasion.standing.id:
        lines.append(f"CORRECTED since, on {day(occasion.standing.signed_off, zone)}")
    return lines


def _recorded(case: Case, stretch: Sequence[AssessmentEvent], zone: ZoneInfo, width: int) -> Iterator[Row]:
    """What was recorded from the first of some occasions to the last, and the assessments that lie between the two."""
    before, *others, after = stretch
    found = recorded_between(case, before.at, after.at)
    lines = (
        *(assessment_line(each.standing, zone) for each in others),
        *(incident_line(case, each, zone) for each in found.incidents),
        *(note_line(each, zone) for each in found.notes),
        *(change_line(each, zone) for each in found.changes),
        *(disclosure_line(case, each, zone) for each in found.disclosures),
    )
    title = f"RECORDED BETWEEN THE TWO: {counted(found, len(others)) or 'nothing'}"
    yield from _section(title, lines, width)


def _changes(groups: Iterable[tuple[str, Sequence[Change]]], width: int) -> Iterator[Row]:
    nothing = []
    for title, changes in groups:
        if not changes:
            nothing.append(title.lower())
            continue
        yield Row(id="", text="")
        yield Row(id="", text=f"{title}: {len(changes)}", look="heading")
        for change in changes:
            yield from _change(change, width)
    if nothing:
        yield Row(id="", text="")
        yield Row(id="", text=f"Nothing under: {'; '.join(nothing)}.", look="quiet")


def _change(change: Change, width: int) -> Iterator[Row]:
    yield Row(id="", text=one_line(change.text))
    then = [f"then: {one_line(change.before)}"]
    now = [f"now: {one_line(change.after)}"]
    if change.note_before:
        then.append(f"note: {one_line(change.note_before)}")
    if change.note and change.note != change.note_before:
        now.append(f"note: {one_line(change.note)}")
    if width < NARROW:
        # One under the other without a gap: the two are one change, and the gap comes after it.
        yield from _lines([f"  {line}" for line in (*then, *now)], width)
    else:
        yield from _beside([f"  {line}" for line in then], now, width)


def _over_time(held: Sequence[AssessmentEvent], zone: ZoneInfo, width: int) -> Iterator[Row]:
    shown = held[-fitting(width, HEAD) :]
    told = trends([occasion.standing for occasion in shown])
    dates = Trend(name="Date", words=tuple(day(occasion.at, zone) for occasion in shown))
    left_out = len(held) - len(shown)
    title = f"OVER TIME: the last {len(shown)} of {len(held)}" if left_out else f"OVER TIME: all {len(held)}"
    lines = [in_turn(strand.name, strand.words, width - 2, HEAD) for strand in (dates, *told)]
    if left_out:
        lines.append(f"{left_out} earlier {'does' if left_out == 1 else 'do'} not fit: e and l bring them here.")
    yield from _section(title, (*lines, *explanations(told)), width)


def _section(title: str, paragraphs: Iterable[str], width: int) -> Iterator[Row]:
    yield Row(id="", text="")
    yield Row(id="", text=title, look="heading")
    yield from _lines(paragraphs, width)


def _lines(paragraphs: Iterable[str], width: int) -> Iterator[Row]:
    # A row for each line: what somebody wrote can be longer than the screen, and is read line by line.
    for line in wrapped(list(paragraphs), width):
        yield Row(id="", text=line)


def _beside(left: list[str], right: list[str], width: int) -> Iterator[Row]:
    for line in side_by_side(left, right, width):
        yield Row(id="", text=line)
