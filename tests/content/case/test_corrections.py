"""A correction stands in the place of the assessment that it puts right, which stays."""

import msgspec
import pytest

from content.assessment import answering, sign_off
from content.case.model import Assessment, Case, corrected_by, current_assessments
from content.case.phrases import kind_in_words
from content.errors import CorrectionError
from tests.drafts import NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic


def corrected(case: Case, values: dict[str, str]) -> tuple[Case, Assessment]:
    """A case whose latest assessment is corrected in these answers."""
    draft = answering.start_correction(case, classic(), draft_id="right", why="The wrong line", now=NOON, by="kit")
    done = sign_off.sign_off(answered(draft, values), classic(), case, now=NOON, today=TODAY, by="kit")
    return msgspec.structs.replace(case, assessments=(*case.assessments, done)), done


def test_a_correction_says_what_the_one_that_it_corrects_says_until_it_is_changed() -> None:
    case, first = signed_off(values={"victim.fear": "no"})
    case, second = signed_off(case, {"victim.fear": "yes"})

    draft = answering.start_correction(case, classic(), draft_id="right", why="The wrong line", now=NOON, by="kit")

    assert draft.answers == second.answers
    assert (draft.follows, draft.corrects, draft.why_corrected) == (first.id, second.id, "The wrong line")
    assert (draft.by, draft.version) == ("kit", 0)


def test_a_signed_off_correction_names_what_it_corrects_and_why_and_both_stay() -> None:
    case, wrong = signed_off(values={"victim.fear": "no"})

    case, right = corrected(case, {"victim.fear": "yes"})

    assert (right.corrects, right.why_corrected) == (wrong.id, "The wrong line")
    assert case.assessments == (wrong, right)
    assert corrected_by(case, wrong) == right
    assert corrected_by(case, right) is None
    assert current_assessments(case) == (right,)
    assert right.answers["victim.fear"].value == "yes"
    assert wrong.answers["victim.fear"].value == "no"
    assert [kind_in_words(each) for each in case.assessments] == ["first assessment", "correction"]


def test_the_next_reassessment_follows_the_correction() -> None:
    case, _ = signed_off(values={"victim.fear": "no"})
    case, right = corrected(case, {"victim.fear": "yes"})

    draft = a_new_draft(case)

    assert case.latest == right
    assert draft.follows == right.id
    assert draft.corrects is None


def test_the_situation_was_assessed_when_the_corrected_assessment_was_signed_off() -> None:
    assert an_empty_case().assessed is None
    case, first = signed_off()
    assert case.assessed == first.signed_off
    case, _ = signed_off(case)
    second = case.assessments[-1]

    case, _ = corrected(case, {"judgement.rationale": "Corrected since then"})

    assert case.assessed == second.signed_off


def test_a_correction_that_names_itself_or_nothing_that_is_there_stops_nothing() -> None:
    case, first = signed_off()
    for names in (first.id, "gone"):
        odd = msgspec.structs.replace(first, corrects=names)

        assert msgspec.structs.replace(case, assessments=(odd,)).assessed == first.signed_off


def test_a_correction_needs_an_assessment_and_a_reason() -> None:
    with pytest.raises(CorrectionError, match="no signed-off assessment"):
        answering.start_correction(an_empty_case(), classic(), draft_id="right", why="x", now=NOON, by="kit")
    case, _ = signed_off()
    with pytest.raises(CorrectionError, match="a reason for the correction is needed"):
        answering.start_correction(case, classic(), draft_id="right", why=" ", now=NOON, by="kit")
