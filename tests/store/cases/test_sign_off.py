"""Sign-off records an assessment and removes its draft in one write."""

from pathlib import Path

import pytest

from store.cases.repository import CaseRepository
from store.engine.files import disk
from store.errors import (
    AssessmentExistsError,
    DraftChangedError,
    StoreRefusedError,
)
from tests.builders import A_CASE_ID, ANOTHER_CASE_ID, a_case, a_draft, an_assessment, saying


def test_signing_off_turns_the_draft_into_an_assessment(drafted: CaseRepository) -> None:
    signed = drafted.sign_off(an_assessment(), a_draft())

    assert signed == a_case(assessments=(an_assessment(),))
    assert drafted.case(A_CASE_ID) == signed


def test_assessments_stay_as_they_were_and_in_order_through_reassessments(drafted: CaseRepository) -> None:
    drafted.sign_off(an_assessment(), a_draft())
    for number in range(2, 12):
        draft = drafted.start_draft(a_draft(id=f"draft-{number}", follows=f"draft-{number - 1}"))
        draft = drafted.save_draft(draft)
        drafted.sign_off(an_assessment(id=draft.id, follows=draft.follows), draft)

    case = drafted.case(A_CASE_ID)

    assert [assessment.id for assessment in case.assessments] == [f"draft-{number}" for number in range(1, 12)]
    assert case.assessments[0] == an_assessment()


def test_signing_off_an_older_version_is_refused_and_keeps_both(drafted: CaseRepository) -> None:
    won = drafted.save_draft(saying(a_draft(), "no", by="alex"))

    with pytest.raises(DraftChangedError, match="alex"):
        drafted.sign_off(an_assessment(), a_draft())

    assert drafted.case(A_CASE_ID) == a_case(draft=won, kept_aside=(a_draft(),))


def test_an_assessment_that_is_recorded_is_never_replaced(drafted: CaseRepository) -> None:
    drafted.sign_off(an_assessment(level="high"), a_draft())
    draft = drafted.start_draft(a_draft(id="draft-2"))

    with pytest.raises(AssessmentExistsError, match="stays as it is"):
        drafted.sign_off(an_assessment(id="draft-1", level="standard"), draft)

    assert drafted.case(A_CASE_ID) == a_case(assessments=(an_assessment(level="high"),), draft=draft)


def test_signing_off_twice_records_once(drafted: CaseRepository) -> None:
    drafted.sign_off(an_assessment(level="high"), a_draft())

    with pytest.raises(DraftChangedError, match="signed off by sam"):
        drafted.sign_off(an_assessment(level="standard"), a_draft())

    assert drafted.case(A_CASE_ID).assessments == (an_assessment(level="high"),)


def test_a_draft_does_not_start_under_the_id_of_what_is_recorded(drafted: CaseRepository) -> None:
    drafted.sign_off(an_assessment(), a_draft())

    with pytest.raises(AssessmentExistsError):
        drafted.start_draft(a_draft())


def test_an_assessment_of_another_case_is_not_recorded(drafted: CaseRepository) -> None:
    with pytest.raises(StoreRefusedError):
        drafted.sign_off(an_assessment(case=ANOTHER_CASE_ID), a_draft())

    assert drafted.case(A_CASE_ID) == a_case(draft=a_draft())


def test_signing_off_is_one_write(drafted: CaseRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []
    put_in_place = disk.put_in_place

    def noted(temporary: Path, path: Path) -> None:
        written.append(path)
        put_in_place(temporary, path)

    monkeypatch.setattr(disk, "put_in_place", noted)

    drafted.sign_off(an_assessment(), a_draft())

    assert [path.name for path in written] == [f"{A_CASE_ID}.json"]


def test_what_is_signed_off_stays_the_same_to_the_byte_through_later_saves(drafted: CaseRepository, data: Path) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    drafted.sign_off(an_assessment(), a_draft())
    # With spaces that this version does not write.
    path.write_bytes(path.read_bytes().replace(b'"level":"high"', b'"level" :  "high"'))

    draft = drafted.save_draft(drafted.start_draft(a_draft(id="draft-2")))
    drafted.sign_off(an_assessment(id="draft-2"), draft)

    assert path.read_bytes().count(b'"level" :  "high"') == 1
    assert drafted.case(A_CASE_ID).assessments == (an_assessment(), an_assessment(id="draft-2"))
