"""What sessions cost the machine that they run on: processor time for steps, memory of one and of ten.

Beside the same product on Textual's own driver, and lists in curses, urwid and dialog; the last two are measured where
they are installed.
"""

import contextlib
import importlib.util
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import curses_list
from tests.bench.lines import CURSES, DIALOG_DOWN, DIALOG_LIST, DIALOG_UP, STOCK, URWID
from tests.bench.sessions import OURS, QUIET, go, megabytes, private
from tests.terminal.line import DOWN, UP, Line
from tests.terminal.steps import HOME

STEPS = 100
AT_ONCE = 10
NANOSECONDS = 1e6
"""In a millisecond."""


@dataclass(frozen=True)
class Peer:
    """A program that shows a list."""

    program: Sequence[str]
    shown: str
    """What stands on its first screen."""

    way: Sequence[str] = ()
    """From there to the list."""

    down: str = DOWN
    up: str = UP


def peers() -> Iterator[tuple[str, Peer]]:
    """Each program that there is here."""
    yield "ours", Peer(OURS, HOME, ("2",))
    yield "Textual's driver", Peer(STOCK, HOME, ("2",))
    yield "curses", Peer(CURSES, "> 0000-0000", (), curses_list.NEXT, curses_list.NEXT)
    if importlib.util.find_spec("urwid"):
        yield "urwid", Peer(URWID, "> 0000-0000")
    if shutil.which("dialog"):
        yield "dialog", Peer(DIALOG_LIST, "0000-0000", (), DIALOG_DOWN, DIALOG_UP)


def beside_peers() -> Iterator[str]:
    """The table, line by line."""
    measured = {name: (*one(peer), ten(peer)) for name, peer in peers()}
    rows = (
        f"processor for {STEPS} steps, ms",
        "memory of one session, private, MB",
        f"memory of {AT_ONCE} sessions, MB",
    )
    yield ""
    yield f"{'What sessions cost the machine':<40}" + "".join(f"{name:>20}" for name in measured)
    for number, what in enumerate(rows):
        yield f"{what:<40}" + "".join(f"{each[number]:>20,.1f}" for each in measured.values())


def one(peer: Peer) -> tuple[float, float]:
    """Milliseconds of processor time for steps up and down a list, and megabytes of memory after them."""
    with Line(program=peer.program) as line:
        in_list(line, peer)
        before = processor_time(line)
        for turn in range(STEPS):
            line.drain()
            line.keys(peer.down if turn // 8 % 2 == 0 else peer.up)
            assert line.await_byte(), "a step changed nothing"
        line.wait_for_quiet(QUIET)
        return processor_time(line) - before, private(line)


def ten(peer: Peer) -> float:
    """Megabytes of memory of sessions at once, what they share counted once."""
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(Line(program=peer.program)) for _ in range(AT_ONCE)]
        for line in lines:
            in_list(line, peer)
        return sum(megabytes(line, lambda name: name == "Pss:") for line in lines)


def in_list(line: Line, peer: Peer) -> None:
    line.wait_for(peer.shown)
    go(line, peer.way, "")
    line.wait_for_quiet(QUIET)


def processor_time(line: Line) -> float:
    """Milliseconds that the processes of a session have had so far."""
    threads = (
        thread for process in {line.process, line.application} for thread in Path(f"/proc/{process}/task").iterdir()
    )
    return sum(int((each / "schedstat").read_text(encoding="ascii").split()[0]) for each in threads) / NANOSECONDS
