"""Cases are kept, drafted, saved and signed off, and nothing recorded is changed silently."""

import datetime as dt
import threading
from pathlib import Path

import msgspec
import pytest

from content.cases import Case, Draft
from store import files, locks
from store.cases import CaseStore
from store.errors import (
    AssessmentExistsError,
    CaseExistsError,
    CaseNotFoundError,
    DraftChangedError,
    DraftExistsError,
    StoreBusyError,
    StoreError,
    StoreRefusedError,
)
from store.layout import Layout
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, NOW, a_case, a_draft, an_answer, an_assessment

LATER = NOW + dt.timedelta(minutes=7)


def saying(draft: Draft, value: str, *, by: str = "sam") -> Draft:
    return msgspec.structs.replace(draft, answers={"fixated": an_answer(value, by=by)}, by=by, changed=LATER)


@pytest.fixture
def drafted(store: CaseStore) -> CaseStore:
    """A store whose one case has a draft."""
    store.create(a_case())
    store.start_draft(a_draft())
    return store


def test_a_new_case_is_found_again(store: CaseStore) -> None:
    store.create(a_case(assessments=(an_assessment(),)))

    assert store.case(A_CASE_ID) == a_case(assessments=(an_assessment(),))


def test_another_store_on_the_same_directory_sees_the_case(store: CaseStore, data: Path) -> None:
    store.create(a_case())

    assert CaseStore(data).case(A_CASE_ID) == a_case()


def test_a_reference_is_given_once(store: CaseStore) -> None:
    store.create(a_case(initials="J.D."))

    with pytest.raises(CaseExistsError, match=A_CASE_ID):
        store.create(a_case(initials="A.B."))

    assert store.case(A_CASE_ID).initials == "J.D."


def test_a_reference_that_was_never_given_names_no_case(store: CaseStore) -> None:
    with pytest.raises(CaseNotFoundError, match=A_CASE_ID):
        store.case(A_CASE_ID)


@pytest.mark.parametrize(
    "case_id",
    ["", "7k4q-m2xt", "7K4Q-M2XU", "7K4QM2XT", "7K4Q-M2XT\n", "../../etc", "7K4Q/M2XT", "\x00", "7K4Q-M2X\uff34"],
)
def test_what_is_no_reference_never_becomes_a_path(store: CaseStore, data: Path, case_id: str) -> None:
    with pytest.raises(CaseNotFoundError):
        store.case(case_id)
    with pytest.raises(CaseNotFoundError):
        store.create(a_case(id=case_id))

    assert not any(path.is_file() for path in data.parent.rglob("*"))


def test_nothing_can_be_drafted_in_a_case_that_is_not_there(store: CaseStore) -> None:
    with pytest.raises(CaseNotFoundError):
        store.start_draft(a_draft())
    with pytest.raises(CaseNotFoundError):
        store.save_draft(a_draft())
    with pytest.raises(CaseNotFoundError):
        store.sign_off(an_assessment(), a_draft())


def test_a_started_draft_is_part_of_the_case(store: CaseStore) -> None:
    store.create(a_case())

    assert store.start_draft(a_draft()) == a_draft()

    assert store.case(A_CASE_ID).draft == a_draft()


def test_a_case_has_at_most_one_draft(drafted: CaseStore) -> None:
    with pytest.raises(DraftExistsError, match="begun by sam at 14:05 on 2026-11-20") as refused:
        drafted.start_draft(a_draft(id="draft-2", by="alex"))

    assert refused.value.by == "sam"
    assert refused.value.started == NOW
    assert drafted.case(A_CASE_ID).draft == a_draft()


def test_each_save_counts_the_version_up(drafted: CaseStore) -> None:
    first = drafted.save_draft(saying(a_draft(), "no"))
    second = drafted.save_draft(saying(first, "not known"))

    assert (first.version, second.version) == (1, 2)
    assert drafted.case(A_CASE_ID).draft == second
    assert second.answers["fixated"].value == "not known"


def test_an_answer_taken_back_is_gone_from_the_draft(drafted: CaseStore) -> None:
    drafted.save_draft(msgspec.structs.replace(a_draft(), answers={}))

    kept = drafted.case(A_CASE_ID).draft
    assert kept
    assert kept.answers == {}


def test_a_save_touches_no_other_case(drafted: CaseStore, data: Path) -> None:
    drafted.create(a_case(id=ANOTHER_CASE_ID))
    other = data / "cases" / f"{ANOTHER_CASE_ID}.json"
    before = (other.read_bytes(), other.stat().st_mtime_ns)

    drafted.save_draft(a_draft())

    assert (other.read_bytes(), other.stat().st_mtime_ns) == before


def test_a_lost_race_keeps_both_drafts_and_says_who_won(drafted: CaseStore) -> None:
    won = drafted.save_draft(saying(a_draft(), "no", by="alex"))
    lost = saying(a_draft(), "not known")

    with pytest.raises(DraftChangedError, match="changed by alex at 14:12 on 2026-11-20") as refused:
        drafted.save_draft(lost)

    assert (refused.value.by, refused.value.at, refused.value.is_signed_off) == ("alex", LATER, False)
    assert drafted.case(A_CASE_ID).draft == won
    assert drafted.case(A_CASE_ID).kept_aside == (lost,)


def test_a_loser_that_saves_again_replaces_its_own_copy_only(drafted: CaseStore) -> None:
    drafted.save_draft(saying(a_draft(), "no", by="alex"))
    for draft in (saying(a_draft(), "first"), saying(a_draft(), "hers", by="kim"), saying(a_draft(), "second")):
        with pytest.raises(DraftChangedError):
            drafted.save_draft(draft)

    kept = drafted.case(A_CASE_ID).kept_aside

    assert [draft.answers["fixated"].value for draft in kept] == ["second", "hers"]


def test_losing_a_second_race_does_not_replace_what_the_first_one_kept(drafted: CaseStore) -> None:
    won = drafted.save_draft(saying(a_draft(), "no", by="alex"))
    with pytest.raises(DraftChangedError):
        drafted.save_draft(saying(a_draft(), "first"))
    drafted.save_draft(saying(won, "no", by="alex"))

    with pytest.raises(DraftChangedError):
        drafted.save_draft(saying(won, "later"))

    kept = drafted.case(A_CASE_ID).kept_aside
    assert [draft.answers["fixated"].value for draft in kept] == ["first", "later"]


def test_a_draft_from_ahead_of_the_stored_one_is_refused_too(drafted: CaseStore) -> None:
    with pytest.raises(DraftChangedError):
        drafted.save_draft(a_draft(version=3))

    assert drafted.case(A_CASE_ID).draft == a_draft()


def test_another_draft_of_the_same_version_is_not_overwritten(drafted: CaseStore) -> None:
    with pytest.raises(DraftChangedError):
        drafted.save_draft(a_draft(id="draft-2"))

    assert drafted.case(A_CASE_ID).draft == a_draft()
    assert drafted.case(A_CASE_ID).kept_aside == (a_draft(id="draft-2"),)


def test_a_save_after_someone_else_signed_off_is_kept_aside_and_says_so(drafted: CaseStore) -> None:
    drafted.sign_off(an_assessment(by="alex", signed_off=LATER), a_draft())
    lost = saying(a_draft(), "not known")

    with pytest.raises(DraftChangedError, match="signed off by alex at 14:12") as refused:
        drafted.save_draft(lost)

    assert refused.value.is_signed_off
    assert drafted.case(A_CASE_ID).draft is None
    assert drafted.case(A_CASE_ID).kept_aside == (lost,)
    assert drafted.case(A_CASE_ID).latest == an_assessment(by="alex", signed_off=LATER)


def test_a_save_of_a_draft_that_was_never_started_is_kept_aside(store: CaseStore) -> None:
    store.create(a_case())

    with pytest.raises(DraftChangedError, match="removed"):
        store.save_draft(a_draft())

    assert store.case(A_CASE_ID).kept_aside == (a_draft(),)


def test_signing_off_turns_the_draft_into_an_assessment(drafted: CaseStore) -> None:
    signed = drafted.sign_off(an_assessment(), a_draft())

    assert signed == a_case(assessments=(an_assessment(),))
    assert drafted.case(A_CASE_ID) == signed


def test_assessments_stay_as_they_were_and_in_order_through_reassessments(drafted: CaseStore) -> None:
    drafted.sign_off(an_assessment(), a_draft())
    for number in range(2, 12):
        draft = drafted.start_draft(a_draft(id=f"draft-{number}", follows=f"draft-{number - 1}"))
        draft = drafted.save_draft(draft)
        drafted.sign_off(an_assessment(id=draft.id, follows=draft.follows), draft)

    case = drafted.case(A_CASE_ID)

    assert [assessment.id for assessment in case.assessments] == [f"draft-{number}" for number in range(1, 12)]
    assert case.assessments[0] == an_assessment()


def test_signing_off_an_older_version_is_refused_and_keeps_both(drafted: CaseStore) -> None:
    won = drafted.save_draft(saying(a_draft(), "no", by="alex"))

    with pytest.raises(DraftChangedError, match="alex"):
        drafted.sign_off(an_assessment(), a_draft())

    assert drafted.case(A_CASE_ID) == a_case(draft=won, kept_aside=(a_draft(),))


def test_an_assessment_that_is_recorded_is_never_replaced(drafted: CaseStore) -> None:
    drafted.sign_off(an_assessment(level="high"), a_draft())
    draft = drafted.start_draft(a_draft(id="draft-2"))

    with pytest.raises(AssessmentExistsError, match="stays as it is"):
        drafted.sign_off(an_assessment(id="draft-1", level="standard"), draft)

    assert drafted.case(A_CASE_ID) == a_case(assessments=(an_assessment(level="high"),), draft=draft)


def test_signing_off_twice_records_once(drafted: CaseStore) -> None:
    drafted.sign_off(an_assessment(level="high"), a_draft())

    with pytest.raises(DraftChangedError, match="signed off by sam"):
        drafted.sign_off(an_assessment(level="standard"), a_draft())

    assert drafted.case(A_CASE_ID).assessments == (an_assessment(level="high"),)


def test_a_draft_does_not_start_under_the_id_of_what_is_recorded(drafted: CaseStore) -> None:
    drafted.sign_off(an_assessment(), a_draft())

    with pytest.raises(AssessmentExistsError):
        drafted.start_draft(a_draft())


def test_an_assessment_of_another_case_is_not_recorded(drafted: CaseStore) -> None:
    with pytest.raises(StoreRefusedError):
        drafted.sign_off(an_assessment(case=ANOTHER_CASE_ID), a_draft())

    assert drafted.case(A_CASE_ID) == a_case(draft=a_draft())


def test_a_refused_change_writes_nothing(drafted: CaseStore, data: Path) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    before = (path.read_bytes(), path.stat().st_ino)

    with pytest.raises(DraftExistsError):
        drafted.start_draft(a_draft(id="draft-2"))

    assert (path.read_bytes(), path.stat().st_ino) == before


def test_signing_off_is_one_write(drafted: CaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []
    put_in_place = files.put_in_place

    def noted(temporary: Path, path: Path) -> None:
        written.append(path)
        put_in_place(temporary, path)

    monkeypatch.setattr(files, "put_in_place", noted)

    drafted.sign_off(an_assessment(), a_draft())

    assert [path.name for path in written] == [f"{A_CASE_ID}.json"]


def test_a_case_whose_lock_is_kept_is_busy_and_the_others_are_not(drafted: CaseStore, data: Path) -> None:
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


def test_a_save_waits_for_the_one_before_it(drafted: CaseStore, data: Path) -> None:
    saved: list[Draft] = []
    saver = threading.Thread(target=lambda: saved.append(drafted.save_draft(a_draft())))
    with locks.locked(Layout(data).lock(A_CASE_ID), "Case"):
        saver.start()
        saver.join(0.1)
        assert saved == []

    saver.join(5)

    assert [draft.version for draft in saved] == [1]


def test_threads_of_one_session_lose_nothing(drafted: CaseStore) -> None:
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


@pytest.mark.parametrize("error", [CaseNotFoundError("7K4Q-M2XT"), DraftChangedError("7K4Q-M2XT")])
def test_every_error_is_one_sentence(error: StoreError) -> None:
    assert str(error).endswith(".")
    assert "\n" not in str(error)


def test_a_case_may_be_made_with_all_its_past(store: CaseStore) -> None:
    whole: Case = a_case(assessments=(an_assessment(),), draft=a_draft(id="draft-2"), kept_aside=(a_draft(id="x"),))

    store.create(whole)

    assert store.case(A_CASE_ID) == whole
