"""A hold prevents an erasure; an erasure leaves only its event in the audit log, at whatever step it is killed."""

import os
import shutil
from pathlib import Path

import msgspec
import pytest

from content.access.holds import Hold
from store.errors import CaseExistsError, CaseInUseError, CaseNotFoundError, CaseOnHoldError, StoreDamagedError
from store.lease_holder import LeaseHolder
from store.session import StoreSession
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft, a_note
from tests.store.people import SAM, killed_before, kinds, logged, set_up, signed_in_session, until_done

HOLDER = LeaseHolder(who=SAM, where="10.0.0.7", since=NOW, pid=1)
REASON = "retention-ended"


def placed(*, is_placed: bool = True) -> Hold:
    return Hold(is_placed=is_placed, at=NOW, by=SAM, reason="criminal-case")


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Two cases, of which one has traces everywhere a case can have traces."""
    data = tmp_path / "before"
    store = set_up(data).store()
    store.create(a_case(draft=a_draft()))
    store.create(a_case(id=ANOTHER_CASE_ID))
    path = data / "cases" / f"{A_CASE_ID}.json"
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1])
    store.listing()
    path.write_bytes(sealed)
    (data / "cases" / f".{path.name}.x8x.tmp").write_bytes(sealed)
    for each in (data / "cases").glob("*.json"):
        os.utime(each, (1, 1))
    assert len(store.listing().summaries) == 2
    return data


def traces(data: Path) -> list[str]:
    """Every file with the reference of the case in its name."""
    return [path.name for path in data.rglob("*") if A_CASE_ID in path.name]


def summaries(door: StoreSession) -> list[str]:
    return [summary.id for summary in door.store().listing().summaries]


def test_an_erasure_leaves_no_trace_and_one_line(before: Path) -> None:
    door = signed_in_session(before)
    assert len(traces(before)) >= 4
    size = (before / "index.json").stat().st_size

    door.erasure().erase(A_CASE_ID, REASON, HOLDER)

    assert traces(before) == []
    assert (before / "index.json").stat().st_size < size
    assert summaries(door) == [ANOTHER_CASE_ID]
    assert door.store().listing().quarantined == ()
    last = logged(before)[-1]
    assert (last.kind, last.case, last.who, last.reason) == ("erasure", A_CASE_ID, SAM, REASON)
    with pytest.raises(CaseNotFoundError):
        door.store().case(A_CASE_ID)


def test_a_kill_at_any_step_leaves_the_whole_case_or_an_erasure_to_finish(before: Path, tmp_path: Path) -> None:
    doors: dict[int, StoreSession] = {}

    def killed(step: int) -> bool:
        data = tmp_path / f"killed-{step}"
        shutil.copytree(before, data)
        doors[step] = signed_in_session(data)
        custody = doors[step].erasure()
        return killed_before(step, lambda: custody.erase(A_CASE_ID, REASON, HOLDER))

    outcomes = []
    for step in until_done(killed):
        data = tmp_path / f"killed-{step}"
        # A session from before the kill; the next sign-in completes the erasure.
        door = doors[step]
        is_there = A_CASE_ID in summaries(door)
        outcomes.append(is_there)
        if is_there:
            assert door.store().case(A_CASE_ID) == a_case(draft=a_draft())
            assert kinds(data).count(("erasure", "")) == 0
            continue
        with pytest.raises(CaseNotFoundError):
            door.store().case(A_CASE_ID)

        signed_in_session(data)

        assert traces(data) == [], step
        assert kinds(data).count(("erasure", "")) == 1, step
        assert summaries(door) == [ANOTHER_CASE_ID]

    assert outcomes == sorted(outcomes, reverse=True)
    assert set(outcomes) == {True, False}


def test_nothing_is_begun_or_created_over_a_case_that_is_being_erased(before: Path) -> None:
    door = signed_in_session(before)
    custody = door.erasure()
    step = next(
        step
        for step in until_done(lambda step: killed_before(step, lambda: custody.erase(A_CASE_ID, REASON, HOLDER)))
        if A_CASE_ID not in summaries(door)
    )
    assert step > 1
    quarantined = door.store().listing().quarantined

    with pytest.raises(CaseNotFoundError):
        door.store().start_draft(a_draft())
    with pytest.raises(CaseExistsError):
        door.store().create(a_case())

    assert door.store().listing().quarantined == quarantined


def test_events_that_wait_for_the_log_are_in_it_before_their_case_is_erased(before: Path) -> None:
    door = signed_in_session(before)
    log = before / "audit/2026-11.log"
    kept = log.read_bytes()
    log.unlink()
    log.mkdir()
    door.store().record(A_CASE_ID, a_note())
    log.rmdir()
    log.write_bytes(kept)
    log.chmod(0o600)

    door.erasure().erase(A_CASE_ID, REASON, HOLDER)

    assert kinds(before)[-2:] == [("collection", "note"), ("erasure", "")]


def test_a_held_case_is_not_erased_until_the_hold_is_lifted(before: Path) -> None:
    door = signed_in_session(before)
    custody = door.erasure()
    custody.record_hold(A_CASE_ID, placed())

    with pytest.raises(CaseOnHoldError, match=f"a hold that {SAM} placed"):
        custody.erase(A_CASE_ID, REASON, HOLDER)
    assert door.store().case(A_CASE_ID) == a_case(draft=a_draft())

    custody.record_hold(A_CASE_ID, placed(is_placed=False))
    custody.erase(A_CASE_ID, REASON, HOLDER)

    assert kinds(before)[-3:] == [("alteration", "hold placed"), ("alteration", "hold lifted"), ("erasure", "")]


def test_a_hold_stays_with_the_case_through_every_save(before: Path) -> None:
    door = signed_in_session(before)
    door.erasure().record_hold(A_CASE_ID, placed())

    door.store().save_draft(a_draft())

    assert door.erasure().holds(A_CASE_ID) == (placed(),)
    assert door.store().case(A_CASE_ID).draft == a_draft(version=1)


def test_a_case_in_use_is_not_erased(before: Path) -> None:
    door = signed_in_session(before)

    with door.store().lease(A_CASE_ID, HOLDER), pytest.raises(CaseInUseError):
        door.erasure().erase(A_CASE_ID, REASON, HOLDER)

    assert door.store().case(A_CASE_ID) == a_case(draft=a_draft())


def test_a_case_that_cannot_be_read_is_not_erased_since_it_may_be_held(before: Path) -> None:
    path = before / "cases" / f"{A_CASE_ID}.json"
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(StoreDamagedError):
        signed_in_session(before).erasure().erase(A_CASE_ID, REASON, HOLDER)

    assert path.exists()


@pytest.mark.parametrize("reason", ["He moved away", "x" * 41, "\n"])
def test_a_reason_is_a_code_and_no_text(before: Path, reason: str) -> None:
    door = signed_in_session(before)

    with pytest.raises(msgspec.ValidationError):
        door.erasure().erase(A_CASE_ID, reason, HOLDER)

    assert door.store().case(A_CASE_ID) == a_case(draft=a_draft())


def test_there_is_nothing_to_erase_or_hold_where_there_is_no_case(before: Path) -> None:
    custody = signed_in_session(before).erasure()

    with pytest.raises(CaseNotFoundError):
        custody.erase("AAAA-AAAA", REASON, HOLDER)
    with pytest.raises(CaseNotFoundError):
        custody.record_hold("AAAA-AAAA", placed())
    with pytest.raises(CaseNotFoundError):
        custody.erase("../accounts", REASON, HOLDER)
