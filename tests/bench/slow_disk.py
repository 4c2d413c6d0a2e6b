"""What a slow disk costs the keys: nothing, because drafts are saved off the event loop; run by itself, it is slow."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from content.pack.reading.loader import load_pack
from content.training.cases import made_up_cases
from store.cases.repository import CaseRepository
from store.engine.files import disk
from store.engine.places import engine_at
from tests.bench import one_word
from tests.bench.measured import Measured, Part
from tests.bench.saving import MILLISECONDS, Stored
from tests.bench.sessions import ONE_WORD, QUIET, go, megabytes, seconds_to_answer
from tests.packs import BEXLEY, texts_in
from tests.terminal.line import ENTER, ESCAPE, PLAIN, Line
from tests.terminal.plain import main as plain
from tests.terminal.steps import HOME, NOTE
from tui.session.settings import utc_now

SLOW = 0.5
"""Seconds that the slow disk takes for each fsync."""

SLOW_FOURFOLD = (sys.executable, "-m", "tests.bench.slow_disk")


def answering(runs: int) -> Part:
    """From a letter of a note to the first byte of what it changes, on a slow disk, on this one, and with the peer."""
    with tempfile.TemporaryDirectory() as folder:
        slow_data, data = Path(folder, "slow"), Path(folder, "quick")
        slow = in_note(SLOW_FOURFOLD, slow_data)
        quick = in_note(PLAIN, data)
        with slow, quick, Line(program=ONE_WORD) as peer:
            peer.wait_for(one_word.WORD)
            slow_times, quick_times, peer_times = [], [], []
            for turn in range(runs):
                letter = "abcdefghij"[turn % 10]
                slow_times.append(seconds_to_answer(slow, letter))
                quick_times.append(seconds_to_answer(quick, letter))
                peer_times.append(seconds_to_answer(peer, str(turn % 10)))
    ours = statistics.median(slow_times) * MILLISECONDS
    return Part(
        title=f"Key to repaint in a note, each letter saved, where an fsync takes {SLOW * MILLISECONDS:.0f} ms",
        lines=(
            Measured(
                what="a letter on the slow disk, beside one on this disk",
                ours=ours,
                peer=statistics.median(quick_times) * MILLISECONDS,
                unit="ms",
                most_ratio=1.5,
            ),
            Measured(
                what="the slowest of them all",
                ours=max(slow_times) * MILLISECONDS,
                peer=max(quick_times) * MILLISECONDS,
                unit="ms",
                most=SLOW * MILLISECONDS / 2,
            ),
            Measured(
                what="beside a digit shown by the application that shows one word",
                ours=ours,
                peer=statistics.median(peer_times) * MILLISECONDS,
                unit="ms",
            ),
        ),
    )


def in_note(program: tuple[str, ...], data: Path) -> Line:
    """A session in a note of a draft in work."""
    store = CaseRepository(engine_at(data))
    store.create(next(case for case in made_up_cases(load_pack(texts_in(BEXLEY)), now=utc_now()) if case.draft))
    line = Line(program=program, data=data)
    line.wait_for(HOME)
    go(line, ("2", ENTER, ENTER, "t"), NOTE)
    return line


def remembering(cases: int) -> Part:
    """Memory of a session that lists many cases, beside one that lists a few."""
    with tempfile.TemporaryDirectory() as folder:
        Stored(Path(folder, "many"), cases)
        Stored(Path(folder, "few"), 12)
        with listing(Path(folder, "many"), cases) as many, listing(Path(folder, "few"), 12) as few:
            return Part(
                title=f"Memory of a session with {cases:,} cases listed, beside one with 12",
                lines=(
                    Measured(what="resident", ours=resident(many), peer=resident(few), unit="MB"),
                    Measured(
                        what="resident, once the list was opened again", ours=reopened(many), peer=None, unit="MB"
                    ),
                ),
            )


def listing(data: Path, cases: int) -> Line:
    line = Line(data=data)
    line.wait_for(HOME)
    go(line, ("2",), f"{cases} cases")
    line.wait_for_quiet(QUIET)
    return line


def reopened(line: Line) -> float:
    for _ in range(3):
        go(line, (ESCAPE,), HOME)
        go(line, ("2",), "cases")
    line.wait_for_quiet(QUIET)
    return resident(line)


def resident(line: Line) -> float:
    return megabytes(line, lambda name: name == "Rss:")


def main() -> int:
    """Run the product on a disk whose every fsync takes long."""
    quick = disk.sync

    def sync(descriptor: int) -> None:
        time.sleep(SLOW)
        quick(descriptor)

    disk.sync = sync
    return plain()


if __name__ == "__main__":
    sys.exit(main())
