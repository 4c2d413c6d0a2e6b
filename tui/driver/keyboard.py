"""An incremental parser from keyboard bytes to Textual events, for input that is late, split, malformed or endless."""

import codecs
import re
import unicodedata
from collections.abc import Iterator

from textual import events
from textual.keys import KEY_NAME_REPLACEMENTS

KeyOrPaste = events.Key | events.Paste

ESCAPE_TIMEOUT = 0.25
"""Seconds to wait for the rest of an escape sequence before Esc is taken for a key."""

PASTE_TIMEOUT = 0.75
"""Seconds without input after which a bracketed paste ends, with or without its end marker."""

MAX_PASTE = 1_000_000
"""Characters after which a paste is split into several events."""

MAX_SEQUENCE = 64
"""Characters of an unfinished escape sequence after which it is discarded up to its final character."""

STATUS_REPORT = "\x1b[0n"
"""The terminal's reply to a status request, DSR 5."""

PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"

_CONTROLS = {
    "\x00": "ctrl+@", "\x08": "backspace", "\t": "tab", "\r": "enter", "\x1c": "ctrl+backslash",
    "\x1d": "ctrl+right_square_bracket", "\x1e": "ctrl+circumflex_accent", "\x1f": "ctrl+underscore",
    "\x1b": "escape", "\x7f": "backspace", " ": "space",
}  # fmt: skip
_LETTERS = {"A": "up", "B": "down", "C": "right", "D": "left", "F": "end", "H": "home"}
_NUMBERS = {
    "1": "home", "2": "insert", "3": "delete", "4": "end", "5": "pageup", "6": "pagedown", "7": "home", "8": "end",
    "11": "f1", "12": "f2", "13": "f3", "14": "f4", "15": "f5", "17": "f6", "18": "f7", "19": "f8", "20": "f9",
    "21": "f10", "23": "f11", "24": "f12",
}  # fmt: skip
_FUNCTIONS = {"P": "f1", "Q": "f2", "R": "f3", "S": "f4"}
_MODIFIERS = {"2": "shift+", "5": "ctrl+", "6": "ctrl+shift+"}
_SEQUENCE = re.compile(
    r"\x1b(?:\[\[[A-E]|O[A-Za-z]|\[(?P<parameters>[0-?]*)(?P<intermediates>[ -/]*)(?P<final>[@-Z\\-~]))", re.ASCII
)
_UNFINISHED = re.compile(
    # The last alternative is Esc followed by the start of a status report.
    r"\x1b(?:O|\[\[?|\[[0-?]*[ -/]*|\x1b(?:\[0?)?)?\Z",
    re.ASCII,
)
_PARAMETERS_AND_INTERMEDIATES = "".join(map(chr, range(0x20, 0x40)))


class Keyboard:
    """Parses keys and pastes; unfinished input is kept until more arrives or `flush` is called."""

    def __init__(self, encoding: str = "utf-8", *, tab_after_escape: bool = False) -> None:
        """Create a parser.

        Args:
            encoding: The encoding of typed characters.
            tab_after_escape: Whether Shift+Tab is sent as Esc and Tab, as the Linux console does.
        """
        self.status_reports = 0
        """The number of status reports received."""

        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._tab_after_escape = tab_after_escape
        self._rest = ""
        self._pasted: list[str] = []
        self._is_pasting = False
        self._is_oversized = False

    @property
    def timeout(self) -> float | None:
        """Seconds after which to call `flush` unless more input arrives, or None if nothing is unfinished."""
        if self._is_pasting:
            return PASTE_TIMEOUT
        return ESCAPE_TIMEOUT if self._rest or self._is_oversized else None

    def feed(self, data: bytes) -> list[KeyOrPaste]:
        """Return the events that new input completes."""
        text = self._rest + self._decoder.decode(data)
        # A status report may arrive between Esc and the rest of a key's sequence, or within a paste.
        self.status_reports += text.count(STATUS_REPORT)
        return list(self._parse(text.replace(STATUS_REPORT, "")))

    def flush(self) -> list[KeyOrPaste]:
        """Return what unfinished input stands for if no more follows: Esc, keys after it, or a paste."""
        rest, self._rest, self._is_oversized = self._rest, "", False
        if self._is_pasting:
            return self._end_paste(rest)
        if rest in {"\x1b", "\x1b[", "\x1bO", "\x1b\x1b"}:
            return [_key(char) for char in rest]
        # A longer beginning of a sequence was not typed by a person.
        return []

    def _parse(self, text: str) -> Iterator[KeyOrPaste]:
        self._rest = ""
        while text:
            if self._is_oversized:
                text = self._skip_oversized(text)
            elif self._is_pasting:
                text, pastes = self._parse_paste(text)
                yield from pastes
            elif text[0] == "\x1b":
                if _UNFINISHED.match(text):
                    self._rest = text if len(text) <= MAX_SEQUENCE else ""
                    self._is_oversized = not self._rest
                    return
                text, keys = self._parse_sequence(text)
                yield from keys
            else:
                yield from _typed(text[0])
                text = text[1:]

    def _skip_oversized(self, text: str) -> str:
        """Return what follows the final character of an oversized sequence."""
        text = text.lstrip(_PARAMETERS_AND_INTERMEDIATES)
        self._is_oversized = not text
        return text[1:] if "@" <= text[:1] <= "~" else text

    def _parse_sequence(self, text: str) -> tuple[str, list[KeyOrPaste]]:
        found = _SEQUENCE.match(text)
        if found is None:
            if self._tab_after_escape and text[1] == "\t":
                return text[2:], [events.Key("shift+tab", None)]
            # Alt combinations, sent as Esc and a key, are not supported: this is Esc, and then another key.
            return text[1:], [_key(text[0])]
        if found[0] == PASTE_START:
            self._is_pasting = True
        name = _key_name(found)
        return text[found.end() :], [events.Key(name, None)] if name else []

    def _parse_paste(self, text: str) -> tuple[str, list[KeyOrPaste]]:
        pasted, end, after = text.partition(PASTE_END)
        if end:
            return after, self._end_paste(pasted)
        # The text may end with a part of the end marker.
        held = next((size for size in range(len(PASTE_END) - 1, 0, -1) if text.endswith(PASTE_END[:size])), 0)
        self._rest = text[len(text) - held :]
        self._pasted.append(text[: len(text) - held])
        if sum(map(len, self._pasted)) < MAX_PASTE:
            return "", []
        pastes = self._end_paste("")
        self._is_pasting = True
        return "", pastes

    def _end_paste(self, last: str) -> list[KeyOrPaste]:
        text = "".join([*self._pasted, last]).replace("\x00", "")
        self._pasted, self._is_pasting = [], False
        return [events.Paste(text)] if text else []


def _key_name(found: re.Match[str]) -> str:
    """Textual's name for the key of a sequence, or an empty string if it is not a known key."""
    final, parameters = found["final"], found["parameters"] or ""
    if final is None:
        last = found[0][-1]
        is_linux_function_key = found[0].startswith("\x1b[[")
        return f"f{ord(last) - ord('A') + 1}" if is_linux_function_key else (_LETTERS | _FUNCTIONS).get(last, "")
    if found["intermediates"]:
        return ""
    if final == "Z" and not parameters:
        return "shift+tab"
    number, _, modifier = parameters.partition(";")
    if modifier and modifier not in _MODIFIERS:
        return ""
    names = _NUMBERS if final == "~" else _LETTERS | (_FUNCTIONS if modifier else {})
    name = names.get(number if final == "~" else final, "")
    if not name or (final != "~" and number not in {"", "1"}):
        return ""
    return _MODIFIERS.get(modifier, "") + name


def _typed(char: str) -> Iterator[KeyOrPaste]:
    if char in _CONTROLS or char < " " or char.isprintable():
        yield _key(char)


def _key(char: str) -> events.Key:
    if char in _CONTROLS:
        return events.Key(_CONTROLS[char], char)
    if char < " ":
        return events.Key(f"ctrl+{chr(ord(char) + 0x60)}", char)
    if char.isalnum():
        return events.Key(char, char)
    name = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    return events.Key(KEY_NAME_REPLACEMENTS.get(name, name), char)
