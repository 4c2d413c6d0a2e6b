"""A case is edited in one session at a time, and a lease ends with its process."""

import datetime as dt
import gc
import os
import signal
import threading
from pathlib import Path

import pytest

from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import CaseInUseError, CaseNotFoundError
from store.lease_holder import LeaseHolder
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft
from tests.store.faults.sessions import begin, end, hold, kill, next_line


def a_holder(who: str = "alex") -> LeaseHolder:
    return LeaseHolder(who=who, where="10.0.0.9", since=NOW, pid=os.getpid())


def test_a_second_session_is_shown_who_has_the_case_where_and_since_when(store: CaseRepository, data: Path) -> None:
    other = begin(hold, data, "sam")
    assert next_line(other) == "held"

    with pytest.raises(CaseInUseError, match=r"edited by sam at 10\.0\.0\.7 since 14:05 on 2026-11-20") as refused:
        store.lease(A_CASE_ID, a_holder())

    assert refused.value.holder == LeaseHolder(who="sam", where="10.0.0.7", since=NOW, pid=other.pid)
    end(other)


def test_a_lease_goes_with_a_killed_session(store: CaseRepository, data: Path) -> None:
    other = begin(hold, data, "sam")
    assert next_line(other) == "held"

    kill(other)

    with store.lease(A_CASE_ID, a_holder()):
        pass


def test_a_lease_goes_with_a_session_that_ended(store: CaseRepository, data: Path) -> None:
    other = begin(hold, data, "sam")
    assert next_line(other) == "held"

    end(other)

    with store.lease(A_CASE_ID, a_holder()):
        pass


def test_a_second_lease_in_the_same_process_is_refused_too(store: CaseRepository, data: Path) -> None:
    with store.lease(A_CASE_ID, a_holder("sam")):
        with pytest.raises(CaseInUseError) as refused:
            store.lease(A_CASE_ID, a_holder("alex"))
        with pytest.raises(CaseInUseError):
            CaseRepository(engine_at(data)).lease(A_CASE_ID, a_holder("kim"))

        assert refused.value.holder == a_holder("sam")


def test_a_refused_lease_leaves_the_first_one_held(store: CaseRepository) -> None:
    with store.lease(A_CASE_ID, a_holder("sam")):
        for _ in range(3):
            with pytest.raises(CaseInUseError, match="sam"):
                store.lease(A_CASE_ID, a_holder("alex"))
            gc.collect()


def test_a_released_lease_can_be_taken_again_and_names_nobody(store: CaseRepository, data: Path) -> None:
    lease = store.lease(A_CASE_ID, a_holder("sam"))
    lease.release()
    lease.release()
    assert not (data / "locks" / f"{A_CASE_ID}.holder").exists()

    with store.lease(A_CASE_ID, a_holder("alex")):
        lease.release()

        with pytest.raises(CaseInUseError, match="alex"):
            store.lease(A_CASE_ID, a_holder("kim"))


def test_a_lease_is_released_on_the_way_out_of_an_error(store: CaseRepository) -> None:
    held = store.lease(A_CASE_ID, a_holder("sam"))
    with pytest.raises(ZeroDivisionError), held:
        raise ZeroDivisionError

    with store.lease(A_CASE_ID, a_holder("alex")):
        pass


def test_leases_of_two_cases_are_apart(store: CaseRepository) -> None:
    with store.lease(A_CASE_ID, a_holder()), store.lease(ANOTHER_CASE_ID, a_holder()):
        pass


def test_the_others_are_shown_when_the_case_was_last_saved(store: CaseRepository) -> None:
    store.create(a_case(draft=a_draft(changed=NOW - dt.timedelta(days=1))))
    with store.lease(A_CASE_ID, a_holder("sam")):
        with pytest.raises(CaseInUseError, match="since 14:05 on 2026-11-20, with nothing saved yet"):
            store.lease(A_CASE_ID, a_holder("alex"))

        store.save_draft(a_draft(changed=NOW + dt.timedelta(minutes=5)))
        with pytest.raises(CaseInUseError, match="last saved at 14:10 on 2026-11-20") as refused:
            store.lease(A_CASE_ID, a_holder("alex"))

    assert refused.value.holder
    assert refused.value.holder.last_save == NOW + dt.timedelta(minutes=5)
    assert not refused.value.holder.is_suspended


def test_a_suspended_holder_is_shown_as_such_and_keeps_the_case_until_it_is_gone(
    store: CaseRepository, data: Path
) -> None:
    store.create(a_case(draft=a_draft()))
    other = begin(hold, data, "sam")
    assert next_line(other) == "held"
    other.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, other.pid, os.WSTOPPED | os.WNOWAIT)

    with pytest.raises(CaseInUseError, match=r"last saved at 14:05 .* \(that session is suspended\)\.") as refused:
        store.lease(A_CASE_ID, a_holder())

    assert refused.value.holder
    assert refused.value.holder.is_suspended
    kill(other)
    with store.lease(A_CASE_ID, a_holder()):
        pass


@pytest.mark.parametrize("content", [b"", b"garbled", b"{}", None])
def test_a_holder_that_cannot_be_read_still_keeps_the_others_out(
    store: CaseRepository, data: Path, content: bytes | None
) -> None:
    with store.lease(A_CASE_ID, a_holder()):
        path = data / "locks" / f"{A_CASE_ID}.holder"
        path.unlink()
        if content is not None:
            path.write_bytes(content)

        with pytest.raises(CaseInUseError, match="in another session") as refused:
            store.lease(A_CASE_ID, a_holder())

    assert refused.value.holder is None


def test_a_leased_case_can_be_read_and_saved(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))

    with store.lease(A_CASE_ID, a_holder()):
        assert store.save_draft(a_draft()).version == 1
        assert CaseRepository(engine_at(data)).case(A_CASE_ID).draft


def test_what_is_no_reference_cannot_be_leased(store: CaseRepository) -> None:
    with pytest.raises(CaseNotFoundError):
        store.lease("../x", a_holder())


def test_a_session_that_briefly_checks_whether_a_case_is_free_blocks_no_other(store: CaseRepository) -> None:
    looking = store.lease(A_CASE_ID, a_holder(), patience=0)
    soon = threading.Timer(0.1, looking.release)
    soon.start()

    with store.lease(A_CASE_ID, a_holder()):
        soon.join()
