"""An account change and its event are stored together or not at all, at whatever step a session is killed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from content.access.audit_events import Detail
from store.accounts.accounts import new_recovery_code
from store.diagnostics.verification import verify
from store.engine.places import engine_at
from store.errors import WrongPassphraseError
from store.session import StoreSession
from tests.store.people import (
    ANOTHER,
    KIM,
    MOMENTS,
    PASSPHRASE,
    SAM,
    Clock,
    Moment,
    accounts_in,
    killed_at,
    killed_before,
    kinds,
    logged,
    new_session,
    set_up,
    signed_in_session,
    until_done,
)

THIRD = "forty blue umbrellas"
LEE = "Lee Wong"
CODES: dict[str, str] = {}

CHANGES: dict[str, tuple[Callable[[StoreSession], object], Detail, str, str]] = {
    "add": (
        lambda door: door.accounts.add(LEE, "practitioner", THIRD, key=door.key, now=Clock().now),
        "added",
        SAM,
        LEE,
    ),
    "disable": (lambda door: door.accounts.disable(KIM, key=door.key), "disabled", SAM, KIM),
    "enable": (lambda door: door.accounts.enable(KIM, THIRD, key=door.key), "enabled", SAM, KIM),
    "new code": (lambda door: door.replace_recovery_code(new_recovery_code()), "recovery code", SAM, SAM),
    "passphrase": (lambda door: door.change_passphrase(KIM, ANOTHER, THIRD), "passphrase", KIM, KIM),
    "recover": (lambda door: door.accounts.recover(CODES["code"], SAM, THIRD, door.key), "recovery code", "", SAM),
}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A data directory with a supervisor and a practitioner."""
    data = tmp_path / "before"
    door = new_session(data)
    CODES["code"] = door.set_up(SAM, PASSPHRASE)
    door.accounts.add(KIM, "practitioner", ANOTHER, key=door.key, now=Clock().now)
    return data


def accounts_of(data: Path) -> dict[str, Any]:
    """The stored accounts without failed tries and journal."""
    tables: dict[str, Any] = json.loads((data / "accounts.json").read_bytes())
    return {"key": tables["key"], "accounts": tables["accounts"]}


def somebody_tries(data: Path) -> None:
    with pytest.raises(WrongPassphraseError):
        new_session(data).sign_in("nobody", "of these")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", CHANGES)
def test_an_account_change_and_its_event_are_there_together_or_not_at_all(
    before: Path, tmp_path: Path, name: str, moment: Moment
) -> None:
    act, detail, who, about = CHANGES[name]
    untouched, earlier = accounts_of(before), kinds(before).count(("account", detail))
    outcomes = []

    def killed(step: int) -> bool:
        data = tmp_path / f"killed-{step}"
        shutil.copytree(before, data)
        door = new_session(data) if name in {"recover", "passphrase"} else signed_in_session(data)
        return killed_at(step, moment, lambda: act(door))

    for step in until_done(killed):
        data = tmp_path / f"killed-{step}"
        # Each try changes the file and delivers the events in the journal.
        for _ in range(2):
            somebody_tries(data)
            events = [event for event in logged(data) if (event.kind, event.detail) == ("account", detail)]
            is_changed = accounts_of(data) != untouched
            assert len(events) - earlier == is_changed, step
            assert not is_changed or (events[-1].who, events[-1].about) == (who, about)
        outcomes.append(is_changed)

    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_first_account_and_its_event_are_there_together_or_not_at_all(tmp_path: Path, moment: Moment) -> None:
    def killed(step: int) -> bool:
        data = tmp_path / f"killed-{step}"
        return killed_at(step, moment, lambda: set_up(data))

    outcomes = []
    for step in until_done(killed):
        data = tmp_path / f"killed-{step}"
        outcomes.append(accounts_in(data).is_set_up)
        if outcomes[-1]:
            somebody_tries(data)
        else:
            set_up(data)
        assert kinds(data).count(("account", "set-up")) == 1

    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


def test_what_a_killed_change_left_is_named_and_goes_with_the_next_session(before: Path) -> None:
    door = signed_in_session(before)
    assert killed_before(2, lambda: door.accounts.disable(KIM, key=door.key))
    [leftover] = before.glob(".accounts.json.*.tmp")
    foreign = before / ".letter.json.ab12_x9z.tmp"
    foreign.write_bytes(b"whose?")

    assert {each.name for each in verify(engine_at(before)).problems} == {leftover.name, foreign.name}
    signed_in_session(before).store()

    assert not leftover.exists()
    assert [each.name for each in verify(engine_at(before)).problems] == [foreign.name]


def test_a_change_is_stored_while_the_log_refuses_and_delivered_later(before: Path) -> None:
    door = signed_in_session(before)
    log = before / "audit.log"
    kept = log.read_bytes()
    log.unlink()
    log.mkdir()
    door.accounts.disable(KIM, key=door.key)
    door.accounts.enable(KIM, THIRD, key=door.key)
    log.rmdir()
    log.write_bytes(kept)
    log.chmod(0o600)

    signed_in_session(before)

    assert [detail for kind, detail in kinds(before) if kind == "account"] == [
        "set-up",
        "added",
        "disabled",
        "enabled",
    ]
    assert json.loads((before / "accounts.json").read_bytes())["journal"] == {}
