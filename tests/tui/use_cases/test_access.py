"""Access: set up, sign in, lock, unlock, log out."""

from pathlib import Path

import pytest

from store.errors import NotSetUpError, NotSupervisorError, WrongPassphraseError
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, kinds
from tests.tui.use_cases.sessions import a_store, context, practitioner, refuse_to_log, supervisor
from tui.use_cases import access, accounts


def test_a_store_without_accounts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotSetUpError):
        access.refuse_unless_set_up(a_store(tmp_path).session())


def test_the_first_supervisor_works_at_once_under_their_own_name(tmp_path: Path) -> None:
    store_session = a_store(tmp_path).session()

    code = accounts.new_recovery_code()
    access.set_up(store_session, SAM, PASSPHRASE, code)

    session = access.session_of(context(tmp_path), store_session)
    assert len(code.split("-")) == 6
    assert (session.practitioner, session.where) == (SAM, "10.0.0.7")
    assert kinds(tmp_path) == [("account", "set-up")]


def test_a_wrong_passphrase_signs_nobody_in(tmp_path: Path) -> None:
    supervisor(tmp_path)
    store_session = a_store(tmp_path).session()

    with pytest.raises(WrongPassphraseError):
        access.sign_in(store_session, SAM, "not the passphrase")

    assert access.signed_in_account(store_session) is None
    assert not store_session.is_unlocked


def test_what_only_a_supervisor_may_do_is_refused_to_a_practitioner(tmp_path: Path) -> None:
    practitioner(tmp_path)

    with pytest.raises(NotSupervisorError):
        access.sign_in_supervisor(a_store(tmp_path).session(), KIM, ANOTHER)

    assert access.sign_in_supervisor(a_store(tmp_path).session(), SAM, PASSPHRASE).role == "supervisor"


def test_a_lock_drops_the_key_and_the_same_person_takes_it_back(tmp_path: Path) -> None:
    _, store_session = supervisor(tmp_path)

    access.lock(store_session, is_idle=True)
    is_unlocked = store_session.is_unlocked
    access.unlock(store_session, PASSPHRASE)

    account = access.signed_in_account(store_session)
    assert not is_unlocked
    assert store_session.is_unlocked
    assert account
    assert account.name == SAM
    assert kinds(tmp_path)[-2:] == [("lock", "idle"), ("unlock", "")]


@pytest.mark.parametrize("leave", [access.lock, access.log_out])
def test_the_key_is_dropped_although_the_log_refuses(leave: object, tmp_path: Path) -> None:
    _, store_session = supervisor(tmp_path)
    refuse_to_log(tmp_path)

    assert callable(leave)
    leave(store_session)

    assert not store_session.is_unlocked


def test_logging_out_twice_is_recorded_once(tmp_path: Path) -> None:
    _, store_session = supervisor(tmp_path)

    access.log_out(store_session)
    access.log_out(store_session)

    assert access.signed_in_account(store_session) is None
    assert kinds(tmp_path).count(("log-out", "")) == 1
