"""Texts that act on a terminal where they are let, and a terminal that tells of every one that reached it."""

import re
import unicodedata
from collections import Counter

from textual import events
from textual.driver import Driver
from textual.geometry import Size

from tests.tui.emulator import Emulator
from tui.driver.canvas import Canvas
from tui.driver.diff import ScreenDiff
from tui.driver.glyphs import WIDE_TAIL
from tui.driver.terminal_info import TerminalInfo

SEQUENCES = (
    "\x1b]52;c;SGVsbG8=\x07", "\x1b]0;title\x1b\\", "\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[31mred", "\x1b[2J", "\x1b[3J", "\x1b[6n", "\x1b[?1000h", "\x1bc", "\x1b(0", "\x1bPq#\x1b\\",
    "\x1b[8m", "\x1b[5;5Hmoved", "\x1b[?1049l", "\x1b[200~", "\x1b[201~", "\x1b",
)  # fmt: skip
CONTROLS = ("\x9b31m", "\x9d52;c;QQ==\x9c", "\x90q\x9c", "\x85", "\x00", "\x07", "\x08\x08", "\x0e", "\x7f", "\x1f")
DIRECTIONS = ("\u202egnihtyna\u202c", "\u2066\u2069", "\u200f", "\u061c", "\u2028", "\u2029")
UNSEEN = ("\u200b", "\ufeff", "\u00ad", "\u2060", "\U000e0041\U000e007f", "\ue000", "\U0010fffd", "\ufff9x\ufffb")
MARKUP = ("[red]x[/]", "[@click=app.quit]x[/]", "[/nothing]", "{}", "{0.__class__}", "%s%n", "$(id)", "`id`", "\\[b]")
LETTERS = (
    "e" + "\u0301" * 40, "\u0301", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1ec\U0001f1e7", "\u2764\ufe0f",
    "\u4e2d\u6587", "\u0628\u0627", "\u0939\u093f", "\u1100\u1161", "\ufdfd", "\U0001fae8",
)  # fmt: skip
LONE = ("\ud800", "\udfff", "\udc80")
"""Half of a pair, which no file of ours can hold."""

STORED = (*SEQUENCES, *CONTROLS, *DIRECTIONS, *UNSEEN, *MARKUP, *LETTERS)
"""All of them that a file can hold."""

_OWN = re.compile(
    # To the alternate screen and back, and how the product wants the terminal meanwhile.
    r"\x1b\[\?(?:1049[hl]|1047h|2004[hl]|25[hl]|7[hl]|6l)|\x0f|\x1b\(B|\x1b\[4l"
    # A question that is answered by every terminal.
    r"|\x1b\[5n"
    r"|\x1b\[(?:\d{1,3}(?:;\d{1,3})?)?H|\x1b\[\d{0,3}[ACDb]|\x1b\[2?[JK]|\x1b\[(?:\d{1,3};\d{1,3})?r|\x1b[DM]|[\r\n\x08]"
    r"|\x1b\[\d{0,3}(?:;\d{1,3})*m"
)
_FOREIGN = re.compile(r"\x1b(?:[^\[\]]|\](?!22;|8;)|\[\??\d*[^\d;?mHhl]).{0,8}|[\x00-\x09\x0b-\x1a\x7f-\x9f]")
"""What Textual does not write of its own."""

_POINTER = re.compile(r"\x1b\]22;[a-z-]*\x07")
_ACTING = {"Cc", "Cs", "Zl", "Zp", "Co"}
_BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = set("\u200c\u200d")


def strange(sent: str) -> list[str]:
    """Whatever was sent that is neither a sequence of the product's own nor text that does nothing."""
    left = _OWN.sub("", sent)
    return [
        f"{left[max(0, at - 8) : at + 12]!r}"
        for at, char in enumerate(left)
        if unicodedata.category(char) in _ACTING
        or char in _BIDIRECTIONAL
        or (unicodedata.category(char) == "Cf" and char not in _JOINERS)
    ]


class WatchedDriver(Driver):
    """Draws through the product's own painting on a terminal of a test, and remembers what is wrong with that."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type] # whatever Textual gives
        width, height = self._size or (80, 24)
        self.size = Size(width, height)
        self.terminal = Emulator(width, height)
        self.wrong: list[str] = []
        self.sent = 0
        self._canvas = Canvas(width, height, TerminalInfo())
        self._diff = ScreenDiff(TerminalInfo())

    def write(self, data: str) -> None:
        self.wrong += [f"Textual wrote {each!r}" for each in _FOREIGN.findall(_POINTER.sub("", data))]
        self._canvas.write(data)
        painted = self._diff.update(self._canvas)
        # A lone half of a pair would raise here, as it would in the product.
        self.sent += len(painted.encode())
        self.wrong += strange(painted)
        self.terminal.feed(painted)

    def start_application_mode(self) -> None:
        self.process_message(events.Resize(self.size, self.size))

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass

    def out_of_place(self, drawn: list[str]) -> list[str]:
        """Each line on which a letter stands elsewhere than the screen has it; each cell wide enough for one."""
        return [
            f"{line!r} is drawn as {''.join(row.chars)!r}"
            for line, row in zip(drawn, self._canvas.rows, strict=False)
            if line.isascii() and "".join(row.chars).rstrip() != line
        ]

    def out_of_step(self) -> list[str]:
        """Each line on which the terminal shows a letter elsewhere than where it was drawn.

        How wide other characters are is for each terminal to say; what stands after them must not depend on it.
        """
        wanted = ["".join(char or " " for char in self._plain(row.chars)) for row in self._canvas.rows]
        shown = ["".join(cell[0][:1] or " " for cell in row) for row in self.terminal.cells]
        return [
            f"{want!r} is shown as {got!r}"
            for want, got in zip(wanted, shown, strict=True)
            if any(letter not in {"\0", seen} for letter, seen in zip(want, got, strict=True))
        ]

    def _plain(self, chars: list[str]) -> list[str]:
        """The cells that every terminal shows alike; a mark for those that it may show as it likes."""
        return [char if char != WIDE_TAIL and char.isascii() else "\0" for char in chars]


def counted(texts: list[str]) -> list[tuple[str, int]]:
    """The commonest first, so that a failure can be read."""
    return Counter(texts).most_common(5)
