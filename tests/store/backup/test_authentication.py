"""An archive that was altered is found at the first sign-in, and a restore names the cases that it lacks."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.backup.archive import back_up
from store.cases.repository import CaseRepository
from store.client_origin import ClientOrigin
from store.engine import archive_file
from store.engine.places import engine_at
from store.errors import ArchiveDamagedError, ArchiveForgedError
from store.session import StoreSession
from store.store import Store
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case
from tests.store.people import CHEAP, PASSPHRASE, SAM, Clock, kinds, new_session, set_up

OTHER = f"cases/{ANOTHER_CASE_ID}.json"
Parts = dict[str, bytes]


@pytest.fixture
def sam(data: Path) -> StoreSession:
    door = set_up(data)
    for case in (A_CASE_ID, ANOTHER_CASE_ID):
        door.store().create(a_case(id=case))
    return door


@pytest.fixture
def kept(sam: StoreSession, data: Path, tmp_path: Path) -> Path:
    back_up(engine_at(data), tmp_path / "kept.zip", NOW)
    return tmp_path / "kept.zip"


def a_store(data: Path) -> Store:
    return Store(data, now=Clock(), origin=ClientOrigin(), cost=CHEAP)


def altered(archive: Path, change: Callable[[Parts], object]) -> None:
    """Change the parts of an archive, with a manifest that fits them."""
    with zipfile.ZipFile(archive) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    change(parts)
    manifest: dict[str, Any] = json.loads(parts["MANIFEST.json"])
    manifest["files"] = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in parts.items()
        if not name.startswith("MANIFEST.")
    }
    parts["MANIFEST.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(archive, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)


def test_an_archive_as_it_was_written_is_authenticated_at_the_first_sign_in(kept: Path, tmp_path: Path) -> None:
    a_store(tmp_path / "new").restore(kept)
    assert (tmp_path / "new" / "restored.json").exists()

    new_session(tmp_path / "new").sign_in(SAM, PASSPHRASE)

    assert kinds(tmp_path / "new")[-3:] == [("restore", ""), ("restore", "authentic"), ("sign-in", "")]
    assert not (tmp_path / "new" / "restored.json").exists()
    assert new_session(tmp_path / "new").sign_in(SAM, PASSPHRASE).name == SAM
    assert kinds(tmp_path / "new").count(("restore", "authentic")) == 1


def planted(parts: Parts) -> None:
    parts["cases/AAAA-AAAA.json"] = b'{"case": {}}'


def reworded(parts: Parts) -> None:
    parts["audit/2026-11.log"] = parts["audit/2026-11.log"].replace(b"Sam Patel", b"Kim Patel")


ALTERED: dict[str, Callable[[Parts], object]] = {
    "a case dropped": lambda parts: parts.pop(OTHER),
    "a case planted": planted,
    "the log reworded": reworded,
    "the authentication gone": lambda parts: parts.update({"MANIFEST.mac": b""}),
    "the authentication of another": lambda parts: parts.update({"MANIFEST.mac": b"0" * 64}),
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_archive_that_was_altered_lets_nobody_in_until_that_is_accepted(
    kept: Path, tmp_path: Path, how: str
) -> None:
    altered(kept, ALTERED[how])
    a_store(tmp_path / "new").restore(kept)
    door = new_session(tmp_path / "new")

    with pytest.raises(ArchiveForgedError, match=r"restored from kept\.zip, which Fourfold did not write") as refused:
        door.sign_in(SAM, PASSPHRASE)

    assert not door.is_unlocked
    assert str(refused.value).endswith(f"delete restored.json in {tmp_path / 'new'}.")
    (tmp_path / "new" / "restored.json").unlink()
    assert door.sign_in(SAM, PASSPHRASE).name == SAM


def test_the_key_that_authenticates_is_in_no_archive_and_made_again(kept: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(kept) as opened:
        assert not [name for name in opened.namelist() if "key" in name]
    a_store(tmp_path / "new").restore(kept)
    made = back_up(engine_at(tmp_path / "new"), tmp_path / "again.zip", NOW)
    assert not made.is_authenticated

    new_session(tmp_path / "new").sign_in(SAM, PASSPHRASE)

    assert back_up(engine_at(tmp_path / "new"), tmp_path / "third.zip", NOW).is_authenticated


def test_an_archive_without_the_authentication_is_damaged(kept: Path, tmp_path: Path) -> None:
    altered(kept, lambda parts: parts.pop("MANIFEST.mac"))

    with pytest.raises(ArchiveDamagedError, match=r"at MANIFEST\.mac"):
        a_store(tmp_path / "new").restore(kept)


def test_a_restore_names_the_cases_that_the_record_has_and_the_archive_lacks(
    sam: StoreSession, data: Path, tmp_path: Path
) -> None:
    (data / OTHER).unlink()
    back_up(engine_at(data), tmp_path / "kept.zip", NOW)

    _, found = a_store(tmp_path / "new").restore(tmp_path / "kept.zip")

    assert [each.name for each in found.problems] == [OTHER]
    assert "it is missing" in found.problems[0].says
    # It is recorded, so that a later verification of the restored store does not report it for ever.
    assert a_store(tmp_path / "new").verify().problems == ()
    assert ("restore", "missing") in kinds(tmp_path / "new")


def test_a_restore_names_accounts_that_nobody_could_open(kept: Path, tmp_path: Path) -> None:
    altered(kept, lambda parts: parts.update({"accounts.json": b"{}"}))

    _, found = a_store(tmp_path / "new").restore(kept)

    assert "nobody can sign in" in {each.name: each.says for each in found.problems}["accounts.json"]


def test_a_store_without_accounts_needs_no_authentication(data: Path, tmp_path: Path) -> None:
    CaseRepository(engine_at(data)).create(a_case())

    made = back_up(engine_at(data), tmp_path / "kept.zip", NOW)
    a_store(tmp_path / "new").restore(tmp_path / "kept.zip")

    assert made.is_authenticated
    assert not (tmp_path / "new" / "restored.json").exists()


def test_a_back_up_under_way_is_no_leftover(tmp_path: Path) -> None:
    archive = archive_file.ArchiveFile(tmp_path / "kept.zip")
    with archive.writing():
        [temporary] = tmp_path.iterdir()
        assert archive_file.leftovers(archive.place) == ()
        archive_file.sweep(archive.place)
        assert temporary.exists()


def test_what_a_killed_back_up_left_is_found_and_swept_and_nothing_else_is(tmp_path: Path) -> None:
    names = (".kept.zip.ab12_x9z.tmp", ".other.zip.ab12_x9z.tmp", "kept.zip", ".kept.zip.tmp")
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / ".kept.zip.ab12_x9y.tmp").symlink_to(tmp_path / "kept.zip")
    os.mkfifo(tmp_path / ".kept.zip.ab12_x9w.tmp")

    assert archive_file.leftovers(str(tmp_path / "kept.zip")) == (
        str(tmp_path / ".kept.zip.ab12_x9w.tmp"),
        str(tmp_path / names[0]),
    )
    archive_file.sweep(str(tmp_path / "kept.zip"))

    assert {path.name for path in tmp_path.iterdir()} == {*names[1:], ".kept.zip.ab12_x9y.tmp"}
