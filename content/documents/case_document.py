"""A case: safe contact, the risk as judged, what needs attention, and what was recorded over time."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.answering import progress
from content.assessment.conditions import checklist_state
from content.assessment.edition_moves import moved
from content.case.baseline import baseline_of
from content.case.model import Assessment, Case, Draft, corrected_by
from content.case.phrases import UNFINISHED, clock, day
from content.documents.disclosures_document import standing_disclosure_lines
from content.documents.document import Column, Document, Line, Meter, Section, TableRow, anchor
from content.documents.open_prompts_section import open_prompts_section
from content.entries.disclosure import still_to_tell
from content.entries.note import note_in_words
from content.pack.model import Pack
from content.review.comparison import TOO_LITTLE_TIME, victim_view_in_words, view_in_words
from content.review.overview import (
    error_notice_line,
    incidents_line,
    level_line,
    own_view_line,
    plan_line,
    repeat_line,
    safe_contact_lines,
)
from content.review.timeline import week_heading, week_lines
from content.text import one_line

DRAFT, FORM_DRAFT, REPEAT, UNTOLD = "draft", "form-draft", "repeat", "untold"
WEEK, DISCLOSURE, NOTE, KEPT_ASIDE = "week", "disclosure", "note", "aside"
"""The roles of anchors; the anchor of an assessment is its id alone."""

RECENT = 3
"""How many notes and disclosures a case lists; the chronology and the screen of disclosures list all."""

COLUMNS = (
    Column(name="Signed off", width=11, is_right_aligned=True),
    Column(name="Level", width=8),
    Column(name="", width=5),
    Column(name="Own view", width=12),
    Column(name="View", width=0),
)


def case_document(case: Case, pack: Pack, zone: ZoneInfo, today: dt.date) -> Document:
    """Everything that a practitioner reads first about a case.

    Args:
        case: The case.
        pack: Today's pack.
        zone: The pack's time zone.
        today: The day that reviews and actions are overdue against.
    """
    sections = (
        *overview(case, zone, today),
        Section(name="attention", blocks=tuple(_attention(case, pack, zone))),
        open_prompts_section(case),
        _assessments(case, zone),
        _weeks(case, today, zone),
        _disclosures(case, zone),
        _notes(case, zone),
        Section(name="kept aside", blocks=tuple(_kept_aside(case, zone))),
    )
    return Document(title=case_title(case), sections=tuple(section for section in sections if section.blocks))


def case_title(case: Case) -> str:
    """The reference, initials and own reference of a case."""
    return f"{case.id}  {one_line(case.initials)}  {one_line(case.own_reference)}".rstrip()


def overview(case: Case, zone: ZoneInfo, today: dt.date) -> tuple[Section, Section]:
    """How to make contact safely, and the state of the case: level, views, incidents, plan."""
    contact = (Line(text=text) for text in safe_contact_lines(case, zone))
    standing = (
        level_line(case, today, zone),
        own_view_line(case),
        incidents_line(case, today),
        plan_line(case, today),
    )
    return (
        Section(name="contact", blocks=tuple(contact)),
        Section(name="standing", blocks=tuple(Line(text=text) for text in standing if text)),
    )


def _attention(case: Case, pack: Pack, zone: ZoneInfo) -> Iterator[Line]:
    """What needs attention: the draft, unrecorded entries, a MARAC repeat, recipients not told of an error."""
    if case.draft:
        yield Line(text=_draft_words(case, case.draft, pack, zone), anchor=DRAFT)
    for form_draft in case.form_drafts:
        typed = next((one_line(text) for text in form_draft.typed.values() if text.strip()), "")
        who = f"{one_line(form_draft.by)}, {day(form_draft.at, zone)} {clock(form_draft.at, zone)[:5]}"
        text = f"Not recorded yet: {form_draft.kind} by {who}: {typed}"
        yield Line(text=text, anchor=anchor(FORM_DRAFT, form_draft.id), tone="warning")
    repeat = repeat_line(case, zone)
    if repeat:
        yield Line(text=repeat, anchor=REPEAT, tone="warning")
    for correction in still_to_tell(case.disclosures):
        text = error_notice_line(case, correction, zone)
        yield Line(text=text, anchor=anchor(UNTOLD, correction.id), tone="warning")


def _draft_words(case: Case, draft: Draft, pack: Pack, zone: ZoneInfo) -> str:
    # As it will be when it is resumed: an answer in words that the pack no longer uses does not count.
    answers = moved(draft, pack, now=draft.changed, by=draft.by).answers
    answered, applying = progress(
        pack.checklist, checklist_state(pack.checklist, answers, baseline_of(case, draft.follows))
    )
    kind = "Correction" if draft.corrects else "Reassessment" if draft.follows else "First assessment"
    why = f" ({draft.trigger_name.lower()})" if draft.trigger_name else ""
    return (
        f"Draft to resume: {kind}{why}, {answered} of {applying} answered, "
        f"last saved {day(draft.changed, zone)} {clock(draft.changed, zone)[:5]} by {one_line(draft.by)}"
    )


def _assessments(case: Case, zone: ZoneInfo) -> Section:
    rows = tuple(_assessment(case, each, zone) for each in reversed(case.assessments))
    return Section(name="assessments", columns=COLUMNS, blocks=rows)


def _assessment(case: Case, assessment: Assessment, zone: ZoneInfo) -> TableRow | Line:
    signed_off = day(assessment.signed_off, zone)
    correction = corrected_by(case, assessment)
    if correction:
        text = f"CORRECTED by the one of {day(correction.signed_off, zone)}; was {assessment.level_name}"
        return Line(label=signed_off, text=text, anchor=assessment.id, tone="quiet")
    if assessment.unfinished:
        text = f"{UNFINISHED.upper()}: {assessment.level_name}; view and own view {TOO_LITTLE_TIME}"
        return Line(label=signed_off, text=text, anchor=assessment.id, tone="warning")
    return TableRow(
        cells=(
            signed_off,
            assessment.level_name,
            Meter(value=assessment.level_rank, most=assessment.level_ranks),
            victim_view_in_words(assessment).split(" than ")[0],
            view_in_words(assessment),
        ),
        anchor=assessment.id,
    )


def _weeks(case: Case, today: dt.date, zone: ZoneInfo) -> Section:
    if not case.incidents:
        return Section()
    lines = tuple(
        Line(text=line.text, anchor=anchor(WEEK, line.monday.isoformat()), tone="quiet" if line.is_quiet else "")
        for line in week_lines(case, today, zone)
    )
    return Section(name="weeks", heading=week_heading(case, today), blocks=lines)


def _disclosures(case: Case, zone: ZoneInfo) -> Section:
    lines = standing_disclosure_lines(case, zone)
    return Section(
        name="disclosures",
        heading=f"Disclosures: {len(lines)}, latest first",
        blocks=tuple(msgspec.structs.replace(line, anchor=anchor(DISCLOSURE, line.anchor)) for line in lines[:RECENT]),
    )


def _notes(case: Case, zone: ZoneInfo) -> Section:
    earlier = len(case.notes) - RECENT
    more = f"; {earlier} earlier in the chronology" if earlier > 0 else ""
    lines = tuple(
        Line(label=day(note.at, zone), text=note_in_words(note), anchor=anchor(NOTE, note.id))
        for note in reversed(case.notes[-RECENT:])
    )
    return Section(name="notes", heading=f"Notes, latest first{more}", blocks=lines)


def _kept_aside(case: Case, zone: ZoneInfo) -> Iterator[Line]:
    for number, draft in enumerate(case.kept_aside):
        text = f"Kept aside: a draft by {one_line(draft.by)}, {day(draft.changed, zone)}, saved beside a newer one"
        yield Line(text=text, anchor=anchor(KEPT_ASIDE, str(number)))
