"""The statements of a TOML file, one after another: headers, and keys with their values."""

import re
from typing import Any, NamedTuple

from content.pack.checking.values.toml_lines.assembly import Assembly
from content.pack.checking.values.toml_lines.faults import Faults, Path, shown
from content.pack.checking.values.toml_lines.keys import Key, KeyFaultError, in_toml, read_key, spelt, words_as_key
from content.pack.checking.values.toml_lines.layout import Layout, LineLostError, UnclosedError
from content.pack.checking.values.toml_lines.values import ValueReader

_BRACKETS = re.compile(r"\[[\[ \t]*")
_CLOSING = re.compile(r"[ \t]*(?:\][\] \t]*)?")
_IN_PLACE_OF_EQUALS = re.compile(r"==|=>|:=|:")
_COMMENTS = ("//", "--", ";", "/*", "*", "<!--", "%", "REM ")


class _KeyRead(NamedTuple):
    """A key, and where its value starts."""

    key: Key
    start: int
    is_guess: bool = False
    """Whether what is written there is no key, and this one is only likely."""


class Statements:
    """Reads the statements of a file into an assembly."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.assembly = Assembly(faults)
        self._text = text
        self._layout = Layout(text)
        self._faults = faults
        self._value_lines: dict[Path, int] = {}
        self._misread: set[Path] = set()

    @property
    def lines(self) -> dict[Path, int]:
        """The line of each entry, key and value; that of a value is its key's."""
        return self._value_lines | self.assembly.lines

    @property
    def misread(self) -> frozenset[Path]:
        """The paths of the values that have a fault."""
        return frozenset(self._misread | self.assembly.misread)

    def read(self) -> None:
        """Read all of them.

        Raises:
            TooManyFaultsError: If the file has too many faults; what came before is kept.
        """
        pos = 0
        while pos < len(self._text):
            pos = self._statement(self._layout.past_blanks(pos, self._faults))
        self.assembly.close_section()

    def _statement(self, pos: int) -> int:
        """Read what starts at an offset, and return the offset of the next statement."""
        char = self._text[pos : pos + 1]
        if char in {"", "\n", "#"}:
            return self._layout.next_line(pos)
        if char == "[":
            return self._header(pos)
        try:
            read = self._key(pos)
        except LineLostError:
            return self._layout.next_statement(pos)
        return self._value(read, pos)

    def _header(self, pos: int) -> int:
        opening = _BRACKETS.match(self._text, pos)
        try:
            key, end = read_key(self._text, opening.end() if opening else pos)
        except KeyFaultError as error:
            return self._lost_header(pos, str(error))
        closing = _CLOSING.match(self._text, end)
        end = closing.end() if closing else end
        written, rest = self._text[pos:end].strip(), self._layout.rest_of_line(end)
        rest = "" if rest.startswith("#") else rest
        opened, closed = written.count("["), written.count("]")
        if rest and not closed:
            return self._lost_header(pos, "")
        is_listed = max(opened, closed) > 1
        wanted = f"[[{in_toml(key)}]]" if is_listed else f"[{in_toml(key)}]"
        if (opened, closed) not in {(1, 1), (2, 2)} or re.search(r"\[[ \t]+\[|\][ \t]+\]", written):
            self._add(pos, f"{shown(written)}: write {wanted}")
        if rest:
            self._add(pos, f"{shown(rest)} cannot follow {wanted}: write it on a line of its own")
        self.assembly.open_section(key, self._layout.line(pos), listed_table=is_listed)
        return self._layout.next_line(pos)

    def _lost_header(self, pos: int, says: str) -> int:
        rest = shown(self._layout.rest_of_line(pos))
        self._add(
            pos, says or f"{rest} cannot be read: a line that starts with [ has one word in brackets, as [[word]]"
        )
        self.assembly.open_section(None, self._layout.line(pos))
        return self._layout.next_statement(pos)

    def _key(self, pos: int) -> _KeyRead:
        """The key at an offset.

        Raises:
            LineLostError: If there is none; its fault is noted.
        """
        try:
            key, end = read_key(self._text, pos)
        except KeyFaultError as error:
            if str(error):
                self._add(pos, str(error))
                raise LineLostError(pos) from error
            key, end = (), pos
        end = self._layout.past_blanks(end, self._faults)
        if key and self._text.startswith("=", end) and not self._text.startswith(("==", "=>"), end):
            return _KeyRead(key, self._layout.past_blanks(end + 1, self._faults))
        return self._almost_key(pos, key, end)

    def _almost_key(self, pos: int, key: Key, end: int) -> _KeyRead:
        """The key that was most likely meant, where one without the = after it stands, or other words."""
        mark = _IN_PLACE_OF_EQUALS.match(self._text, end)
        if key and mark:
            self._add(pos, f"write = and not {mark[0]} after {in_toml(key)}")
            return _KeyRead(key, self._layout.past_blanks(mark.end(), self._faults))
        if key and self._text[end : end + 1] in {'"', "'", "[", "{"}:
            self._add(pos, f"= is missing after {in_toml(key)}")
            return _KeyRead(key, end)
        words = words_as_key(self._text, pos)
        start = self._layout.past_blanks(words[1], self._faults) if words else pos
        if words and self._text.startswith("=", start):
            meant = spelt(words[0])
            such = f", such as {meant}" if meant else " of letters, digits, - and _"
            self._add(pos, f"'{shown(words[0])}' is not a key: write it as one word{such}")
            return _KeyRead((meant,), self._layout.past_blanks(start + 1, self._faults), is_guess=True)
        rest = self._layout.rest_of_line(pos)
        self._add(pos, _unreadable(rest, key))
        if key and rest == in_toml(key):
            self._keep(self.assembly.place(key, self._layout.line(pos)), None, {}, is_right=False)
        raise LineLostError(pos)

    def _value(self, read: _KeyRead, pos: int) -> int:
        """Read the value of the key at an offset, and return the offset of the next statement."""
        path = self.assembly.place(read.key, self._layout.line(pos))
        indent = pos - self._layout.start_of_line(pos)
        reader = ValueReader(self._layout, self._faults, indent)
        value: Any = None
        is_right = not read.is_guess
        try:
            value, end = reader.read(read.start, path or ())
            after, is_alone = self._after(end, is_text=isinstance(value, str))
            is_right = is_right and is_alone
        except LineLostError as lost:
            is_right, after = False, self._layout.next_statement(lost.pos)
        except UnclosedError as unclosed:
            is_right, after = False, self._after_unclosed(unclosed, pos, indent)
        self._keep(path, value, reader.lines, is_right=is_right)
        if path:
            self._misread |= reader.misread
        return after

    def _keep(self, path: Path | None, value: Any, lines: dict[Path, int], *, is_right: bool) -> None:
        if not path:
            return
        self.assembly.put(path, value)
        self._value_lines |= lines
        if not is_right:
            self._misread.add(path)

    def _after(self, end: int, *, is_text: bool) -> tuple[int, bool]:
        """The offset of the next statement, after a value, and whether nothing else stands on the line."""
        pos = self._layout.past_blanks(end, self._faults)
        rest = self._layout.rest_of_line(pos)
        if not rest or rest.startswith("#"):
            return self._layout.next_line(pos), True
        self._add(pos, _stray(rest, is_text=is_text))
        return self._layout.next_statement(pos), False

    def _after_unclosed(self, unclosed: UnclosedError, pos: int, indent: int) -> int:
        """Where to go on after a value that is never closed: the first line below that looks like a header or a key."""
        below = self._layout.first_statement(pos, unclosed.end, indent)
        after = unclosed.end if below is None else below
        if after <= unclosed.opened:
            # The bracket stands below a line that looks like a key, which would be read again and again.
            after = max(unclosed.end, self._layout.next_line(unclosed.opened))
        line = self._layout.line(unclosed.opened)
        where = "at the end of the value"
        if after < len(self._text):
            following = self._layout.line(after)
            self._faults.drop_from(following)
            where = "at the end of the line" if following == line + 1 else f"above line {following}"
        self._faults.add(line, f"{unclosed} {where}")
        return after

    def _add(self, pos: int, says: str) -> None:
        self._faults.add(self._layout.line(pos), says)


def _stray(rest: str, *, is_text: bool) -> str:
    if rest in {",", ";"}:
        return f"delete the {rest} at the end of the line"
    if rest[0] in "]})":
        return f"there is a {rest[0]} with no bracket before it that it closes: delete it, or add that bracket"
    if is_text and rest[-1] in "\"'":
        return "the text ends at its second quote: for quotes inside it write the other kind, ' or \""
    if rest.startswith(("//", "--", ";")):
        return f"a comment starts with #: write # {shown(rest.lstrip('/-; '))}"
    return f"{shown(rest)} cannot follow the value: start a comment with #, or write it on a line of its own"


def _unreadable(rest: str, key: Key) -> str:
    if rest.startswith("="):
        return "a key is missing before the ="
    if rest.startswith(_COMMENTS):
        return f"a comment starts with #: write # {shown(rest.lstrip('/-;*<!% '))}"
    if rest[0] in "]})":
        return f"there is a {rest[0]} with no bracket before it that it closes: delete it, or add that bracket"
    if key and rest == in_toml(key):
        return f"{rest} has no value: write {rest} = and the value"
    return f'{shown(rest)} cannot be read: write a key, = and a value (such as name = "..."), or # before a comment'
