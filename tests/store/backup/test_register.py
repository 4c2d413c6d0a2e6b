"""The register of backups names every archive that holds a case, also after kills, damage and erasures."""

import json
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from content.case.reference import CaseId
from store.backup import register
from store.backup.archive import back_up
from store.backup.restoring import restore
from store.diagnostics.verification import verify
from store.engine.files import disk
from store.engine.places import engine_at
from store.engine.protocol import Engine
from store.errors import CaseNotFoundError, StoreFullError, StoreRefusedError, UnsafePermissionsError
from store.lease_holder import LeaseHolder
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, LATER, NOW, a_case, a_draft
from tests.store.backup.archives import in_archive
from tests.store.people import SAM, killed_before, logged, set_up, signed_in_session, until_done

HOLDER = LeaseHolder(who=SAM, where="10.0.0.7", since=NOW, pid=1)
STEPS = ("write_all", "sync", "put_in_place", "sync_folder", "remove")


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A store with two sealed cases and no backup."""
    data = tmp_path / "before"
    store = set_up(data).store()
    store.create(a_case(draft=a_draft()))
    store.create(a_case(id=ANOTHER_CASE_ID))
    return data


def erase(data: Path) -> register.CaseBackups:
    """Erase the case, and return the backups that hold it."""
    session = signed_in_session(data)
    session.erasure().erase(A_CASE_ID, "person-asked", HOLDER)
    return session.backups(A_CASE_ID)


def known(data: Path, case: CaseId | None = A_CASE_ID) -> list[tuple[str, str]]:
    """The backups that hold a case: the name and the state of each archive, oldest first."""
    return [(Path(kept.path).name, kept.standing) for kept in register.backups_holding(engine_at(data), case).back_ups]


def entry(data: Path) -> Path:
    """The one file of the register."""
    (path,) = (data / "backups").iterdir()
    return path


def test_a_back_up_is_on_record_with_its_moment_its_place_and_its_cases(before: Path, tmp_path: Path) -> None:
    back_up(engine_at(before), tmp_path / "kept.zip", NOW)

    held = register.backups_holding(engine_at(before), A_CASE_ID)

    (kept,) = held.back_ups
    assert (kept.at, kept.path, kept.count, kept.standing) == (NOW, str(tmp_path / "kept.zip"), 2, "there")
    assert held.unread == ()
    assert verify(engine_at(before)).problems == ()


def test_the_full_path_is_registered_however_it_was_typed(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "latest").symlink_to("real")
    monkeypatch.chdir(tmp_path)

    back_up(engine_at(before), Path("latest/kept.zip"), NOW)

    (kept,) = register.backups_holding(engine_at(before)).back_ups
    assert kept.path == str(tmp_path / "real" / "kept.zip")


def test_a_case_in_quarantine_is_among_those_that_a_back_up_holds(full: Path, archive: Path) -> None:
    assert ANOTHER_CASE_ID in in_archive(archive)

    assert known(full, ANOTHER_CASE_ID) == [("kept.zip", "there")]


def test_the_register_outlives_the_case_and_says_which_archives_are_there_oldest_first(
    before: Path, tmp_path: Path
) -> None:
    back_up(engine_at(before), tmp_path / "second.zip", LATER)
    back_up(engine_at(before), tmp_path / "first.zip", NOW)
    (tmp_path / "first.zip").unlink()

    held = erase(before)
    back_up(engine_at(before), tmp_path / "after.zip", LATER)

    assert [(Path(kept.path).name, kept.standing) for kept in held.back_ups] == [
        ("first.zip", "gone"),
        ("second.zip", "there"),
    ]
    assert known(before) == [("first.zip", "gone"), ("second.zip", "there")]
    assert len(known(before, None)) == 3


def at_step(step: int, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Call a function just before the n-th step on the disk; returns a list that counts the steps."""
    counted: list[int] = []
    for name in STEPS:
        monkeypatch.setattr(disk, name, _acting(getattr(disk, name), counted, step, act, monkeypatch))
    return counted


def _acting(
    real: Callable[..., object],
    counted: list[int],
    step: int,
    act: Callable[[], object],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., object]:
    def acting(*arguments: object) -> object:
        counted.append(step)
        if len(counted) == step:
            monkeypatch.undo()
            act()
        return real(*arguments)

    return acting


def test_an_erasure_at_any_moment_of_a_back_up_names_it_if_the_archive_holds_the_case(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for step in count(1):
        data, archive = tmp_path / f"data-{step}", tmp_path / f"{step}.zip"
        shutil.copytree(before, data)
        reports: list[register.CaseBackups] = []
        counted = at_step(step, lambda data=data, reports=reports: reports.append(erase(data)), monkeypatch)  # type: ignore[misc]

        back_up(engine_at(data), archive, NOW)

        monkeypatch.undo()
        if len(counted) < step:
            break
        is_held = A_CASE_ID in in_archive(archive)
        is_named = [kept.path for kept in reports[0].back_ups] == [str(archive)]
        outcomes.append((is_held, is_named))
        assert known(data) == ([(archive.name, "there")] if is_held else [])
        assert verify(engine_at(data)).problems == ()

    # Erased before the register names the case, after that but before the case is read, and after it was read.
    assert set(outcomes) == {(False, False), (False, True), (True, True)}


def test_a_kill_at_any_step_of_a_back_up_leaves_no_archive_that_is_not_on_record_and_in_the_log(
    before: Path, tmp_path: Path
) -> None:
    def killed(step: int) -> bool:
        data = tmp_path / f"killed-{step}"
        shutil.copytree(before, data)
        record = signed_in_session(data).recorder
        archive = tmp_path / f"{step}.zip"
        return killed_before(step, lambda: back_up(engine_at(data), archive, NOW, record=lambda: record.add("backup")))

    outcomes = set()
    were_left = []
    for step in until_done(killed):
        data, archive = tmp_path / f"killed-{step}", tmp_path / f"{step}.zip"
        is_there = archive.exists()
        events = [event.kind for event in logged(data)].count("backup")
        outcomes.add((is_there, known(data) != [], events))
        if is_there:
            assert in_archive(archive) == {A_CASE_ID, ANOTHER_CASE_ID}
            assert known(data) == known(data, ANOTHER_CASE_ID) == [(archive.name, "there")]
            assert events == 1
        elif known(data):
            assert known(data) == [(archive.name, "unfinished")]

        signed_in_session(data).store()
        left = [each.name for each in verify(engine_at(data)).problems]
        assert all(re.fullmatch(rf"{tmp_path}/\.{step}\.zip\.\w{{8}}\.tmp", name) for name in left), left
        were_left.append(bool(left))
        back_up(engine_at(data), tmp_path / f"{step}-again.zip", LATER)
        assert verify(engine_at(data)).problems == (), step
        assert not [*tmp_path.glob(".*.tmp")]

    assert set(were_left) == {True, False}
    assert {is_there for is_there, _, _ in outcomes} == {True, False}
    assert (False, False, 0) in outcomes
    assert (False, True, 0) in outcomes


def test_a_back_up_that_is_refused_at_any_step_leaves_no_archive_and_nothing_on_record(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device")

    refused = 0
    for step in count(1):
        archive = tmp_path / f"{step}.zip"
        counted = at_step(step, refuse, monkeypatch)
        try:
            back_up(engine_at(before), archive, NOW)
        except StoreFullError:
            refused += 1
            # Only the sync of its name failed.
            assert known(before) == ([(archive.name, "there")] if archive.exists() else [])
        else:
            # If the last write of the register fails, the entry from before is enough.
            assert known(before) == [(archive.name, "there")]
        monkeypatch.undo()
        shutil.rmtree(before / "backups", ignore_errors=True)
        if len(counted) < step:
            break

    assert refused >= 8


def test_there_is_no_back_up_without_its_line_in_the_record(before: Path, tmp_path: Path) -> None:
    def refuse() -> None:
        raise StoreFullError("There is no room to write the audit log.")

    with pytest.raises(StoreFullError):
        back_up(engine_at(before), tmp_path / "kept.zip", NOW, record=refuse)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["before"]
    assert known(before) == []


def test_an_archive_is_forgotten_only_once_it_is_destroyed(before: Path, tmp_path: Path) -> None:
    archive = tmp_path / "kept.zip"
    back_up(engine_at(before), archive, NOW)
    with pytest.raises(StoreRefusedError, match="is still there: destroy it first"):
        register.destroyed_entries(engine_at(before), archive)
    archive.unlink()

    for each in register.destroyed_entries(engine_at(before), archive):
        register.unregister(engine_at(before), each)

    assert known(before) == []
    assert list((before / "backups").iterdir()) == []
    with pytest.raises(StoreRefusedError, match=r"No backup .*kept\.zip is on record"):
        register.destroyed_entries(engine_at(before), archive)


def test_an_archive_that_cannot_be_looked_for_does_not_count_as_gone(before: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mounted"
    folder.mkdir()
    back_up(engine_at(before), folder / "kept.zip", NOW)
    folder.rename(tmp_path / "elsewhere")
    # A link to itself gives the same error as a folder without permission.
    folder.symlink_to(folder)

    found = known(before)

    assert found == [("kept.zip", "unseen")]
    with pytest.raises(StoreRefusedError, match="cannot be seen from this account"):
        register.destroyed_entries(engine_at(before), folder / "kept.zip")


def test_a_name_that_is_no_text_is_refused(before: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreRefusedError, match="is not valid text"):
        back_up(engine_at(before), tmp_path / os.fsdecode(b"\xff.zip"), NOW)

    assert known(before) == []


def test_the_register_is_its_owners_alone(before: Path, tmp_path: Path) -> None:
    back_up(engine_at(before), tmp_path / "kept.zip", NOW)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (before / "backups", entry(before))]

    assert modes == [0o700, 0o600]


def test_a_link_in_the_place_of_the_register_is_refused_and_nothing_is_written_through_it(
    before: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (before / "backups").rmdir()
    (before / "backups").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UnsafePermissionsError, match="backups is a link"):
        back_up(engine_at(before), tmp_path / "kept.zip", NOW)

    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (tmp_path / "kept.zip").exists()
    assert [each.name for each in verify(engine_at(before)).problems] == ["backups"]


DAMAGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "garbled": (lambda path: path.write_bytes(b"\x00"), "it is damaged"),
    "of another shape": (lambda path: path.write_bytes(b"{}"), "it is damaged"),
    "with another case": (lambda path: path.write_bytes(path.read_bytes().replace(b"7K4Q", b"7K4R")), "checksum"),
    "a link": (lambda path: path.symlink_to(path.rename(path.parent.parent.parent / "x")), "is a link"),
    "open to others": (lambda path: path.chmod(0o644), "open to other accounts"),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_entry_is_reported_and_stops_neither_a_back_up_nor_an_erasure(
    before: Path, tmp_path: Path, how: str
) -> None:
    back_up(engine_at(before), tmp_path / "kept.zip", NOW)
    damaged = entry(before)
    DAMAGED[how][0](damaged)

    made = back_up(engine_at(before), tmp_path / "next.zip", LATER)
    held = erase(before)

    assert made.cases == 2
    assert [Path(kept.path).name for kept in held.back_ups] == ["next.zip"]
    assert held.unread == (damaged.name,)
    (problem,) = verify(engine_at(before)).problems
    assert problem.name == f"backups/{damaged.name}"
    assert DAMAGED[how][1] in problem.says


def test_what_a_killed_write_of_the_register_left_goes_with_the_next_session(before: Path) -> None:
    left = before / "backups" / ".20261120T140530.000000Z-0a1b2c3d.json.ab12_x9z.tmp"
    left.write_bytes(b"")
    problems = [each.name for each in verify(engine_at(before)).problems]

    signed_in_session(before).store()

    assert problems == [f"backups/{left.name}"]
    assert not left.exists()


def test_a_foreign_file_in_the_register_is_reported(before: Path) -> None:
    (before / "backups" / "notes.txt").write_bytes(b"")

    assert [each.name for each in verify(engine_at(before)).problems] == ["backups/notes.txt"]


def test_what_was_restored_knows_the_archives_before_and_the_one_it_came_from(before: Path, tmp_path: Path) -> None:
    back_up(engine_at(before), tmp_path / "first.zip", NOW)
    back_up(engine_at(before), tmp_path / "second.zip", LATER)
    (tmp_path / "second.zip").rename(tmp_path / "moved.zip")

    restore(tmp_path / "moved.zip", engine_at(tmp_path / "new"))

    assert sorted(known(tmp_path / "new")) == [
        ("first.zip", "there"),
        ("moved.zip", "there"),
        ("second.zip", "gone"),
    ]
    assert verify(engine_at(tmp_path / "new")).problems == ()


def test_an_archive_of_an_earlier_version_is_restored_and_is_on_record_then(before: Path, tmp_path: Path) -> None:
    back_up(engine_at(before), tmp_path / "made.zip", NOW)
    with zipfile.ZipFile(tmp_path / "made.zip") as made, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        manifest = json.loads(made.read("MANIFEST.json"))
        manifest["files"] = {name: part for name, part in manifest["files"].items() if "backups/" not in name}
        for name in manifest["files"]:
            old.writestr(name, made.read(name))
        old.writestr("MANIFEST.json", json.dumps(manifest))
        old.writestr("MANIFEST.mac", "")

    restore(tmp_path / "old.zip", engine_at(tmp_path / "new"))

    assert known(tmp_path / "new") == [("old.zip", "there")]


def test_a_restore_is_recorded_before_anything_is_in_its_place(before: Path, tmp_path: Path) -> None:
    back_up(engine_at(before), tmp_path / "kept.zip", NOW)

    def refuse(staged: Engine) -> None:
        assert (Path(staged.place) / "cases" / f"{A_CASE_ID}.json").exists()
        assert not (tmp_path / "new" / "cases").exists()
        raise StoreFullError("There is no room to write the audit log.")

    with pytest.raises(StoreFullError):
        restore(tmp_path / "kept.zip", engine_at(tmp_path / "new"), record=refuse)

    assert not (tmp_path / "new").exists()


def test_what_is_no_reference_is_in_no_back_up(before: Path) -> None:
    with pytest.raises(CaseNotFoundError):
        signed_in_session(before).backups("../accounts")
