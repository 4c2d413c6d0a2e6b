"""Sign-in, lock, unlock and logout, each with its event in the audit log."""

import subprocess
import sys
from pathlib import Path

import pytest

from content.access.accounts import wait_after
from store.errors import KeyLockedError, RateLimitedError, StoreError, WrongPassphraseError
from tests.builders import A_CASE_ID, a_case, a_draft
from tests.store.people import (
    ANOTHER,
    KIM,
    PASSPHRASE,
    SAM,
    Clock,
    kinds,
    logged,
    new_session,
    set_up,
    signed_in_session,
)


def test_a_day_at_a_shared_terminal_is_logged_line_by_line(data: Path) -> None:
    door = set_up(data)
    door.accounts.add(KIM, "practitioner", ANOTHER, key=door.key, now=Clock().now)
    door.store().create(a_case(draft=a_draft()))
    door.lock(is_idle=True)
    door.unlock(PASSPHRASE)
    door.recorder.add("consultation", case=A_CASE_ID)
    door.log_out()
    door.sign_in(KIM, ANOTHER)

    assert [(event.kind, event.detail, event.who, event.about) for event in logged(data)] == [
        ("account", "set-up", SAM, SAM),
        ("account", "added", SAM, KIM),
        ("collection", "case", SAM, ""),
        ("lock", "idle", SAM, ""),
        ("unlock", "", SAM, ""),
        ("consultation", "", SAM, ""),
        ("log-out", "", SAM, ""),
        ("sign-in", "", KIM, ""),
    ]


def test_behind_a_lock_nothing_is_read_or_saved_until_the_same_person_is_back(data: Path) -> None:
    door = set_up(data)
    store = door.store()
    store.create(a_case(draft=a_draft()))

    door.lock()

    with pytest.raises(KeyLockedError):
        store.case(A_CASE_ID)
    with pytest.raises(KeyLockedError):
        store.save_draft(a_draft())
    with pytest.raises(WrongPassphraseError):
        door.unlock(ANOTHER)
    door.unlock(PASSPHRASE)
    assert store.save_draft(a_draft()).version == 1


def test_another_person_may_sign_out_who_is_behind_the_lock_and_sign_in(data: Path) -> None:
    door = set_up(data)
    door.accounts.add(KIM, "practitioner", ANOTHER, key=door.key, now=Clock().now)
    door.lock()

    door.log_out()
    with pytest.raises(KeyLockedError):
        door.unlock(PASSPHRASE)

    assert door.sign_in(KIM, ANOTHER).name == KIM
    assert door.account.role == "practitioner"


def test_a_wrong_passphrase_is_recorded_by_account_and_an_unknown_name_is_not_written_down(data: Path) -> None:
    set_up(data)
    door = new_session(data)

    for name in (SAM.upper(), "my secret passphrase"):
        with pytest.raises(WrongPassphraseError):
            door.sign_in(name, ANOTHER)

    assert [(event.kind, event.detail, event.who, event.about) for event in logged(data)[1:]] == [
        ("failure", "passphrase", "", SAM),
        ("failure", "passphrase", "", ""),
    ]
    assert b"my secret" not in (data / "audit/2026-11.log").read_bytes()


def test_a_try_that_came_too_soon_is_recorded(data: Path) -> None:
    clock = Clock()
    set_up(data, clock)
    door = new_session(data, clock)
    for _ in range(2):
        with pytest.raises(WrongPassphraseError):
            door.sign_in(SAM, ANOTHER)

    with pytest.raises(RateLimitedError):
        door.sign_in(SAM, PASSPHRASE)
    clock.forward(wait_after(2))

    assert door.sign_in(SAM, PASSPHRASE).name == SAM
    assert kinds(data)[-2:] == [("failure", "too soon"), ("sign-in", "")]


def test_nobody_gets_in_unrecorded(data: Path) -> None:
    set_up(data)
    (data / "audit/2026-11.log").unlink()
    (data / "audit/2026-11.log").mkdir()
    door = new_session(data)

    with pytest.raises(StoreError):
        door.sign_in(SAM, PASSPHRASE)

    assert not door.key.is_held
    with pytest.raises(KeyLockedError):
        _ = door.account


def test_the_key_is_dropped_even_where_that_cannot_be_recorded(data: Path) -> None:
    door = set_up(data)
    (data / "audit/2026-11.log").unlink()
    (data / "audit/2026-11.log").mkdir()

    with pytest.raises(StoreError):
        door.lock()

    assert not door.key.is_held


def test_an_unlock_that_cannot_be_recorded_leaves_it_locked(data: Path) -> None:
    door = set_up(data)
    door.store().create(a_case())
    store = door.store()
    door.lock()
    (data / "audit/2026-11.log").unlink()
    (data / "audit/2026-11.log").mkdir()

    with pytest.raises(StoreError):
        door.unlock(PASSPHRASE)

    assert not door.key.is_held
    with pytest.raises(KeyLockedError):
        store.case(A_CASE_ID)


def test_signing_in_does_not_load_what_seals_before_it_is_needed(data: Path) -> None:
    program = "import sys, store.session, store.cases.repository; sys.exit('cryptography' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_two_sessions_have_the_same_cases_under_their_own_names(data: Path) -> None:
    one = set_up(data)
    other = signed_in_session(data)
    one.store().create(a_case(draft=a_draft()))

    assert other.store().save_draft(a_draft()).version == 1
    assert one.store().case(A_CASE_ID).draft == a_draft(version=1)


def test_a_changed_passphrase_is_recorded_and_so_is_a_wrong_old_one(data: Path) -> None:
    set_up(data)
    door = new_session(data)

    with pytest.raises(WrongPassphraseError):
        door.change_passphrase(SAM, ANOTHER, "forty blue umbrellas")
    door.change_passphrase(SAM.lower(), PASSPHRASE, ANOTHER)

    assert not door.key.is_held
    assert [(event.kind, event.detail, event.who, event.about) for event in logged(data)[1:]] == [
        ("failure", "passphrase", "", SAM),
        ("account", "passphrase", SAM, SAM),
    ]
    assert door.sign_in(SAM, ANOTHER).name == SAM
