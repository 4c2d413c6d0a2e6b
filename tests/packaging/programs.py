"""Runs an installed program in a folder and with a PYTHONPATH that hold other packages of the same names."""

import subprocess
from pathlib import Path

from tests.terminal.line import Line, clean_environment
from tests.terminal.steps import HOME

PACKAGES = ("content", "screens", "store", "tui")
"""The packages of the program, which have the same names in the checkout and in the wheel."""


def output_of(program: Path, *arguments: str, decoys: Path) -> str:
    """What the program prints when it is run beside the decoys."""
    ended = subprocess.run(
        [program, *arguments],
        cwd=decoys,
        env=clean_environment(None) | {"PYTHONPATH": str(decoys)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def shows_its_first_screen(program: Path, data: Path, *, decoys: Path) -> None:
    """Start the interface beside the decoys, wait for its first screen, and leave."""
    in_decoys = ("sh", "-c", 'cd "$1" && exec "$2"', "sh", str(decoys), str(program))

    with Line(program=in_decoys, data=data, environment={"PYTHONPATH": str(decoys)}) as line:
        line.wait_for(HOME)
        line.keys("q")

        assert line.wait_for_end() == 0
