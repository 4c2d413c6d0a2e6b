"""The output of the cell diff leaves the same screen as Textual's own output, in fewer bytes."""

from dataclasses import dataclass
from dataclasses import replace as with_other
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import set_cell_size

from tests.tui.emulator import Emulator
from tui.driver.canvas import Canvas
from tui.driver.diff import ScreenDiff
from tui.driver.terminal_info import TerminalInfo

WIDTH, HEIGHT = 24, 8
WIDE_LINES = 4
"""Lines with wide characters, drawn whole: Textual never overwrites half of a wide character."""

RICH = TerminalInfo(has_rep=True)
TERMINALS = {
    "xterm": TerminalInfo(),
    "screen": with_other(RICH, has_bce=False, has_rep=False),
    "tmux with REP": RICH,
    "vt100 with colours": TerminalInfo(has_bce=False, has_attribute_off=False),
    "no entry": TerminalInfo(has_bce=False, has_scroll_region=False),
}
STYLES = st.sampled_from(
    [
        "38;5;254;48;5;16", "1;38;5;254;48;5;16", "7;38;5;254;48;5;16", "38;5;111;48;5;234", "4;38;5;210;48;5;16",
        "38;5;254;48;5;234", "1;7;38;5;221;48;5;234", "",
    ]
)  # fmt: skip
NARROW = st.text(st.sampled_from("abc xyz  \u00e9\u2500\u2502"), max_size=WIDTH) | st.just(" " * 12) | st.just("=" * 12)
WIDE = st.lists(st.sampled_from(["a", " ", "\u6f22", "\u5b57", "\U0001f600", "e\u0301", "-"]), max_size=WIDTH).map(
    "".join
)


@dataclass(frozen=True)
class Piece:
    """A part of a line, as Textual's compositor writes it."""

    y: int
    x: int
    segments: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        drawn = "".join(f"\x1b[{style}m{text}\x1b[0m" if style else text for style, text in self._fitting())
        return f"\x1b[{self.y + 1};{self.x + 1}H{drawn}"

    def _fitting(self) -> list[tuple[str, str]]:
        text = set_cell_size("".join(text for _, text in self.segments), WIDTH - self.x)
        cut, at = [], 0
        for style, part in self.segments:
            cut.append((style, text[at : at + len(part)]))
            at += len(part)
        return [*cut, ("38;5;254;48;5;16", text[at:])]


def segments(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    return st.lists(st.tuples(STYLES, text), min_size=1, max_size=3).map(tuple)


PIECES = st.builds(Piece, st.integers(WIDE_LINES, HEIGHT - 1), st.integers(0, WIDTH - 1), segments(NARROW))
LINES = st.builds(Piece, st.integers(0, WIDE_LINES - 1), st.just(0), segments(WIDE))
FRAMES = st.lists(st.lists(PIECES | LINES, min_size=1, max_size=6), min_size=1, max_size=5)


@pytest.mark.parametrize("terminal", TERMINALS.values(), ids=TERMINALS)
@settings(max_examples=25, deadline=None)
@given(frames=FRAMES)
@example(frames=[[Piece(3, 0, (("", "\u6f22\u6f22a\u6f22"),))], [Piece(3, 0, (("", "\u5b57"),))]])
def test_any_screens_look_as_textual_drew_them(terminal: TerminalInfo, frames: list[list[Piece]]) -> None:
    stock, ours = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    canvas, diff = Canvas(WIDTH, HEIGHT, terminal), ScreenDiff(terminal)

    for frame in frames:
        written = "".join(map(str, frame))
        canvas.write(written)
        stock.feed(written)
        ours.feed(diff.update(canvas))

        assert ours.cells == stock.cells


@settings(max_examples=40, deadline=None)
@given(first=st.lists(segments(NARROW), min_size=20, max_size=20), moves=st.lists(st.integers(0, 12), max_size=5))
def test_a_scrolled_list_looks_as_textual_drew_it(first: list[tuple[tuple[str, str], ...]], moves: list[int]) -> None:
    stock, ours = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    canvas, diff = Canvas(WIDTH, HEIGHT, RICH), ScreenDiff(RICH)

    for top in moves:
        rows = first[top : top + HEIGHT - 2]
        written = "".join(str(Piece(y + 1, 0, (("", f"{top + y:02}"), *row))) for y, row in enumerate(rows))
        canvas.write(written)
        stock.feed(written)
        ours.feed(diff.update(canvas))

        assert ours.cells == stock.cells


@settings(max_examples=25, deadline=None)
@given(frames=FRAMES, garbage=st.text(st.sampled_from("x\x0e\x1b[4h\x1b[?6h\x1b[2;3r\x1b[7m\n"), max_size=40))
def test_a_garbled_terminal_is_repaired_by_a_full_redraw(frames: list[list[Piece]], garbage: str) -> None:
    stock, ours = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    canvas, diff = Canvas(WIDTH, HEIGHT, RICH), ScreenDiff(RICH)
    for frame in frames:
        written = "".join(map(str, frame))
        canvas.write(written)
        stock.feed(written)
        ours.feed(diff.update(canvas))
    ours.feed(garbage + "\x1b[?7l")

    diff.invalidate()
    ours.feed(diff.update(canvas))

    assert ours.cells == stock.cells


@settings(max_examples=25, deadline=None)
@given(frames=FRAMES, width=st.integers(1, WIDTH), height=st.integers(1, HEIGHT))
def test_a_resized_screen_looks_as_textual_draws_it(frames: list[list[Piece]], width: int, height: int) -> None:
    ours = Emulator(WIDTH, HEIGHT)
    canvas, diff = Canvas(WIDTH, HEIGHT, RICH), ScreenDiff(RICH)
    canvas.write("".join(map(str, frames[0])))
    ours.feed(diff.update(canvas))

    canvas.resize(width, height)
    ours.screen.resize(height, width)
    for frame in frames:
        canvas.write("".join(map(str, frame)))
    ours.feed(diff.update(canvas))

    assert [normalize("NFC", "".join(row.chars).rstrip()) for row in canvas.rows] == ours.text
    assert (len(canvas.rows), {len(row.chars) for row in canvas.rows}) == (height, {width})


def test_nothing_is_sent_if_nothing_changed() -> None:
    canvas, diff = Canvas(WIDTH, HEIGHT, RICH), ScreenDiff(RICH)
    canvas.write("\x1b[1;1H\x1b[1mhere\x1b[0m")
    diff.update(canvas)

    canvas.write("\x1b[1;1H\x1b[1mhere\x1b[0m\x1b[7;7H")

    assert diff.update(canvas) == ""


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("\x1b[3;5Hold", "\x1b[3;5Hnew", "\b\b\bnew"),
        ("\x1b[3;5Hold text here", "\x1b[3;5H" + " " * 13, "\x1b[13D\x1b[K"),
        ("\x1b[3;1Hone", "\x1b[4;1Htwo", "\r\ntwo"),
        ("\x1b[3;1Hx", "\x1b[3;1H" + "x" * 10, "x\x1b[8b"),
        ("\x1b[3;1Hbold", "\x1b[3;1H\x1b[1mbold\x1b[0m", "\r\x1b[1mbold"),
    ],
    ids=["backspace", "erase", "line feed", "repeat", "style"],
)
def test_the_shortest_sequence_is_sent(before: str, after: str, sent: str) -> None:
    canvas, diff = Canvas(WIDTH, HEIGHT, RICH), ScreenDiff(RICH)
    canvas.write(before)
    diff.update(canvas)

    canvas.write(after)

    assert diff.update(canvas) == sent


def test_scrolling_by_a_line_costs_little_more_than_the_line() -> None:
    canvas, diff = Canvas(WIDTH, HEIGHT, RICH), ScreenDiff(RICH)
    lines = [f"line {number} {'abcdefgh'[number % 8] * 12}" for number in range(HEIGHT + 1)]
    canvas.write("".join(f"\x1b[{y + 1};1H{line}" for y, line in enumerate(lines[:HEIGHT])))
    diff.update(canvas)

    canvas.write("".join(f"\x1b[{y + 1};1H{line}" for y, line in enumerate(lines[1:])))

    assert len(diff.update(canvas)) < len(lines[-1]) + 30


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x07b\x7fc", "a\u2407b\u2421c"),
        ("\x1b]52;c;eA==\x07", "\u241b]52;c;eA==\u2407"),
        ("\x1b[2J\x1bc\x1b[?1049l", "\u241b[2J\u241bc\u241b[?1049l"),
        ("\x9b31m\u202egip", "<U+009B>31m<U+202E>gip"),
        ("in\nside", "in\u240aside"),
    ],
    ids=repr,
)
def test_control_characters_are_drawn_as_visible_marks(text: str, shown: str) -> None:
    canvas, diff = Canvas(80, 2, TerminalInfo()), ScreenDiff(TerminalInfo())
    ours = Emulator(80, 2)

    canvas.write(f"\x1b[1;1H{text}")
    ours.feed(diff.update(canvas))

    assert ours.text == [shown, ""]
