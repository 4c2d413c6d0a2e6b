"""The document model: sections of lines, with no layout, key or screen in them."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from content.text import one_line

Tone = Literal["", "heading", "warning", "quiet"]
"""The emphasis of a line; the text means the same without it."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One statement, perhaps with a label: a date, a state, the name of a field."""

    text: str
    label: str | None = None
    """None for a line without labels; empty if only the other lines have one, such as for an unknown date."""

    anchor: str = ""
    """What the line is about, see `anchor`; empty for a line that leads nowhere."""

    number: int = 0
    """The number that selects the line in a front end without a cursor; 0 for none."""

    tone: Tone = ""


class QuestionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One question with its answer, and the note on it."""

    question: str
    answer: str
    note: str = ""
    anchor: str = ""
    number: int = 0


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """Text of any length, which people read line by line."""

    text: str


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """The values of one thing over time, the earliest first."""

    label: str
    values: tuple[str, ...]


class SideBySide(msgspec.Struct, frozen=True, kw_only=True):
    """Two lists of paragraphs that are compared with each other."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    is_nested: bool = False
    """Whether they are details of the line above."""


class Meter(msgspec.Struct, frozen=True, kw_only=True):
    """A rank out of several, such as 2 of 3."""

    value: int
    most: int


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table."""

    name: str
    """Empty if the column belongs to the one before it."""

    width: int
    """The usual width of its cells, in characters."""

    is_right_aligned: bool = False


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a section that has columns."""

    cells: tuple[str | Meter, ...]
    anchor: str = ""


Block = Line | QuestionLine | Paragraph | Series | SideBySide | TableRow


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Blocks under a heading."""

    name: str = ""
    """Names the section within its document; never shown."""

    heading: str = ""
    """Empty if the lines need none, or if the names of the columns are the heading."""

    columns: tuple[Column, ...] = ()
    blocks: tuple[Block, ...] = ()


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The content about one thing, in reading order."""

    title: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section:
        """The section with a name, or an empty one if the document does not have it."""
        return next((section for section in self.sections if section.name == name), Section())


def anchor(role: str, name: str = "") -> str:
    """The anchor of a line, which says what it is about: `problem start.safe-contact`, or the role alone.

    Args:
        role: What the line is about, in one word.
        name: The id of the question or the record.
    """
    return f"{role} {name}" if name else role


def split_anchor(where: str) -> tuple[str, str]:
    """The role and the name of an anchor."""
    role, _, name = where.partition(" ")
    return role, name


def labelled(fields: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    """A line for each field that has a text, with the field's name as its label."""
    return tuple(Line(label=name, text=one_line(text)) for name, text in fields if text)
