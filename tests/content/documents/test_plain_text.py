"""Documents as plain text: punctuation that can be read aloud, numbers, labels, and the width."""

import pytest

from content.documents.document import (
    Block,
    Column,
    Document,
    Line,
    Meter,
    Paragraph,
    QuestionLine,
    Section,
    Series,
    SideBySide,
    TableRow,
)
from content.documents.plain_text import paragraphs, plain_text

COLUMNS = (Column(name="Signed off", width=11), Column(name="Level", width=8), Column(name="", width=5))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Line(text="He rang"), ["He rang."]),
        (Line(text="He rang!"), ["He rang!"]),
        (Line(text="He rang", label="15 Nov 2026"), ["15 Nov 2026: He rang."]),
        (Line(text="He rang", label=""), ["He rang."]),
        (Line(text="Ring 999", number=3), ["3. Ring 999."]),
        (QuestionLine(question="Is it safe?", answer="yes", number=1), ["1. Is it safe? yes."]),
        (
            QuestionLine(question="Is it safe?", answer="no", note="Note: his van"),
            ["Is it safe? no.", "Note: his van."],
        ),
        (Paragraph(text="A longer text."), ["A longer text."]),
        (Series(label="Fear", values=("no", "yes")), ["Fear: no; then yes."]),
        (SideBySide(left=("then: no",), right=("now: yes", "note: new")), ["then: no.", "now: yes.", "note: new."]),
        (
            TableRow(cells=("15 Nov 2026", "High", Meter(value=3, most=4))),
            ["Signed off: 15 Nov 2026; Level: High; 3 of 4."],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_block_is_a_sentence(block: Block, said: list[str]) -> None:
    assert list(paragraphs([Section(columns=COLUMNS, blocks=(block,))])) == said


def test_a_heading_ends_so_that_a_voice_pauses() -> None:
    sections = [Section(heading="FOUR"), Section(heading="Prompts still open: 3"), Section()]

    assert list(paragraphs(sections)) == ["FOUR:", "Prompts still open: 3."]


def test_a_whole_document_fits_its_width_with_a_gap_before_each_section() -> None:
    document = Document(
        title="Chronology",
        sections=(
            Section(blocks=(Line(text="One incident was recorded"),)),
            Section(heading="Entries", blocks=(Line(label="15 Nov 2026", text="He rang the well-known number"),)),
        ),
    )

    assert plain_text(document, 24) == [
        "Chronology",
        "",
        "One incident was",
        "  recorded.",
        "",
        "Entries:",
        "15 Nov 2026: He rang the",
        "  well-known number.",
    ]
