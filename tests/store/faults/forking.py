"""Sessions forked from a template that has everything loaded, so that hundreds of them can be killed."""

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
"""A folder that no disk slows down, for what tries orders of steps by the thousand; nothing where there is none."""


class Template:
    """Starts sessions by forking; a session is a function of a module of the tests, given strings."""

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
        """Start a session, whose first line is its process."""
        self._tell("\t".join([session, *map(str, arguments)]))

    def line(self) -> str:
        """The next line of any session; `ended PROCESS STATUS` for one that ended while it was waited for."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the template is gone"
        return line.rstrip("\n")

    def wait(self) -> None:
        """Have the template wait for every session that was begun."""
        self._tell("wait")

    def run(self, session: str, *arguments: object) -> tuple[list[str], int]:
        """What a session said, its process left out, and how it ended."""
        self.begin(session, *arguments)
        self.wait()
        self.line()
        return self.rest()

    def rest(self) -> tuple[list[str], int]:
        """What the one session that is waited for says until its end, and how it ends."""
        said = []
        while not (line := self.line()).startswith("ended "):
            said.append(line)
        return said, int(line.split()[2])

    def _tell(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()


def say(words: object) -> None:
    """Say a line at once, whole."""
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
