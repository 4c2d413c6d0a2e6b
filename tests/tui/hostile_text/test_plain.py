"""What the plain commands print is text, whatever stands in packs, stores, names of files and arguments."""

import contextlib
import os
import subprocess
from pathlib import Path

import msgspec
import pytest

from store.engine.files.layout import Layout
from tests.packs import NOON
from tests.store.people import set_up
from tests.terminal.line import FOURFOLD
from tests.tui.hostile_text.strings import LONE, STORED, strange
from tests.tui.hostile_text.test_stored import spoilt_pack
from tui.cli import reference_commands
from tui.main import main

NASTY = " ".join(each for each in STORED if "\x00" not in each)
FILE = "\x1b]52;c;QQ==\x07\x9b31m\u202e[red]\n\r\x7f%s"
ARGUMENTS: tuple[tuple[str, ...], ...] = (
    ("guide", NASTY), ("guide", "--search", NASTY), ("guide", *LONE), ("contacts", NASTY), ("contacts", *LONE),
    ("pack", "check", FILE), ("pack", FILE), (FILE,), ("--pack", FILE, "guide"), ("--data", FILE, "verify"),
    ("--data", FILE, "doctor"), ("backup", FILE), ("restore", FILE), ("audit", "show", "--kind", FILE),
    ("audit", "show", "--since", FILE), ("audit", FILE), ("account", "add", NASTY),
    ("pack", "new", FILE, "--name", "Ashcombe"), ("pack", "new", "own", "--name", NASTY), ("pack", "show", FILE),
    ("pack", "compare", FILE), ("pack", "diff", FILE, FILE), ("pack", "diff", FILE, FILE, "--account", NASTY),
)  # fmt: skip


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=range(len(ARGUMENTS)))
def test_no_argument_acts_on_the_terminal_when_it_is_printed(
    arguments: tuple[str, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOURFOLD_DATA", str(tmp_path / "data"))
    set_up(tmp_path / "data").log_out()

    with contextlib.suppress(SystemExit):
        main(arguments)

    told = capfd.readouterr()
    assert told.out + told.err
    assert acting(told.out + told.err) == []


def test_nothing_of_a_pack_acts_when_it_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    pack, _ = spoilt_pack()

    reference_commands.guide(pack, None, None, NOON.date())
    reference_commands.contacts(pack, "", NOON)

    out = capfd.readouterr().out
    assert "[@click=app.quit]x[/]" in out
    assert acting(out) == []


@pytest.mark.parametrize("command", [("verify",), ("audit", "show"), ("audit", "verify"), ("doctor",)], ids=" ".join)
def test_nothing_in_a_data_directory_acts_on_the_terminal_when_it_is_printed(
    command: tuple[str, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up(tmp_path).log_out()
    spoil(tmp_path)

    main(["--data", str(tmp_path), *command])

    told = capfd.readouterr()
    assert told.out + told.err
    assert acting(told.out + told.err) == []


def test_a_file_name_that_is_not_text_is_printed_without_a_traceback(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\x9b31m\x1b]0;x\x07"

    done = subprocess.run([os.fsencode(FOURFOLD), b"--data", name, b"verify"], capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"fourfold: ")
    assert acting(done.stderr.decode()) == []
    assert b"Traceback" not in done.stderr


def acting(told: str) -> list[str]:
    """Whatever is no plain text; here not even what the interface sends is."""
    return strange(told.replace("\n", "").replace("\x1b", "\x00").replace("\r", "\x00").replace("\x0f", "\x00"))


def spoil(data: Path) -> None:
    """Put files with such names everywhere, and such words into the record."""
    for folder in (data, *Layout(data).folders):
        (folder / FILE).write_text(NASTY, encoding="utf-8")
    [log] = (data / "audit").glob("*.log")
    lines = log.read_bytes().splitlines()
    first = msgspec.json.decode(lines[0])
    first["event"]["who"] = NASTY
    log.write_bytes(b"\n".join([msgspec.json.encode(first), *lines[1:], NASTY.encode(), b""]))
