"""Documents as rows, and that rows and plain text leave out no line of any document."""

import datetime as dt
from collections.abc import Iterable, Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.case.model import Case
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
from content.documents.plain_text import plain_text
from content.training.cases import made_up_cases
from screens.widgets.document_rows import RowStyle, document_rows, reading_rows
from screens.widgets.rows import Row
from tests.builders import a_disclosure, a_note, an_action, an_incident
from tests.content.documents.every_document import documents_of
from tests.drafts import NOON, TODAY, a_new_draft, answered, signed_off
from tests.packs import classic

COLUMNS = (
    Column(name="Signed off", width=11, is_right_aligned=True),
    Column(name="Level", width=8),
    Column(name="", width=5),
    Column(name="View", width=0),
)


def rows_of(*blocks: Block, columns: tuple[Column, ...] = (), style: RowStyle | None = None) -> list[Row]:
    return document_rows([Section(columns=columns, blocks=blocks)], style or RowStyle(width=77))


def test_a_label_and_a_short_answer_stand_in_a_column_of_their_own() -> None:
    rows = rows_of(
        Line(label="done", text="Ring the workplace", anchor="action-1", tone="quiet"),
        Line(label="", text="No date"),
        QuestionLine(question="Is it safe?", answer="yes", note="Note: his van", anchor="safe"),
        QuestionLine(question="How long?", answer="About half an hour"),
    )

    assert rows == [
        Row(id="action-1", text="done          Ring the workplace", look="quiet", hang=14),
        Row(id="", text="              No date", hang=14),
        Row(id="safe", text="yes           Is it safe?", hang=14),
        Row(id="", text="              Note: his van", hang=14),
        Row(id="", text="              How long? About half an hour", hang=14),
    ]


def test_a_table_has_its_columns_above_it_and_a_line_between_its_rows_lines_up() -> None:
    rows = rows_of(
        TableRow(cells=("5 Oct 2026", "High", Meter(value=2, most=3), "Stalking"), anchor="a"),
        Line(label="1 Oct 2026", text="CORRECTED", anchor="b", tone="quiet"),
        columns=COLUMNS,
    )

    assert [(row.id, row.look, row.text) for row in rows] == [
        ("", "heading", " Signed off  Level          View"),
        ("a", "", " 5 Oct 2026  High     [##-] Stalking"),
        ("b", "quiet", " 1 Oct 2026  CORRECTED"),
    ]


def test_the_two_sides_of_a_change_stand_one_under_the_other_without_a_gap_where_it_is_narrow() -> None:
    change = SideBySide(left=("then: no",), right=("now: yes",), is_nested=True)

    assert [row.text for row in rows_of(change, style=RowStyle(width=63))] == ["  then: no", "  now: yes"]
    (row,) = rows_of(change, style=RowStyle(width=64))
    assert row.text.split() == ["then:", "no", "|", "now:", "yes"]


def test_what_a_key_does_is_added_by_the_screen_to_the_line_it_is_about() -> None:
    style = RowStyle(hints={"untold": " [Enter: disclosures]", "notes": " (N reads all)"})
    section = Section(name="notes", heading="Notes", blocks=(Line(text="Not told", anchor="untold one"),))

    assert [row.text for row in document_rows([section], style)] == [
        "Notes (N reads all)",
        "Not told [Enter: disclosures]",
    ]


def test_sections_have_gaps_between_them_which_are_nothing_to_stop_at() -> None:
    sections = [Section(blocks=(Line(text="One"),)), Section(heading="TWO", blocks=(Line(text="Three"),))]

    rows = reading_rows(sections, RowStyle(has_gaps=True))

    assert [(row.id, row.text) for row in rows] == [("0", "One"), ("", ""), ("2", "TWO"), ("3", "Three")]


def texts_of(block: Block) -> tuple[str, ...]:
    """Everything that a block says, in the model's order."""
    match block:
        case Line():
            return (block.label or "", block.text)
        case QuestionLine():
            return (block.question, block.answer, block.note)
        case Paragraph():
            return (block.text,)
        case Series():
            return (block.label, *block.values)
        case SideBySide():
            return (*block.left, *block.right)
        case TableRow():
            return tuple(cell for cell in block.cells if isinstance(cell, str))


def units_of(document: Document) -> Iterator[tuple[str, ...]]:
    """What is said, heading by heading and block by block."""
    for section in document.sections:
        yield (section.heading,)
        for block in section.blocks:
            yield texts_of(block)


def squeezed(text: str) -> str:
    """The text without its white space and the bar between columns: lines may be broken anywhere."""
    return "".join(text.replace(" | ", " ").split())


def assert_says_all(document: Document, lines: Iterable[str]) -> None:
    """Each heading and block of the document is in the lines, all of it, after the one before."""
    whole, at = squeezed("\n".join(lines)), 0
    for unit in units_of(document):
        ends = [at]
        for text in unit:
            found = whole.find(squeezed(text), at)
            assert found >= 0, f"{text!r} is missing after {whole[max(0, at - 60) : at]!r}"
            ends.append(found + len(squeezed(text)))
        at = max(ends)


def assert_rendered_whole(document: Document) -> None:
    # In columns wide enough that nothing wraps within one, and in the narrowest layout, one after the other.
    for width in (2000, 57):
        rows = document_rows(document.sections, RowStyle(width=width, label=13, has_gaps=True))
        assert_says_all(document, (row.text for row in rows))
        read = reading_rows(document.sections, RowStyle(width=width, label=20))
        assert_says_all(document, (row.text for row in read))
    for width in (80, 40):
        lines = plain_text(document, width)
        assert_says_all(document, lines[1:])
        assert max(map(len, lines)) <= width


@pytest.mark.parametrize("number", range(len(made_up_cases(classic(), now=NOON))))
def test_both_renderers_say_every_line_of_every_document_of_a_made_up_case(number: int) -> None:
    for document in documents_of(made_up_cases(classic(), now=NOON)[number]):
        assert_rendered_whole(document)


WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFG0123456789,;:-'()[]#é\u202e\x1b\n", min_size=1, max_size=40),
    min_size=1,
    max_size=12,
).map(" ".join)
DAYS = st.dates(dt.date(2026, 1, 1), TODAY)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case with what people typed in every record."""
    case, _ = signed_off(values={"judgement.rationale": f"Seen and heard {draw(WORDS)}", "victim.fear": "yes"})
    case, _ = signed_off(
        case,
        {"judgement.rationale": f"Heard and seen {draw(WORDS)}", "victim.fear": draw(st.sampled_from(["yes", "no"]))},
    )
    draft = answered(a_new_draft(case), draw(st.dictionaries(st.sampled_from(QUESTIONS), st.just("yes"), max_size=8)))
    draft = answered(draft, {"start.how-long": draw(WORDS)})
    return msgspec.structs.replace(
        case,
        draft=draft,
        incidents=tuple(
            an_incident(
                draw(DAYS).isoformat(), id=f"i{number}", what=text, corrects=draw(st.sampled_from([None, "i0"]))
            )
            for number, text in enumerate(draw(st.lists(WORDS, max_size=4)))
        ),
        notes=tuple(a_note(text, id=f"n{number}") for number, text in enumerate(draw(st.lists(WORDS, max_size=4)))),
        actions=tuple(
            an_action(id=f"a{number}", what=text, owner=draw(WORDS), due=draw(DAYS), at=NOON)
            for number, text in enumerate(draw(st.lists(WORDS, max_size=3)))
        ),
        disclosures=tuple(
            a_disclosure(text, id=f"d{number}", to=draw(WORDS), day=draw(DAYS))
            for number, text in enumerate(draw(st.lists(WORDS, max_size=3)))
        ),
    )


QUESTIONS = [question.id for question in classic().checklist.questions if question.kind == "yes-no"]


@settings(max_examples=30, deadline=None)
@given(cases())
def test_both_renderers_say_every_line_of_every_document_whatever_was_typed(case: Case) -> None:
    for document in documents_of(case):
        assert_rendered_whole(document)
