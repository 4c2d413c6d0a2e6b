"""From what a keyboard sends to keys: late, in pieces, forged or endless, none of it does harm."""

import codecs
import re
import unicodedata
from collections.abc import Iterator

from textual import events
from textual.keys import KEY_NAME_REPLACEMENTS

Typed = events.Key | events.Paste

ESCAPE_WAIT = 0.25
"""Seconds that Esc and a sequence wait for what a slow line has not brought yet."""

PASTE_WAIT = 0.75
"""Seconds without a character after which a paste is over, whether its end came or not."""

LONGEST_PASTE = 1_000_000
"""Characters after which a paste is handed on, and what follows is another."""

LONGEST_SEQUENCE = 64
ANSWER = "\x1b[0n"
"""What a terminal says when it is asked whether it is well."""

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"

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
    r"\x1b(?:\[\[[A-E]|O[A-Za-z]|\[(?P<parameters>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-Z\\-~]))", re.ASCII
)
_UNFINISHED = re.compile(
    # The last is Esc and the beginning of an answer.
    r"\x1b(?:O|\[\[?|\[[0-?]*[ -/]*|\x1b(?:\[0?)?)?\Z",
    re.ASCII,
)
_PARAMETERS = "".join(map(chr, range(0x20, 0x40)))


class Keyboard:
    """Reads keys and pastes out of bytes; what is not finished waits for the rest of it."""

    def __init__(self, encoding: str = "utf-8", *, tab_after_escape: bool = False) -> None:
        """Take what the keyboard is like.

        Args:
            encoding: How letters are sent.
            tab_after_escape: Whether Shift+Tab is sent as Esc and Tab, as on the Linux console.
        """
        self.answers = 0
        """How often the terminal said that it has read so far."""

        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._tab_after_escape = tab_after_escape
        self._rest = ""
        self._pasted: list[str] = []
        self._is_pasting = False
        self._is_giant = False

    @property
    def wait(self) -> float | None:
        """Seconds after which `give_up` is due unless more comes; nothing where all that came is read."""
        if self._is_pasting:
            return PASTE_WAIT
        return ESCAPE_WAIT if self._rest or self._is_giant else None

    def feed(self, data: bytes) -> list[Typed]:
        """The keys and pastes in what came, together with what was left before."""
        text = self._rest + self._decoder.decode(data)
        # An answer may come between Esc and the rest of a key, or in the middle of a paste.
        self.answers += text.count(ANSWER)
        return list(self._read(text.replace(ANSWER, "")))

    def give_up(self) -> list[Typed]:
        """What is left once no more comes: Esc, keys after it, or a paste without end."""
        rest, self._rest, self._is_giant = self._rest, "", False
        if self._is_pasting:
            return self._paste(rest)
        if rest in {"\x1b", "\x1b[", "\x1bO", "\x1b\x1b"}:
            return [_key(char) for char in rest]
        # A sequence of which more came than its first two characters is nothing that a person typed.
        return []

    def _read(self, text: str) -> Iterator[Typed]:
        self._rest = ""
        while text:
            if self._is_giant:
                text = self._without_giant(text)
            elif self._is_pasting:
                text, over = self._read_paste(text)
                yield from over
            elif text[0] == "\x1b":
                unfinished = _UNFINISHED.match(text)
                if unfinished:
                    self._rest = text if len(text) <= LONGEST_SEQUENCE else ""
                    self._is_giant = not self._rest
                    return
                text, key = self._read_sequence(text)
                yield from key
            else:
                yield from _typed(text[0])
                text = text[1:]

    def _without_giant(self, text: str) -> str:
        """What follows a sequence that is longer than any key's."""
        text = text.lstrip(_PARAMETERS)
        self._is_giant = not text
        return text[1:] if "@" <= text[:1] <= "~" else text

    def _read_sequence(self, text: str) -> tuple[str, list[Typed]]:
        found = _SEQUENCE.match(text)
        if found is None:
            if self._tab_after_escape and text[1] == "\t":
                return text[2:], [events.Key("shift+tab", None)]
            # No key that is used here is sent with Esc before it, so this is Esc, and then whatever follows.
            return text[1:], [_key(text[0])]
        if found[0] == PASTE_BEGINS:
            self._is_pasting = True
        name = _name(found)
        return text[found.end() :], [events.Key(name, None)] if name else []

    def _read_paste(self, text: str) -> tuple[str, list[Typed]]:
        pasted, end, after = text.partition(PASTE_ENDS)
        if end:
            return after, self._paste(pasted)
        # The end may have come in part.
        held = next((size for size in range(len(PASTE_ENDS) - 1, 0, -1) if text.endswith(PASTE_ENDS[:size])), 0)
        self._rest = text[len(text) - held :]
        text = text[: len(text) - held]
        self._pasted.append(text)
        if sum(map(len, self._pasted)) < LONGEST_PASTE:
            return "", []
        over = self._paste("")
        self._is_pasting = True
        return "", over

    def _paste(self, last: str) -> list[Typed]:
        text = "".join([*self._pasted, last]).replace("\x00", "")
        self._pasted, self._is_pasting = [], False
        return [events.Paste(text)] if text else []


def _name(found: re.Match[str]) -> str:
    """What Textual calls the key of a sequence; empty for one that means nothing here."""
    final, parameters = found["final"], found["parameters"] or ""
    if final is None:
        last = found[0][-1]
        return (
            f"f{ord(last) - ord('A') + 1}" if found[0].startswith("\x1b[[") else (_LETTERS | _FUNCTIONS).get(last, "")
        )
    if found["between"]:
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


def _typed(char: str) -> Iterator[Typed]:
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
