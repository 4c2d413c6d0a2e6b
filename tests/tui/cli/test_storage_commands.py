"""Verify, backup and restore on the command line: a line each, an exit status, never a traceback."""

import re
from pathlib import Path

import pytest

from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft
from tests.store.people import kinds, set_up
from tui.main import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = CaseRepository(engine_at(tmp_path / "data"))
    store.create(a_case(draft=a_draft()))
    store.create(a_case(id=ANOTHER_CASE_ID))
    return tmp_path / "data"


def run(data: Path, *arguments: str) -> int:
    return main(["--data", str(data), *arguments])


def test_a_sound_directory_is_said_to_be_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(data, "verify")

    assert (status, capsys.readouterr().out) == (0, "2 cases, all sound.\n")


def test_verify_names_each_problem_on_one_line_and_changes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    path.write_bytes(b"")
    (data / "cases" / "\x1b[2Jevil\nname").write_bytes(b"")

    status = run(data, "verify")

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == (
        "cases/\u241b[2Jevil name: it is not a file of Fourfold, and is not read: find out who put it there, and move "
        "it away\n"
        f"cases/{A_CASE_ID}.json: it is damaged (it is empty): restore it from a backup\n"
    )
    assert printed.err == "fourfold: 2 cases, and 2 problems\n"
    assert path.exists()


def test_a_back_up_is_restored_and_the_cases_are_there(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "kept.zip"

    assert run(data, "backup", str(archive)) == 0
    assert run(tmp_path / "new", "restore", str(archive)) == 0

    assert capsys.readouterr().out == f"{archive}: 2 cases in 3 files.\n{tmp_path / 'new'}: 3 files restored.\n"
    assert CaseRepository(engine_at(tmp_path / "new")).case(A_CASE_ID) == CaseRepository(engine_at(data)).case(
        A_CASE_ID
    )


def test_a_back_up_that_lacks_something_says_what_and_is_found_wanting(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "cases" / f"{A_CASE_ID}.json").chmod(0o644)

    status = run(data, "backup", str(tmp_path / "kept.zip"))

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == f"{tmp_path / 'kept.zip'}: 1 case in 2 files.\n"
    assert f"\nfourfold: not in the backup: cases/{A_CASE_ID}.json: " in printed.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("restore", "none.zip"), "There is no archive none.zip."),
        (("restore", "ARCHIVE"), "is not empty (audit is there), and nothing was restored"),
        (("backup", "ARCHIVE"), "is there already, and is left as it is: name another file."),
        (("backup", "DATA/x.zip"), "The backup would be inside the data directory: name a file outside it."),
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


def test_a_back_up_and_a_restore_are_recorded_each_where_it_was_done(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "kept.zip"

    run(data, "backup", str(archive))
    run(tmp_path / "new", "restore", str(archive))

    assert kinds(data) == [("backup", "")]
    assert kinds(tmp_path / "new") == [("restore", "")]


def test_a_back_up_that_cannot_be_recorded_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "audit/2026-11.log").mkdir()

    status = run(data, "backup", str(tmp_path / "kept.zip"))

    assert (status, capsys.readouterr().out) == (1, "")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_cases_that_are_not_sealed_are_counted_and_once_all_are_nothing_is_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "cases" / f"{ANOTHER_CASE_ID}.json").write_bytes(b"garbled")
    CaseRepository(engine_at(data)).listing()
    plain = run(data, "backup", str(tmp_path / "plain.zip"))
    warned = capsys.readouterr().err
    set_up(tmp_path / "sealed").store().create(a_case(draft=a_draft()))

    sealed = run(tmp_path / "sealed", "backup", str(tmp_path / "sealed.zip"))

    assert (plain, sealed) == (0, 0)
    assert warned == ("fourfold: 2 files of cases in it are not sealed: anybody who opens the archive can read them\n")
    assert capsys.readouterr().err == ""


def test_the_back_ups_that_hold_a_case_are_listed_oldest_first_also_once_it_is_erased(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("first.zip", "second.zip"):
        run(data, "backup", str(tmp_path / name))
    (tmp_path / "first.zip").unlink()
    (data / "cases" / f"{A_CASE_ID}.json").unlink()
    run(data, "backup", str(tmp_path / "third.zip"))
    capsys.readouterr()

    status = run(data, "backups", A_CASE_ID.lower())

    days = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    first, second, brief, unknown = capsys.readouterr().out.splitlines()
    assert status == 0
    assert re.fullmatch(rf"{days}, no longer there: {tmp_path}/first.zip", first)
    assert re.fullmatch(rf"{days}, still there: {tmp_path}/second.zip", second)
    assert brief == f"2 backups on record hold case {A_CASE_ID}: 1 still there, 1 no longer there."
    assert unknown == "Copies made in any other way, or before this list existed, are not in it."


def test_all_back_ups_are_listed_where_no_case_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none = run(data, "backups")
    run(data, "backup", str(tmp_path / "kept\x1b[2J.zip"))

    one = run(data, "backups")

    out = capsys.readouterr().out
    assert (none, one) == (0, 0)
    assert out.startswith("No backup is on record.\n")
    assert f"still there: {tmp_path}/kept\u241b[2J.zip\n1 backup is on record: 1 still there.\n" in out
    assert "\x1b" not in out


def test_a_destroyed_back_up_is_taken_off_the_record_and_one_that_is_there_is_not(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "kept.zip"
    run(data, "backup", str(archive))
    refused = run(data, "backups", "--forget", str(archive))
    archive.unlink()

    forgotten = run(data, "backups", "--forget", str(archive))

    said = capsys.readouterr()
    assert (refused, forgotten) == (1, 0)
    assert f"fourfold: {archive} is still there: destroy it first.\n" in said.err
    assert said.out.endswith(f"{archive}: no longer on record.\n")
    assert kinds(data) == [("backup", ""), ("backup", "forgotten")]
    assert list((data / "backups").iterdir()) == []


def test_an_unreadable_entry_of_the_register_is_reported(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(data, "backup", str(tmp_path / "kept.zip"))
    for path in (data / "backups").iterdir():
        path.write_bytes(b"")
    capsys.readouterr()

    status = run(data, "backups", A_CASE_ID)

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out.startswith(f"No backup on record holds case {A_CASE_ID}.\n")
    assert printed.err == (
        "fourfold: 1 entry of the register cannot be read (see 'fourfold verify'): there may be more backups.\n"
    )


def test_what_is_not_a_reference_is_reported(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(data, "backups", "kept.zip")

    assert status == 1
    assert capsys.readouterr().err == "fourfold: 'KEPT.ZIP' is not a case reference, such as 7K4Q-M2XT\n"


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_command_without_its_file_is_wrong_use(data: Path, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(data, command)

    assert ended.value.code == 2


def test_a_verification_and_a_back_up_refuse_cases_that_nobody_could_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(tmp_path / "data").store().create(a_case())
    (tmp_path / "data" / "accounts.json").unlink()

    verified, backed_up = run(tmp_path / "data", "verify"), run(tmp_path / "data", "backup", str(tmp_path / "kept.zip"))

    printed = capsys.readouterr()
    way_back = f"copy accounts.last.json, the last good one, to accounts.json in {tmp_path / 'data'}."
    missing = f"accounts.json is missing, and these cases cannot be opened without it: {way_back}"
    assert (verified, backed_up) == (1, 1)
    assert printed.out == f"accounts.json: {missing}\n"
    assert printed.err == (
        f"fourfold: 1 case, and 1 problem\nfourfold: No backup was made of cases that nobody could open. {missing}\n"
    )
    assert not (tmp_path / "kept.zip").exists()


def test_a_restore_names_each_case_that_the_archive_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(tmp_path / "data").store().create(a_case())
    (tmp_path / "data" / "cases" / f"{A_CASE_ID}.json").unlink()
    run(tmp_path / "data", "backup", str(tmp_path / "kept.zip"))
    capsys.readouterr()

    status = run(tmp_path / "new", "restore", str(tmp_path / "kept.zip"))

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == f"{tmp_path / 'new'}: 4 files restored.\n"
    assert printed.err.startswith(f"fourfold: cases/{A_CASE_ID}.json: it is missing; the audit log has its last change")


def test_a_back_up_that_cannot_be_authenticated_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(tmp_path / "data")
    (tmp_path / "data" / "backup.key").unlink()

    status = run(tmp_path / "data", "backup", str(tmp_path / "kept.zip"))

    assert status == 1
    assert capsys.readouterr().err == "fourfold: the backup is not authenticated: sign in once, and make another\n"
