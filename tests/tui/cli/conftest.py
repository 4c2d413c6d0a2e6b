"""Commands on packs, and two versions of a pack, as fixtures."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.packs import BEXLEY
from tui.cli import command_line


class Printed(NamedTuple):
    """What a command came to; the lines of `said` are joined."""

    status: int
    said: str
    err: str
    lines: list[str]


Do = Callable[..., Printed]


@pytest.fixture
def pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Do:
    """Does a command in this process, as the command line would."""

    def done(*arguments: str | Path) -> Printed:
        capsys.readouterr()
        try:
            status = command_line.run(["--data", str(tmp_path / "data"), "pack", *map(str, arguments)])
        except SystemExit as ended:
            status = int(str(ended.code))
        out, err = capsys.readouterr()
        return Printed(status, " ".join(out.split()), err, out.splitlines())

    return done


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A pack of one's own."""
    return Path(shutil.copytree(BEXLEY, tmp_path / "old"))


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The next version of it, still the same."""
    return Path(shutil.copytree(BEXLEY, tmp_path / "new"))
