"""Cases are stored under their references and read back."""

import types
from pathlib import Path

import pytest

from content.case.model import Case
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import (
    CaseExistsError,
    CaseNotFoundError,
    DraftChangedError,
    StoreError,
)
from tests.builders import A_CASE_ID, a_case, a_draft, an_answer, an_assessment


def test_a_new_case_is_found_again(store: CaseRepository) -> None:
    store.create(a_case(assessments=(an_assessment(),)))

    assert store.case(A_CASE_ID) == a_case(assessments=(an_assessment(),))


def test_another_store_on_the_same_directory_sees_the_case(store: CaseRepository, data: Path) -> None:
    store.create(a_case())

    assert CaseRepository(engine_at(data)).case(A_CASE_ID) == a_case()


def test_a_reference_is_given_once(store: CaseRepository) -> None:
    store.create(a_case(initials="J.D."))

    with pytest.raises(CaseExistsError, match=A_CASE_ID):
        store.create(a_case(initials="A.B."))

    assert store.case(A_CASE_ID).initials == "J.D."


def test_a_reference_that_was_never_given_names_no_case(store: CaseRepository) -> None:
    with pytest.raises(CaseNotFoundError, match=A_CASE_ID):
        store.case(A_CASE_ID)


@pytest.mark.parametrize(
    "case_id",
    ["", "7k4q-m2xt", "7K4Q-M2XU", "7K4QM2XT", "7K4Q-M2XT\n", "../../etc", "7K4Q/M2XT", "\x00", "7K4Q-M2X\uff34"],
)
def test_what_is_no_reference_never_becomes_a_path(store: CaseRepository, data: Path, case_id: str) -> None:
    with pytest.raises(CaseNotFoundError):
        store.case(case_id)
    with pytest.raises(CaseNotFoundError):
        store.create(a_case(id=case_id))

    assert not any(path.is_file() for path in data.parent.rglob("*"))


def test_nothing_can_be_drafted_in_a_case_that_is_not_there(store: CaseRepository) -> None:
    with pytest.raises(CaseNotFoundError):
        store.start_draft(a_draft())
    with pytest.raises(CaseNotFoundError):
        store.save_draft(a_draft())
    with pytest.raises(CaseNotFoundError):
        store.sign_off(an_assessment(), a_draft())


@pytest.mark.parametrize("error", [CaseNotFoundError("7K4Q-M2XT"), DraftChangedError("7K4Q-M2XT")])
def test_every_error_is_one_sentence(error: StoreError) -> None:
    assert str(error).endswith(".")
    assert "\n" not in str(error)


def test_a_case_may_be_made_with_all_its_past(store: CaseRepository) -> None:
    whole: Case = a_case(assessments=(an_assessment(),), draft=a_draft(id="draft-2"), kept_aside=(a_draft(id="x"),))

    store.create(whole)

    assert store.case(A_CASE_ID) == whole


def test_answers_in_a_mapping_that_cannot_change_are_kept_as_well(store: CaseRepository) -> None:
    store.create(a_case(draft=a_draft(answers=types.MappingProxyType({"fixated": an_answer()}))))

    assert store.case(A_CASE_ID).draft == a_draft()
