"""Holds, erasure, and the backups that still hold a case."""

from pathlib import Path

import pytest

from store.errors import CaseNotFoundError, CaseOnHoldError
from tests.builders import A_CASE_ID
from tests.drafts import an_empty_case
from tests.store.people import SAM, logged
from tests.tui.use_cases.sessions import a_store, now, supervisor
from tui.use_cases import erasure

REASON = "person-asked"


def test_a_case_under_a_hold_is_erased_only_once_the_hold_is_lifted(tmp_path: Path) -> None:
    session, store_session = supervisor(tmp_path)
    session.store.create(an_empty_case())

    erasure.place_hold(session, store_session, A_CASE_ID, "court")
    hold = erasure.current_hold(store_session, A_CASE_ID)
    assert hold
    with pytest.raises(CaseOnHoldError):
        erasure.erase(session, store_session, A_CASE_ID, REASON)
    erasure.lift_hold(session, store_session, A_CASE_ID, hold)
    lifted = erasure.current_hold(store_session, A_CASE_ID)
    erasure.erase(session, store_session, A_CASE_ID, REASON)

    assert (hold.by, hold.reason, hold.at) == (SAM, "court", now())
    assert lifted is None
    assert not (tmp_path / "cases" / f"{A_CASE_ID}.json").exists()
    last = logged(tmp_path)[-1]
    assert (last.kind, last.case, last.who, last.reason) == ("erasure", A_CASE_ID, SAM, REASON)


def test_an_erasure_names_the_back_ups_that_still_hold_the_case(tmp_path: Path) -> None:
    data, archive = tmp_path / "data", tmp_path / "one.zip"
    session, store_session = supervisor(data)
    session.store.create(an_empty_case())
    a_store(data).back_up(archive)

    before = erasure.prepare_erasure(session, store_session, A_CASE_ID)
    after = erasure.erase(session, store_session, A_CASE_ID, REASON)

    for found in (before, after, erasure.backups_of(store_session, A_CASE_ID)):
        assert [each.path for each in found.back_ups] == [str(archive)]
    with pytest.raises(CaseNotFoundError):
        erasure.prepare_erasure(session, store_session, A_CASE_ID)
