"""Storage: verify, back up, restore, and the register of backups."""

from pathlib import Path

import pytest

from store.errors import StoreRefusedError, WrongPassphraseError
from tests.builders import A_CASE_ID
from tests.drafts import an_empty_case
from tests.store.people import PASSPHRASE, SAM, kinds
from tests.tui.use_cases.sessions import a_store, supervisor
from tui.use_cases import storage


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with one sealed case."""
    session, _ = supervisor(tmp_path / "data")
    session.store.create(an_empty_case())
    return tmp_path / "data"


def test_a_back_up_is_restored_into_an_empty_directory_and_both_are_recorded(data: Path, tmp_path: Path) -> None:
    archive, restored = tmp_path / "one.zip", tmp_path / "restored"

    made = a_store(data).back_up(archive)
    count, found = a_store(restored).restore(archive)

    session, _ = supervisor(restored)
    assert (made.cases, made.files, found.problems) == (1, count, ())
    assert session.store.case(A_CASE_ID) == an_empty_case()
    assert kinds(data)[-1] == ("backup", "")
    assert ("restore", "") in kinds(restored)
    with pytest.raises(StoreRefusedError):
        a_store(restored).restore(archive)


def test_a_back_up_stays_on_record_until_it_is_destroyed_and_forgotten(data: Path, tmp_path: Path) -> None:
    store, archive = a_store(data), tmp_path / "one.zip"
    store.back_up(archive)

    with pytest.raises(StoreRefusedError):
        store.forget_backup(archive)
    held = store.backups(A_CASE_ID)
    archive.unlink()
    forgotten = store.forget_backup(archive)

    assert [each.path for each in held.back_ups] == [str(archive)] == [forgotten]
    assert store.backups().back_ups == ()
    assert kinds(data)[-1] == ("backup", "forgotten")


def test_sealed_cases_are_checked_inside_only_with_an_account(data: Path) -> None:
    store = a_store(data)

    outside, inside = store.verify(), storage.verify_as(store, SAM, PASSPHRASE)

    assert (outside.cases, outside.shut, outside.problems) == (1, 1, ())
    assert (inside.cases, inside.shut, inside.problems) == (1, 0, ())
    assert kinds(data)[-2:] == [("sign-in", ""), ("log-out", "")]
    with pytest.raises(WrongPassphraseError):
        storage.verify_as(store, SAM, "not the passphrase")
