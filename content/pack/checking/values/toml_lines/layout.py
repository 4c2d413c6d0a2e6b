"""Where things stand in the text of a TOML file: lines, gaps, and lines that look like a header or a key."""

import re
from bisect import bisect_right

from content.pack.checking.values.toml_lines.faults import Faults

WHITE = " \t"
"""What TOML takes as white space on a line."""

BARE_KEY = r"[A-Za-z0-9_-]+"
_KEY = rf"""(?:{BARE_KEY}|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"

# A word in brackets and nothing else. In a list that spans lines it could be a list itself, but hardly without quotes.
_HEADER_LINE = re.compile(
    rf"([ \t]*)\[\[?[ \t]*(?=[^\]\n]*[A-Za-z]){BARE_KEY}(?:\.{BARE_KEY})*[ \t]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE
)
_KEY_LINE = re.compile(rf"([ \t]*){_DOTTED}[ \t]*=", re.MULTILINE)
_START = re.compile(r"""[ \t]*(?:\[[\[ \t]*[A-Za-z][\w. \t-]*(?:\]|$)|["']?[\w.\- ]{1,40}["']?[ \t]*=)""", re.MULTILINE)

_BLANK = re.compile(r"[ \t]*")
# Spaces that people cannot see and TOML does not take, such as the no-break space of a word processor.
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+")


class Layout:
    """The text of one file, by lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(self, pos: int) -> int:
        """The number of the line at an offset, from 1."""
        return bisect_right(self._starts, pos)

    def start_of_line(self, pos: int) -> int:
        """The offset at which the line of an offset starts."""
        return self._starts[self.line(pos) - 1]

    def end_of_line(self, pos: int) -> int:
        """The offset of the line feed that ends the line of an offset, or of the end of the text."""
        end = self.text.find("\n", pos)
        return len(self.text) if end < 0 else end

    def rest_of_line(self, pos: int) -> str:
        """What stands on the line from an offset on, without blanks at its ends."""
        return self.text[pos : self.end_of_line(pos)].strip(WHITE)

    def next_line(self, pos: int) -> int:
        """The offset of the line after that of an offset, or of the end of the text."""
        return min(self.end_of_line(pos) + 1, len(self.text))

    def next_statement(self, pos: int) -> int:
        """The offset of the next line, after that of an offset, that looks like a header or a key."""
        pos = self.next_line(pos)
        while pos < len(self.text) and not _START.match(self.text, pos):
            pos = self.next_line(pos)
        return pos

    def past_blanks(self, pos: int, faults: Faults) -> int:
        """The offset of the next character on the line that is not white space, or of the line's end."""
        while True:
            pos = _BLANK.match(self.text, pos).end()  # type: ignore[union-attr] # It matches the empty text.
            odd = _ODD_SPACE.match(self.text, pos)
            if not odd:
                return pos
            code = f"U+{ord(odd[0][0]):04X}"
            faults.add(
                self.line(pos), f"the line has a space of another kind ({code}): replace it with an ordinary space"
            )
            pos = odd.end()

    def starts_header(self, pos: int, indent: int) -> bool:
        """Whether the line at an offset looks like a header, no further in than a statement."""
        match = _HEADER_LINE.match(self.text, pos)
        return match is not None and len(match[1]) <= indent

    def starts_key(self, pos: int, indent: int) -> bool:
        """Whether the line at an offset looks like a key with a value, no further in than a statement."""
        match = _KEY_LINE.match(self.text, pos)
        return match is not None and len(match[1]) <= indent

    def first_statement(self, pos: int, end: int, indent: int) -> int | None:
        """The first line after that of an offset, before another, that looks like a header or a key."""
        pos = self.next_line(pos)
        while pos < end:
            if self.starts_header(pos, indent) or self.starts_key(pos, indent):
                return pos
            pos = self.next_line(pos)
        return None


class LineLostError(Exception):
    """The rest of the line cannot be read; its fault is noted."""

    def __init__(self, pos: int, *, all_brackets: bool = False) -> None:
        super().__init__(pos)
        self.pos = pos
        """Where reading stopped."""

        self.all_brackets = all_brackets
        """Whether no bracket around it can be read on either."""


class UnclosedError(Exception):
    """A bracket or a text over several lines is never closed."""

    def __init__(self, opened: int, end: int, says: str) -> None:
        super().__init__(says)
        self.opened = opened
        """The offset of the bracket or quote."""

        self.end = end
        """The offset at which that was found out."""
