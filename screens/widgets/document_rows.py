"""Documents as rows of a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from content.documents.document import (
    Block,
    Column,
    Line,
    Meter,
    Paragraph,
    QuestionLine,
    Section,
    Series,
    SideBySide,
    TableRow,
    Tone,
    split_anchor,
)
from screens.widgets.columns import NARROW, pad, series_line, side_by_side, wrapped
from screens.widgets.rows import Row

ANSWER = 14
"""The width of a short answer at the left of its question, in cells."""

SERIES = 11
"""The width of the label of a series, in cells."""

LOOKS: Mapping[Tone, str] = {"": "", "heading": "heading", "warning": "problem", "quiet": "quiet"}


@dataclass(frozen=True, kw_only=True)
class RowStyle:
    """How one screen lays out its document."""

    width: int = 0
    """The width of a line for columns, in cells; 0 if the document has none."""

    label: int = ANSWER
    """The width of labels at the left, in cells."""

    has_gaps: bool = False
    """Whether an empty row separates the sections."""

    hints: Mapping[str, str] = field(default_factory=dict)
    """What the screen adds to a line about its keys, by the role of the line's anchor or the name of its section."""


def document_rows(sections: Iterable[Section], style: RowStyle) -> list[Row]:
    """The rows of some sections of a document; a row can be marked if its line has an anchor."""
    rows: list[Row] = []
    for section in sections:
        if style.has_gaps and rows:
            rows.append(Row(id="", text=""))
        rows += _section_rows(section, style)
    return rows


def reading_rows(sections: Iterable[Section], style: RowStyle) -> list[Row]:
    """The rows with every one markable, for documents that are only read."""
    rows = document_rows(sections, style)
    return [replace(row, id=str(number) if row.text else "") for number, row in enumerate(rows)]


def section_text(section: Section) -> str:
    """The lines of a section that has nothing but lines, for text that is not a list."""
    return "\n".join(block.text for block in section.blocks if isinstance(block, Line))


def _section_rows(section: Section, style: RowStyle) -> Iterator[Row]:
    if section.heading:
        yield Row(id="", text=section.heading + style.hints.get(section.name, ""), look="heading")
    if section.columns:
        yield Row(id="", text=_cells(section.columns, [column.name for column in section.columns]), look="heading")
    for block in section.blocks:
        yield from _block_rows(block, section.columns, style)


def _block_rows(block: Block, columns: tuple[Column, ...], style: RowStyle) -> Iterator[Row]:
    match block:
        case Line():
            yield _line_row(block, columns, style)
        case QuestionLine():
            yield from _question_rows(block)
        case Paragraph():
            yield from _text_rows(wrapped([block.text], style.width))
        case Series():
            yield from _text_rows(
                wrapped([series_line(block.label, block.values, style.width - 2, SERIES)], style.width)
            )
        case SideBySide():
            yield from _text_rows(_side_by_side(block, style.width))
        case TableRow():
            yield Row(id=block.anchor, text=_cells(columns, block.cells))


def _line_row(line: Line, columns: tuple[Column, ...], style: RowStyle) -> Row:
    text = line.text + style.hints.get(split_anchor(line.anchor)[0], "")
    look = LOOKS[line.tone]
    if columns:
        # A line between the rows of a table: its label is the cell of the first column.
        return Row(id=line.anchor, text=f"{line.label or '':>{columns[0].width}}  {text}", look=look)
    if line.label is not None:
        return Row(id=line.anchor, text=f"{line.label:<{style.label}}{text}", hang=style.label, look=look)
    return Row(id=line.anchor, text=text, look=look)


def _question_rows(line: QuestionLine) -> Iterator[Row]:
    if len(line.answer) < ANSWER:
        text = f"{line.answer:<{ANSWER}}{line.question}"
    else:
        text = f"{'':<{ANSWER}}{line.question} {line.answer}"
    yield Row(id=line.anchor, text=text, hang=ANSWER)
    if line.note:
        yield Row(id="", text=f"{'':<{ANSWER}}{line.note}", hang=ANSWER)


def _side_by_side(block: SideBySide, width: int) -> list[str]:
    if not block.is_nested:
        return side_by_side(block.left, block.right, width)
    left = [f"  {text}" for text in block.left]
    if width < NARROW:
        # No gap between the two: they are one change, and the gap comes after it.
        return wrapped([*left, *(f"  {text}" for text in block.right)], width)
    return side_by_side(left, block.right, width)


def _text_rows(lines: Iterable[str]) -> Iterator[Row]:
    # A row for each line: a text can be taller than the screen, and is read line by line.
    for line in lines:
        yield Row(id="", text=line)


def _cells(columns: Sequence[Column], cells: Sequence[str | Meter]) -> str:
    """Cells in their columns: two spaces after a right-aligned one, one after any other; the last is never cut."""
    text = ""
    for column, cell in zip(columns[:-1], cells, strict=False):
        if isinstance(cell, Meter):
            text += f"{_bar(cell):<{column.width}} "
        elif column.is_right_aligned:
            text += f"{cell:>{column.width}}  "
        else:
            text += f"{pad(cell, column.width)} "
    return f"{text}{cells[-1]}"


def _bar(meter: Meter) -> str:
    return f"[{'#' * meter.value}{'-' * (meter.most - meter.value)}]"
