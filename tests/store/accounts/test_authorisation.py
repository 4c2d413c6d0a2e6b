"""Authorisation is read from the stored accounts at each change, not remembered from the sign-in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from content.access.accounts import Role
from content.access.holds import Hold
from store.cases.repository import CaseRepository
from store.errors import (
    AccountDisabledError,
    AccountsForgedError,
    CaseNotFoundError,
    KeyLockedError,
    NotSupervisorError,
    StoreError,
    StoreRefusedError,
)
from store.lease_holder import LeaseHolder
from store.session import StoreSession
from tests.builders import (
    A_CASE_ID,
    ANOTHER_CASE_ID,
    NOW,
    a_case,
    a_disclosure,
    a_draft,
    a_form_draft,
    a_note,
    an_action,
    an_assessment,
    an_incident,
    saying,
)
from tests.store.people import (
    ANOTHER,
    KIM,
    PASSPHRASE,
    SAM,
    Clock,
    kinds,
    new_session,
    rewrite_accounts,
    set_up,
    signed_in_session,
)

THIRD = "forty blue umbrellas"
HOLDER = LeaseHolder(who=KIM, where="10.0.0.7", since=NOW, pid=1)

SAVES: dict[str, Callable[[CaseRepository], object]] = {
    "create": lambda store: store.create(a_case(id=ANOTHER_CASE_ID)),
    "start": lambda store: store.start_draft(a_draft()),
    "save": lambda store: store.save_draft(saying(a_draft(), "no")),
    "sign off": lambda store: store.sign_off(an_assessment(), a_draft()),
    "form draft": lambda store: store.save_form_draft(a_form_draft("H")),
    "incident": lambda store: store.record(A_CASE_ID, an_incident()),
    "note": lambda store: store.record(A_CASE_ID, a_note()),
    "disclosure": lambda store: store.record(A_CASE_ID, a_disclosure()),
    "action": lambda store: store.record(A_CASE_ID, an_action()),
}


def signed_in(data: Path, role: Role) -> StoreSession:
    """Kim's session, with a role, in a store that Sam set up with a case and a draft."""
    sam = set_up(data)
    sam.store().create(a_case(draft=a_draft()))
    sam.accounts.add(KIM, role, ANOTHER, key=sam.key, now=Clock().now)
    kim = new_session(data)
    kim.sign_in(KIM, ANOTHER)
    return kim


def disable(data: Path, name: str) -> None:
    sam = signed_in_session(data)
    sam.accounts.disable(name, key=sam.key)


def given_role(data: Path, before: Role, after: Role) -> None:
    """Write another role for Kim, the last account, into the file."""

    def change(file: Any) -> None:
        assert file["accounts"]["2"]["account"]["role"] == before
        file["accounts"]["2"]["account"]["role"] = after

    rewrite_accounts(data, change)


def cannot_erase_or_hold(door: StoreSession, data: Path, error: type[StoreError]) -> None:
    custody = door.erasure()
    case = (data / "cases" / f"{A_CASE_ID}.json").read_bytes()
    events = kinds(data)
    with pytest.raises(error):
        custody.erase(A_CASE_ID, "person-asked", HOLDER)
    with pytest.raises(error):
        custody.record_hold(A_CASE_ID, Hold(is_placed=True, at=NOW, by=KIM, reason="criminal-case"))
    assert (data / "cases" / f"{A_CASE_ID}.json").read_bytes() == case
    assert kinds(data) == events


def test_a_practitioner_erases_and_holds_nothing(data: Path) -> None:
    cannot_erase_or_hold(signed_in(data, "practitioner"), data, NotSupervisorError)


def test_a_supervisor_who_was_disabled_erases_and_holds_nothing(data: Path) -> None:
    kim = signed_in(data, "supervisor")
    disable(data, KIM)

    cannot_erase_or_hold(kim, data, AccountDisabledError)


@pytest.mark.parametrize(("before", "after"), [("supervisor", "practitioner"), ("practitioner", "supervisor")])
def test_a_role_that_changes_under_an_open_session_takes_rights_and_gives_none(
    data: Path, before: Role, after: Role
) -> None:
    kim = signed_in(data, before)
    given_role(data, before, after)

    cannot_erase_or_hold(kim, data, NotSupervisorError)
    with pytest.raises(AccountsForgedError):
        kim.accounts.add("Lee", "supervisor", THIRD, key=kim.key, now=NOW)


def test_a_hold_is_placed_in_ones_own_name(data: Path) -> None:
    kim = signed_in(data, "supervisor")

    with pytest.raises(StoreRefusedError, match="names the supervisor"):
        kim.erasure().record_hold(A_CASE_ID, Hold(is_placed=True, at=NOW, by=SAM, reason="criminal-case"))

    assert kim.erasure().holds(A_CASE_ID) == ()


@pytest.mark.parametrize("name", SAVES)
def test_a_disabled_account_saves_nothing_until_it_is_enabled_again(data: Path, name: str) -> None:
    kim = signed_in(data, "practitioner")
    store, save = kim.store(), SAVES[name]
    case = (data / "cases" / f"{A_CASE_ID}.json").read_bytes()
    disable(data, KIM)
    events = kinds(data)

    with pytest.raises(AccountDisabledError, match=r"^Your account was disabled, [^.]+\.$"):
        save(store)

    assert (data / "cases" / f"{A_CASE_ID}.json").read_bytes() == case
    with pytest.raises(CaseNotFoundError):
        store.case(ANOTHER_CASE_ID)
    assert kinds(data) == events
    sam = signed_in_session(data)
    sam.accounts.enable(KIM, THIRD, key=sam.key)
    save(store)


def test_an_account_that_is_gone_from_the_file_saves_nothing(data: Path) -> None:
    kim = signed_in(data, "practitioner")
    rewrite_accounts(data, lambda file: file["accounts"]["2"]["account"].update(name="Lee Wong"))

    with pytest.raises(AccountDisabledError):
        kim.store().save_draft(a_draft())


def test_what_one_person_left_open_saves_nothing_once_another_is_signed_in(data: Path) -> None:
    kim = signed_in(data, "practitioner")
    left_open = kim.store()
    kim.log_out()
    kim.sign_in(SAM, PASSPHRASE)

    with pytest.raises(KeyLockedError):
        left_open.save_draft(a_draft())

    assert kim.store().save_draft(a_draft()).version == 1
