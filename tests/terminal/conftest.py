"""What the tests in terminals share: a data directory, and lines that end with the test."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.line import Line
from tests.terminal.steps import Start


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that is not made yet."""
    return tmp_path / "data"


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """Starts the product on the data directory, each time on a line of its own."""
    with contextlib.ExitStack() as lines:

        def started(*arguments: str, **options: object) -> Line:
            # The options are those of a line, which checks them.
            line: Line = lines.enter_context(Line(*arguments, **({"data": data} | options)))  # type: ignore[arg-type]
            return line

        yield started
