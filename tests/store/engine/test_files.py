"""A file is replaced atomically, and system errors become errors of the store."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from store.backup.archive import back_up
from store.cases.repository import CaseRepository
from store.engine.files import disk
from store.engine.places import engine_at
from store.errors import StoreFullError, StoreUnreadableError, StoreUnwritableError
from store.lease_holder import LeaseHolder
from tests.builders import A_CASE_ID, NOW, a_case, a_draft

STEPS = ["write_all", "sync", "put_in_place", "sync_folder"]


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, StoreFullError),
        (errno.EDQUOT, StoreFullError),
        (errno.EFBIG, StoreFullError),
        (errno.EROFS, StoreUnwritableError),
        (errno.EACCES, StoreUnwritableError),
        (errno.EPERM, StoreUnwritableError),
        (errno.EMFILE, StoreUnwritableError),
        (errno.EIO, StoreUnwritableError),
    ],
)
def test_a_refused_step_is_reported_and_leaves_one_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, error: type[Exception]
) -> None:
    path = tmp_path / "file"
    disk.replace_durably(path, b"before")
    monkeypatch.setattr(disk, step, refusing(number))

    with pytest.raises(error):
        disk.replace_durably(path, b"after")

    assert path.read_bytes() == (b"after" if step == "sync_folder" else b"before")
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_a_save_that_failed_to_sync_its_folder_can_be_tried_again(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disk, "sync_folder", refusing(errno.EIO))
        with pytest.raises(StoreUnwritableError):
            store.save_draft(a_draft())

    assert store.save_draft(a_draft()).version == 1
    assert store.case(A_CASE_ID).kept_aside == ()


def test_the_folder_of_a_missing_disk_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritableError, match="no such file"):
        disk.replace_durably(tmp_path / "gone" / "file", b"")


def test_a_read_the_system_refuses_says_nothing_about_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(StoreUnreadableError):
        disk.read_whole(tmp_path / "file" / "below")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_everything_is_private_whatever_the_umask(data: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        store = CaseRepository(engine_at(data))
        store.create(a_case(draft=a_draft()))
        store.create(a_case(id="AAAA-AAAA"))
        (data / "cases" / "AAAA-AAAA.json").write_bytes(b"damaged")
        os.utime(data / "cases" / f"{A_CASE_ID}.json", (1, 1))
        store.listing()
        back_up(engine_at(data), data.parent / "kept.zip", NOW)
        with store.lease(A_CASE_ID, LeaseHolder(who="sam", where="here", since=NOW, pid=1)):
            modes = {
                str(path.relative_to(data)): stat.S_IMODE(path.stat().st_mode) for path in [data, *data.rglob("*")]
            }
    finally:
        os.umask(before)

    folders = {name for name in modes if (data / name).is_dir()}
    assert folders == {".", "backups", "cases", "locks", "quarantine", "reserve"}
    assert len(modes) == 6 + 1 + 1 + 1 + 2 + 6
    assert {modes[name] for name in folders} == {0o700}
    assert {modes[name] for name in modes.keys() - folders} == {0o600}


def test_folders_that_were_open_to_others_are_closed(data: Path) -> None:
    (data / "cases").mkdir(parents=True)
    data.chmod(0o755)
    (data / "cases").chmod(0o777)

    CaseRepository(engine_at(data))

    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "cases").stat().st_mode) == 0o700
