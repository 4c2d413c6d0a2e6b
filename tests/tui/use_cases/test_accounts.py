"""Accounts: each change is made and recorded in the audit log."""

from pathlib import Path

import pytest

from content.errors import AccountInputError
from store.errors import NotSupervisorError, WrongPassphraseError
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, kinds, logged
from tests.tui.use_cases.sessions import a_store, practitioner, supervisor
from tui.use_cases import access, accounts
from tui.use_cases.errors import PassphrasesDifferError

THIRD = "forty blue umbrellas"


def test_an_added_account_signs_in_and_is_on_record(tmp_path: Path) -> None:
    _, by = supervisor(tmp_path)

    accounts.add(by, KIM, "practitioner", ANOTHER)

    event = logged(tmp_path)[-1]
    assert (event.kind, event.detail, event.about, event.who) == ("account", "added", KIM, SAM)
    assert access.sign_in(a_store(tmp_path).session(), KIM, ANOTHER).role == "practitioner"
    assert [each.name for each in accounts.all_accounts(by)] == [SAM, KIM]


def test_a_practitioner_adds_nobody_and_nothing_is_recorded(tmp_path: Path) -> None:
    _, by = practitioner(tmp_path)
    before = kinds(tmp_path)

    with pytest.raises(NotSupervisorError):
        accounts.add(by, "Lee Wong", "supervisor", THIRD)

    assert [each.name for each in accounts.all_accounts(by)] == [SAM, KIM]
    assert kinds(tmp_path) == before


def test_a_disabled_account_signs_in_again_once_it_is_enabled(tmp_path: Path) -> None:
    practitioner(tmp_path)
    _, by = supervisor(tmp_path)

    disabled = accounts.disable(by, KIM)
    with pytest.raises(WrongPassphraseError):
        access.sign_in(a_store(tmp_path).session(), KIM, ANOTHER)
    enabled = accounts.enable(by, KIM, THIRD)

    assert (disabled.is_enabled, enabled.is_enabled) == (False, True)
    assert access.sign_in(a_store(tmp_path).session(), KIM, THIRD).name == KIM
    changes = [(event.detail, event.about) for event in logged(tmp_path) if event.kind == "account"]
    assert changes[-2:] == [("disabled", KIM), ("enabled", KIM)]


def test_a_passphrase_is_changed_by_its_owner(tmp_path: Path) -> None:
    _, store_session = practitioner(tmp_path)

    accounts.change_passphrase(store_session, KIM, ANOTHER, THIRD)

    assert kinds(tmp_path)[-1] == ("account", "passphrase")
    assert access.sign_in(a_store(tmp_path).session(), KIM, THIRD).name == KIM


def test_a_new_recovery_code_recovers_a_supervisor(tmp_path: Path) -> None:
    _, by = supervisor(tmp_path)

    code = accounts.new_recovery_code()
    accounts.replace_recovery_code(by, code)
    recovered = accounts.recover(a_store(tmp_path).session(), code, SAM, THIRD)

    assert recovered.name == SAM
    assert kinds(tmp_path)[-2:] == [("account", "recovery code")] * 2
    assert access.sign_in(a_store(tmp_path).session(), SAM, THIRD).name == SAM


def test_a_new_passphrase_is_typed_the_same_twice() -> None:
    assert accounts.new_passphrase(PASSPHRASE, PASSPHRASE, SAM) == PASSPHRASE
    with pytest.raises(PassphrasesDifferError, match="not the same"):
        accounts.new_passphrase(PASSPHRASE, ANOTHER, SAM)
    with pytest.raises(AccountInputError, match="12"):
        accounts.new_passphrase("short", "short", SAM)
