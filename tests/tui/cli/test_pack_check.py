"""`fourfold pack check`: every fault and warning of a folder, on the command line."""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from content.errors import PackError
from content.pack.reading.loader import load_pack
from tests.packs import BEXLEY, NATIONAL, texts_in
from tests.ssh_keys import new_key
from tests.terminal.line import FOURFOLD
from tui.cli import command_line, pack_commands

TODAY = dt.date(2026, 12, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Bexley pack, to be changed."""
    shutil.copytree(BEXLEY, tmp_path / "pack")
    return tmp_path / "pack"


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_pack_is_well_and_its_counts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    status = pack_commands.check(BEXLEY, None, TODAY)

    printed = capsys.readouterr().out
    pack = load_pack(texts_in(BEXLEY))
    assert status == 0
    assert f"\n{pack.policy.name}, version {pack.policy.version}: 7 topics with " in printed
    assert f"{len(pack.contacts)} contacts" in " ".join(printed.split())
    assert printed.splitlines()[-4:] == [
        "guide: 52 of 52 statements covered",
        "checklist: 45 of 45 statements covered",
        "contacts: 5 of 5 statements covered",
        "signature: part of the program, so it needs no signature",
    ]


def test_faults_come_first_then_warnings_and_the_status_says_that_it_failed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "contacts.toml", '["Wed"]', '["Weds"]')
    change(folder, "guide.toml", '"practice.stac"', '"practice.stack"')
    change(folder, "contacts.toml", "review_by = 2027-02-22", "review_by = 2025-02-22")

    status = pack_commands.check(folder, None, TODAY)

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out.splitlines()[:10] == [
        "FAULTS",
        "guide.toml:57: point stac: key 'source' names no known source: 'practice.stack'",
        "contacts.toml:25: contact one-stop-shop: key 'hours 1.days 1': \"Weds\" is not",
        "    known: use one of Mon Tue Wed Thu Fri Sat Sun (did you mean Wed?)",
        "",
        "WARNINGS",
        "sources.toml: 2 sources are unverified: practice.cr-marac,",
        "    practice.adult-safeguarding",
        "contacts.toml: 5 contacts are unverified: local-support, marac, other-panel,",
        "    adult-safeguarding, children-safeguarding",
    ]
    assert "contacts.toml:14: contact local-support: needs a check: its review date was 22" in printed.out
    assert "topics with" not in printed.out
    assert printed.err == f"fourfold: {folder} has 2 faults: mend them, then check again\n"


def test_warnings_alone_do_not_fail_the_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "pack.toml", 'base_version = "2027.1"', 'base_version = "2026.1"')

    status = pack_commands.check(folder, None, TODAY)

    printed = capsys.readouterr()
    assert status == 0
    assert "pack.toml:4: the overlay was written for version '2026.1'" in printed.out
    assert printed.err == ""


def test_nothing_is_wider_than_a_terminal_or_can_act_on_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "contacts.toml", '["Wed"]', '["\\u001b[2J' + "x" * 200 + '"]')
    change(folder, "guide.toml", 'id = "stac"', 'id = "\\u009b31m\\u202e"\nkidn = "y"')

    pack_commands.check(folder, None, TODAY)
    pack_commands.check(NATIONAL, None, TODAY + dt.timedelta(days=800))

    printed = capsys.readouterr()
    assert max(len(line) for line in printed.out.splitlines()) <= 80
    assert [char for char in printed.out + printed.err if char != "\n" and not char.isprintable()] == []


def test_a_pack_with_a_fault_is_not_started_with_and_the_first_fault_is_told_as_in_the_check(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "contacts.toml", '["Wed"]', '["Weds"]')
    change(folder, "contacts.toml", '"0203 198 4659"', "0203 198 4659")

    status = command_line.run(["--pack", str(folder), "guide"])

    assert status == 1
    assert capsys.readouterr().err == (
        'fourfold: contacts.toml:9: 0203 198 4659: a telephone number needs quotes: write "0203 198 4659" '
        f"(to see every fault: fourfold pack check {folder})\n"
    )


def test_a_changed_pack_with_its_signed_version_is_warned_of(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_key(tmp_path, "editor")
    pack_commands.sign(folder, tmp_path / "editor")
    change(folder, "pack.toml", 'short_name = "Bexley"', 'short_name = "LB Bexley"')
    capsys.readouterr()

    pack_commands.check(folder, None, TODAY)

    said = " ".join(capsys.readouterr().out.split())
    assert (
        "pack.toml:8: key 'version' is still '2027.1', as it was signed, and the pack has changed since: raise it"
        in said
    )
    change(folder, "pack.toml", 'version = "2027.1"\ndate', 'version = "2027.2"\ndate')
    pack_commands.check(folder, None, TODAY)
    assert "as it was signed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (os.mkfifo, "contacts.toml: the file cannot be read: it is not a plain file"),
        (lambda path: path.symlink_to(BEXLEY / path.name), "contacts.toml: the file cannot be read: it is a link"),
        (Path.mkdir, "contacts.toml: the file cannot be read: is a directory"),
        (
            lambda path: path.write_bytes(b"#" * (5 * 1024 * 1024)),
            "contacts.toml: the file cannot be read: it is larger than 4 MB",
        ),
    ],
)
def test_what_is_no_plain_file_of_a_usual_size_is_refused_in_a_sentence(
    folder: Path, make: Callable[[Path], object], sentence: str
) -> None:
    (folder / "contacts.toml").unlink()
    make(folder / "contacts.toml")

    done = subprocess.run([FOURFOLD, "pack", "check", folder], capture_output=True, check=False, text=True, timeout=60)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"fourfold: {sentence}\n")


@pytest.mark.parametrize("deep", ["x = " + "[" * 50_000, "x = " + "{a=" * 20_000, "[" + "a." * 50_000 + "a]"])
def test_a_deep_file_is_refused_in_a_sentence(folder: Path, deep: str) -> None:
    (folder / "contacts.toml").write_text(deep, encoding="utf-8")

    done = subprocess.run([FOURFOLD, "pack", "check", folder], capture_output=True, check=False, text=True, timeout=60)

    assert done.returncode == 1
    assert re.search(r"^contacts\.toml(:\d+)?: ", done.stdout, re.MULTILINE)
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(f"fourfold: {folder} has ")


def test_a_folder_without_a_pack_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = pack_commands.check(tmp_path, None, TODAY)

    assert status == 1
    assert "pack.toml: the file is missing" in capsys.readouterr().out


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read: no such file or directory"):
        pack_commands.check(tmp_path / "none", None, TODAY)


def test_a_start_with_a_right_pack_does_not_load_the_check() -> None:
    program = (
        "import sys; from tui.cli import command_line; "
        f"command_line.run(['--pack', {str(BEXLEY)!r}, 'contacts', '999']); "
        "print([name for name in sys.modules if 'toml_lines' in name or name.endswith('checking.report')])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]"
