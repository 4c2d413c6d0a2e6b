"""Tests of answering, confirming and signing off a draft."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.assessment import answering, problems, sign_off
from content.assessment.conditions import ChecklistState, checklist_state
from content.assessment.sign_off import NotReadyError
from content.case.model import Draft
from content.pack.answers import EARLIER, allowed_values
from content.pack.model import Checklist, Question
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic

CHECKLIST = classic().checklist
QUESTIONS = st.sampled_from(CHECKLIST.questions)


def some_value(question: Question) -> st.SearchStrategy[str]:
    fixed = st.sampled_from(allowed_values(question))
    return st.one_of(fixed, st.text(max_size=20)) if question.kind == "text" else fixed


ANSWERS = st.lists(QUESTIONS.flatmap(lambda each: st.tuples(st.just(each.id), some_value(each))), max_size=30)
ACTS = st.lists(
    st.tuples(st.sampled_from(["answer", "clear", "confirm", "note", "since"]), QUESTIONS, st.text(max_size=10)),
    max_size=30,
)


def state_of(draft: Draft, case_before: object = None) -> ChecklistState:
    return checklist_state(CHECKLIST, draft.answers, case_before)  # type: ignore[arg-type] # an assessment or nothing


@given(ANSWERS, ACTS)
def test_a_reassessment_counts_only_what_was_answered_or_confirmed_in_it(
    before: list[tuple[str, str]], acts: list[tuple[str, Question, str]]
) -> None:
    values = {key: value for key, value in before if key not in ENOUGH and not key.startswith("judgement.")}
    case, baseline = signed_off(values=values)
    draft = a_new_draft(case)
    touched: set[str] = set()

    for act, question, text in acts:
        draft, is_given = perform(draft, act, question, text, baseline)
        if is_given is not None:
            (touched.add if is_given else touched.discard)(question.id)

        now = state_of(draft, baseline)
        assert set(now.counted) == touched & now.open
        left = {each.id for each in answering.unconfirmed(CHECKLIST, now, baseline)}
        carried = {each.id for each in CHECKLIST.questions if answering.carried_answer(baseline, each)}
        assert left == (carried & now.open) - touched
        if left:
            with pytest.raises(NotReadyError):
                sign_off.sign_off(draft, classic(), case, now=NOON, today=TODAY, by="sam")


def perform(draft: Draft, act: str, question: Question, text: str, baseline: object) -> tuple[Draft, bool | None]:
    """Perform an action on a draft; return the draft, and whether the question is now answered (None: unchanged)."""
    if act == "answer":
        value = allowed_values(question)[0]
        return answering.answer(draft, question.id, value, now=NOON, by="sam"), True
    if act == "clear":
        return answering.answer(draft, question.id, "", now=NOON, by="sam"), False
    if act == "confirm":
        has = question.id in baseline.answers and baseline.answers[question.id].is_given  # type: ignore[attr-defined]
        confirmed = answering.confirm(draft, baseline, question.id, now=NOON, by="sam")  # type: ignore[arg-type]
        return confirmed, True if has else None
    if act == "note":
        return answering.set_note(draft, question.id, text, None, now=NOON, by="sam"), None
    return answering.set_since(draft, question.id, EARLIER, now=NOON, by="sam"), None


@given(ACTS)
def test_an_edit_of_one_question_does_not_change_another(acts: list[tuple[str, Question, str]]) -> None:
    case, baseline = signed_off()
    draft = a_new_draft(case)

    for act, question, text in acts:
        before = draft.answers
        draft, _ = perform(draft, act, question, text, baseline)

        assert {key: each for key, each in draft.answers.items() if key != question.id} == {
            key: each for key, each in before.items() if key != question.id
        }
        if act != "note" and question.id in before and before[question.id].note:
            assert draft.answers[question.id].note == before[question.id].note


def test_a_closed_question_keeps_its_answer_but_does_not_count() -> None:
    draft = answered(a_new_draft(), {"victim.order-asked": "yes", "victim.order-views": "She wants one"})

    closed = answered(draft, {"victim.order-asked": "no"})
    opened = answered(closed, {"victim.order-asked": "yes"})

    assert "victim.order-views" not in state_of(closed).counted
    assert closed.answers["victim.order-views"].value == "She wants one"
    assert "victim.order-views" in state_of(opened).counted


def test_not_known_is_an_answer_and_does_not_count_as_no() -> None:
    draft = answered(a_new_draft(), {"victim.fear": "not known"})

    assert state_of(draft).counted["victim.fear"].value == "not known"
    assert answering.progress(CHECKLIST, state_of(draft))[0] == 1


def test_sign_off_names_every_missing_answer() -> None:
    blocking = problems.problems(a_new_draft(), classic(), an_empty_case(), today=TODAY)

    assert {problem.question for problem in blocking} == set(ENOUGH)


@pytest.mark.parametrize(
    ("values", "needs"),
    [
        ({"judgement.view": "harassment"}, "judgement.why-not-stalking"),
        ({"judgement.victim-view": "higher", "judgement.victim-view-why": "He came back"}, "judgement.why-below-view"),
        ({"judgement.victim-view": "lower"}, "judgement.victim-view-why"),
        ({"judgement.rationale": "  "}, "judgement.rationale"),
        ({"judgement.level": "not known"}, "judgement.level"),
        ({"judgement.review-date": "2026-11-23"}, "judgement.review-date"),
        ({"judgement.review-date": "soon"}, "judgement.review-date"),
        ({"judgement.review-date": "about Dec 2026"}, "judgement.review-date"),
    ],
)
def test_sign_off_requires_a_reason_or_a_date(values: dict[str, str], needs: str) -> None:
    draft = answered(a_new_draft(), {**ENOUGH, **values})

    assert [problem.question for problem in problems.problems(draft, classic(), an_empty_case(), today=TODAY)] == [
        needs
    ]


def test_a_level_lower_than_last_time_requires_a_reason() -> None:
    case, _ = signed_off(values={"judgement.level": "high"})
    soon = {"judgement.level": "standard", "judgement.review-date": "2026-11-30"}
    draft = answered(a_new_draft(case), {**ENOUGH, **soon})

    needs = [problem.question for problem in problems.problems(draft, classic(), case, today=TODAY)]

    assert needs == ["judgement.why-lower"]


def test_a_review_date_is_never_carried_forward() -> None:
    case, _ = signed_off()
    draft = answered(a_new_draft(case), {key: value for key, value in ENOUGH.items() if "review" not in key})

    needs = problems.problems(draft, classic(), case, today=TODAY)

    assert [(problem.question, problem.says) for problem in needs] == [
        ("judgement.review-date", "needed to sign off, and not answered")
    ]


def test_a_signed_off_assessment_stores_the_wording_of_its_questions() -> None:
    _, done = signed_off()
    asked = {each.id: each.text for each in done.asked}

    assert asked == {question.id: question.text for question in CHECKLIST.questions}
    assert not next(each for each in done.asked if each.id == "victim.order-views").applied


def test_confirming_copies_the_answer_and_its_note_but_not_its_recency() -> None:
    case = an_empty_case()
    first = answered(a_new_draft(case), {**ENOUGH, "victim.fear": "yes"})
    first = answering.set_note(first, "victim.fear", "At night", "victim's account", now=NOON, by="sam")
    first = answering.set_since(first, "victim.fear", EARLIER, now=NOON, by="sam")
    done = sign_off.sign_off(first, classic(), case, now=NOON, today=TODAY, by="sam")
    draft = a_new_draft(msgspec.structs.replace(case, assessments=(done,)))

    confirmed = answering.confirm(draft, done, "victim.fear", now=NOON, by="kit").answers["victim.fear"]

    assert (confirmed.value, confirmed.note, confirmed.by) == ("yes", "At night", "kit")
    assert confirmed.since is None


def test_changes_of_the_checklist_are_listed_by_question_text() -> None:
    _, done = signed_off()

    changes = answering.edition_changes(done, changed_checklist())

    assert changes.new == ("Has a stranger asked about the person?",)
    assert changes.changed == ("Is it safe to talk?",)
    assert changes.retired == ("How long does the person have to talk?",)


def changed_checklist() -> Checklist:
    """The shipped checklist with one question added, one reworded and one retired."""
    start, *rest = CHECKLIST.sections
    first, second, *others = start.questions
    asked_anew = msgspec.structs.replace(first, text="Is it safe to talk?")
    gone = msgspec.structs.replace(second, retired=True)
    new = msgspec.structs.replace(first, id="start.stranger", text="Has a stranger asked about the person?")
    changed = msgspec.structs.replace(start, questions=(asked_anew, gone, *others, new))
    return msgspec.structs.replace(CHECKLIST, sections=(changed, *rest))
