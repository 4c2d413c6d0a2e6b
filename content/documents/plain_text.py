"""Documents as plain text: for the line-by-line dialogue, for commands and for exports."""

import textwrap
from collections.abc import Iterable, Iterator

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

INDENT = 2
"""The indent of the second and later lines of a paragraph, in columns."""


def plain_text(document: Document, width: int) -> list[str]:
    """The document as lines of at most a width, with an empty line before each section.

    Args:
        document: The document.
        width: Characters in a line.
    """
    lines = wrapped(document.title, width, INDENT)
    for section in document.sections:
        lines.append("")
        for paragraph in paragraphs([section]):
            lines += wrapped(paragraph, width, INDENT)
    return lines


def paragraphs(sections: Iterable[Section]) -> Iterator[str]:
    """The lines of some sections, one paragraph each, for a front end that wraps text itself."""
    for section in sections:
        if section.heading:
            yield heading_paragraph(section.heading)
        for block in section.blocks:
            yield from _block(block, section.columns)


def heading_paragraph(heading: str) -> str:
    """A heading with the punctuation that a screen reader needs: `FOUR:`, `Prompts still open: 3.`."""
    return _ended(heading) if ": " in heading else f"{heading}:"


def line_paragraph(line: Line) -> str:
    """A line with its number and its label: `2. 15 Nov 2026: He rang.`."""
    label = f"{line.label}: " if line.label else ""
    return _ended(_number(line.number) + label + line.text)


def wrapped(text: str, width: int, indent: int) -> list[str]:
    """A text as lines of at most a width; the second and later lines are indented.

    Args:
        text: The text.
        width: Characters in a line.
        indent: The indent of the second and later lines, in columns.
    """
    # Breaking at hyphens would cut a reference or an address in two.
    return textwrap.wrap(text, width, subsequent_indent=" " * indent, break_on_hyphens=False)


def _block(block: Block, columns: tuple[Column, ...]) -> Iterator[str]:
    match block:
        case Line():
            yield line_paragraph(block)
        case QuestionLine():
            yield _ended(f"{_number(block.number)}{block.question} {block.answer}")
            if block.note:
                yield _ended(block.note)
        case Paragraph():
            yield _ended(block.text)
        case Series():
            yield _ended(f"{block.label}: {'; then '.join(block.values)}")
        case SideBySide():
            yield from map(_ended, (*block.left, *block.right))
        case TableRow():
            yield _ended("; ".join(_cells(block, columns)))


def _cells(row: TableRow, columns: tuple[Column, ...]) -> Iterator[str]:
    for column, cell in zip(columns, row.cells, strict=True):
        text = f"{cell.value} of {cell.most}" if isinstance(cell, Meter) else cell
        yield f"{column.name}: {text}" if column.name else text


def _number(number: int) -> str:
    return f"{number}. " if number else ""


def _ended(text: str) -> str:
    """A text with a full stop added if it has no final punctuation."""
    return text if not text or text[-1] in ".!?:" else f"{text}."
