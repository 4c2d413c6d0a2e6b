"""Drafts are started once and saved version by version; a draft that loses a race is kept aside."""

from pathlib import Path

import msgspec
import pytest

from store.cases.repository import CaseRepository
from store.errors import (
    DraftChangedError,
    DraftExistsError,
)
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, LATER, NOW, a_case, a_draft, an_assessment, saying


def test_a_started_draft_is_part_of_the_case(store: CaseRepository) -> None:
    store.create(a_case())

    assert store.start_draft(a_draft()) == a_draft()

    assert store.case(A_CASE_ID).draft == a_draft()


def test_a_case_has_at_most_one_draft(drafted: CaseRepository) -> None:
    with pytest.raises(DraftExistsError, match="begun by sam at 14:05 on 2026-11-20") as refused:
        drafted.start_draft(a_draft(id="draft-2", by="alex"))

    assert refused.value.by == "sam"
    assert refused.value.started == NOW
    assert drafted.case(A_CASE_ID).draft == a_draft()


def test_each_save_counts_the_version_up(drafted: CaseRepository) -> None:
    first = drafted.save_draft(saying(a_draft(), "no"))
    second = drafted.save_draft(saying(first, "not known"))

    assert (first.version, second.version) == (1, 2)
    assert drafted.case(A_CASE_ID).draft == second
    assert second.answers["fixated"].value == "not known"


def test_an_answer_taken_back_is_gone_from_the_draft(drafted: CaseRepository) -> None:
    drafted.save_draft(msgspec.structs.replace(a_draft(), answers={}))

    kept = drafted.case(A_CASE_ID).draft
    assert kept
    assert kept.answers == {}


def test_a_save_touches_no_other_case(drafted: CaseRepository, data: Path) -> None:
    drafted.create(a_case(id=ANOTHER_CASE_ID))
    other = data / "cases" / f"{ANOTHER_CASE_ID}.json"
    before = (other.read_bytes(), other.stat().st_mtime_ns)

    drafted.save_draft(a_draft())

    assert (other.read_bytes(), other.stat().st_mtime_ns) == before


def test_a_lost_race_keeps_both_drafts_and_says_who_won(drafted: CaseRepository) -> None:
    won = drafted.save_draft(saying(a_draft(), "no", by="alex"))
    lost = saying(a_draft(), "not known")

    with pytest.raises(DraftChangedError, match="changed by alex at 14:12 on 2026-11-20") as refused:
        drafted.save_draft(lost)

    assert (refused.value.by, refused.value.at, refused.value.is_signed_off) == ("alex", LATER, False)
    assert drafted.case(A_CASE_ID).draft == won
    assert drafted.case(A_CASE_ID).kept_aside == (lost,)


def test_a_loser_that_saves_again_replaces_its_own_copy_only(drafted: CaseRepository) -> None:
    drafted.save_draft(saying(a_draft(), "no", by="alex"))
    for draft in (saying(a_draft(), "first"), saying(a_draft(), "hers", by="kim"), saying(a_draft(), "second")):
        with pytest.raises(DraftChangedError):
            drafted.save_draft(draft)

    kept = drafted.case(A_CASE_ID).kept_aside

    assert [draft.answers["fixated"].value for draft in kept] == ["second", "hers"]


def test_losing_a_second_race_does_not_replace_what_the_first_one_kept(drafted: CaseRepository) -> None:
    won = drafted.save_draft(saying(a_draft(), "no", by="alex"))
    with pytest.raises(DraftChangedError):
        drafted.save_draft(saying(a_draft(), "first"))
    drafted.save_draft(saying(won, "no", by="alex"))

    with pytest.raises(DraftChangedError):
        drafted.save_draft(saying(won, "later"))

    kept = drafted.case(A_CASE_ID).kept_aside
    assert [draft.answers["fixated"].value for draft in kept] == ["first", "later"]


def test_a_draft_from_ahead_of_the_stored_one_is_refused_too(drafted: CaseRepository) -> None:
    with pytest.raises(DraftChangedError):
        drafted.save_draft(a_draft(version=3))

    assert drafted.case(A_CASE_ID).draft == a_draft()


def test_another_draft_of_the_same_version_is_not_overwritten(drafted: CaseRepository) -> None:
    with pytest.raises(DraftChangedError):
        drafted.save_draft(a_draft(id="draft-2"))

    assert drafted.case(A_CASE_ID).draft == a_draft()
    assert drafted.case(A_CASE_ID).kept_aside == (a_draft(id="draft-2"),)


def test_a_save_after_someone_else_signed_off_is_kept_aside_and_says_so(drafted: CaseRepository) -> None:
    drafted.sign_off(an_assessment(by="alex", signed_off=LATER), a_draft())
    lost = saying(a_draft(), "not known")

    with pytest.raises(DraftChangedError, match="signed off by alex at 14:12") as refused:
        drafted.save_draft(lost)

    assert refused.value.is_signed_off
    assert drafted.case(A_CASE_ID).draft is None
    assert drafted.case(A_CASE_ID).kept_aside == (lost,)
    assert drafted.case(A_CASE_ID).latest == an_assessment(by="alex", signed_off=LATER)


def test_a_save_of_a_draft_that_was_never_started_is_kept_aside(store: CaseRepository) -> None:
    store.create(a_case())

    with pytest.raises(DraftChangedError, match="removed"):
        store.save_draft(a_draft())

    assert store.case(A_CASE_ID).kept_aside == (a_draft(),)


def test_a_refused_change_writes_nothing(drafted: CaseRepository, data: Path) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    before = (path.read_bytes(), path.stat().st_ino)

    with pytest.raises(DraftExistsError):
        drafted.start_draft(a_draft(id="draft-2"))

    assert (path.read_bytes(), path.stat().st_ino) == before
