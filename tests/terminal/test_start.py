"""Starting: what is refused before anything is drawn, what the environment cannot do, and who else is at work."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packs import BEXLEY, NATIONAL
from tests.ssh_keys import new_key, public
from tests.terminal import kept
from tests.terminal.line import CTRL_E, CTRL_O, CTRL_T, ENTER, ESCAPE, FOURFOLD, Line, clean_environment
from tests.terminal.steps import HOME, Start, at_home, in_new_case, in_note, out_of_note
from tui.main import may_be_command

REFUSED, WRONG_USE = 1, 2
NOTE = "He waits outside"
MADE_UP_CASES = 12


def test_without_a_terminal_it_says_so_in_one_sentence(data: Path) -> None:
    ended = subprocess.run(
        [FOURFOLD], env=clean_environment(data), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )

    assert ended.returncode == WRONG_USE
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr)
    assert "not a terminal" in ended.stderr
    assert not data.exists()


@pytest.mark.parametrize(
    "later",
    [
        "screens.checklist.checklist_screen",
        "screens.case.case_list",
        "screens.dialogs.passphrase",
        "store.crypto.pack_signature",
        "tinydb",
        "filelock",
    ],
)
def test_the_first_screen_does_not_wait_for_what_it_does_not_show(later: str) -> None:
    program = "import sys, tui.app.interface, tui.cli.chosen_pack; sys.exit(sys.argv[1] in sys.modules)"

    ended = subprocess.run([sys.executable, "-c", program, later], check=False)

    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("words", "is_command"),
    [
        ("", False),
        ("--training --data guide --pack verify", False),
        ("--pack=guide", False),
        ("--pack-keys guide", False),
        ("guide 2", True),
        ("--data guide verify", True),
        ("--training assess --plain", True),
    ],
)
def test_what_may_be_a_command_is_known_before_the_command_line_is_parsed(words: str, is_command: bool) -> None:
    assert may_be_command(words.split()) is is_command


def test_a_pack_may_be_named_like_a_command(start: Start, tmp_path: Path) -> None:
    (tmp_path / "guide").symlink_to(BEXLEY)

    line = start("-c", f"cd {tmp_path} && exec {FOURFOLD} --pack guide", program=("sh",))

    line.wait_for(HOME)
    line.keys("q")
    assert line.wait_for_end() == 0


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_show_screens_is_reported_in_one_sentence(term: str, start: Start, data: Path) -> None:
    line = start(environment={"TERM": term})

    assert line.wait_for_end() == WRONG_USE
    assert is_one_sentence(said(line))
    assert f"TERM is '{term}'" in said(line)
    assert not data.exists()


def test_a_pack_with_a_misspelt_key_is_refused_before_anything_is_drawn(
    start: Start, data: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(NATIONAL, pack)
    prompts = pack / "prompts.toml"
    prompts.write_text(prompts.read_text().replace("urgency =", "urgancy =", 1))

    line = start("--pack", str(pack), columns=400)

    assert line.wait_for_end() == REFUSED
    assert is_one_sentence(said(line))
    assert all(word in said(line) for word in ("prompts.toml", first_prompt(pack), "urgancy"))
    assert not data.exists()


def test_a_pack_that_is_not_signed_is_refused_before_anything_is_drawn(
    start: Start, data: Path, tmp_path: Path
) -> None:
    shutil.copytree(BEXLEY, tmp_path / "pack")
    key = public(new_key(tmp_path, "editor"))

    line = start("--pack", str(tmp_path / "pack"), "--pack-keys", str(key), columns=400)

    assert line.wait_for_end() == REFUSED
    assert said(line) == "fourfold: the pack is not signed: it has no pack.sig\r\n"
    assert not data.exists()


def test_a_signed_pack_that_was_altered_is_reported_and_used_where_no_keys_are_named(
    start: Start, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(NATIONAL, pack)
    key = new_key(tmp_path, "editor")
    subprocess.run([FOURFOLD, "pack", "sign", pack, "--key", key], check=True, capture_output=True)
    with (pack / "guide.toml").open("a", encoding="utf-8") as guide:
        guide.write("\n")

    line = at_home(start, "--pack", str(pack), columns=400)
    line.keys("q")

    assert line.wait_for_end() == 0
    assert ": guide.toml was changed" in said(line).split("\x1b")[0]


def test_a_data_directory_that_cannot_be_made_is_reported_in_one_sentence(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    line = start(data=file / "data", columns=400)

    assert line.wait_for_end() == REFUSED
    assert is_one_sentence(said(line))
    assert "not a directory" in said(line)


def test_training_says_so_on_every_screen(start: Start, data: Path) -> None:
    line = start("--training")
    line.wait_for(HOME)

    for keys, shown in (
        ("1", "1.1"),
        (ESCAPE, HOME),
        ("3", "Paladin"),
        (ESCAPE, HOME),
        ("?", "Keys"),
        (ESCAPE, HOME),
        ("2", f"{MADE_UP_CASES} cases"),
        ("/TRAIN/103\r", "Draft to resume"),
        (ENTER, "Answer:"),
        (CTRL_T, "What does it rest on?"),
        (ESCAPE, "Answer:"),
        (CTRL_O, "Prompts"),
        (ESCAPE, "Answer:"),
        (CTRL_E, "Check and sign off"),
        (ESCAPE, "Answer:"),
        ("l", "Sections can be done in any order."),
        (ESCAPE, "Answer:"),
    ):
        line.keys(keys)
        title = line.wait_for(shown).splitlines()[0]
        assert title.endswith("TRAINING"), f"after {keys!r}"
    assert not data.exists()


@pytest.mark.parametrize("way", ["quit", "SIGTERM", "SIGHUP", "kill"])
def test_made_up_cases_go_with_the_session(way: str, start: Start, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    line = at_home(start, "--training", environment={"TMPDIR": str(temporary)})
    line.wait_for("due")
    (made_up,) = temporary.glob("fourfold-training-*")
    assert len(list(made_up.glob("cases/*.json"))) == MADE_UP_CASES

    if way == "quit":
        line.keys("q")
    elif way == "SIGTERM":
        line.signal(signal.SIGTERM)
    elif way == "kill":
        line.kill()
    else:
        line.hang_up()
    line.wait_for_end()

    assert list(temporary.iterdir()) == []


def test_made_up_cases_go_with_a_session_that_is_ended_while_it_first_lists_them(start: Start, tmp_path: Path) -> None:
    for number in range(3):
        temporary = tmp_path / str(number)
        temporary.mkdir()
        line = at_home(start, "--training", environment={"TMPDIR": str(temporary)})

        line.signal(signal.SIGTERM)
        line.wait_for_end()

        assert list(temporary.iterdir()) == []


def test_made_up_cases_of_a_session_that_was_killed_with_its_parent_go_when_the_next_one_starts(
    start: Start, tmp_path: Path
) -> None:
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    left, at_work = (tmp_path / f"fourfold-training-{process}-ab12cd34" for process in (gone.pid, os.getpid()))
    (left / "cases").mkdir(parents=True)
    at_work.mkdir()

    at_home(start, "--training", environment={"TMPDIR": str(tmp_path)})

    assert not left.exists()
    assert at_work.exists()


def test_a_second_session_on_a_case_sees_who_has_it_and_can_read(start: Start, data: Path) -> None:
    first = in_note(start)
    first.keys(NOTE)
    first.wait_for(NOTE)
    out_of_note(first)
    first.keys("1", ENTER)
    first.wait_for("1 of ", "saved ")

    second = at_home(start)
    second.keys("2")
    second.wait_for(" AB ", "1 draft to resume")
    second.keys(ENTER)

    now = dt.datetime.now(dt.UTC)
    second.wait_for_words(f"This case is being edited by root at {first.name} since {now:%H}:")
    second.wait_for_words("You can read it.")
    second.keys(ENTER)
    second.wait_for("Draft, read only", NOTE)


def test_a_second_session_cannot_edit_the_case_meanwhile(start: Start, data: Path) -> None:
    in_new_case(start)
    second = at_home(start)
    second.keys("2")
    second.wait_for(" AB ", "1 draft to resume")

    second.keys("a")

    second.wait_for("This case is being edited by ", "Please read")
    second.keys(ENTER)
    second.wait_for_words("You can read it.")


@pytest.mark.parametrize(
    "variables",
    [
        {"TEXTUAL_DRIVER": "nowhere:Driver", "TEXTUAL_LOG": "{trace}", "TEXTUAL_DEBUG": "1", "TEXTUAL": "debug"},
        {"TEXTUAL_SCREENSHOT": "0", "TEXTUAL_SCREENSHOT_LOCATION": "{trace}", "TEXTUAL_PRESS": "2,n"},
        {"COLUMNS": "40", "LINES": "10", "BROWSER": "touch {trace}", "ESCDELAY": "1"},
    ],
    ids=" ".join,
)
def test_the_environment_does_not_steer_it(variables: dict[str, str], start: Start, tmp_path: Path) -> None:
    trace = tmp_path / "trace"

    line = at_home(start, environment={name: value.format(trace=trace) for name, value in variables.items()})
    line.wait_for_quiet(0.5)

    assert HOME in line.screen()
    assert line.screen().splitlines()[-1].startswith("1 guide")
    assert line.terminal.width_drawn == 80
    assert not trace.exists()


def test_resizing_while_typing_loses_no_key(start: Start, data: Path) -> None:
    line = in_note(start)
    text = "".join(f"{number} is kept. " for number in range(12))

    for place, letter in enumerate(text):
        line.keys(letter)
        if place % 8 == 0:
            rows, columns = ((20, 60), (40, 132), (24, 80))[place // 8 % 3]
            line.resize(rows, columns)

    line.resize(24, 80)
    line.wait_for_words(text)
    line.wait_until(lambda: kept.notes(data) == [text], "the note on the disk")


def test_a_terminal_too_small_says_so_and_keeps_what_is_typed_until_it_is_large_enough(start: Start) -> None:
    line = at_home(start)

    line.resize(19, 59)
    line.wait_for_words("too small")
    line.keys("2")
    line.wait_for_quiet(0.5)
    line.resize(24, 80)

    line.wait_for("Assessments", "n new case")


def is_one_sentence(text: str) -> bool:
    """Whether a text is one line of its own, and draws nothing."""
    return text.startswith("fourfold: ") and text.endswith("\n") and len(text.splitlines()) == 1 and "\x1b" not in text


def said(line: Line) -> str:
    return line.sent.decode()


def first_prompt(pack: Path) -> str:
    """The id of the prompt whose key is misspelt."""
    text = (pack / "prompts.toml").read_text().split("urgancy")[0]
    return text.rsplit('id = "', 1)[1].split('"')[0]
