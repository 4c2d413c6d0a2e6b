"""Tests of what blocks the sign-off of a reassessment: open actions, and safe contact not confirmed."""

import datetime as dt

import msgspec
import pytest

from content.assessment import answering, problems, sign_off
from content.assessment.sign_off import NotReadyError
from content.case.model import Case, Draft
from content.entries.action import resolve
from tests.builders import an_action
from tests.drafts import ANEW, ENOUGH, JUDGED, NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off, waiting
from tests.packs import classic

HOUR = dt.timedelta(hours=1)
OLD = an_action(at=NOON - HOUR)


def blocking(draft: Draft, case: Case) -> list[str]:
    found = problems.problems(draft, classic(), case, today=TODAY)
    return [problem.question or problem.action for problem in found]


def planned(*, values: dict[str, str] | None = None) -> Case:
    case, _ = signed_off(values=values)
    return msgspec.structs.replace(case, actions=(OLD,))


def test_each_open_action_blocks_a_reassessment_and_is_named() -> None:
    case = planned()
    draft = answered(a_new_draft(case), ENOUGH)

    found = problems.problems(draft, classic(), case, today=TODAY)

    assert [(problem.action, problem.question) for problem in found] == [("action-1", "")]
    assert found[0].says.startswith("Ring the workplace (PC Lee, by Fri 27 Nov 2026): say if it is done, still")
    with pytest.raises(NotReadyError):
        sign_off.sign_off(draft, classic(), case, now=NOON, today=TODAY, by="sam")


@pytest.mark.parametrize("resolution", ["done", "still needed", "no longer suitable"])
def test_a_resolved_action_does_not_block_sign_off(resolution: str) -> None:
    case = planned()
    draft = answered(a_new_draft(case), ENOUGH)
    resolved = resolve(OLD, resolution, why="Moved", now=NOON + HOUR, today=TODAY, by="sam")  # type: ignore[arg-type]

    case = msgspec.structs.replace(case, actions=(OLD, resolved))

    assert blocking(draft, case) == []
    assert sign_off.sign_off(draft, classic(), case, now=NOON, today=TODAY, by="sam").id == draft.id


def test_an_action_planned_during_the_reassessment_does_not_block_sign_off() -> None:
    case = planned()
    draft = answered(a_new_draft(case), ENOUGH)

    assert blocking(draft, msgspec.structs.replace(case, actions=(an_action(at=NOON + HOUR),))) == []


def test_a_first_assessment_and_a_correction_need_not_resolve_actions() -> None:
    first = msgspec.structs.replace(an_empty_case(), actions=(OLD,))
    case = planned(values={"victim.fear": "yes"})
    correction = answering.start_correction(case, classic(), draft_id="right", why="A slip", now=NOON, by="kit")

    assert blocking(answered(a_new_draft(first), ENOUGH), first) == []
    assert blocking(correction, case) == []


@pytest.mark.parametrize("value", ["", "   "])
@pytest.mark.parametrize("question", list(ANEW))
def test_a_reassessment_requires_safe_contact_even_if_it_was_never_asked_before(question: str, value: str) -> None:
    case, first = signed_off()
    without = {name: answer for name, answer in first.answers.items() if name not in ANEW}
    case = msgspec.structs.replace(case, assessments=(msgspec.structs.replace(first, answers=without),))
    draft = answered(a_new_draft(case), {**ENOUGH, question: value})

    found = problems.problems(draft, classic(), case, today=TODAY)

    assert [problem.question for problem in found] == [question]
    assert "asked again at each reassessment" in found[0].says
    assert blocking(answered(draft, {question: "not known"}), case) == []


def test_an_earlier_safe_contact_must_be_confirmed() -> None:
    case, _ = signed_off()
    draft = answered(a_new_draft(case), JUDGED)

    found = problems.problems(draft, classic(), case, today=TODAY)

    assert [problem.question for problem in found] == list(ANEW)
    assert {problem.reason for problem in found} == {"not confirmed"}
    assert {problem.says for problem in found} == {"carried from last time: confirm it, or change it"}


def test_a_correction_does_not_require_confirmation_of_earlier_answers() -> None:
    case, _ = signed_off(values={"victim.order-asked": "yes", "victim.order-views": "Wants one"})
    case, _ = signed_off(case, {"victim.order-asked": "no"})
    draft = answering.start_correction(case, classic(), draft_id="right", why="A slip", now=NOON, by="kit")

    opened = answered(draft, {"victim.order-asked": "yes"})

    assert [question.id for question in waiting(opened, case, classic())] == ["victim.order-views"]
    assert blocking(opened, case) == []
