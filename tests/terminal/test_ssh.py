"""Through a real sshd, set up as docs/ssh.md says: the product and nothing else, and nothing lost with the client."""

import signal
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.store.people import PASSPHRASE, SAM, set_up
from tests.terminal import kept
from tests.terminal.line import CTRL_L, CTRL_T, FOURFOLD, Line, clean_environment
from tests.terminal.server import Server, serving
from tests.terminal.steps import HOME, in_new_case
from tests.terminal.test_deploy import environment_of
from tests.terminal.test_endings import lease_is_free

NOTE = "He waits outside"
WHITE, COLOUR = b"8;5;231", b"8;5;"
ASKED_FOR = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "FOURFOLD_THEME": "high-contrast"}

SOON = 5.0
"""Seconds within which nothing is left of a session whose client is gone."""


@pytest.fixture(scope="module")
def shared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "data"


@pytest.fixture(scope="module")
def server(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("sshd"), shared_data) as running:
        yield running


def test_a_session_whose_client_is_killed_loses_nothing_and_leaves_no_process(
    server: Server, shared_data: Path
) -> None:
    with Line(program=server.client("-tt", server.address)) as line:
        line.wait_for(HOME)
        in_new_case(lambda *_arguments, **_options: line)
        line.keys(CTRL_T, NOTE)
        line.wait_for(NOTE)
        line.wait_until(lambda: kept.notes(shared_data) == [NOTE], "the note on the disk")
        line.keys("!")
        assert processes(shared_data)

        line.signal(signal.SIGKILL)

        line.wait_for_end()
    with Line(program=server.client("-tt", server.address)) as line:
        line.wait_until(lambda: len(processes(shared_data)) <= 2, "the end of the first", seconds=SOON)
        assert lease_is_free(shared_data)
        assert kept.notes(shared_data)[0].startswith(NOTE)
        line.wait_for(HOME)
        line.keys("2")
        line.wait_for(" AB ", "draft to resume")


@pytest.mark.parametrize("asked", [("sh", "-c", "echo out; id"), ("printenv",)], ids=" ".join)
def test_any_command_without_a_terminal_is_refused_in_a_sentence(asked: tuple[str, ...], server: Server) -> None:
    ended = client(server.client(server.address, *asked))

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("fourfold: this is not a terminal: ")


def test_a_file_can_be_copied_neither_in_nor_out(server: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x", encoding="utf-8")

    out = client((*server.client(program="scp"), f"{server.address}:{secret}", str(tmp_path / "got")))
    into = client((*server.client(program="scp"), str(secret), f"{server.address}:{tmp_path / 'put'}"))

    assert out.returncode != 0
    assert into.returncode != 0
    assert list(tmp_path.iterdir()) == [secret]


def test_nothing_is_forwarded(server: Server) -> None:
    ended = client(server.client("-W", f"127.0.0.1:{server.port}", server.address))

    assert ended.returncode != 0
    # What would be read at the other end.
    assert "SSH-" not in ended.stdout


def test_a_shell_that_is_asked_for_on_a_terminal_is_the_product_and_the_environment_of_the_client_stays_there(
    server: Server, shared_data: Path
) -> None:
    before = set(processes(shared_data))
    sent = ASKED_FOR | {"LD_PRELOAD": "/nowhere.so", "TEXTUAL_PRESS": "2", "PYTHONINSPECT": "1", "COLUMNS": "20"}

    with Line(program=server.client("-tt", *sending(sent), server.address, "sh"), environment=sent) as line:
        shown = line.wait_for(HOME)
        environment = environment_of(next(each for each in processes(shared_data) if each not in before))
        line.keys(CTRL_L)
        line.wait_for("Hidden.")

    assert "nowhere.so" not in shown
    assert {name: environment.get(name) for name in sent} == dict.fromkeys(sent) | ASKED_FOR
    assert COLOUR not in line.sent


def test_the_client_decides_what_letters_and_what_colours_are_sent(server: Server) -> None:
    shown = {}
    for wishes in ({"LANG": "C", "FOURFOLD_THEME": "high-contrast"}, {"LANG": "C.UTF-8"}):
        environment = {"LANG": "C.UTF-8"} | wishes
        with Line(program=server.client("-tt", *sending(environment), server.address), environment=environment) as line:
            line.wait_for(HOME)
            line.keys("1")
            line.wait_for("1.1")
            line.wait_for_quiet(0.3)
            line.keys("4")
            line.wait_for_quiet(0.3)
            shown[tuple(wishes)] = bytes(line.sent)
    plain_high, usual = shown.values()

    assert plain_high.isascii()
    assert not usual.isascii()
    assert WHITE in plain_high
    assert WHITE not in usual
    assert COLOUR in usual


def sending(variables: Iterable[str]) -> list[str]:
    """The options of a client that sends some variables of its environment."""
    return [part for name in variables for part in ("-o", f"SendEnv={name}")]


def client(command: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        env=clean_environment(None),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=SOON * 4,
    )


def processes(data: Path) -> list[int]:
    """The processes of the sessions that work on a data directory, two each."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = command.read_bytes().split(b"\0")
        except OSError:
            continue
        if str(data).encode() in arguments and b"--data" in arguments:
            found.append(int(command.parent.name))
    return found


def test_the_checklist_line_by_line_is_what_a_forced_command_names(tmp_path: Path) -> None:
    data = tmp_path / "kept"
    set_up(data).log_out()
    sam = f"{SAM}\r"
    with serving(tmp_path, data, program=(str(FOURFOLD),), asks="reassess --plain") as served:
        with Line(program=served.client("-tt", served.address)) as line:
            for shown, typed in (
                ("Account:", sam),
                ("not shown:", f"{PASSPHRASE}\r"),
                ("to leave:", "new\r"),
                ("initials:", "AB\r"),
                ("crime number:", "\r"),
                ("question 1:", "1\r"),
            ):
                line.wait_for(shown)
                line.keys(typed)
            line.wait_for("Answer to question 4:")

            line.signal(signal.SIGKILL)

            line.wait_for_end()
        with Line(program=served.client("-tt", served.address)) as line:
            for shown, typed in (("Account:", sam), ("not shown:", f"{PASSPHRASE}\r"), ("to leave:", "1\r")):
                line.wait_for(shown)
                line.keys(typed)
            line.wait_for("Answer to question 4:")
            assert b"\x1b" not in line.sent
            assert PASSPHRASE.encode() not in line.sent
