"""Accounts: wrapping of the data key, changes of accounts, recovery, and the rate limit for each account."""

import contextlib
import datetime as dt
import json
import resource
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.access.accounts import LONGEST_WAIT, wait_after
from content.errors import AccountInputError
from store.accounts.accounts import Accounts, new_recovery_code
from store.accounts.accounts_file import SCHEMA
from store.cases.repository import CaseRepository
from store.crypto import keys
from store.crypto.keys import Cost, DataKey, WrappedKey
from store.crypto.sealing import sealing
from store.engine.files import locks
from store.engine.files.layout import Layout
from store.engine.places import engine_at
from store.errors import (
    AccountDisabledError,
    AccountExistsError,
    AccountNotFoundError,
    AccountsLostError,
    AlreadySetUpError,
    KeyLockedError,
    LastSupervisorError,
    MemoryShortError,
    NotSetUpError,
    NotSupervisorError,
    RateLimitedError,
    StoreDamagedError,
    StoreError,
    StoreNewerError,
    StoreOlderError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from tests.builders import A_CASE_ID, NOW, a_case
from tests.store.people import (
    ANOTHER,
    CHEAP,
    KIM,
    PASSPHRASE,
    SAM,
    Clock,
    accounts_in,
    ended,
    forked,
    killed_before,
    rewrite_accounts,
    until_done,
)

THIRD = "forty blue umbrellas"


@pytest.fixture
def accounts(data: Path) -> Accounts:
    return accounts_in(data)


@pytest.fixture
def key(accounts: Accounts) -> DataKey:
    """The data key of a store that Sam, a supervisor, has set up."""
    key = DataKey()
    accounts.set_up(SAM, PASSPHRASE, key, NOW)
    return key


@pytest.fixture
def kim(accounts: Accounts, key: DataKey) -> str:
    """A practitioner."""
    return accounts.add(KIM, "practitioner", ANOTHER, key=key, now=NOW).name


def opens(accounts: Accounts, name: str, passphrase: str, at: dt.datetime = NOW) -> bool:
    try:
        accounts.sign_in(name, passphrase, DataKey(), at)
    except WrongPassphraseError:
        return False
    return True


def sealed_case(data: Path, key: DataKey) -> CaseRepository:
    store = CaseRepository(engine_at(data), codec_for=sealing(key))
    store.create(a_case())
    return store


def file_of(data: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((data / "accounts.json").read_bytes())
    return document


def test_every_account_opens_the_same_cases(accounts: Accounts, data: Path, key: DataKey, kim: str) -> None:
    sealed_case(data, key)
    hers = DataKey()

    account = accounts.sign_in(kim, ANOTHER, hers, NOW)

    assert (account.name, account.role, account.added_by) == (KIM, "practitioner", SAM)
    assert CaseRepository(engine_at(data), codec_for=sealing(hers)).case(A_CASE_ID) == a_case()


@pytest.mark.parametrize("typed", [SAM, "sam patel", "  SAM  PATEL "])
def test_a_name_is_found_however_it_is_typed(accounts: Accounts, key: DataKey, typed: str) -> None:
    assert opens(accounts, typed, PASSPHRASE)


def test_a_passphrase_is_found_whatever_keyboard_composed_it(accounts: Accounts, key: DataKey) -> None:
    accounts.add(KIM, "practitioner", "caf\u00e9 bo\u00eete \u2460\u2461", key=key, now=NOW)

    assert opens(accounts, KIM, "cafe\u0301 boi\u0302te\u00a012")
    assert not opens(accounts, KIM, "Cafe\u0301 boi\u0302te\u00a012")


def test_no_passphrase_and_no_key_is_on_the_disk(accounts: Accounts, data: Path, key: DataKey) -> None:
    on_disk = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())

    assert PASSPHRASE.encode() not in on_disk
    assert b"kettles" not in on_disk


def test_setting_up_is_done_once(accounts: Accounts, key: DataKey) -> None:
    with pytest.raises(AlreadySetUpError):
        accounts.set_up(KIM, ANOTHER, DataKey(), NOW)

    assert accounts.is_set_up
    assert [account.name for account in accounts.list()] == [SAM]


def test_nobody_signs_in_before_setting_up(accounts: Accounts) -> None:
    assert not accounts.is_set_up
    with pytest.raises(NotSetUpError, match="account add"):
        accounts.sign_in(SAM, PASSPHRASE, DataKey(), NOW)


def test_lost_accounts_are_not_set_up_again_over_sealed_cases(accounts: Accounts, data: Path, key: DataKey) -> None:
    sealed_case(data, key)
    (data / "accounts.json").unlink()

    with pytest.raises(AccountsLostError, match=r"copy accounts\.last\.json, the last good one, to"):
        accounts.set_up(KIM, ANOTHER, DataKey(), NOW)
    with pytest.raises(AccountsLostError):
        accounts.sign_in(SAM, PASSPHRASE, DataKey(), NOW)

    assert not (data / "accounts.json").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b'{"key":{},"accounts":{},"attempts":{}}'])
def test_damaged_accounts_are_reported_and_left_where_they_are(
    accounts: Accounts, data: Path, key: DataKey, content: bytes
) -> None:
    (data / "accounts.json").write_bytes(content)

    with pytest.raises(StoreDamagedError, match=r"accounts\.json"):
        accounts.sign_in(SAM, PASSPHRASE, DataKey(), NOW)
    with pytest.raises(StoreDamagedError):
        accounts.set_up(KIM, ANOTHER, DataKey(), NOW)

    assert (data / "accounts.json").read_bytes() == content


@pytest.mark.parametrize(("by", "error"), [(1, StoreNewerError), (-1, StoreOlderError)])
def test_accounts_of_another_version_are_left_alone(
    accounts: Accounts, data: Path, key: DataKey, by: int, error: type[StoreError]
) -> None:
    rewrite_accounts(data, lambda file: file["key"]["1"].update(schema=SCHEMA + by, more=True))
    before = (data / "accounts.json").read_bytes()

    with pytest.raises(error, match="version of Fourfold, and are left as they are"):
        accounts.sign_in(SAM, PASSPHRASE, DataKey(), NOW)

    assert (data / "accounts.json").read_bytes() == before


def refuses_every_change(accounts: Accounts, key: DataKey, error: type[StoreError]) -> None:
    before = accounts.list()
    with pytest.raises(error):
        accounts.add("Lee", "supervisor", THIRD, key=key, now=NOW)
    with pytest.raises(error):
        accounts.disable(SAM, key=key)
    with pytest.raises(error):
        accounts.enable(SAM, THIRD, key=key)
    with pytest.raises(error):
        accounts.replace_recovery_code(new_recovery_code(), key=key)
    assert accounts.list() == before


def test_only_a_supervisor_adds_disables_enables_and_renews(accounts: Accounts, key: DataKey, kim: str) -> None:
    hers = DataKey()
    accounts.sign_in(kim, ANOTHER, hers, NOW)

    refuses_every_change(accounts, hers, NotSupervisorError)
    refuses_every_change(accounts, DataKey(), KeyLockedError)


def test_a_supervisor_who_was_disabled_changes_nothing_any_more(accounts: Accounts, key: DataKey) -> None:
    accounts.add(KIM, "supervisor", ANOTHER, key=key, now=NOW)
    hers = DataKey()
    accounts.sign_in(KIM, ANOTHER, hers, NOW)
    accounts.disable(SAM, key=hers)

    refuses_every_change(accounts, key, AccountDisabledError)


def test_a_name_is_given_once_however_it_is_typed(accounts: Accounts, key: DataKey, kim: str) -> None:
    accounts.disable(kim, key=key)

    with pytest.raises(AccountExistsError):
        accounts.add("kim  LEE", "practitioner", THIRD, key=key, now=NOW)


def test_nobody_is_added_while_the_cases_are_locked(accounts: Accounts, key: DataKey) -> None:
    key.drop()

    with pytest.raises(KeyLockedError):
        accounts.add(KIM, "practitioner", ANOTHER, key=key, now=NOW)


def test_a_disabled_account_opens_nothing_and_its_key_is_gone(
    accounts: Accounts, data: Path, key: DataKey, kim: str
) -> None:
    accounts.disable(kim, key=key)

    assert not opens(accounts, kim, ANOTHER)
    assert [account.is_enabled for account in accounts.list()] == [True, False]
    assert "wrapped" not in file_of(data)["accounts"]["2"] or file_of(data)["accounts"]["2"]["wrapped"] is None
    with pytest.raises(AccountNotFoundError):
        accounts.disable("nobody", key=key)


def test_a_disabled_account_is_enabled_with_another_passphrase(accounts: Accounts, key: DataKey, kim: str) -> None:
    accounts.disable(kim, key=key)

    accounts.enable(kim, THIRD, key=key)

    assert opens(accounts, kim, THIRD)
    assert not opens(accounts, kim, ANOTHER)


def test_the_last_supervisor_who_can_sign_in_is_not_disabled(accounts: Accounts, key: DataKey, kim: str) -> None:
    accounts.add("Lee", "supervisor", THIRD, key=key, now=NOW)
    accounts.disable("Lee", key=key)

    with pytest.raises(LastSupervisorError, match="add another one first"):
        accounts.disable(SAM, key=key)

    assert opens(accounts, SAM, PASSPHRASE)


def test_a_changed_passphrase_opens_the_same_cases_and_seals_none_again(
    accounts: Accounts, data: Path, key: DataKey
) -> None:
    sealed_case(data, key)
    before = (data / "cases" / f"{A_CASE_ID}.json").read_bytes()

    accounts.change_passphrase(SAM, PASSPHRASE, THIRD, NOW)

    mine = DataKey()
    accounts.sign_in(SAM, THIRD, mine, NOW)
    assert CaseRepository(engine_at(data), codec_for=sealing(mine)).case(A_CASE_ID) == a_case()
    assert (data / "cases" / f"{A_CASE_ID}.json").read_bytes() == before
    assert not opens(accounts, SAM, PASSPHRASE)


def test_a_passphrase_is_changed_only_by_who_knows_it(accounts: Accounts, key: DataKey) -> None:
    with pytest.raises(WrongPassphraseError):
        accounts.change_passphrase(SAM, ANOTHER, THIRD, NOW)
    with pytest.raises(AccountInputError):
        accounts.change_passphrase(SAM, PASSPHRASE, "short", NOW)

    assert opens(accounts, SAM, PASSPHRASE)


def test_the_recovery_code_opens_the_cases_when_every_passphrase_is_lost(accounts: Accounts, data: Path) -> None:
    first, again = DataKey(), DataKey()
    _, code = accounts.set_up(SAM, PASSPHRASE, first, NOW)
    sealed_case(data, first)

    accounts.recover(code.lower().replace("-", " ").replace("0", "o"), SAM, THIRD, again)

    assert CaseRepository(engine_at(data), codec_for=sealing(again)).case(A_CASE_ID) == a_case()
    assert opens(accounts, SAM, THIRD)
    assert not opens(accounts, SAM, PASSPHRASE)


def test_the_recovery_code_brings_back_supervisors_only(accounts: Accounts) -> None:
    key = DataKey()
    _, code = accounts.set_up(SAM, PASSPHRASE, key, NOW)
    accounts.add(KIM, "practitioner", ANOTHER, key=key, now=NOW)

    for name, error in ((KIM, NotSupervisorError), ("nobody", AccountNotFoundError)):
        opened = DataKey()
        with pytest.raises(error):
            accounts.recover(code, name, THIRD, opened)
        assert not opened.is_held


def test_a_wrong_recovery_code_opens_nothing(accounts: Accounts, key: DataKey) -> None:
    opened = DataKey()

    with pytest.raises(WrongRecoveryCodeError):
        accounts.recover("0000-0000-0000-0000-0000-0000", SAM, THIRD, opened)
    with pytest.raises(AccountInputError):
        accounts.recover("0000", SAM, THIRD, opened)

    assert not opened.is_held
    assert opens(accounts, SAM, PASSPHRASE)


def test_a_new_recovery_code_takes_the_place_of_the_one_before(accounts: Accounts) -> None:
    key = DataKey()
    _, old = accounts.set_up(SAM, PASSPHRASE, key, NOW)

    new = new_recovery_code()
    assert accounts.recover(old, SAM, PASSPHRASE, DataKey()).name == SAM
    accounts.replace_recovery_code(new, key=key)

    with pytest.raises(WrongRecoveryCodeError):
        accounts.recover(old, SAM, THIRD, DataKey())
    assert accounts.recover(new, SAM, THIRD, DataKey()).name == SAM


def test_a_practitioner_who_writes_another_role_into_the_file_opens_nothing(
    accounts: Accounts, data: Path, key: DataKey, kim: str
) -> None:
    rewrite_accounts(data, lambda file: file["accounts"]["2"]["account"].update(role="supervisor"))

    assert not opens(accounts, kim, ANOTHER)


def test_a_key_copied_to_another_account_opens_nothing(accounts: Accounts, data: Path, key: DataKey, kim: str) -> None:
    hers = file_of(data)["accounts"]["2"]["wrapped"]
    rewrite_accounts(data, lambda file: file["accounts"]["1"].update(wrapped=hers))

    assert not opens(accounts, SAM, ANOTHER)


def test_a_raised_cost_takes_hold_at_the_next_sign_in(data: Path, key: DataKey) -> None:
    dearer = accounts_in(data, Cost(memory_kib=16, passes=2, lanes=1))

    assert opens(dearer, SAM, PASSPHRASE)

    assert file_of(data)["accounts"]["1"]["wrapped"]["cost"] == {"memory_kib": 16, "passes": 2, "lanes": 1}
    assert opens(dearer, SAM, PASSPHRASE)


def test_a_forged_cost_that_would_take_all_memory_is_refused(accounts: Accounts, data: Path, key: DataKey) -> None:
    rewrite_accounts(data, lambda file: file["accounts"]["1"]["wrapped"]["cost"].update(memory_kib=2**31))

    with pytest.raises(StoreDamagedError):
        accounts.sign_in(SAM, PASSPHRASE, DataKey(), NOW)


def test_wrong_passphrases_slow_one_account_down_and_nobody_else(accounts: Accounts, key: DataKey, kim: str) -> None:
    for _ in range(2):
        assert not opens(accounts, kim, THIRD)

    with pytest.raises(RateLimitedError, match=r"in 1 second\.") as refused:
        accounts.sign_in(kim, ANOTHER, DataKey(), NOW)

    assert refused.value.wait == 1
    assert opens(accounts, SAM, PASSPHRASE)
    assert opens(accounts, kim, ANOTHER, NOW + dt.timedelta(seconds=1))


def test_waits_grow_to_some_minutes_and_are_kept_across_sessions(data: Path, key: DataKey) -> None:
    clock = Clock()
    waits = []
    for _ in range(14):
        with pytest.raises(WrongPassphraseError) as refused:
            accounts_in(data).sign_in(SAM, ANOTHER, DataKey(), clock())
        waits.append(refused.value.wait)
        clock.forward(refused.value.wait)

    assert waits == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]
    assert opens(accounts_in(data), SAM, PASSPHRASE, clock())


def test_a_sign_in_clears_what_failed_before(accounts: Accounts, key: DataKey) -> None:
    opens(accounts, SAM, ANOTHER)
    opens(accounts, SAM, PASSPHRASE)
    opens(accounts, SAM, ANOTHER)

    assert opens(accounts, SAM, PASSPHRASE)


@pytest.mark.parametrize("step", [dt.timedelta(days=-400), dt.timedelta(seconds=-30)])
def test_a_clock_that_was_set_back_restarts_the_wait_and_makes_it_no_longer(
    accounts: Accounts, key: DataKey, step: dt.timedelta
) -> None:
    clock = Clock()
    for _ in range(6):
        assert not opens(accounts, SAM, ANOTHER, clock())
        clock.forward(wait_after(6))
    clock.forward(-wait_after(6))
    clock.now += step

    with pytest.raises(RateLimitedError) as refused:
        accounts.sign_in(SAM, PASSPHRASE, DataKey(), clock())
    clock.forward(refused.value.wait)

    assert refused.value.wait == wait_after(6)
    assert opens(accounts, SAM, PASSPHRASE, clock())


@given(failures=st.integers(min_value=0, max_value=10**9))
@settings(max_examples=50, deadline=None)
def test_no_number_of_failures_locks_anybody_out(failures: int) -> None:
    assert 0 <= wait_after(failures) <= LONGEST_WAIT
    assert wait_after(failures) <= wait_after(failures + 1)


def test_a_name_without_an_account_and_a_disabled_one_are_answered_like_a_wrong_passphrase(
    accounts: Accounts, key: DataKey, kim: str
) -> None:
    accounts.disable(kim, key=key)
    said: dict[str, list[str]] = {}
    for name in (SAM, kim, "Nobody"):
        for _ in range(4):
            with pytest.raises((WrongPassphraseError, RateLimitedError)) as refused:
                accounts.sign_in(name, ANOTHER, DataKey(), NOW)
            said.setdefault(name, []).append(str(refused.value))

    assert said[SAM] == said[kim] == said["Nobody"]


def test_a_name_without_an_account_and_a_disabled_one_take_as_long_as_a_wrong_passphrase(
    accounts: Accounts, key: DataKey, kim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.disable(kim, key=key)
    derived: list[Cost] = []
    derive = keys._derived

    def counted(secret: str, salt: bytes, cost: Cost) -> object:
        derived.append(cost)
        return derive(secret, salt, cost)

    monkeypatch.setattr(keys, "_derived", counted)

    for name in (SAM, kim, "Nobody"):
        derived.clear()
        assert not opens(accounts, name, THIRD)
        assert derived == [CHEAP], name


def test_an_account_disabled_while_it_signs_in_stays_disabled_and_opens_nothing(
    accounts: Accounts, key: DataKey, kim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwrap = keys.unwrapped

    def unwrapped_meanwhile(wrapped: WrappedKey, secret: str, bound_to: str, key_id: bytes) -> bytearray | None:
        data = unwrap(wrapped, secret, bound_to, key_id)
        accounts.disable(kim, key=key)
        return data

    monkeypatch.setattr(keys, "unwrapped", unwrapped_meanwhile)
    opened = DataKey()

    with pytest.raises(WrongPassphraseError):
        accounts.sign_in(kim, ANOTHER, opened, NOW)

    assert not opened.is_held
    assert [account.is_enabled for account in accounts.list()] == [True, False]


def test_a_passphrase_typed_as_a_name_is_not_kept_and_the_file_does_not_grow_without_end(
    accounts: Accounts, data: Path, key: DataKey
) -> None:
    opens(accounts, PASSPHRASE, "x")
    for number in range(40):
        opens(accounts, f"guess {number}", "x")

    assert b"kettles" not in (data / "accounts.json").read_bytes()
    assert all(each["slot"].startswith("#") for each in file_of(data)["attempts"].values())
    assert all(int(each["slot"][1:]) < 1024 for each in file_of(data)["attempts"].values())


def test_a_try_that_is_killed_before_its_answer_counts(data: Path, key: DataKey) -> None:
    def guess() -> None:
        opens(accounts_in(data), SAM, ANOTHER)

    # After the last step of counting the try, nothing more is written.
    steps = list(until_done(lambda step: killed_before(step, guess)))

    assert steps == [1, 2, 3, 4]
    with pytest.raises(RateLimitedError):
        accounts_in(data).sign_in(SAM, PASSPHRASE, DataKey(), NOW)


def test_many_processes_guessing_at_once_are_slowed_down_together(data: Path, key: DataKey) -> None:
    def guess() -> int:
        """Try a few times, and return how many passphrases were verified."""
        looked_at = 0
        for _ in range(4):
            with contextlib.suppress(RateLimitedError):
                opens(accounts_in(data), SAM, ANOTHER)
                looked_at += 1
        return looked_at

    with locks.locked(Layout(data).accounts_lock, "The accounts"):
        guessers = [forked(guess) for _ in range(3)]

    assert sum(ended(guesser) for guesser in guessers) == 2


def test_a_set_up_that_is_killed_leaves_a_directory_to_set_up_or_one_that_is(data: Path) -> None:
    def set_up() -> None:
        accounts_in(data).set_up(SAM, PASSPHRASE, DataKey(), NOW)

    for _ in until_done(lambda step: killed_before(step, set_up) and not accounts_in(data).is_set_up):
        pass

    assert opens(accounts_in(data), SAM, PASSPHRASE)


def test_a_sign_in_without_enough_memory_is_refused_in_a_sentence(data: Path) -> None:
    large = Cost(memory_kib=128 * 1024, passes=1, lanes=1)
    accounts_in(data, cost=large).set_up(SAM, PASSPHRASE, DataKey(), NOW)

    def sign_in() -> int:
        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + 64 * 1024 * 1024, resource.RLIM_INFINITY))
        try:
            accounts_in(data, cost=large).sign_in(SAM, PASSPHRASE, DataKey(), NOW)
        except MemoryShortError as error:
            return 3 if "too little memory" in str(error) else 4
        return 0

    assert ended(forked(sign_in)) == 3
