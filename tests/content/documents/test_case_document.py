"""A case as a document: what stands first, what needs attention, and where each line leads."""

from zoneinfo import ZoneInfo

import msgspec

from content.case.model import Case, PromptSnapshot
from content.documents.case_document import case_document
from content.documents.document import Document, Line, Meter, TableRow
from content.documents.open_prompts_section import MORE, open_prompts_section
from content.pack.model import Urgency
from tests.builders import (
    LATER,
    TODAY,
    a_case,
    a_disclosure,
    a_draft,
    a_form_draft,
    a_note,
    an_assessment,
    an_incident,
)
from tests.packs import classic

LONDON = ZoneInfo("Europe/London")


def document_of(case: Case) -> Document:
    return case_document(case, classic(), LONDON, TODAY)


def test_the_sections_come_in_reading_order_and_empty_ones_are_left_out() -> None:
    case = a_case(
        assessments=(an_assessment(),),
        incidents=(an_incident(),),
        notes=(a_note(),),
        disclosures=(a_disclosure(),),
        draft=a_draft(id="draft-2", follows="draft-1"),
        kept_aside=(a_draft(id="draft-3"),),
    )

    names = [section.name for section in document_of(case).sections]

    assert names == [
        "contact",
        "standing",
        "attention",
        "assessments",
        "weeks",
        "disclosures",
        "notes",
        "kept aside",
    ]
    assert [section.name for section in document_of(a_case()).sections] == ["contact", "standing"]


def test_what_needs_attention_leads_to_where_it_is_done() -> None:
    right = a_disclosure(id="right", at=LATER, corrects="wrong", error_told="not yet")
    case = a_case(draft=a_draft(), form_drafts=(a_form_draft(),), disclosures=(a_disclosure(id="wrong"), right))

    lines = [line for line in document_of(case).section("attention").blocks if isinstance(line, Line)]

    assert [(line.anchor, line.tone) for line in lines] == [
        ("draft", ""),
        ("form-draft form-draft-1", "warning"),
        ("untold right", "warning"),
    ]
    assert lines[1].text == "Not recorded yet: incident by sam, 20 Nov 2026 14:05: He was waiting at the"


def test_an_assessment_is_a_row_with_its_level_as_a_rank_and_a_corrected_one_a_quiet_line() -> None:
    wrong = an_assessment(id="wrong")
    right = msgspec.structs.replace(an_assessment(id="right", signed_off=LATER, corrects="wrong"), level_rank=2)

    first, second = document_of(a_case(assessments=(wrong, right))).section("assessments").blocks

    rank = Meter(value=2, most=3)
    assert first == TableRow(cells=("20 Nov 2026", "High", rank, "not asked", "not asked"), anchor="right")
    assert second == Line(
        label="20 Nov 2026", text="CORRECTED by the one of 20 Nov 2026; was High", anchor="wrong", tone="quiet"
    )


def test_only_the_three_latest_notes_are_listed_and_the_others_counted() -> None:
    section = document_of(a_case(notes=tuple(a_note(id=str(number)) for number in range(5)))).section("notes")

    assert section.heading == "Notes, latest first; 2 earlier in the chronology"
    assert [line.anchor for line in section.blocks if isinstance(line, Line)] == ["note 4", "note 3", "note 2"]


def test_prompts_still_open_are_listed_and_those_for_now_in_full() -> None:
    long = "Ring the police on 101 and tell them everything that happened. " * 3
    now = PromptSnapshot(id="danger", urgency="now", says=long, source="4.5")
    plan = PromptSnapshot(id="order", urgency="plan", says=long, source="4.5")
    case = a_case(assessments=(msgspec.structs.replace(an_assessment(), prompts=(now, plan)),))

    section = document_of(case).section("open prompts")
    first, second = (line for line in section.blocks if isinstance(line, Line))

    assert section.heading == "Prompts still open: 2"
    assert (first.anchor, first.tone, first.text) == ("open-prompt danger", "warning", f"NOW: {long.strip()}")
    assert (second.anchor, second.tone) == ("open-prompt order", "")
    assert second.text.endswith("Ring the police on 101 ...")


def test_an_unfinished_assessment_is_named_as_such_with_what_it_left_open() -> None:
    case = a_case(assessments=(msgspec.structs.replace(an_assessment(), unfinished=True),))

    (line,) = document_of(case).section("assessments").blocks

    assert line == Line(
        label="20 Nov 2026",
        text="SAFETY FIRST, UNFINISHED: High; view and own view not asked: too little time",
        anchor="draft-1",
        tone="warning",
    )


def test_the_case_tells_every_open_prompt_for_now_and_three_others_and_leads_to_the_rest() -> None:
    plan: Urgency = "plan"
    urgencies: tuple[Urgency, ...] = ("now", "now", *[plan] * 5)
    prompts = tuple(
        PromptSnapshot(id=f"p{number}", urgency=urgency, says=f"Step {number}", source="4.1")
        for number, urgency in enumerate(urgencies)
    )
    assessment = msgspec.structs.replace(an_assessment(id="a1"), prompts=prompts)

    section = open_prompts_section(a_case(assessments=(assessment,)))

    texts = [block.text for block in section.blocks if isinstance(block, Line)]
    assert texts[:5] == ["NOW: Step 0", "NOW: Step 1", "PLAN: Step 2", "PLAN: Step 3", "PLAN: Step 4"]
    assert section.blocks[5:] == (Line(text=MORE, anchor="a1"),)
    assert len(open_prompts_section(a_case(assessments=(assessment,)), is_whole=True).blocks) == 7
