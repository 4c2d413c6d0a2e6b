"""The example of docs/driver.md runs as it stands there, on a terminal of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.line import CTRL_Q, CTRL_R, ENTER_ALTERNATE, LEAVE_ALTERNATE, Line

DOCUMENT = Path(__file__).parents[3] / "docs" / "driver.md"
PASTED = "\x1b[200~\x1b]52;c;eA==\x07\x9b2J\x1b[201~"


@pytest.fixture
def program(tmp_path: Path) -> tuple[str, str]:
    """The example, as a program."""
    _, _, after = DOCUMENT.read_text(encoding="utf-8").partition("```python\n")
    script = tmp_path / "example.py"
    script.write_text(after.partition("```")[0], encoding="utf-8")
    return sys.executable, str(script)


@pytest.fixture
def line(program: tuple[str, str]) -> Iterator[Line]:
    with Line(program=program) as running:
        running.wait_for("Your name")
        yield running


def test_the_example_shows_its_widget_takes_keys_and_leaves_the_terminal_as_it_was(program: tuple[str, str]) -> None:
    with Line(program=program) as line:
        before = line.settings()
        line.wait_for("Your name")
        line.keys("Zo\u00eb")
        line.wait_for("Zo\u00eb")

        line.keys(CTRL_Q)

        assert line.wait_for_end() == 0
        line.drain()
        assert line.settings() == before
        assert ENTER_ALTERNATE in line.sent
        assert LEAVE_ALTERNATE in line.sent
        assert not line.terminal.is_alternate


def test_the_example_sends_no_control_character_of_a_paste(line: Line) -> None:
    line.keys(PASTED)

    line.wait_for("]52;c;eA==")
    assert b"\x1b]52" not in line.sent
    assert b"\x07" not in line.sent
    assert "\x9b" not in line.sent.decode()


def test_the_example_sends_only_the_cells_of_a_letter(line: Line) -> None:
    line.keys("Z")
    line.wait_for("Z")
    before = len(line.sent)

    line.keys("\u00eb")
    line.wait_for("Z\u00eb")

    assert len(line.sent) - before < 100


def test_the_example_is_redrawn_on_demand(line: Line) -> None:
    line.terminal.feed(b"\x1b[2J\x1b[3;3Hnoise")

    line.keys(CTRL_R)

    line.wait_until(lambda: "Your name" in line.terminal.shown and "noise" not in line.terminal.shown, "a clean screen")


def test_the_example_draws_its_border_in_ascii_where_the_locale_is_plain(program: tuple[str, str]) -> None:
    with Line(program=program, environment={"LANG": "C"}) as line:
        line.wait_for("Your name")

        assert line.sent.isascii()
