"""A comparison as a document: its sections, the two sides of a change, and the trends that fit."""

import re
from zoneinfo import ZoneInfo

import msgspec

from content.documents.comparison_document import comparison_document
from content.documents.document import Line, Paragraph, Series, SideBySide
from content.documents.plain_text import plain_text
from content.review.comparison import compare
from content.review.period_changes import assessment_events, pair
from content.training.cases import made_up_cases
from tests.drafts import NOON, signed_off
from tests.packs import classic

LONDON = ZoneInfo("Europe/London")


def test_two_assessments_are_compared_section_by_section() -> None:
    case, _ = signed_off(values={"victim.fear": "no"})
    case, _ = signed_off(case, {"victim.fear": "yes"})

    document = comparison_document(case, compare(*case.assessments), LONDON)

    assert [section.heading for section in document.sections] == [
        "",
        "WHY, AS THE LATER ONE GIVES IT",
        "RECORDED BETWEEN THE TWO: nothing",
        "CHANGED TOWARDS WORSE, OR NEWLY KNOWN",
        "",
        "",
    ]
    assert document.sections[3].blocks == (
        Line(text="Does the person live with persistent fear of what might happen?"),
        SideBySide(left=("was no",), right=("now yes",), is_nested=True),
    )
    assert document.sections[4].blocks == (
        Paragraph(
            text="Nothing under: happened again since; no longer known; changed the other way; other changes; "
            "answered for the first time; history confirmed."
        ),
    )


def test_the_groups_come_in_reading_order_and_the_safe_ways_of_contact_before_the_reasons() -> None:
    case, _ = signed_off(
        values={
            "victim.fear": "yes",
            "happening.following": "no",
            "suspect.fixated": "yes",
            "happening.messages": "yes",
        }
    )
    case, _ = signed_off(
        case,
        {
            "start.safe-contact": "Only by post",
            "victim.fear": "no",
            "happening.following": "yes",
            "suspect.fixated": "not known",
            "happening.pattern": "no",
        },
    )

    headings = [section.heading for section in comparison_document(case, compare(*case.assessments), LONDON).sections]

    assert [heading for heading in headings if heading] == [
        "LOOK FIRST: THE SAFE WAYS OF CONTACT CHANGED",
        "WHY, AS THE LATER ONE GIVES IT",
        "RECORDED BETWEEN THE TWO: nothing",
        "CHANGED TOWARDS WORSE, OR NEWLY KNOWN",
        "NO LONGER KNOWN",
        "CHANGED THE OTHER WAY",
        "ANSWERED FOR THE FIRST TIME",
        "YES THEN AND YES NOW; no conclusion is drawn",
    ]


def test_what_was_yes_then_and_is_yes_now_is_listed_by_name() -> None:
    case, _ = signed_off(values={"risk.escalation": "yes", "suspect.fixated": "yes", "victim.fear": "no"})
    case, _ = signed_off(case, {"victim.fear": "yes"})

    section = comparison_document(case, compare(*case.assessments), LONDON).section("still yes")

    escalation, fixated = (
        next(each.text for each in case.assessments[0].asked if each.id == wanted)
        for wanted in ("risk.escalation", "suspect.fixated")
    )
    assert section.blocks == (Paragraph(text=f"To danger: {escalation}"), Paragraph(text=f"To stalking: {fixated}"))


def test_an_unfinished_assessment_is_not_compared_and_that_is_said_in_one_line() -> None:
    case, _ = signed_off()
    case, _ = signed_off(case)
    case, _ = signed_off(case)
    first, short, last = case.assessments
    short = msgspec.structs.replace(short, unfinished=True)
    case = msgspec.structs.replace(case, assessments=(first, short, last))

    assert pair(assessment_events(case), None) == (first, last)
    document = comparison_document(case, compare(first, last), LONDON)
    lines = [block.text for section in document.sections for block in section.blocks if isinstance(block, Line)]

    assert "Not compared, because safety first, unfinished: 25 Nov 2026." in lines
    assert '"Earlier" and "since" are as the later one says: before or after 25 Nov 2026.' in lines
    assert not document.section("trends").blocks


def test_a_comparison_has_no_total() -> None:
    case = made_up_cases(classic(), now=NOON)[0]

    text = "\n".join(plain_text(comparison_document(case, compare(*case.assessments[-2:]), LONDON), 80))

    assert not re.search(r"Concerns|Unchanged and folded|WORSE: \d|yes to \d", text)


def test_a_front_end_that_shows_fewer_assessments_has_the_latest_and_the_others_counted() -> None:
    case = made_up_cases(classic(), now=NOON)[0]
    comparison = compare(case.assessments[0], case.assessments[-1])

    everything = comparison_document(case, comparison, LONDON).section("trends")
    fitting = comparison_document(case, comparison, LONDON, most_trends=2).section("trends")

    assert everything.heading == "OVER TIME: all 3"
    assert everything.blocks[0] == Series(label="Date", values=("24 Aug 2026", "5 Oct 2026", "15 Nov 2026"))
    assert fitting.heading == "OVER TIME: the last 2 of 3"
    assert fitting.blocks[0] == Series(label="Date", values=("5 Oct 2026", "15 Nov 2026"))
    assert Line(text="1 earlier does not fit", anchor="earliest") in fitting.blocks
