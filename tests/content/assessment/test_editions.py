"""Tests of a case of the edition before: it stays as it was, and its reassessment asks the questions of today."""

from content.assessment import answering
from content.assessment.conditions import checklist_state
from tests.drafts import a_new_draft, answered, signed_off
from tests.packs import bexley, classic

THEN = {
    "start.how-long": "Half an hour",
    "start.relationship": "ex-partner",
    "support.referred": "yes",
    "victim.fear": "yes",
    "risk.threats": "yes",
}


def test_reassessing_a_case_of_the_edition_before_tells_what_is_new_changed_and_gone() -> None:
    _, before = signed_off(values=THEN, pack=classic())

    changes = answering.edition_changes(before, bexley().checklist)

    assert "Is anybody in danger right now?" in changes.new
    assert "What is the suspect's relationship to the person?" in changes.changed
    assert {"How long does the person have to talk?", "Have you made the referral before the person leaves?"} <= set(
        changes.retired
    )
    assert not set(changes.new) & set(changes.changed)


def test_an_answer_of_the_edition_before_is_carried_where_the_question_kept_its_meaning() -> None:
    case, before = signed_off(values=THEN, pack=classic())
    draft = a_new_draft(case, pack=bexley())
    checklist = bexley().checklist
    carried = {each.id for each in answering.unconfirmed(checklist, checklist_state(checklist, {}, before), before)}

    assert {"start.relationship", "start.safe-contact", "victim.fear"} <= carried
    assert not carried & {"start.how-long", "support.referred", "risk.threats"}
    assert answered(draft, {"start.relationship": "partner"}).answers["start.relationship"].value == "partner"


def test_no_id_of_the_edition_before_is_used_for_a_question_of_another_kind() -> None:
    now = {question.id: question for section in bexley().checklist.sections for question in section.questions}
    then = [question for section in classic().checklist.sections for question in section.questions]

    assert [each.id for each in then if each.id not in now] == []
    assert [each.id for each in then if now[each.id].kind != each.kind] == []
    assert [each.id for each in then if {o.id for o in each.options} - {o.id for o in now[each.id].options}] == []
