"""A backup is written whole or not at all, and restores byte for byte."""

import hashlib
import json
import stat
import threading
import zipfile
from pathlib import Path

import pytest

from store.backup.archive import FORMAT, back_up
from store.backup.restoring import restore
from store.cases.repository import CaseRepository
from store.engine.files import disk
from store.engine.files.layout import Layout
from store.engine.files.locks import locked
from store.engine.places import engine_at
from store.errors import StoreFullError, StoreRefusedError
from tests.builders import A_CASE_ID, NOW, a_case, a_draft, an_answer
from tests.store.backup.archives import carried
from tests.store.engine.test_files import refusing
from tests.store.faults import sessions


def test_the_round_trip_is_byte_for_byte(full: Path, archive: Path, tmp_path: Path) -> None:
    count = restore(archive, engine_at(tmp_path / "new"))

    assert carried(tmp_path / "new") == carried(full)
    assert len(carried(full)) == 6 + 2 + 3
    assert count == len(carried(full)) + 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").rglob("*")} == {0o600, 0o700}
    assert CaseRepository(engine_at(tmp_path / "new")).listing() == CaseRepository(engine_at(full)).listing()


def test_the_archive_is_private_and_names_the_checksum_of_each_part(full: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("MANIFEST.json"))
        held = {name: opened.read(name) for name in opened.namelist() if not name.startswith("MANIFEST.")}

    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert manifest["format"] == FORMAT
    assert manifest["files"] == {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in held.items()
    }
    assert {name: data for name, data in held.items() if not name.startswith("backups/")} == carried(full)


def test_a_back_up_while_sessions_save_holds_each_case_whole_and_nothing_older_than_its_start(
    store: CaseRepository, data: Path, tmp_path: Path
) -> None:
    store.create(a_case(draft=a_draft(answers={"count": an_answer("0")})))
    session = sessions.begin(sessions.save_for_ever, data)
    for number in range(8):
        last = int(sessions.next_line(session))
        back_up(engine_at(data), tmp_path / f"{number}.zip", NOW)

        restore(tmp_path / f"{number}.zip", engine_at(tmp_path / f"{number}"))

        draft = CaseRepository(engine_at(tmp_path / f"{number}")).case(A_CASE_ID).draft
        assert draft
        assert str(draft.version) == draft.answers["count"].value
        assert draft.version >= last
    sessions.kill(session)


def test_a_log_that_is_being_added_to_is_waited_for(full: Path, tmp_path: Path) -> None:
    backing = threading.Thread(target=back_up, args=(engine_at(full), tmp_path / "kept.zip", NOW))
    with locked(Layout(full).audit_lock, "The log"), (full / "audit/2026-11.log").open("ab") as log:
        log.write(b'{"eve')
        log.flush()
        backing.start()
        backing.join(0.2)
        log.write(b'nt": 2}\n')
    backing.join()

    with zipfile.ZipFile(tmp_path / "kept.zip") as opened:
        assert opened.read("audit/2026-11.log") == b'{"event": 1}\n{"event": 2}\n'


def test_a_file_that_is_there_is_never_written_over(full: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.zip").write_bytes(b"precious")

    with pytest.raises(StoreRefusedError, match="is there already"):
        back_up(engine_at(full), tmp_path / "kept.zip", NOW)

    assert (tmp_path / "kept.zip").read_bytes() == b"precious"


def test_a_file_that_appears_meanwhile_is_not_written_over_either(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = disk.sync

    def appear(descriptor: int) -> None:
        (tmp_path / "kept.zip").write_bytes(b"precious")
        sync(descriptor)

    monkeypatch.setattr(disk, "sync", appear)

    with pytest.raises(StoreRefusedError, match="is there already"):
        back_up(engine_at(full), tmp_path / "kept.zip", NOW)

    assert (tmp_path / "kept.zip").read_bytes() == b"precious"
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_back_up_inside_the_data_directory_is_refused(full: Path) -> None:
    with pytest.raises(StoreRefusedError, match="outside"):
        back_up(engine_at(full), full / "cases" / "kept.zip", NOW)


def test_a_back_up_that_finds_no_room_leaves_nothing(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "sync", refusing(28))

    with pytest.raises(StoreFullError):
        back_up(engine_at(full), tmp_path / "kept.zip", NOW)

    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_what_cannot_be_read_is_named_and_the_rest_is_carried(full: Path, tmp_path: Path) -> None:
    (full / "cases" / f"{A_CASE_ID}.json").chmod(0o644)

    made = back_up(engine_at(full), tmp_path / "kept.zip", NOW)

    assert [each.name for each in made.left_out] == [f"cases/{A_CASE_ID}.json"]
    assert "open to other accounts" in made.left_out[0].says
    assert made.cases == 5
