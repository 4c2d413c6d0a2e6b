"""The comparison of two assessments: their judgements, what was recorded between, what changed, and trends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from content.case.model import Assessment, Case
from content.case.phrases import UNFINISHED, day, kind_in_words
from content.documents.document import Block, Document, Line, Paragraph, Section, Series, SideBySide
from content.pack.known_questions import LEVEL, level_change, rank_now
from content.review.comparison import (
    GROUPS,
    Change,
    Comparison,
    Group,
    victim_view_in_words,
    view_in_words,
)
from content.review.period_changes import AssessmentEvent, assessment_event, assessment_events, recorded_between
from content.review.pointing import DIRECTIONS, NONE_YES, pointing, yes_then_and_now
from content.review.reasons import (
    assessment_line,
    change_line,
    counts_in_words,
    disclosure_line,
    incident_line,
    note_line,
    reason_lines,
)
from content.review.trends import explanations, trends
from content.text import one_line

EARLIEST = "earliest"
"""The anchor of the line that counts the assessments left out of the trends."""

ENOUGH_FOR_TRENDS = 3
"""The number of assessments from which trends are shown."""

TITLES: Mapping[Group, str] = {
    "contact": "LOOK FIRST: THE SAFE WAYS OF CONTACT CHANGED",
    "worse": "CHANGED TOWARDS WORSE, OR NEWLY KNOWN",
    "again": "HAPPENED AGAIN SINCE",
    "unknown": "NO LONGER KNOWN",
    "other way": "CHANGED THE OTHER WAY",
    "other": "OTHER CHANGES",
    "new": "ANSWERED FOR THE FIRST TIME",
    "history": "HISTORY CONFIRMED",
}

NOTHING_CHANGED = "No answer was changed by the correction."


def unfinished_line(case: Case, zone: ZoneInfo) -> str:
    """The assessments that are not compared because they are unfinished; empty if there are none."""
    days = [day(each.signed_off, zone) for each in case.assessments if each.unfinished]
    return f"Not compared, because {UNFINISHED}: {', '.join(days)}." if days else ""


def comparison_document(
    case: Case, comparison: Comparison, zone: ZoneInfo, *, most_trends: int | None = None
) -> Document:
    """Two assessments compared, in the order in which the comparison can be read aloud.

    Args:
        case: The case.
        comparison: Two of its assessments compared.
        zone: The pack's time zone.
        most_trends: How many assessments a front end can show side by side; by default all.
    """
    events = assessment_events(case)
    before, after = assessment_event(events, comparison.earlier), assessment_event(events, comparison.later)
    if before is after:
        sections = [*_correction(before, comparison, zone)]
    else:
        sections = [*_reassessment(case, events, (before, after), comparison, zone)]
    sections.append(_still_yes(comparison))
    sections.append(_quiet_section("Unchanged answers are not listed here; each assessment has all of its own."))
    if len(events) >= ENOUGH_FOR_TRENDS:
        sections.append(_trends(events, zone, most_trends))
    return Document(title="Compare", sections=tuple(each for each in sections if each.heading or each.blocks))


def _reassessment(
    case: Case,
    events: Sequence[AssessmentEvent],
    ends: tuple[AssessmentEvent, AssessmentEvent],
    comparison: Comparison,
    zone: ZoneInfo,
) -> Iterator[Section]:
    before, after = ends
    earlier, later = comparison.earlier, comparison.later
    change = _level_change(earlier, later).replace("than last time", "than then")
    blocks: list[Block] = [
        SideBySide(left=_head("THEN", before, earlier, zone), right=_head("NOW", after, later, zone)),
        Line(text=f"The level is {change or 'the same'}."),
    ]
    if len(events) >= ENOUGH_FOR_TRENDS:
        blocks.append(Line(text=f"All {len(events)} assessments over time are at the end.", tone="quiet"))
    if not_compared := unfinished_line(case, zone):
        blocks.append(Line(text=not_compared, tone="quiet"))
    yield Section(name="judgements", blocks=tuple(blocks))
    yield from _group("contact", comparison)
    yield _paragraphs("WHY, AS THE LATER ONE GIVES IT", reason_lines(later))
    between = events[events.index(before) + 1 : events.index(after)]
    yield _recorded(case, ends, between, zone)
    yield from _changes(comparison)
    if later.follows not in {None, earlier.id} and (baseline := case.assessment(later.follows)):
        meant = f'"Earlier" and "since" are as the later one says: before or after {day(baseline.signed_off, zone)}.'
        yield _quiet_section(meant)


def _correction(event: AssessmentEvent, comparison: Comparison, zone: ZoneInfo) -> Iterator[Section]:
    """The sections for a correction, which is not a reassessment: nothing happened between the two."""
    earlier, later = comparison.earlier, comparison.later
    change = _level_change(earlier, later).replace("than last time", "than it was recorded")
    sides = SideBySide(left=_head("AS IT WAS", event, earlier, zone), right=_head("AS CORRECTED", event, later, zone))
    movement = Line(text=f"A correction, and no reassessment: the level is {change or 'the same'}.")
    yield Section(name="judgements", blocks=(sides, movement))
    yield _paragraphs("WHY, AS THE CORRECTION GIVES IT", reason_lines(later))
    blocks = tuple(block for change in comparison.group("other") for block in _change(change))
    yield Section(
        heading="CORRECTED ANSWERS" if blocks else "", blocks=blocks or (Line(text=NOTHING_CHANGED, tone="quiet"),)
    )


def _level_change(earlier: Assessment, later: Assessment) -> str:
    """How the level moved, among the levels of the later assessment."""
    levels = next((asked.options for asked in later.asked if asked.id == LEVEL), ())
    ranks = {option.id: rank for rank, option in enumerate(levels, start=1)}
    then = rank_now(earlier.level, earlier.level_rank, earlier.level_ranks, ranks)
    return level_change(later.level_rank, then)


def _head(name: str, event: AssessmentEvent, assessment: Assessment, zone: ZoneInfo) -> tuple[str, ...]:
    """One of the two assessments in a few paragraphs; the first has its name and day."""
    lines = [
        f"{name}: {day(event.at, zone)}",
        f"Level {one_line(assessment.level_name)} ({assessment.level_rank} of {assessment.level_ranks})",
        f"View: {one_line(view_in_words(assessment))}",
        f"Person's own view: {one_line(victim_view_in_words(assessment))}",
        f"{kind_in_words(event.first).capitalize()}, by {one_line(event.first.by)}",
    ]
    if assessment.id != event.first.id:
        why = one_line(assessment.why_corrected)
        lines.append(f"Corrected on {day(assessment.signed_off, zone)} by {one_line(assessment.by)}: {why}")
    if assessment.id != event.standing.id:
        lines.append(f"CORRECTED since, on {day(event.standing.signed_off, zone)}")
    return tuple(lines)


def _recorded(
    case: Case,
    ends: tuple[AssessmentEvent, AssessmentEvent],
    between: Sequence[AssessmentEvent],
    zone: ZoneInfo,
) -> Section:
    """What was recorded between two assessments, including other assessments."""
    found = recorded_between(case, ends[0].at, ends[1].at)
    lines = (
        *(assessment_line(each.standing, zone) for each in between),
        *(incident_line(case, each, zone) for each in found.incidents),
        *(note_line(each, zone) for each in found.notes),
        *(change_line(each, zone) for each in found.changes),
        *(disclosure_line(case, each, zone) for each in found.disclosures),
    )
    return _paragraphs(f"RECORDED BETWEEN THE TWO: {counts_in_words(found, len(between)) or 'nothing'}", lines)


def _changes(comparison: Comparison) -> Iterator[Section]:
    """The changes by group, and a line with the groups that have none."""
    groups = tuple(group for group in GROUPS if group != "contact")
    for group in groups:
        yield from _group(group, comparison)
    empty = [TITLES[group].lower() for group in groups if not comparison.group(group)]
    if empty:
        yield Section(blocks=(Paragraph(text=f"Nothing under: {'; '.join(empty)}."),))


def _group(group: Group, comparison: Comparison) -> Iterator[Section]:
    changes = comparison.group(group)
    if changes:
        yield Section(name=group, heading=TITLES[group], blocks=tuple(b for each in changes for b in _change(each)))


def _change(change: Change) -> tuple[Line, SideBySide]:
    then = [f"was {one_line(change.before)}"]
    now = [f"now {one_line(change.after)}"]
    if change.note_before:
        then.append(f"note: {one_line(change.note_before)}")
    if change.note and change.note != change.note_before:
        now.append(f"note: {one_line(change.note)}")
    return Line(text=one_line(change.text)), SideBySide(left=tuple(then), right=tuple(now), is_nested=True)


def _still_yes(comparison: Comparison) -> Section:
    """What pointed to danger, stalking or harassment in both, by name."""
    yes = ((where, yes_then_and_now(comparison.earlier, comparison.later, where)) for where in DIRECTIONS)
    named = tuple(Paragraph(text=f"To {where}: {'; '.join(names)}") for where, names in yes if names)
    return Section(
        name="still yes", heading="YES THEN AND YES NOW; no conclusion is drawn" if named else "", blocks=named
    )


def _pointed(event: AssessmentEvent, zone: ZoneInfo) -> Iterator[Paragraph]:
    """What the answers of one assessment pointed to, by name."""
    assessment = event.standing
    for where in DIRECTIONS:
        names = pointing(assessment.asked, assessment.answers, where)
        yield Paragraph(text=f"{day(event.at, zone)}, to {where}: {'; '.join(names) or NONE_YES}")


def _trends(events: Sequence[AssessmentEvent], zone: ZoneInfo, most: int | None) -> Section:
    shown = events[-most:] if most else events
    left_out = len(events) - len(shown)
    found = trends([event.standing for event in shown])
    blocks: list[Block] = [Series(label="Date", values=tuple(day(event.at, zone) for event in shown))]
    blocks += [Series(label=trend.name, values=trend.words) for trend in found]
    if left_out:
        blocks.append(Line(text=f"{left_out} earlier {'does' if left_out == 1 else 'do'} not fit", anchor=EARLIEST))
    blocks += [Paragraph(text=text) for text in explanations(found)]
    blocks.append(Line(text="What the answers pointed to each time; no conclusion is drawn"))
    blocks += [paragraph for event in shown for paragraph in _pointed(event, zone)]
    extent = f"the last {len(shown)} of {len(events)}" if left_out else f"all {len(events)}"
    return Section(name="trends", heading=f"OVER TIME: {extent}", blocks=tuple(blocks))


def _paragraphs(heading: str, texts: Iterable[str]) -> Section:
    return Section(heading=heading, blocks=tuple(Paragraph(text=text) for text in texts))


def _quiet_section(text: str) -> Section:
    return Section(blocks=(Line(text=text, tone="quiet"),))
