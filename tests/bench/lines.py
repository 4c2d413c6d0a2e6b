"""What a line carries for each thing that people do: ours beside Textual's own driver, curses, urwid and dialog.

The last two are measured where they are installed.

Every program is measured plain and as `ssh -C` would send it, through one stream of zlib for the whole session.
"""

import importlib.util
import shutil
import statistics
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.bench import curses_list, stock, urwid_list
from tests.bench.measured import Measured, Part
from tests.bench.saving import MILLISECONDS
from tests.bench.sessions import DRAFT, OURS, QUIET, go, go_home
from tests.terminal.line import DOWN, ENTER, ESCAPE, Line
from tests.terminal.slow import SlowLine
from tests.terminal.steps import HOME, NOTE

STOCK = (sys.executable, str(stock.__file__))
CURSES = (sys.executable, str(curses_list.__file__))
URWID = (sys.executable, str(urwid_list.__file__))
ROWS = [str(part) for number in range(12) for part in (number, f"0000-000{number:X} AB Medium signed off")]
DIALOG_LIST = ("dialog", "--menu", "Assessments", "22", "76", "14", *ROWS)
DIALOG_UP, DIALOG_DOWN = "\x1bOA", "\x1bOB"
"""It has the keyboard send its arrows so, and takes Esc for leaving."""

DIALOG_BOX = ("dialog", "--inputbox", "Note", "10", "70")

SPEEDS = (9_600, 64_000, 1_000_000)
ROUND_TRIP = 0.3
HELD = 60
MOST = 60.0
"""Seconds after which a program is taken never to catch up."""

PAGE = "\x1b[6~"
CTRL_T = "\x14"
YES_NO = ("\x06", "followed or watched", ENTER)
"""Keys from any question to the first of several yes/no questions, by finding it."""

Keys = Sequence[str]


@dataclass
class Meter:
    """Counts what a program sends, plain and compressed."""

    line: Line
    _stream: "zlib._Compress" = field(default_factory=zlib.compressobj)
    _counted: int = 0

    def after(self, key: str = "") -> tuple[int, int]:
        """The bytes sent for a key, until nothing more comes; those of the start where none is given."""
        if key:
            self._count()
            self.line.keys(key)
        self.line.wait_for_quiet(QUIET)
        return self._count()

    def _count(self) -> tuple[int, int]:
        new = bytes(self.line.sent[self._counted :])
        self._counted = len(self.line.sent)
        packed = self._stream.compress(new) + self._stream.flush(zlib.Z_SYNC_FLUSH) if new else b""
        return len(new), len(packed)


Bytes = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Thing:
    """Something that people do in the product."""

    what: str
    way: Keys
    shown: str
    keys: Keys


THINGS = (
    Thing("a step in the cases", ("2",), "12 cases", (DOWN,) * 5),
    Thing("a step in the guide", ("1",), "1.1", (DOWN,) * 5),
    Thing("a page of the guide", ("1",), "1.1", (PAGE,) * 3),
    Thing("a step in the checklist", ("2", DRAFT, ENTER, *YES_NO), "Answer:", (DOWN,) * 5),
    Thing("an answer, saved", ("2", DRAFT, ENTER, *YES_NO), "Answer:", tuple("nynyn")),
    Thing("a letter in a note, saved", ("2", DRAFT, ENTER, CTRL_T), NOTE, tuple("abcde")),
    Thing("opening the guide", (), "", ("1",)),
    Thing("opening the checklist", ("2", DRAFT), "", (ENTER,)),
    Thing("closing the checklist", ("2", DRAFT, ENTER), "Answer:", (ESCAPE,)),
)


def beside_peers() -> Iterator[str]:
    """The table of bytes, line by line."""
    columns = {"ours": product_bytes(OURS), "Textual's driver": product_bytes(STOCK), "curses": curses_bytes()}
    if importlib.util.find_spec("urwid"):
        columns["urwid"] = peer_bytes(URWID, "> 0000-0000", DOWN)
    if shutil.which("dialog"):
        columns["dialog"] = dialog_bytes()
    yield ""
    yield f"{'Bytes at 80x24, plain and after zlib':<40}" + "".join(f"{name:>20}" for name in columns)
    for what in columns["ours"]:
        cells = (measured.get(what) for measured in columns.values())
        yield f"{what:<40}" + "".join(f"{cell[0]:>11,.0f} {cell[1]:>8,.0f}" if cell else " " * 20 for cell in cells)


def product_bytes(program: Sequence[str]) -> Bytes:
    """What the product sends for each thing, whichever driver it uses."""
    measured: Bytes = {}
    with Line(program=program) as line:
        line.wait_for(HOME)
        meter = Meter(line)
        measured["first screen"] = meter.after()
        for thing in THINGS:
            go(line, thing.way, thing.shown)
            measured[thing.what] = median(meter.after(key) for key in thing.keys)
            go_home(line, len(thing.way))
        meter.after()
        line.pass_time(5.0)
        measured["5 s idle"] = meter.after()
    return measured


def curses_bytes() -> Bytes:
    """What a curses program sends for the like."""
    return peer_bytes(CURSES, "> 0000-0000", curses_list.NEXT)


def peer_bytes(program: Sequence[str], shown: str, step: str) -> Bytes:
    """What a list with a note under it sends."""
    with Line(program=program) as line:
        line.wait_for(shown)
        meter = Meter(line)
        return {
            "first screen": meter.after(),
            "a step in the cases": median(meter.after(step) for _ in range(5)),
            "a letter in a note, saved": median(meter.after(letter) for letter in "abcde"),
        }


def dialog_bytes() -> Bytes:
    """What dialog sends for a list and for a box to type into."""
    with Line(program=DIALOG_LIST) as line:
        line.wait_for("0000-0000")
        meter = Meter(line)
        measured = {
            "first screen": meter.after(),
            "a step in the cases": median(meter.after(DIALOG_DOWN) for _ in range(5)),
        }
    with Line(program=DIALOG_BOX) as line:
        line.wait_for("Note")
        meter = Meter(line)
        meter.after()
        return measured | {"a letter in a note, saved": median(meter.after(letter) for letter in "abcde")}


def median(pairs: Iterator[tuple[int, int]]) -> tuple[float, float]:
    measured = list(pairs)
    return statistics.median(plain for plain, _ in measured), statistics.median(packed for _, packed in measured)


def on_slow_lines(speeds: Sequence[int]) -> Part:
    """From the last of a key held down to the right screen."""
    lines = []
    for bits in speeds:
        for what, held in (("a step held down in the guide", in_guide), ("letters in a note", in_note)):
            ours, peer = (seconds_behind(program, held, bits) for program in (OURS, STOCK))
            lines.append(
                Measured(what=f"{what}, {bits:,} bit/s", ours=ours * MILLISECONDS, peer=peer * MILLISECONDS, unit="ms")
            )
    return Part(
        title="Last key to the right screen, 300 ms round trip; the peer is Textual's driver", lines=tuple(lines)
    )


def seconds_behind(program: Sequence[str], held: Callable[[Line], tuple[str, str]], bits: int) -> float:
    with Line(program=program) as line:
        line.wait_for(HOME)
        keys, shown = held(line)
        line.wait_for_quiet(QUIET)
        slow = SlowLine(line, bits=bits, round_trip=ROUND_TRIP)
        for key in keys.split(","):
            slow.hold(key, 1)
        try:
            return slow.seconds_until(shown, MOST)
        except AssertionError:
            return float("inf")


def in_guide(line: Line) -> tuple[str, str]:
    go(line, ("1",), "1.1")
    line.keys(DOWN * HELD)
    line.wait_for_quiet(QUIET)
    marked = next(row for row in line.screen().splitlines() if row.startswith("> "))
    line.keys("\x1b[H")
    line.wait_until(lambda: marked not in line.screen(), "the first point")
    return ",".join([DOWN] * HELD), marked


def in_note(line: Line) -> tuple[str, str]:
    go(line, ("2", DRAFT, ENTER, "t"), NOTE)
    written = "abcdefghij" * (HELD // 10)
    return ",".join(written), written
