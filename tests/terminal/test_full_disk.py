"""A full disk, through the interface: people sign in, read, lock, log out, and lose nothing that they typed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.people import PASSPHRASE, SAM
from tests.terminal.line import CTRL_L, CTRL_T, ENTER, ESCAPE, FOURFOLD, Line
from tests.terminal.steps import FIRST, HOME, NOTE

SIZE = "384k"
OWN_MOUNTS = ("unshare", "--map-root-user", "--mount")
ROOT = Path(__file__).parents[2]

SET_UP = "from tests.store.people import set_up; set_up(data)"
NOTES = """
from tests.store.people import signed_in_session
store = signed_in_session(data).store()
[case] = [store.case(each.id) for each in store.listing().summaries]
print([answer.note for answer in case.draft.answers.values()], len(case.kept_aside), os.listdir(data / "reserve"))
"""


class SmallDisk:
    """A disk of 384 KB, in a mount namespace of its own, which ends with the process that holds it."""

    def __init__(self, directory: Path) -> None:
        self.data = directory
        directory.mkdir()
        mount = f"mount -t tmpfs -o size={SIZE},mode=700 tmpfs {directory} && echo mounted && exec sleep 600"
        self._holder = subprocess.Popen([*OWN_MOUNTS, "sh", "-c", mount], stdout=subprocess.PIPE, text=True)
        assert self._holder.stdout
        self.is_mounted = self._holder.stdout.readline() == "mounted\n"
        self.enter = ("nsenter", "-t", str(self._holder.pid), "-U", "-m", "--preserve-credentials")

    def run(self, *command: str) -> str:
        return subprocess.run([*self.enter, *command], cwd=ROOT, capture_output=True, text=True, check=False).stdout

    def python(self, script: str) -> str:
        opening = f"import os, pathlib; os.umask(0o077); data = pathlib.Path({str(self.data)!r})\n"
        return self.run(sys.executable, "-c", opening + script).strip()

    def fill(self) -> None:
        self.run("dd", "if=/dev/zero", f"of={self.data}/filler", "bs=4096", "oflag=append", "conv=notrunc")

    def free(self) -> None:
        self.run("rm", f"{self.data}/filler")

    def end(self) -> None:
        self._holder.kill()
        self._holder.communicate()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    if not (shutil.which("unshare") and shutil.which("nsenter")):
        lacking()
    made = SmallDisk(tmp_path / "data")
    if not made.is_mounted:
        made.end()
        lacking()
    yield made
    made.end()


def lacking() -> None:
    """Skip a test for which the machine lacks something, except where skips are not allowed."""
    assert "CI" not in os.environ, "this machine lacks mounts of one's own"
    pytest.skip("this machine lacks mounts of one's own")


@pytest.fixture
def sign_in(disk: SmallDisk) -> Iterator[Callable[[], Line]]:
    """Signs in to the product, each time on a line of its own."""
    lines: list[Line] = []

    def signed_in() -> Line:
        line = Line(data=disk.data, program=(*disk.enter, str(FOURFOLD)))
        lines.append(line)
        line.wait_for(HOME)
        line.keys("2")
        line.wait_for("Sign in to open the cases.")
        line.keys(SAM, "\t", PASSPHRASE, ENTER)
        return line

    yield signed_in
    for line in lines:
        line.__exit__(None, None, None)


def test_people_sign_in_read_lock_and_log_out_on_a_full_disk_and_lose_nothing(
    disk: SmallDisk, sign_in: Callable[[], Line]
) -> None:
    disk.python(SET_UP)
    line = sign_in()
    line.wait_for("n new case")
    line.keys("n")
    line.wait_for("The person's initials")
    line.keys("AB", ENTER)
    line.wait_for(FIRST)
    line.keys(CTRL_T)
    line.wait_for(NOTE)
    line.keys("He waits at the school")
    line.wait_until(lambda: " saved " in line.screen().splitlines()[0] + " ", "the note is saved")

    disk.fill()
    line.keys(" on Friday with a knife.")
    line.wait_for("NOT SAVED since")
    line.keys(CTRL_L)
    line.wait_for_words("What was typed is kept, though the disk is full.")
    line.keys(PASSPHRASE, ENTER)
    line.wait_for_words("on Friday with a knife.")
    line.keys(" She saw it.")
    line.wait_for_words("She saw it.")
    line.hang_up()
    line.wait_for_end()

    # The session that ended has given back the room of its lease.
    disk.fill()
    line = sign_in()
    line.wait_for_words("while the disk was full is kept, but cannot be saved yet")
    line.keys(ENTER)
    line.wait_for("n new case", "AB")
    line.keys(ENTER)
    line.wait_for("Safe contact")
    line.keys(ESCAPE)
    line.wait_for("n new case")
    line.keys(ESCAPE)
    line.wait_for(HOME, SAM)
    line.keys("o")
    line.wait_for("needs an account")
    line.keys("q")
    assert line.wait_for_end() == 0

    disk.free()
    line = sign_in()
    line.wait_for_words("while the disk was full was kept, and is saved in the case now.")
    line.hang_up()
    line.wait_for_end()

    assert disk.python(NOTES) == "['He waits at the school on Friday with a knife. She saw it.'] 0 ['room']"
