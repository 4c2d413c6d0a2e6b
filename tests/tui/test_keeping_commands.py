"""Verify, backup and restore on the command line: a line each, an exit status, never a traceback."""

from pathlib import Path

import pytest

from store.cases import CaseStore
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft
from tui.main import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = CaseStore(tmp_path / "data")
    store.create(a_case(draft=a_draft()))
    store.create(a_case(id=ANOTHER_CASE_ID))
    return tmp_path / "data"


def run(data: Path, *arguments: str) -> int:
    return main(["--data", str(data), *arguments])


def test_a_sound_directory_is_said_to_be_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(data, "verify")

    assert (status, capsys.readouterr().out) == (0, "2 cases, all sound.\n")


def test_verify_names_what_is_wanting_a_line_each_and_changes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    path.write_bytes(b"")
    (data / "cases" / "\x1b[2Jevil\nname").write_bytes(b"")

    status = run(data, "verify")

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == (
        "cases/\u241b[2Jevil name: it is no file of Fourfold's, and is not read\n"
        f"cases/{A_CASE_ID}.json: it is damaged (it is empty)\n"
    )
    assert printed.err == "fourfold: 2 cases, and 2 things to put right\n"
    assert path.exists()


def test_a_back_up_is_restored_and_the_cases_are_there(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "kept.zip"

    assert run(data, "backup", str(archive)) == 0
    assert run(tmp_path / "new", "restore", str(archive)) == 0

    assert capsys.readouterr().out == f"{archive}: 2 cases in 2 files.\n{tmp_path / 'new'}: 2 files restored.\n"
    assert CaseStore(tmp_path / "new").case(A_CASE_ID) == CaseStore(data).case(A_CASE_ID)


def test_a_back_up_that_lacks_something_says_what_and_is_found_wanting(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "cases" / f"{A_CASE_ID}.json").chmod(0o644)

    status = run(data, "backup", str(tmp_path / "kept.zip"))

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == f"{tmp_path / 'kept.zip'}: 1 case in 1 file.\n"
    assert printed.err.startswith(f"fourfold: not in the back-up: cases/{A_CASE_ID}.json: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("restore", "none.zip"), "There is no archive none.zip."),
        (("restore", "ARCHIVE"), "is not empty (cases is there), and nothing was restored"),
        (("backup", "ARCHIVE"), "is there already, and is left as it is: name another file."),
        (("backup", "DATA/x.zip"), "The back-up would be inside the data directory: name a file outside it."),
        (("backup", "/nowhere/x.zip"), "x.zip could not be written: no such file or directory."),
    ],
)
def test_what_is_refused_is_one_sentence(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    archive = tmp_path / "kept.zip"
    assert run(data, "backup", str(archive)) == 0
    capsys.readouterr()

    command, file = arguments
    status = run(data, command, file.replace("ARCHIVE", str(archive)).replace("DATA", str(data)))

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == ""
    assert says in printed.err
    assert printed.err.count("\n") == 1


def test_a_damaged_archive_is_refused_naming_the_part(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "kept.zip"
    run(data, "backup", str(archive))
    whole = archive.read_bytes()
    archive.write_bytes(whole[:60] + b"\x00\x00" + whole[62:])

    status = run(tmp_path / "new", "restore", str(archive))

    assert status == 1
    # The cases stand in the archive in the order of their references.
    assert f"kept.zip is damaged at cases/{ANOTHER_CASE_ID}.json" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_command_without_its_file_is_wrong_use(data: Path, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(data, command)

    assert ended.value.code == 2
