"""However a session ends, what was typed is kept, the process is gone, and the terminal is as it was found."""

import datetime as dt
import os
import select
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content.case.reference import CaseId
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.lease_holder import LeaseHolder
from tests.terminal import kept
from tests.terminal.line import (
    CTRL_BACKSLASH,
    CTRL_C,
    CTRL_Q,
    CTRL_S,
    CTRL_Z,
    ENTER,
    ESCAPE,
    LEAVE_ALTERNATE,
    PLAIN,
    Line,
    child_of,
    text_of,
)
from tests.terminal.steps import FIRST, HOME, Start, at_home, in_new_case, in_note, out_of_note

NOTE = "He waits outside"
SOON = 5.0
"""Seconds within which an ending session is gone."""

MANY = 1500
"""Letters that are more than a line that is not read has room for."""

ENDING = [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT]
BEFORE = "what the shell said before"
AFTER_A_SHELL = ("/bin/sh", "-c", f'echo \'{BEFORE}\'; exec "$0" "$@"', *PLAIN)
MODES = {
    "alternate screen": (b"\x1b[?1049h", LEAVE_ALTERNATE),
    "cursor hidden": (b"\x1b[?25l", b"\x1b[?25h"),
    "bracketed paste": (b"\x1b[?2004h", b"\x1b[?2004l"),
    "no wrapping": (b"\x1b[?7l", b"\x1b[?7h"),
}
"""What switches each on, and off again."""


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_session_that_is_ended_keeps_what_was_typed_and_goes(
    number: signal.Signals, start: Start, data: Path
) -> None:
    line = in_note(start)
    line.keys(NOTE)
    line.wait_for(NOTE)

    if number == signal.SIGHUP:
        line.hang_up()
    else:
        line.signal(number)

    assert line.wait_for_end(SOON) == 128 + number
    assert kept.notes(data) == [NOTE]
    assert lease_is_free(data)


def test_a_session_on_a_line_that_no_longer_reads_ends_all_the_same(start: Start, data: Path) -> None:
    line = in_note(start)
    line.hold_key_unread("x", MANY)

    line.signal(signal.SIGTERM)

    assert line.wait_for_end(SOON, reads=False) == 128 + signal.SIGTERM
    assert set(*kept.notes(data)) == {"x"}
    assert lease_is_free(data)


def test_what_is_typed_on_a_line_that_no_longer_reads_is_kept(start: Start, data: Path) -> None:
    line = in_note(start)

    typed = line.hold_key_unread("x", MANY)

    line.wait_until(lambda: kept.notes(data) == ["x" * typed], "every x on the disk", reads=False)


def test_a_session_cannot_be_stopped(start: Start) -> None:
    line = in_note(start)

    line.signal(signal.SIGTSTP)

    line.keys(NOTE)
    line.wait_for(NOTE)


@pytest.fixture(scope="module", params=["quit", "SIGTERM", "kill"])
def ended(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A line on which a shell said something, a note was typed in the product, and the product ended."""
    with Line(data=tmp_path_factory.mktemp("ended") / "data", program=AFTER_A_SHELL) as line:
        in_note(lambda *_arguments, **_options: line)
        line.keys(NOTE)
        line.wait_for(NOTE)
        if request.param == "quit":
            go_home_and_quit(line)
        elif request.param == "kill":
            line.kill()
            assert line.wait_for_end(SOON) == 128 + signal.SIGKILL
        else:
            line.signal(signal.SIGTERM)
            assert line.wait_for_end(SOON) == 128 + signal.SIGTERM
        yield line


@pytest.mark.parametrize(("on", "off"), MODES.values(), ids=MODES)
def test_the_modes_of_the_terminal_are_put_back(on: bytes, off: bytes, ended: Line) -> None:
    assert ended.sent.rfind(off) > ended.sent.rfind(on) > -1


def test_the_alternate_screen_is_erased_before_it_is_left(ended: Line) -> None:
    assert text_of(ended.terminal.alternate).strip() == ""


def test_the_earlier_content_of_the_screen_is_restored(ended: Line) -> None:
    assert not ended.terminal.is_alternate
    assert ended.terminal.shown.strip() == BEFORE


@pytest.mark.parametrize("end", [lambda line: line.signal(signal.SIGTERM), Line.kill], ids=["SIGTERM", "kill"])
def test_the_settings_of_the_line_are_put_back(end: Callable[[Line], None], start: Start) -> None:
    line = start()
    before = line.settings()
    line.wait_for(HOME)
    assert line.settings() != before

    end(line)

    line.wait_for_end(SOON)
    assert line.settings() == before


def test_a_session_whose_parent_is_killed_keeps_what_was_typed_and_goes(data: Path) -> None:
    # A shell that goes on keeps the line up, which would tell the session of its end otherwise.
    with Line(data=data, program=("/bin/sh", "-c", '"$0" "$1"; read _', *PLAIN)) as line:
        in_note(lambda *_arguments, **_options: line)
        line.keys(NOTE)
        line.wait_for(NOTE)
        parent = child_of(line.process)
        assert parent
        application = os.pidfd_open(child_of(parent))

        os.kill(parent, signal.SIGKILL)

        assert select.select([application], [], [], SOON)[0], "the application goes on"
        os.close(application)
    assert kept.notes(data) == [NOTE]
    assert lease_is_free(data)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_Q, CTRL_BACKSLASH, CTRL_S], ids=["C", "Q", "backslash", "S"])
def test_a_key_that_does_harm_elsewhere_does_none_here(key: str, start: Start, data: Path) -> None:
    line = in_note(start)
    line.keys(NOTE)
    line.wait_for(NOTE)

    line.keys(key, "!")

    line.wait_for(f"{NOTE}!")
    out_of_note(line)
    line.keys(key, "1", ENTER)
    line.wait_for("1 of ", "saved ")
    assert kept.notes(data) == [f"{NOTE}!"]


def test_the_key_that_stops_a_program_elsewhere_takes_nothing_back(start: Start) -> None:
    line = in_note(start)
    line.keys(NOTE)
    line.wait_for(NOTE)

    line.keys(CTRL_Z, "!")

    line.wait_for(f"{NOTE}!")


def test_one_escape_in_a_note_loses_nothing(start: Start, data: Path) -> None:
    line = in_note(start)
    line.keys(NOTE, ESCAPE)

    line.wait_for(f"Note (basis not said): {NOTE}")

    line.wait_until(lambda: kept.notes(data) == [NOTE], "the note on the disk")


def test_leaving_a_new_case_half_typed_is_asked_about_first(start: Start, data: Path) -> None:
    line = at_home(start)
    line.keys("2n", "AB", ESCAPE)

    line.wait_for("No case is created yet: Enter creates it, Esc once more leaves without it.")

    line.keys(ENTER)
    line.wait_for(FIRST)
    assert kept.case_file(data, own_reference="").exists()


def test_what_was_typed_is_seen_at_once_when_the_checklist_is_left(start: Start) -> None:
    line = in_new_case(start)
    line.keys("1", ENTER, "y", "2", ENTER, ESCAPE)

    line.wait_for("> Draft to resume: First assessment, 3 of ")
    assert "being edited" not in line.screen()


def go_home_and_quit(line: Line) -> None:
    out_of_note(line)
    line.keys(ESCAPE)
    line.wait_for("Draft to resume")
    line.keys(ESCAPE)
    line.wait_for("n new case")
    line.keys(ESCAPE)
    line.wait_for(HOME)
    line.keys("q")
    assert line.wait_for_end(SOON) == 0


def lease_is_free(data: Path) -> bool:
    """Whether the case can be edited by somebody else; it raises where it cannot."""
    case: CaseId = kept.case_file(data).stem
    holder = LeaseHolder(who="kit", where="here", since=dt.datetime.now(dt.UTC), pid=1)
    CaseRepository(engine_at(data)).lease(case, holder).release()
    return True
