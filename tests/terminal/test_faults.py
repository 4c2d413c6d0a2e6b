"""A fault ends in one sentence and a reference: nothing of what was on the screen, all that was typed on the disk."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.store.people import PASSPHRASE, SAM, set_up
from tests.terminal import kept
from tests.terminal.faulty import WORDS
from tests.terminal.line import CTRL_T, ENTER, TAB, Line
from tests.terminal.steps import HOME, NOTE, Start, in_new_case
from tui.main import main

FAULTY = (sys.executable, str(Path(__file__).with_name("faulty.py")))
SECRET = "nobody is told this"  # noqa: S105 # so that a test can look for it
SENTENCE = re.compile(
    "fourfold: ended on a fault; everything saved is kept: start again to go on, "
    "and give the reference (F-[0-9A-Z]{3}-[0-9A-Z]{3}) to the person who looks after Fourfold"
)
CTRL_B = "\x02"


def faults(data: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (data / "faults.log").read_bytes().splitlines()]


def started(start: Start, fault: str, *arguments: str) -> Line:
    return start(fault, *arguments, program=FAULTY, environment={"SECRET": SECRET})


def in_note(start: Start, fault: str) -> Line:
    """A session in a note in which something is written."""
    line = in_new_case(lambda *_arguments, **_options: started(start, fault))
    line.keys(CTRL_T)
    line.wait_for(NOTE)
    line.keys(WORDS)
    line.wait_for(WORDS)
    return line


def told(line: Line) -> str:
    """The reference on the screen that was left."""
    assert not line.terminal.is_alternate
    found = SENTENCE.fullmatch(" ".join(line.screen().replace("\n", "").split()))
    # The sentence goes over two lines, and a word may be cut at the edge.
    found = found or SENTENCE.search("".join(text.ljust(80) for text in line.screen().splitlines()).strip())
    assert found, line.screen()
    return found[1]


def nothing_is_told(line: Line, data: Path) -> bool:
    """Whether neither the terminal, once it was left, nor the log has a word of what was at hand."""
    left = line.sent[line.sent.rfind(b"\x1b[?1049l") :].decode() + line.screen()
    log = (data / "faults.log").read_text(encoding="utf-8")
    said = [each for each in (WORDS, SECRET, "Traceback", "CR/1", "raise ") if each in left + log]
    return not said and not {"ValueError", ".py"} & set(re.findall(r"ValueError|\.py", left))


@pytest.mark.parametrize("fault", ["an_action", "the_driver"])
def test_a_fault_during_typing_is_reported_with_its_reference_and_the_text_is_kept(
    fault: str, start: Start, data: Path
) -> None:
    line = in_note(start, fault)

    line.keys(CTRL_B)
    if fault == "the_driver":
        line.wait_for("[victim's account]")
        line.keys("\x1b", "\x1b", "\x1b", "\x1b", "q")

    assert line.wait_for_end() == 1
    (logged,) = faults(data)
    assert told(line) == logged["reference"]
    assert kept.notes(data) == [WORDS]
    assert nothing_is_told(line, data)
    assert [each["kind"] for each in logged["raised"]] == ["ValueError", "KeyError"]
    assert logged["raised"][0]["frames"][-1].startswith("faulty.py:")
    assert any(frame.startswith("textual/") for frame in logged["raised"][0]["frames"])
    assert (data / "faults.log").stat().st_mode & 0o777 == 0o600


def test_the_line_is_as_it_was_before_after_a_fault(start: Start, data: Path) -> None:
    line = started(start, "drawing")
    before = line.settings()
    line.wait_for(HOME)

    line.keys("?")

    assert line.wait_for_end() == 1
    assert line.settings() == before
    assert line.sent.rfind(b"\x1b[?25h") > line.sent.rfind(b"\x1b[?25l")
    assert told(line) == faults(data)[-1]["reference"]


def test_a_fault_in_a_thread_that_a_flow_waits_for_ends_the_same_way(start: Start, data: Path) -> None:
    line = started(start, "the_store")
    line.wait_for(HOME)

    line.keys("2")
    line.wait_for("Assessments", "n new case")
    line.keys("nAB\tCR/1", ENTER)

    assert line.wait_for_end() == 1
    assert told(line) == faults(data)[-1]["reference"]
    assert nothing_is_told(line, data)


def test_a_fault_in_saving_is_shown_and_what_was_saved_before_is_kept(start: Start, data: Path) -> None:
    line = in_new_case(lambda *_arguments, **_options: started(start, "saving"))
    line.keys("1", ENTER)
    line.wait_until(lambda: [*kept.values(data).values()] == ["face-to-face"], "the first answer on the disk")

    line.keys("y")

    line.wait_for_words("Not saved because of a fault in Fourfold, which is logged")
    line.wait_until((data / "faults.log").exists, "the log of faults")
    assert nothing_is_told(line, data)
    assert [*kept.values(data).values()] == ["face-to-face"]


def test_a_fault_in_sending_ends_the_session_once_something_is_typed(start: Start, data: Path) -> None:
    line = in_note(start, "painting")

    line.keys("!", "x")

    assert line.wait_for_end() == 1
    assert told(line) == faults(data)[-1]["reference"]
    assert kept.notes(data)[0].startswith(f"{WORDS}!")
    assert nothing_is_told(line, data)


def test_a_fault_on_the_way_out_after_a_signal_leaves_the_terminal_as_it_was(start: Start, data: Path) -> None:
    line = started(start, "leaving")
    before = line.settings()
    line.wait_for(HOME)

    line.signal(signal.SIGTERM)

    assert line.wait_for_end() == 128 + signal.SIGTERM
    assert line.screen().strip() == ""
    assert line.settings() == before
    assert faults(data)[-1]["raised"][0]["kind"] == "ValueError"


def test_what_python_and_the_libraries_print_of_a_fault_in_passing_never_reaches_the_line(
    start: Start, data: Path
) -> None:
    line = started(start, "passing")
    line.wait_for(HOME)
    line.wait_for_quiet(0.3)
    before = len(line.sent)

    line.keys("?")

    line.wait_until(lambda: len(places(data)) == 3, "three faults in the log")
    line.keys("1")
    line.wait_for("1.1")
    sent = line.sent[before:].decode()
    came_through = {place.rsplit(":", 1)[1] for place in places(data)}
    assert came_through == {"Thread.run", "in_passing.<locals>.Broken.__del__", "Handle._run"}
    assert [each for each in ("Traceback", "Exception", "Warning", WORDS, "faulty") if each in sent] == []


def places(data: Path) -> list[str]:
    """Where each fault came from, if there is a log yet."""
    if not (data / "faults.log").exists():
        return []
    return [
        frame
        for fault in faults(data)
        for frame in fault["raised"][0]["frames"][:-1]
        if frame.rsplit(":", 1)[1] != "Thread._bootstrap_inner"
    ]


def test_a_fault_below_python_shows_no_traceback_either(start: Start) -> None:
    line = start(environment={"PYTHONFAULTHANDLER": "1"})
    line.wait_for(HOME)

    os.kill(line.application, signal.SIGSEGV)

    assert line.wait_for_end() == 128 + signal.SIGSEGV
    assert b"Python" not in line.sent
    assert line.screen().strip() == ""


def test_a_fault_during_typing_of_a_passphrase_does_not_show_the_passphrase(start: Start, data: Path) -> None:
    set_up(data).log_out()
    line = started(start, "typing_a_passphrase", "--installed")
    line.wait_for(HOME)
    line.keys("2")
    line.wait_for("Passphrase")
    line.keys(SAM, TAB, PASSPHRASE)
    line.wait_for("\u2022" * len(PASSPHRASE))
    process = Path(f"/proc/{line.application}")
    around = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()

    line.keys(ENTER)

    assert line.wait_for_end() == 1
    assert told(line) == faults(data)[-1]["reference"]
    everything = around + line.sent + b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert [word for word in PASSPHRASE.split() if word.encode() in everything] == []


def test_an_early_fault_that_cannot_be_logged_is_reported_with_its_place(start: Start, data: Path) -> None:
    line = started(start, "reading_the_pack", "--data", str(data / "none"))

    assert line.wait_for_end() == 1
    sentence = " ".join(line.screen().replace("\n", "").split())
    assert sentence.startswith("fourfold: ended on a fault (ValueError at faulty.py:")
    assert "could not be logged" in sentence
    assert WORDS not in line.sent.decode()
    assert not data.exists()


def test_a_plain_command_tells_its_fault_in_one_sentence_and_the_doctor_knows_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(tmp_path).log_out()
    command = [*FAULTY, "a_command", "--data", str(tmp_path), "guide"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)
    again = subprocess.run(command, capture_output=True, text=True, check=False)

    said = SENTENCE.fullmatch(done.stderr.strip())
    assert said
    assert (done.returncode, done.stdout) == (1, "")
    assert again.stderr == done.stderr
    main(["--data", str(tmp_path), "doctor"])
    doctor = capsys.readouterr().out
    at = faults(tmp_path)[-1]["at"]
    assert f"ok faults: 2 logged in faults.log, the last {said[1]} on {at[:10]} at {at[11:16]} UTC" in doctor
    assert main(["--data", str(tmp_path), "verify"]) == 0
