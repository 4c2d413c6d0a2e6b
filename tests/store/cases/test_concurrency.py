"""Sessions take the lock of a case in turn, and other cases do not wait."""

import threading
from pathlib import Path

import msgspec
import pytest

from content.case.model import Draft
from store.cases.repository import CaseRepository
from store.engine.files import locks
from store.engine.files.layout import Layout
from store.errors import (
    DraftChangedError,
    StoreBusyError,
)
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft, an_answer


def test_a_case_whose_lock_is_kept_is_busy_and_the_others_are_not(drafted: CaseRepository, data: Path) -> None:
    lock = Layout(data).lock(A_CASE_ID)
    with (
        locks.locked(lock, "Case"),
        pytest.raises(StoreBusyError, match=f"Case {A_CASE_ID} is busy"),
        locks.locked(lock, f"Case {A_CASE_ID}", patience=0.05),
    ):
        pass

    with locks.locked(lock, "Case"):
        drafted.create(a_case(id=ANOTHER_CASE_ID))
        assert drafted.case(A_CASE_ID) == a_case(draft=a_draft())


def test_a_save_waits_for_the_one_before_it(drafted: CaseRepository, data: Path) -> None:
    saved: list[Draft] = []
    saver = threading.Thread(target=lambda: saved.append(drafted.save_draft(a_draft())))
    with locks.locked(Layout(data).lock(A_CASE_ID), "Case"):
        saver.start()
        saver.join(0.1)
        assert saved == []

    saver.join(5)

    assert [draft.version for draft in saved] == [1]


def test_threads_of_one_session_lose_nothing(drafted: CaseRepository) -> None:
    def answer(name: str) -> None:
        for count in range(5):
            while True:
                draft = drafted.case(A_CASE_ID).draft
                assert draft
                try:
                    drafted.save_draft(
                        msgspec.structs.replace(draft, answers={**draft.answers, f"{name}-{count}": an_answer(name)})
                    )
                    break
                except DraftChangedError:
                    continue

    threads = [threading.Thread(target=answer, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    draft = drafted.case(A_CASE_ID).draft
    assert draft
    assert draft.answers.keys() == {"fixated"} | {f"{name}-{count}" for name in "abc" for count in range(5)}
    assert draft.version == 15
