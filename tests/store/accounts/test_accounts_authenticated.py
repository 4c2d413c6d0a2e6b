"""Damaged, forged and lost accounts are found, and the last good ones are kept."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.accounts import accounts_file
from store.engine.places import engine_at
from store.errors import (
    AccountsDamagedError,
    AccountsForgedError,
    StoreError,
    StoreFullError,
    WrongPassphraseError,
)
from store.session import StoreSession
from tests.builders import a_case
from tests.store.people import (
    ANOTHER,
    KIM,
    PASSPHRASE,
    SAM,
    Clock,
    new_session,
    rewrite_accounts,
    set_up,
    signed_in_session,
)

ACCOUNTS, COPY = "accounts.json", "accounts.last.json"


@pytest.fixture
def sam(data: Path) -> StoreSession:
    """The session of the supervisor of a data directory that has a case and a practitioner."""
    door = set_up(data)
    door.store().create(a_case())
    door.accounts.add(KIM, "practitioner", ANOTHER, key=door.key, now=Clock().now)
    return door


def tables(data: Path, name: str = ACCOUNTS) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((data / name).read_bytes())
    return read


def test_every_flipped_bit_is_found_without_a_key(sam: StoreSession, data: Path) -> None:
    path = data / ACCOUNTS
    sound = path.read_bytes()

    for at in range(len(sound)):
        flipped = bytearray(sound)
        flipped[at] ^= 1 << at % 8
        path.write_bytes(bytes(flipped))
        with pytest.raises(AccountsDamagedError):
            accounts_file.read(engine_at(data))


def test_the_file_is_a_database_of_tinydb_still(sam: StoreSession, data: Path) -> None:
    assert tables(data).keys() == {"checksum", "key", "accounts", "attempts", "journal", "seal"}
    assert all(isinstance(document, dict) for table in tables(data).values() for document in table.values())


def an_older_key(file: Any) -> None:
    """The key that a disabled account had."""
    file["accounts"]["2"] = KEPT["account"]


def recovery_of_another(file: Any) -> None:
    file["key"]["1"]["recovery"]["salt"] = file["accounts"]["1"]["wrapped"]["salt"]


KEPT: dict[str, Any] = {}
FORGED: dict[str, Callable[[Any], object]] = {
    "a disabled account is given its key again": an_older_key,
    "an account is gone": lambda file: file["accounts"].pop("2"),
    "an account is enabled": lambda file: file["accounts"]["2"]["account"].update(is_enabled=True),
    "the recovery code is spoilt": recovery_of_another,
    "the seal is gone": lambda file: file["seal"]["1"].update(mac=""),
}


@pytest.mark.parametrize("how", FORGED)
def test_accounts_that_were_forged_let_nobody_in_and_are_never_sealed_anew(
    sam: StoreSession, data: Path, how: str
) -> None:
    KEPT["account"] = tables(data)["accounts"]["2"]
    sam.accounts.disable(KIM, key=sam.key)
    rewrite_accounts(data, FORGED[how])
    forged = tables(data)

    with pytest.raises(AccountsForgedError, match=r"copy accounts\.last\.json, the last good one, to"):
        new_session(data).sign_in(SAM, PASSPHRASE)
    with pytest.raises(StoreError):
        new_session(data).sign_in(KIM, ANOTHER)
    with pytest.raises(AccountsForgedError):
        sam.accounts.add("Lee", "practitioner", ANOTHER, key=sam.key, now=Clock().now)
    with pytest.raises(AccountsForgedError):
        sam.store().create(a_case(id="AAAA-AAAA"))

    assert {name: tables(data)[name] for name in ("key", "accounts", "seal")} == {
        name: forged[name] for name in ("key", "accounts", "seal")
    }
    shutil.copy(data / COPY, data / ACCOUNTS)
    assert new_session(data).sign_in(SAM, PASSPHRASE).name == SAM


def test_the_last_good_accounts_are_kept_with_each_change_and_put_back_by_hand(sam: StoreSession, data: Path) -> None:
    (data / ACCOUNTS).write_bytes(b"garbled")
    with pytest.raises(AccountsDamagedError) as raised:
        new_session(data).sign_in(SAM, PASSPHRASE)
    assert str(raised.value) == (
        "accounts.json is damaged (its checksum is missing), and nobody can sign in: copy accounts.last.json, the last "
        f"good one, to accounts.json in {data}."
    )

    shutil.copy(data / COPY, data / ACCOUNTS)

    assert new_session(data).sign_in(KIM, ANOTHER).name == KIM
    with pytest.raises(WrongPassphraseError):
        new_session(data).sign_in(KIM, PASSPHRASE)


def test_no_key_of_a_disabled_account_stays_in_the_copy(sam: StoreSession, data: Path) -> None:
    sam.accounts.disable(KIM, key=sam.key)

    assert tables(data, COPY)["accounts"]["2"]["wrapped"] is None


def test_a_copy_that_could_not_be_made_is_made_at_the_next_sign_in(sam: StoreSession, data: Path) -> None:
    (data / COPY).unlink()

    signed_in_session(data)

    assert tables(data, COPY)["seal"] == tables(data)["seal"]


def test_a_change_of_accounts_succeeds_without_room_for_the_copy(
    sam: StoreSession, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = type(engine_at(data).accounts_copy)
    write = blob.write

    def full(self: Any, data: bytes, *, is_durable: bool = True) -> None:
        if self.name == COPY:
            raise StoreFullError("There is no room.")
        write(self, data, is_durable=is_durable)

    monkeypatch.setattr(blob, "write", full)

    sam.accounts.disable(KIM, key=sam.key)

    assert tables(data)["accounts"]["2"]["wrapped"] is None


def test_without_a_good_copy_the_way_back_is_a_back_up(sam: StoreSession, data: Path) -> None:
    (data / COPY).write_bytes(b"garbled too")
    (data / ACCOUNTS).write_bytes(b"garbled")

    with pytest.raises(AccountsDamagedError, match=r"nobody can sign in: restore it from a backup\.$"):
        new_session(data).sign_in(SAM, PASSPHRASE)
