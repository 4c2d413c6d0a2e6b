"""A line that goes silent: sshd ends the session as docs/ssh.md says, and nothing is lost; or it comes back before."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import kept
from tests.terminal.line import CTRL_T, ENTER, Line
from tests.terminal.server import DOCUMENT, Server, serving
from tests.terminal.steps import HOME, NOTE, in_new_case
from tests.terminal.test_endings import lease_is_free
from tests.terminal.test_ssh import processes

INTERVAL = 1
"""Seconds in place of those that are documented, for the tests not to take long."""

ASKED, INTERVALS = 3, "7 to 8"
"""How often sshd asks, and after how many intervals it hangs up, both as documented."""

LONGEST = 9
"""Intervals after which it is late, however busy the machine is."""

SOON = 5.0
TYPED = "He waits outside"


@pytest.fixture
def server(data: Path, tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "sshd"
    folder.mkdir()
    with serving(folder, data, alive_interval=INTERVAL) as running:
        yield running


def test_a_line_that_goes_silent_is_hung_up_with_nothing_lost_and_one_that_comes_back_goes_on(
    server: Server, data: Path
) -> None:
    with Line(program=server.client("-tt", server.address)) as line:
        in_new_case(lambda *_arguments, **_options: line)
        line.keys(CTRL_T)
        line.wait_for(NOTE)
        line.keys(TYPED)
        silence(line, (ASKED - 1) * INTERVAL)
        line.keys("!")
        line.wait_for(f"{TYPED}!", "saved ")
        line.wait_until(lambda: kept.notes(data) == [f"{TYPED}!"], "the note on the disk")
        served_by = parent_of(min(processes(data)))

        line.signal(signal.SIGSTOP)
        began = time.monotonic()
        line.wait_until(lambda: not is_alive(served_by), "sshd to hang up", seconds=LONGEST * 2, reads=False)
        lasted = time.monotonic() - began
        line.wait_until(lambda: not processes(data), "the session to end", seconds=SOON, reads=False)

    assert ASKED - 1 <= lasted / INTERVAL <= LONGEST
    assert f"{INTERVALS} times the interval" in " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    assert kept.notes(data) == [f"{TYPED}!"]
    assert lease_is_free(data)
    with Line(program=server.client("-tt", server.address)) as line:
        line.wait_for(HOME)
        line.keys("2")
        line.wait_for(" AB ", "draft to resume")
        line.keys(ENTER)
        line.wait_for("> Draft to resume")
        line.keys(ENTER)
        line.wait_for("How are you speaking with the person?", f"Note (basis not said): {TYPED}!")


def silence(line: Line, seconds: float) -> None:
    """Have a client neither read nor answer for a while."""
    line.signal(signal.SIGSTOP)
    line.pass_time(seconds, reads=False)
    line.signal(signal.SIGCONT)


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])


def is_alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists()
