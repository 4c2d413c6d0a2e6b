"""Every engine follows the protocol, and the whole store works with an engine without files."""

import threading
from pathlib import Path

import pytest

from content.access.audit_events import AuditQuery
from content.case.case_summary import summary
from store.audit import reader
from store.backup.archive import back_up
from store.backup.restoring import restore
from store.cases.repository import CaseRepository
from store.diagnostics.verification import verify
from store.engine.places import engine_at
from store.engine.protocol import Engine
from store.errors import (
    CaseInUseError,
    CaseNotFoundError,
    DraftChangedError,
    StoreBusyError,
    StoreDamagedError,
    StoreRefusedError,
)
from store.lease_holder import LeaseHolder
from store.session import StoreSession
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft, an_answer, an_assessment
from tests.store.engine.memory import MemoryEngine
from tests.store.people import CHEAP, PASSPHRASE, PLACE, SAM, Clock

HOLDER = LeaseHolder(who="sam", where="here", since=NOW, pid=1)
ENTRY = "20261120T140530.000000Z-0123abcd.json"


@pytest.fixture(params=["files", "memory"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    made: Engine = MemoryEngine() if request.param == "memory" else engine_at(tmp_path / "data")
    made.prepare()
    return made


def test_a_blob_is_what_was_written_last_until_it_is_deleted(engine: Engine) -> None:
    for blob in (engine.case(A_CASE_ID), engine.accounts, engine.index, engine.crashes, engine.backup(ENTRY)):
        assert (blob.read(), blob.exists()) == (None, False)
        for data in (b"first", b"", b"\x00second"):
            blob.write(data)
            assert (blob.read(), blob.exists()) == (data, True)

        blob.delete()

        assert (blob.read(), blob.exists()) == (None, False)


def test_a_lock_excludes_another_session_and_no_other_blob(engine: Engine) -> None:
    ours, other = engine.case(A_CASE_ID), engine.case(ANOTHER_CASE_ID)
    with ours.locked(), other.locked(patience=0), pytest.raises(StoreBusyError), ours.locked(patience=0):
        pass

    with engine.case(A_CASE_ID).locked(patience=0):
        pass


def test_cases_are_found_by_reference_and_by_size(engine: Engine) -> None:
    engine.case(A_CASE_ID).write(b"12345")
    engine.case(ANOTHER_CASE_ID).write(b"1234567")

    assert engine.case_ids() == tuple(sorted((A_CASE_ID, ANOTHER_CASE_ID)))
    assert engine.case_ids(at_most=5) == (A_CASE_ID,)
    with pytest.raises(CaseNotFoundError):
        engine.case("../accounts")


def test_a_stamp_changes_with_its_case_alone(engine: Engine) -> None:
    engine.case(A_CASE_ID).write(b"before")
    engine.case(ANOTHER_CASE_ID).write(b"before")
    before = engine.stamps().by_case

    engine.case(A_CASE_ID).write(b"afterwards")

    after = engine.stamps().by_case
    assert after[A_CASE_ID] != before[A_CASE_ID]
    assert after[ANOTHER_CASE_ID] == before[ANOTHER_CASE_ID]


def test_a_lease_names_its_holder_until_it_is_released(engine: Engine) -> None:
    with engine.lease(A_CASE_ID, HOLDER) as lease:
        with pytest.raises(CaseInUseError) as refused:
            engine.lease(A_CASE_ID, LeaseHolder(who="kim", where="there", since=NOW, pid=2), patience=0)
        assert refused.value.holder is not None
        assert refused.value.holder.who == "sam"
        lease.release()
        engine.lease(A_CASE_ID, HOLDER, patience=0).release()


def test_what_is_quarantined_is_kept_with_its_reason_until_the_case_is_erased(engine: Engine) -> None:
    for content in (b"first", b"second"):
        engine.case(A_CASE_ID).write(content)
        assert engine.quarantine(A_CASE_ID, "it is garbled", NOW).startswith(f"quarantine/{A_CASE_ID}-")

    assert not engine.case(A_CASE_ID).exists()
    assert [(each.case, each.reason, each.when) for each in engine.quarantined()] == [
        (A_CASE_ID, "it is garbled", NOW)
    ] * 2
    engine.delete_traces(ANOTHER_CASE_ID)
    assert len(engine.quarantined()) == 2
    engine.delete_traces(A_CASE_ID)
    assert engine.quarantined() == ()


def test_the_log_is_read_from_any_position_that_it_ended_at(engine: Engine) -> None:
    log = engine.log.month("2026-11")
    ends = [log.end()]
    with engine.log.locked():
        for number in range(3):
            ends.append(log.append([b"%d-a" % number, b"%d-b" % number]))
            assert log.end() == ends[-1]

    lines = [b"0-a\n", b"0-b\n", b"1-a\n", b"1-b\n", b"2-a\n", b"2-b\n"]
    assert [list(log.lines(end)) for end in ends] == [lines, lines[2:], lines[4:], []]
    assert ends == sorted(ends)


def test_the_log_and_the_heads_of_all_months_share_a_lock(engine: Engine) -> None:
    with engine.log.locked(), pytest.raises(StoreBusyError), engine.log.month("2026-11").head.locked(patience=0):
        pass


def test_the_months_of_the_log_are_listed_in_order_with_a_head_alone_too(engine: Engine) -> None:
    assert engine.log.months() == ()
    engine.log.month("2026-12").head.write(b"head")
    engine.log.month("2026-02").append([b"line"])
    engine.log.month("2025-12").append([b"line"])

    assert engine.log.months() == ("2025-12", "2026-02", "2026-12")


def test_a_month_of_the_log_is_cut_where_one_says(engine: Engine) -> None:
    log = engine.log.month("2026-11")
    end = log.append([b"first"])
    log.append([b"second"])

    log.cut(end)

    assert list(log.lines()) == [b"first\n"]
    assert log.append([b"third"]) > end
    assert list(log.lines()) == [b"first\n", b"third\n"]


def test_every_part_is_read_under_its_name_and_the_log_last(engine: Engine) -> None:
    engine.case(A_CASE_ID).write(b"damaged")
    moved = engine.quarantine(A_CASE_ID, "it is garbled", NOW)
    engine.case(A_CASE_ID).write(b"case")
    engine.accounts.write(b"accounts")
    engine.backup(ENTRY).write(b"entry")
    engine.log.month("2026-11").append([b"line"])
    engine.log.month("2026-11").head.write(b"head")
    engine.index.write(b"index")

    parts = {name: engine.read_part(name) for name in engine.parts() if not name.endswith(".reason.txt")}

    assert list(parts.items()) == [
        (f"cases/{A_CASE_ID}.json", b"case"),
        (moved, b"damaged"),
        (f"backups/{ENTRY}", b"entry"),
        ("accounts.json", b"accounts"),
        ("audit/2026-11.head", b"head"),
        ("audit/2026-11.log", b"line\n"),
    ]


def test_a_restore_that_cannot_be_finished_restores_nothing(engine: Engine) -> None:
    def refuse(staged: Engine) -> None:
        assert staged.case(A_CASE_ID).read() == b"case"
        raise StoreRefusedError("It cannot be recorded.")

    with pytest.raises(StoreRefusedError):
        engine.restore([(f"cases/{A_CASE_ID}.json", b"case")], refuse)

    assert engine.case_ids() == ()
    engine.refuse_unless_empty()


def test_a_place_that_holds_a_case_is_not_restored_into(engine: Engine) -> None:
    engine.refuse_unless_empty()
    engine.case(A_CASE_ID).write(b"case")

    with pytest.raises(StoreRefusedError):
        engine.refuse_unless_empty()


def test_cases_are_kept_saved_signed_off_and_listed(engine: Engine) -> None:
    store = CaseRepository(engine)
    store.create(a_case(draft=a_draft()))
    first = store.save_draft(a_draft(answers={"fixated": an_answer("yes")}))

    with pytest.raises(DraftChangedError):
        store.save_draft(a_draft(answers={"fixated": an_answer("no")}))

    assert store.case(A_CASE_ID).kept_aside != ()
    signed = store.sign_off(an_assessment(), first)
    assert store.case(A_CASE_ID).assessments == signed.assessments
    assert [store.listing().summaries for _ in range(2)] == [(summary(store.case(A_CASE_ID)),)] * 2


def test_a_damaged_case_is_moved_into_quarantine(engine: Engine) -> None:
    store = CaseRepository(engine)
    store.create(a_case())
    engine.case(A_CASE_ID).write(b"garbled")

    with pytest.raises(StoreDamagedError, match="was moved to quarantine/"):
        store.case(A_CASE_ID)

    assert [each.case for each in store.listing().quarantined] == [A_CASE_ID]


def test_two_sessions_that_save_at_once_lose_nothing(engine: Engine) -> None:
    CaseRepository(engine).create(a_case(draft=a_draft(answers={})))

    def save(name: str) -> None:
        store = CaseRepository(engine)
        for number in range(10):
            while True:
                draft = store.case(A_CASE_ID).draft
                assert draft
                answers = {**draft.answers, f"{name}-{number}": an_answer("yes")}
                try:
                    store.save_draft(a_draft(answers=answers, version=draft.version))
                    break
                except DraftChangedError:
                    continue

    threads = [threading.Thread(target=save, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    draft = CaseRepository(engine).case(A_CASE_ID).draft
    assert draft
    assert draft.answers.keys() == {f"{name}-{number}" for name in ("a", "b") for number in range(10)}


def test_a_store_moves_from_one_engine_to_another_by_a_back_up(engine: Engine, tmp_path: Path) -> None:
    session = StoreSession(engine, PLACE, Clock(), cost=CHEAP)
    session.set_up(SAM, PASSPHRASE)
    session.store().create(a_case(draft=a_draft()))
    session.store().create(a_case(id=ANOTHER_CASE_ID))
    session.erasure().erase(ANOTHER_CASE_ID, "person-asked", HOLDER)
    back_up(engine, tmp_path / "kept.zip", NOW)

    for number, other in enumerate((MemoryEngine(), engine_at(tmp_path / "other"))):
        restore(tmp_path / "kept.zip", other)

        elsewhere = StoreSession(other, PLACE, Clock(), cost=CHEAP)
        elsewhere.sign_in(SAM, PASSPHRASE)
        assert elsewhere.store().case(A_CASE_ID) == a_case(draft=a_draft()), number
        assert elsewhere.backups(ANOTHER_CASE_ID).back_ups == ()
        assert reader.verify(other).findings == ()
        assert [event.kind for event in reader.events(other, AuditQuery())][-3:] == ["erasure", "restore", "sign-in"]
        assert verify(other).problems == ()
