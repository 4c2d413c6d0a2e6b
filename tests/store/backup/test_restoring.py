"""A damaged archive is refused with the name of the damaged part; a restore is whole or changes nothing."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.backup.archive import FORMAT, back_up
from store.backup.restoring import restore
from store.cases.repository import CaseRepository
from store.engine import protocol
from store.engine.files import disk
from store.engine.places import engine_at
from store.errors import ArchiveDamagedError, StoreError, StoreFullError, StoreNewerError, StoreRefusedError
from tests.builders import A_CASE_ID, NOW, a_case, a_draft
from tests.store.backup.archives import carried
from tests.store.faults import sessions


@pytest.mark.parametrize("name", ["x", "index.json", "cases/x", "quarantine/x", ".restoring/x"])
def test_a_directory_that_is_not_empty_is_refused_and_left_as_it_is(archive: Path, tmp_path: Path, name: str) -> None:
    kept = tmp_path / "new" / name
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"precious")

    with pytest.raises(StoreRefusedError):
        restore(archive, engine_at(tmp_path / "new"))

    assert [path for path in (tmp_path / "new").rglob("*") if path.is_file()] == [kept]


def test_a_directory_that_holds_empty_folders_alone_is_empty(full: Path, archive: Path, tmp_path: Path) -> None:
    CaseRepository(engine_at(tmp_path / "new"))

    restore(archive, engine_at(tmp_path / "new"))

    assert carried(tmp_path / "new") == carried(full)


def test_no_session_starts_where_a_restore_was_cut_short(archive: Path, tmp_path: Path) -> None:
    process = sessions.begin(sessions.restore_dying, archive, tmp_path / "new", 5)
    sessions.end(process)

    assert process.returncode == -9
    with pytest.raises(StoreRefusedError, match="was cut short: empty the directory, and restore again"):
        CaseRepository(engine_at(tmp_path / "new"))
    with pytest.raises(StoreRefusedError, match="was cut short"):
        restore(archive, engine_at(tmp_path / "new"))


@pytest.mark.parametrize("step", ["write_all", "sync", "sync_folder"])
def test_a_restore_that_finds_no_room_leaves_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real, calls = getattr(disk, step), []

    def refuse_later(*arguments: object) -> None:
        calls.append(step)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        real(*arguments)

    monkeypatch.setattr(disk, step, refuse_later)

    with pytest.raises(StoreFullError):
        restore(archive, engine_at(tmp_path / "new"))

    assert not (tmp_path / "new").exists()


def rebuilt(archive: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Rewrite an archive with changed parts."""
    with zipfile.ZipFile(archive) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    change(parts)
    with zipfile.ZipFile(archive, "w") as written:
        for name, data in parts.items():
            written.writestr(name, data)


def with_manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    def changed(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["MANIFEST.json"])
        change(manifest)
        parts["MANIFEST.json"] = json.dumps(manifest).encode()

    return changed


def with_stranger(name: str) -> Callable[[dict[str, bytes]], None]:
    """Add a part with this name, and name it in the manifest with its checksum."""

    def changed(parts: dict[str, bytes]) -> None:
        parts[name] = b"evil"
        entry = {"size": 4, "sha256": hashlib.sha256(b"evil").hexdigest()}
        with_manifest(lambda manifest: manifest["files"].update({name: entry}))(parts)

    return changed


OUTSIDE = [
    "../evil.json",
    "/tmp/evil.json",  # noqa: S108 - never written
    "cases/../../evil.json",
    "cases/sub/7K4Q-M2XT.json",
    "locks/7K4Q-M2XT.lock",
    "index.json",
    "cases\\..\\evil.json",
    "C:evil.json",
    "cases/",
    "quarantine/../x.json",
    "~/.profile",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_part_that_leads_elsewhere_is_refused_by_name(archive: Path, tmp_path: Path, name: str) -> None:
    rebuilt(archive, with_stranger(name))

    with pytest.raises(ArchiveDamagedError, match="nothing was restored") as refused:
        restore(archive, engine_at(tmp_path / "new"))

    assert refused.value.part in {name, "MANIFEST.json"}
    assert not (tmp_path / "new").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "kept.zip"]


CASE = f"cases/{A_CASE_ID}.json"


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda parts: parts.update({CASE: parts[CASE].replace(b"J.D.", b"K.D.")}), CASE),
        (lambda parts: parts.pop(CASE), CASE),
        (lambda parts: parts.update({"cases/ZZZZ-ZZZZ.json": b"{}"}), "cases/ZZZZ-ZZZZ.json"),
        (lambda parts: parts.pop("MANIFEST.json"), "MANIFEST.json"),
        (lambda parts: parts.update({"MANIFEST.json": b"{}"}), "MANIFEST.json"),
        (lambda parts: parts.update({"MANIFEST.json": b"\xff"}), "MANIFEST.json"),
        (lambda parts: parts.update({CASE: parts[CASE] + b"\n"}), CASE),
        (with_manifest(lambda manifest: manifest["files"].pop(CASE)), CASE),
    ],
)
def test_a_damaged_part_is_named_and_nothing_is_restored(
    archive: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], part: str
) -> None:
    rebuilt(archive, change)

    with pytest.raises(ArchiveDamagedError, match="nothing was restored") as refused:
        restore(archive, engine_at(tmp_path / "new"))

    assert refused.value.part == part
    assert not (tmp_path / "new").exists()


def test_a_part_named_twice_is_refused_even_where_both_are_sound(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr(CASE, opened.read(CASE))

    with pytest.raises(ArchiveDamagedError, match="names a part twice"):
        restore(archive, engine_at(tmp_path / "new"))

    assert not (tmp_path / "new").exists()


def test_nothing_is_written_before_the_last_part_was_verified(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilt(archive, lambda parts: parts.update({"audit/2026-11.log": b"other"}))
    written: list[int] = []
    monkeypatch.setattr(disk, "write_all", lambda descriptor, data: written.append(descriptor))

    with pytest.raises(ArchiveDamagedError, match=r"at audit/2026-11\.log"):
        restore(archive, engine_at(tmp_path / "new"))

    assert written == []


def test_a_giant_part_is_refused_unread(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LARGEST", 100)

    with pytest.raises(ArchiveDamagedError, match="too large"):
        restore(archive, engine_at(tmp_path / "new"))


def test_an_archive_of_a_newer_version_is_refused(archive: Path, tmp_path: Path) -> None:
    rebuilt(archive, with_manifest(lambda manifest: manifest.update({"format": FORMAT + 1})))

    with pytest.raises(StoreNewerError, match="newer version"):
        restore(archive, engine_at(tmp_path / "new"))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreRefusedError, match="There is no archive"):
        restore(tmp_path, engine_at(tmp_path / "new"))
    with pytest.raises(StoreRefusedError, match="There is no archive"):
        restore(tmp_path / "none", engine_at(tmp_path / "new"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, bytes]]:
    """A small archive and its content."""
    folder = tmp_path_factory.mktemp("small")
    CaseRepository(engine_at(folder / "data")).create(a_case(draft=a_draft()))
    back_up(engine_at(folder / "data"), folder / "kept.zip", NOW)
    return (folder / "kept.zip").read_bytes(), carried(folder / "data")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_however_an_archive_is_damaged_all_of_it_is_restored_or_nothing(
    small: tuple[bytes, dict[str, bytes]], data: st.DataObject
) -> None:
    whole, held = small
    at = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.sampled_from(["flip", "cut", "drop", "double"]))
    damaged = {
        "flip": whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :],
        "cut": whole[:at],
        "drop": whole[:at] + whole[at + 7 :],
        "double": whole[:at] + whole[max(0, at - 7) :],
    }[change]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "kept.zip").write_bytes(damaged)

        try:
            restore(Path(folder) / "kept.zip", engine_at(Path(folder) / "new"))
        except StoreError as refused:
            said = str(refused)
        else:
            said = ""
        restored = carried(Path(folder) / "new")

    assert restored == ({} if said else held)
    assert said == "" or said.endswith("nothing was restored.")


def test_the_manifest_cannot_be_read_leniently(archive: Path, tmp_path: Path) -> None:
    rebuilt(archive, with_manifest(lambda manifest: manifest.update({"fromat": {}})))

    with pytest.raises(ArchiveDamagedError) as refused:
        restore(archive, engine_at(tmp_path / "new"))

    assert refused.value.part == "MANIFEST.json"
