"""Reading one value, with the line of each part; after a fault inside brackets it goes on at the next line."""

import re
from typing import Any

from content.pack.checking.values.toml_lines.faults import Faults, Path, shown
from content.pack.checking.values.toml_lines.keys import Key, KeyFaultError, in_toml, read_key
from content.pack.checking.values.toml_lines.layout import Layout, LineLostError, UnclosedError
from content.pack.checking.values.toml_lines.strings import UnclosedStringError, read_string
from content.pack.checking.values.toml_lines.unquoted import read_unquoted

MAX_DEPTH = 100
"""Brackets within brackets: far more than a person writes, and few enough for Python's stack."""

_MOST_READ = 2000
_CLOSING = {"[": "]", "{": "}"}
_KEY_NEXT = re.compile(r"""["']?[\w-]+["']?[ \t]*[=:]""")
_BRACKET_NEXT = re.compile(r"[\[{]")
_VALUE_NEXT = re.compile(r"""["'\[{\w+\-\u201c\u2018]""")
_TOKEN = re.compile(r""""[^"\n]*"|'[^'\n]*'|[^\s,\]}]+|.""")
# What belongs outside the bracket, if it follows where a value or a key should.
_OUTSIDE = {"]": re.compile(r"""(?:"[\w-]+"|'[\w-]+'|[\w-]+)[ \t]*=(?!=)"""), "}": _BRACKET_NEXT}


class ValueReader:
    """Reads one value of a key that stands on a line of its own."""

    def __init__(self, layout: Layout, faults: Faults, indent: int) -> None:
        self._layout = layout
        self._text = layout.text
        self._faults = faults
        self._indent = indent
        self.lines: dict[Path, int] = {}
        """The line of each part of the value."""

        self.misread: set[Path] = set()
        """The parts that have a fault."""

    def read(self, pos: int, path: Path, outer: str = "", depth: int = 0) -> tuple[Any, int]:
        """The value at an offset, as well as it can be read, and the offset after it.

        Args:
            pos: The offset of its first character.
            path: Where the value stands.
            outer: The bracket that closes what it stands in; empty if it stands on a line of its own.
            depth: The number of brackets it stands in.

        Raises:
            LineLostError: If the rest of the line cannot be read.
            UnclosedError: If a bracket or a text over several lines is never closed.
        """
        self.lines.setdefault(path, self._layout.line(pos))
        char = self._text[pos : pos + 1]
        if char in _CLOSING:
            if depth >= MAX_DEPTH:
                self._add(pos, f"there are more than {MAX_DEPTH} brackets within brackets: write fewer")
                raise LineLostError(pos, all_brackets=True)
            inside = self._list if char == "[" else self._table
            return inside(pos, path, outer, depth)
        if char in {'"', "'"}:
            return self._string(pos, path)
        value, end, is_right = read_unquoted(self._layout, self._faults, pos, outer)
        if not is_right:
            self.misread.add(path)
        return value, end

    def _list(self, opened: int, path: Path, outer: str, depth: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        pos = after = opened + 1
        while True:
            pos = self._gap(pos, opened, loose=False)
            if self._text[pos] == "]":
                return items, pos + 1
            if self._is_left_open(pos, after, "]", outer):
                return items, after
            try:
                if not self._spare_comma(pos):
                    value, pos = self.read(pos, (*path, len(items)), "]", depth + 1)
                    items.append(value)
                    after = pos
                pos = self._separator(pos, opened, "]", outer)
            except LineLostError as lost:
                pos = after = self._resumed(lost, opened)

    def _table(self, opened: int, path: Path, outer: str, depth: int) -> tuple[dict[str, Any], int]:
        table: dict[str, Any] = {}
        pos = after = opened + 1
        loose = True
        while True:
            pos = self._gap(pos, opened, loose=loose)
            if self._text[pos] == "}":
                return table, pos + 1
            if self._is_left_open(pos, after, "}", outer):
                return table, after
            try:
                if not self._spare_comma(pos):
                    pos = after = self._entry(pos, table, path, depth)
                pos = self._separator(pos, opened, "}", outer)
                loose = self._text[pos - 1] == ","
            except LineLostError as lost:
                self.misread.add(path)
                pos = after = self._resumed(lost, opened)
                loose = True

    def _spare_comma(self, pos: int) -> bool:
        if self._text[pos] != ",":
            return False
        self._add(pos, "there is a comma too many: delete one")
        return True

    def _is_left_open(self, pos: int, after: int, closing: str, outer: str) -> bool:
        """Whether a bracket was to be closed before an offset, because what is there belongs outside.

        Args:
            pos: The offset.
            after: The offset after the last part of what the bracket holds.
            closing: What closes the bracket.
            outer: What closes that which the bracket stands in; empty if it stands in nothing.
        """
        if outer in {"", closing} or not (self._text[pos] == outer or _OUTSIDE[closing].match(self._text, pos)):
            return False
        line = self._layout.line(after)
        where = f"before {self._token(pos)}" if line == self._layout.line(pos) else "at the end of the line"
        self._faults.add(line, f"a closing {closing} is missing: add it {where}")
        return True

    def _entry(self, pos: int, table: dict[str, Any], path: Path, depth: int) -> int:
        key, start = self._key(pos)
        line = self._layout.line(pos)
        inner: Any = table
        for part in key[:-1]:
            path = (*path, part)
            self.lines.setdefault(path, line)
            inner = inner.setdefault(part, {}) if isinstance(inner, dict) else None
        if not isinstance(inner, dict) or key[-1] in inner:
            self._add(pos, f"'{in_toml(key)}' is given twice between these braces: delete one of them")
            return self.read(start, (*path, "", len(self.lines)), "}", depth + 1)[1]
        inner[key[-1]], end = self.read(start, (*path, key[-1]), "}", depth + 1)
        return end

    def _key(self, pos: int) -> tuple[Key, int]:
        """The key at an offset between braces, and the offset of its value."""
        try:
            key, end = read_key(self._text, pos)
        except KeyFaultError as error:
            self._add(pos, str(error) or f"{self._token(pos)} cannot be read here: write key = value")
            raise LineLostError(pos) from error
        end = self._layout.past_blanks(end, self._faults)
        mark = self._text[end : end + 1]
        if mark == ":":
            self._add(pos, f"write = and not : after {in_toml(key)}")
        elif mark != "=":
            self._add(pos, f"{self._token(pos)} needs a key before it (key = value), or square brackets for a list")
            raise LineLostError(pos)
        return key, self._layout.past_blanks(end + 1, self._faults)

    def _string(self, pos: int, path: Path) -> tuple[str, int]:
        try:
            text, end, wrong = read_string(self._layout, pos, self._indent)
        except UnclosedStringError as error:
            self.misread.add(path)
            if error.end is not None:
                raise UnclosedError(pos, error.end, str(error)) from error
            self._add(pos, str(error))
            raise LineLostError(pos) from error
        if wrong:
            self.misread.add(path)
            self._add(pos, wrong)
        return text, end

    def _separator(self, pos: int, opened: int, closing: str, outer: str) -> int:
        """The offset after the comma that follows a value, or that of what closes the bracket around it."""
        line = self._layout.line(pos)
        pos = self._gap(pos, opened, loose=False)
        char = self._text[pos]
        if char == ",":
            return pos + 1
        if char in {closing, outer} or (outer and closing == "}" and _BRACKET_NEXT.match(char)):
            return pos
        if char == ";":
            self._add(pos, "write a comma and not ; between the values")
            return pos + 1
        following = _KEY_NEXT if closing == "}" else _VALUE_NEXT
        if following.match(self._text, pos) and self._quotes_pair_up(pos):
            self._faults.add(line, f"a comma is missing before {self._token(pos)}")
            return pos
        self._add(pos, self._stray(pos, closing))
        raise LineLostError(pos)

    def _stray(self, pos: int, closing: str) -> str:
        char = self._text[pos]
        if char in "]})":
            missing = "[{("["]})".index(char)]
            return f"{char} closes a {missing} that is not there: write {closing}, or add the {missing}"
        if not self._quotes_pair_up(pos):
            return 'the quotes of this line do not pair up: one " before and one after each text'
        return f"{self._token(pos)} cannot be read here: is a comma or a quote missing?"

    def _quotes_pair_up(self, pos: int) -> bool:
        start = max(self._layout.start_of_line(pos), pos - _MOST_READ)
        line = self._text[start : min(self._layout.end_of_line(pos), pos + _MOST_READ)]
        return line.replace('\\"', "").count('"') % 2 == 0

    def _gap(self, pos: int, opened: int, *, loose: bool) -> int:
        """The offset of the next character that is neither white space nor a comment.

        Args:
            pos: Where to start.
            opened: The offset of the bracket around it.
            loose: Whether a line with a key may come next.

        Raises:
            UnclosedError: If the text ends, or a line follows that belongs to no bracket.
        """
        while True:
            pos = self._layout.past_blanks(pos, self._faults)
            if self._text.startswith("#", pos):
                pos = self._layout.end_of_line(pos)
            if pos >= len(self._text):
                raise self._unclosed(opened, pos)
            if self._text[pos] != "\n":
                return pos
            pos += 1
            outside = self._layout.starts_header(pos, self._indent)
            if outside or (not loose and self._layout.starts_key(pos, self._indent)):
                raise self._unclosed(opened, pos)

    def _unclosed(self, opened: int, pos: int) -> UnclosedError:
        bracket = self._text[opened]
        return UnclosedError(opened, pos, f"the {bracket} is never closed: add {_CLOSING[bracket]}")

    def _resumed(self, lost: LineLostError, opened: int) -> int:
        """Where a bracket is read on after a lost line: the next line, if the bracket was open before that line."""
        if lost.all_brackets or opened >= self._layout.start_of_line(lost.pos):
            raise lost
        pos = self._layout.next_line(lost.pos)
        if self._layout.starts_header(pos, self._indent) or self._layout.starts_key(pos, self._indent):
            raise self._unclosed(opened, pos)
        return pos

    def _token(self, pos: int) -> str:
        match = _TOKEN.match(self._text, pos)
        return shown(match[0]) if match else ""

    def _add(self, pos: int, says: str) -> None:
        self._faults.add(self._layout.line(pos), says)
