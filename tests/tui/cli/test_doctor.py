"""The doctor tells what the terminal and the data directory can do, and marks what wants looking after."""

import subprocess
from pathlib import Path

import pytest

from store.cases.repository import CaseRepository
from store.engine.files import disk, probe
from store.engine.places import engine_at
from tests.builders import a_case
from tests.store.engine.test_files import refusing
from tests.store.people import set_up
from tests.terminal.line import FOURFOLD, Line
from tui.main import main


def told(data: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    status = main(["--data", str(data), "doctor"])
    return status, capsys.readouterr().out.splitlines()


def test_a_sound_directory_is_tried_and_left_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    CaseRepository(engine_at(tmp_path)).create(a_case())
    before = sorted(tmp_path.rglob("*"))

    _, lines = told(tmp_path, capsys)

    assert f"ok data directory: {tmp_path}, cases: 1" in lines
    assert "ok locking: a lock keeps a second session out" in lines
    assert any(line.startswith("ok saving: durable, ") for line in lines)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_disk_that_refuses_is_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "sync", refusing(28))

    status, lines = told(tmp_path, capsys)

    assert status == 1
    assert "CHECK saving: There is no room to write saved; what was stored before is untouched." in lines


def test_little_room_few_descriptors_and_a_slow_disk_are_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "LITTLE_ROOM", 2**60)
    monkeypatch.setattr(probe, "FEW_DESCRIPTORS", 2**60)
    monkeypatch.setattr(probe, "SLOW", 0.0)

    _, lines = told(tmp_path, capsys)

    assert {line.split()[1].rstrip(":") for line in lines if line.startswith("CHECK")} >= {"room", "open", "saving"}


def test_a_missing_directory_is_reported_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = told(tmp_path / "none", capsys)

    assert f"ok data directory: {tmp_path / 'none'} does not exist; it is made when Fourfold is first started" in lines
    assert not (tmp_path / "none").exists()


def test_the_terminal_is_described_if_there_is_one(tmp_path: Path) -> None:
    with Line("doctor", program=(str(FOURFOLD),), data=tmp_path) as line:
        line.wait_for("ok size: 80 columns by 24 lines", "ok terminal: TERM is ", "ok locking: a lock keeps")


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"LANG": "C.UTF-8"}, ("ok letters: all that its font has", "ok colours: 256")),
        (
            {"LANG": "C", "TERM": "vt100"},
            ("CHECK letters: ASCII only", "ok colours: none: bold", "ok QR codes: not shown"),
        ),
        ({"LANG": "en_GB.ISO-8859-15", "TERM": "linux"}, ("CHECK letters: those of ISO8859-15", "ok colours: 8")),
        ({"NO_COLOR": "1"}, ("ok colours: none, because NO_COLOR is set",)),
    ],
    ids=str,
)
def test_what_the_terminal_will_show_is_described(
    environment: dict[str, str], says: tuple[str, ...], tmp_path: Path
) -> None:
    with Line("doctor", program=(str(FOURFOLD),), data=tmp_path, environment=environment) as line:
        line.wait_for(*says)


def test_a_pipe_is_no_terminal_and_the_doctor_says_so(tmp_path: Path) -> None:
    command = [str(FOURFOLD), "--data", str(tmp_path), "doctor"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stdout.startswith("CHECK terminal: this is not a terminal")
    assert done.stderr == ""


def test_what_a_verification_finds_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(tmp_path).store().create(a_case())
    _, sound = told(tmp_path, capsys)
    (tmp_path / "accounts.json").write_bytes(b"{}")

    status, broken = told(tmp_path, capsys)

    assert "ok stored files: no problem found; 1 sealed and not read" in sound
    [line] = [line for line in broken if line.startswith("CHECK stored files")]
    assert "accounts.json is damaged (its checksum is missing), and nobody can sign in: copy accounts.last.json" in line
    assert status == 1
