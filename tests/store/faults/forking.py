"""Sessions forked from a template process with all modules loaded, so that hundreds can be killed quickly."""

import importlib
import os
import subprocess
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[3]
KILLED = -9
MEMORY = next((each for each in ("/dev/shm",) if Path(each).is_dir()), None)  # noqa: S108 # names in it are made private
"""A folder in memory, for tests that try thousands of orders of steps; None if there is none."""


class Template:
    """Starts sessions by forking; a session is a function of a test module with string arguments."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.faults.forking", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def begin(self, session: str, *arguments: object) -> None:
        """Start a session; the first line that it prints is its process id."""
        self._tell("\t".join([session, *map(str, arguments)]))

    def line(self) -> str:
        """The next line of any session, or `ended PROCESS STATUS` for a session that ended."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the template is gone"
        return line.rstrip("\n")

    def wait(self) -> None:
        """Make the template wait for all started sessions."""
        self._tell("wait")

    def run(self, session: str, *arguments: object) -> tuple[list[str], int]:
        """Run a session, and return its lines without the process id, and its exit status."""
        self.begin(session, *arguments)
        self.wait()
        self.line()
        return self.rest()

    def rest(self) -> tuple[list[str], int]:
        """The remaining lines of the one session that is waited for, and its exit status."""
        said = []
        while not (line := self.line()).startswith("ended "):
            said.append(line)
        return said, int(line.split()[2])

    def _tell(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()


def say(words: object) -> None:
    """Print a line in one write."""
    os.write(1, f"{words}\n".encode())


def _serve(module: str) -> None:
    sessions = importlib.import_module(module)
    begun: list[int] = []
    for command in sys.stdin:
        name, *arguments = command.rstrip("\n").split("\t")
        if name == "wait":
            for process in begun:
                status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
                say(f"ended {process} {status}")
            begun.clear()
        elif process := os.fork():
            begun.append(process)
        else:
            _act(getattr(sessions, name), arguments)


def _act(session: object, arguments: list[str]) -> None:
    assert callable(session)
    say(os.getpid())
    try:
        session(*arguments)
        os._exit(0)
    except BaseException:  # noqa: BLE001 # whatever it was, no child may go on as the template
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    _serve(sys.argv[1])
