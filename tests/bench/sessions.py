"""What a session costs on a terminal: time to start and to answer a key, bytes on the line, memory."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import curses_list, one_word
from tests.bench.measured import Measured, Part
from tests.bench.saving import MILLISECONDS
from tests.terminal.line import BACKSPACE, DOWN, ENTER, ESCAPE, FOURFOLD, UP, Line
from tests.terminal.steps import HOME, NOTE

QUIET = 0.35
"""Seconds without a byte after which a key has had all its effect, the saving included."""

IDLE = 5.0
STEP_BYTES, SCREEN_BYTES = 250, 6000

OURS = (str(FOURFOLD), "--training")
ONE_WORD = (sys.executable, str(one_word.__file__))
CURSES = (sys.executable, str(curses_list.__file__))

DRAFT = "/TRAIN/103\r"
"""From the list of cases to one with a draft."""

Keys = Sequence[str]


def starting(runs: int) -> Part:
    """From the start of the program until its first screen can be read."""
    ours, peer = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs + 1):
            ours.append(seconds_to(OURS[:1], HOME, data=Path(folder)))
            peer.append(seconds_to(ONE_WORD, one_word.WORD))
    # The first run of each reads from the disk what the others find in memory.
    return Part(
        title="Starting, beside a Textual application that shows one word",
        lines=(
            Measured(
                what="start to a usable home screen",
                ours=statistics.median(ours[1:]) * MILLISECONDS,
                peer=statistics.median(peer[1:]) * MILLISECONDS,
                unit="ms",
                most_ratio=1.5,
            ),
        ),
    )


def seconds_to(program: Sequence[str], text: str, *, data: Path | None = None) -> float:
    begun = time.perf_counter()
    with Line(program=program, data=data) as line:
        line.wait_for(text)
        return time.perf_counter() - begun


def answering(runs: int) -> Part:
    """From a key to the first byte of what it changes on the screen."""
    with in_cases() as ours, Line(program=ONE_WORD) as peer:
        peer.wait_for(one_word.WORD)
        our_times, peer_times = [], []
        for turn in range(runs):
            our_times.append(seconds_to_answer(ours, DOWN if turn // 8 % 2 == 0 else UP))
            peer_times.append(seconds_to_answer(peer, str(turn % 10)))
    return Part(
        title="Key to repaint, beside the same application's",
        lines=(
            Measured(
                what="a step in the list of cases, beside a digit shown",
                ours=statistics.median(our_times) * MILLISECONDS,
                peer=statistics.median(peer_times) * MILLISECONDS,
                unit="ms",
                most_ratio=1.5,
            ),
        ),
    )


def seconds_to_answer(line: Line, key: str) -> float:
    line.wait_for_quiet(0.05)
    begun = time.perf_counter()
    line.raw(key.encode())
    assert line.await_byte(), "the key changed nothing"
    return time.perf_counter() - begun


def sending(runs: int) -> Part:
    """Bytes sent for steps, answers, letters and changes of screen."""
    step, letter = curses_bytes(runs)
    lines = [Measured(what="first screen", ours=first_screen(), unit="B", most=SCREEN_BYTES)]
    with Line(program=OURS) as line:
        line.wait_for(HOME)
        lines += _steps(line, runs, step)
        lines += _changes(line)
        lines += _typing(line, runs, step, letter)
    return Part(title="Bytes sent at 80x24; the peer is a curses program", lines=tuple(lines))


def _steps(line: Line, runs: int, peer: float) -> list[Measured]:
    lists = (
        ("the guide", ("1",), "1.1"),
        ("the contacts", ("3",), "Paladin"),
        ("the cases", ("2",), "12 cases"),
        ("the assessments of a case", ("2", "/", "TRAIN/101\r"), "Own view     Concerns"),
        ("the comparison", ("2", "/", "TRAIN/101\r", "v"), "RECORDED BETWEEN"),
        ("the checklist", ("2", DRAFT, ENTER), "Answer:"),
        ("check and sign off", ("2", DRAFT, ENTER, "r"), "Check and sign off"),
    )
    measured = []
    for name, way, shown in lists:
        go(line, way, shown)
        sizes = [bytes_for(line, DOWN) for _ in range(runs)]
        moved = [size for size in sizes if size]
        measured.append(
            Measured(
                what=f"a step down in {name}",
                ours=statistics.median(moved or [0]),
                peer=peer,
                unit="B",
                most=STEP_BYTES,
                most_ratio=2,
            )
        )
        go_home(line, len(way))
    return measured


def _changes(line: Line) -> list[Measured]:
    screens: tuple[tuple[str, Keys, str], ...] = (
        ("the guide", (), "1"),
        ("the contacts", (), "3"),
        ("one contact", ("3",), ENTER),
        ("the keys", (), "?"),
        ("the hidden screen", (), "\x0c"),
        ("the cases", (), "2"),
        ("finding a case", ("2",), "/"),
        ("a case", ("2",), ENTER),
        ("the checklist", ("2", DRAFT), ENTER),
        ("the note", ("2", DRAFT, ENTER), "t"),
        ("the prompts", ("2", DRAFT, ENTER), "o"),
        ("the sections", ("2", DRAFT, ENTER), "l"),
        ("check and sign off", ("2", DRAFT, ENTER), "r"),
    )
    measured = []
    for name, way, key in screens:
        go(line, way, "")
        opened = bytes_for(line, key)
        closed = bytes_for(line, ENTER if key == "\x0c" else ESCAPE)
        measured.append(Measured(what=f"opening {name}", ours=opened, unit="B", most=SCREEN_BYTES))
        measured.append(Measured(what=f"closing {name}", ours=closed, unit="B", most=SCREEN_BYTES))
        go_home(line, len(way))
    return measured


def _typing(line: Line, runs: int, step: float, letter: float) -> list[Measured]:
    measured = [idle(line, "home")]
    go(line, ("2", DRAFT, ENTER, "1"), "Answer:")
    answers = [bytes_for(line, "ynynynyn"[turn % 8]) for turn in range(min(runs, 6))]
    assert all(answers), "an answer changed nothing on the screen"
    measured.append(
        Measured(
            what="an answer on the checklist, saved",
            ours=statistics.median(answers),
            peer=step,
            unit="B",
            most=STEP_BYTES,
            most_ratio=2,
        )
    )
    go(line, ("t",), NOTE)
    letters = [bytes_for(line, "abcdefghij"[turn % 10]) for turn in range(runs)]
    measured.append(
        Measured(
            what="a letter in a note, saved",
            ours=statistics.median(letters[1:]),
            peer=letter,
            unit="B",
            most=STEP_BYTES,
            most_ratio=2,
        )
    )
    line.keys(BACKSPACE)
    line.wait_for_quiet(QUIET)
    measured.append(idle(line, "a note"))
    return measured


def idle(line: Line, where: str) -> Measured:
    line.wait_for_quiet(QUIET)
    before = len(line.sent)
    line.pass_time(IDLE)
    return Measured(what=f"5 s idle in {where}", ours=len(line.sent) - before, unit="B", most=0)


def first_screen() -> float:
    with Line(program=OURS) as line:
        line.wait_for(HOME)
        line.wait_for_quiet(QUIET)
        return len(line.sent)


def curses_bytes(runs: int) -> tuple[float, float]:
    with Line(program=CURSES) as line:
        line.wait_for("> 0000-0000")
        steps = [bytes_for(line, curses_list.NEXT) for _ in range(runs)]
        letters = [bytes_for(line, "abcdefghij"[turn % 10]) for turn in range(runs)]
        return statistics.median(steps), statistics.median(letters)


def remembering() -> Part:
    """Memory of a session, all of it and what it shares with no other."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Line(program=ONE_WORD) as peer,
        in_cases() as cases,
        Line(program=OURS[:1], data=Path(folder)) as home,
    ):
        peer.wait_for(one_word.WORD)
        home.wait_for(HOME)
        places = (("on the home screen", home), ("with a list of 12 cases", cases))
        for line in (peer, home, cases):
            line.wait_for_quiet(QUIET)
        return Part(
            title="Memory of a session, beside the application that shows one word",
            lines=tuple(
                Measured(what=f"{name} {where}", ours=measure(line), peer=measure(peer), unit="MB", most_ratio=1.3)
                for where, line in places
                for name, measure in (("resident", resident), ("private", private))
            ),
        )


def resident(line: Line) -> float:
    return megabytes(line, lambda name: name == "Rss:")


def private(line: Line) -> float:
    return megabytes(line, lambda name: name.startswith("Private_") and name != "Private_Hugetlb:")


def megabytes(line: Line, counts: Callable[[str], bool]) -> float:
    """What the processes of a session have together: the application, and the parent that waits for it."""
    rows = [
        row
        for process in {line.process, line.application}
        for row in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    ]
    return sum(int(row.split()[1]) for row in rows if counts(row.split()[0])) / 1024


def in_cases() -> Line:
    line = Line(program=OURS)
    line.wait_for(HOME)
    go(line, ("2",), "12 cases")
    return line


def go(line: Line, way: Keys, shown: str) -> None:
    """Type each key once what the one before it did is shown."""
    for keys in way:
        line.keys(keys)
        line.wait_for_quiet(QUIET)
    line.wait_for(shown)


def go_home(line: Line, depth: int) -> None:
    # A search is left before the list that it is in.
    for _ in range(depth + 2):
        if HOME in line.screen():
            return
        line.keys(ESCAPE)
        line.wait_for_quiet(QUIET)
    line.wait_for(HOME)


def bytes_for(line: Line, key: str) -> int:
    """How many bytes are sent for a key, until nothing more comes."""
    line.drain()
    before = len(line.sent)
    line.keys(key)
    line.wait_for_quiet(QUIET)
    return len(line.sent) - before
