"""Tests of comparing two assessments of a case."""

from collections.abc import Iterator
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.assessment import answering, sign_off
from content.case.model import Assessment
from content.case.question_snapshot import QuestionSnapshot, snapshot_questions
from content.pack.answers import EARLIER, SINCE_LAST, SINCE_NOT_KNOWN, Answer, Since, allowed_values
from content.pack.model import Pack, Question
from content.review.comparison import CONTACT, GROUPS, Comparison, compare
from tests.builders import NOW, an_answer, an_asked, an_assessment
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, answered, signed_off
from tests.packs import bexley, classic

YES_NO = [each for each in classic().checklist.questions if each.kind == "yes-no" and each.id not in ENOUGH]
VALUES = st.dictionaries(st.sampled_from([each.id for each in YES_NO]), st.sampled_from(["yes", "no", "not known"]))

PACKS = pytest.mark.parametrize("pack", [bexley(), classic()], ids=["shipped", "edition before"])

# What a question says is worse stands in the last column; a pair that is not here is unchanged.
RULES = {
    ("not asked", "not known"): "new",
    ("not asked", "fine"): "new",
    ("not asked", "worse"): "worse",
    ("not known", "not asked"): "other",
    ("not known", "fine"): "other",
    ("not known", "worse"): "worse",
    ("fine", "not asked"): "unknown",
    ("fine", "not known"): "unknown",
    ("fine", "fine"): "other",
    ("fine", "worse"): "worse",
    ("worse", "not asked"): "unknown",
    ("worse", "not known"): "unknown",
    ("worse", "fine"): "other way",
}
"""The group of two different answers, by what each of them is for the question."""

STILL_YES: dict[Since | None, str] = {
    None: "",
    SINCE_LAST: "again",
    EARLIER: "history",
    SINCE_NOT_KNOWN: "unknown",
}
"""The group of a yes that was a yes, by what it says of the time since."""


def two(before: dict[str, str], after: dict[str, str]) -> Comparison:
    case, first = signed_off(values=before)
    _, second = signed_off(case, after)
    return compare(first, second)


def ids(changes: object) -> list[str]:
    return [change.question for change in changes]  # type: ignore[attr-defined] # a tuple of changes


def group(question: QuestionSnapshot, then: Answer | None, now: Answer | None) -> str:
    """The group that one question's pair of answers lands in; empty for none."""
    before = an_assessment(asked=(question,), answers={question.id: then} if then else {})
    after = msgspec.structs.replace(
        before,
        id="later",
        follows=before.id,
        signed_off=NOW.replace(hour=20),
        answers={question.id: now} if now else {},
    )
    found = [name for name in GROUPS if compare(before, after).group(name)]
    assert len(found) <= 1
    return found[0] if found else ""


def answers_to(question: Question) -> Iterator[Answer | None]:
    yield None
    texts = ["2026-11-01", "2026-11-02"] if question.kind in {"text", "date"} else []
    for value in (*texts, *allowed_values(question)):
        for since in (None, SINCE_LAST, EARLIER, SINCE_NOT_KNOWN) if value == "yes" else (None,):
            yield msgspec.structs.replace(an_answer(value), since=since)


def expected(question: Question, worse: list[str], then: Answer | None, now: Answer | None) -> str:
    """The group by the rules, worked out apart from the program."""
    was, is_ = then.value if then else "", now.value if now else ""
    if question.id in CONTACT:
        return "" if was == is_ else "contact"
    if was == is_:
        return STILL_YES[now.since] if now and is_ == "yes" else ""
    if was in worse and is_ in worse:
        moves = "worse" if worse.index(is_) < worse.index(was) else "other way"
    else:
        moves = RULES[_for(was, worse), _for(is_, worse)]
    # A yes that is history, or of an unknown day, is no sign that something got better.
    is_dated = now is not None and now.since in {EARLIER, SINCE_NOT_KNOWN}
    return "other" if moves == "other way" and is_dated else moves


def _for(value: str, worse: list[str]) -> str:
    if value in worse:
        return "worse"
    return {"": "not asked", "not known": "not known"}.get(value, "fine")


@PACKS
def test_every_pair_of_answers_to_every_question_lands_in_its_group(pack: Pack) -> None:
    snapshots = {each.id: each for each in snapshot_questions(pack.checklist, frozenset(_ids(pack)))}

    wrong = [
        (question.id, then, now, found)
        for question in pack.checklist.questions
        for then, now in product(answers_to(question), repeat=2)
        if (found := group(snapshots[question.id], then, now)) != expected(question, _worse(question), then, now)
    ]

    assert wrong == []


def _ids(pack: Pack) -> list[str]:
    return [question.id for question in pack.checklist.questions]


def _worse(question: Question) -> list[str]:
    """The worse answers as the pack says; as they were taken to be for the edition that does not say."""
    if question.worse_when:
        return list(question.worse_when)
    if question.kind == "done":
        return ["no", "not safe"]
    is_concern = question.kind == "yes-no" and question.points_to in {"stalking", "danger"}
    return ["yes"] if question.kind == "avoid" or is_concern else []


@pytest.mark.parametrize(
    ("question", "was", "is_"),
    [
        ("support.safe-now", "yes", "no"),
        ("start.safe-to-talk", "yes", "no"),
        ("start.voicemail", "yes", "no"),
        ("happening.messages", "no", "yes"),
        ("happening.monitoring", "no", "yes"),
        ("judgement.victim-view", "same", "higher"),
        ("risk.view-changed", "same", "worse"),
        ("start.suspect-place", "elsewhere", "here"),
        ("start.children-place", "safe", "alone-with-suspect"),
        ("start.referral", "made-consent", "refused"),
    ],
)
def test_what_a_practitioner_looks_for_first_is_in_the_first_group(question: str, was: str, is_: str) -> None:
    snapshots = {each.id: each for each in snapshot_questions(bexley().checklist, frozenset())}
    asked = msgspec.structs.replace(snapshots[question], applied=True)

    assert group(asked, an_answer(was), an_answer(is_)) == "worse"


def test_a_changed_way_of_contact_comes_first() -> None:
    found = two({}, {"start.safe-contact": "Only by post", "victim.fear": "yes"})

    assert ids(found.group("contact")) == ["start.safe-contact"]
    assert GROUPS[0] == "contact"


def test_what_is_confirmed_together_is_history() -> None:
    now = msgspec.structs.replace(an_answer("no"), together=True)

    assert group(an_asked(), an_answer("no"), now) == "history"


def test_a_changed_note_or_day_is_listed_although_the_answer_did_not_change() -> None:
    before = an_answer("yes", note="He has a knife")

    assert group(an_asked(), before, an_answer("yes", note="He has a gun")) == "other"
    assert group(an_asked(), before, msgspec.structs.replace(before, last="2026-11-02")) == "other"
    assert group(an_asked(), before, before) == ""


def test_older_questions_that_call_danger_risk_are_compared_as_danger() -> None:
    asked = msgspec.structs.replace(an_asked(), points_to="risk")

    assert group(asked, an_answer("no"), an_answer("yes")) == "worse"


def test_an_older_question_takes_its_worse_values_from_the_newer_one_and_the_other_way_round() -> None:
    old, new = an_asked(), msgspec.structs.replace(an_asked(), worse_when=("no",))
    before = an_assessment(asked=(old,), answers={"fixated": an_answer("yes")})
    after = msgspec.structs.replace(
        before, id="later", follows="draft-1", signed_off=NOW.replace(hour=20), answers={"fixated": an_answer("no")}
    )

    assert ids(compare(before, msgspec.structs.replace(after, asked=(new,))).group("worse")) == ["fixated"]
    assert ids(compare(msgspec.structs.replace(before, asked=(new,)), after).group("worse")) == ["fixated"]


@given(VALUES, VALUES)
def test_every_changed_answer_is_listed_once(before: dict[str, str], after: dict[str, str]) -> None:
    found = two(before, after)
    told = [question for name in GROUPS for question in ids(found.group(name))]
    # Earlier answers that do not change are confirmed, so every earlier answer has a later one.
    changed = {key for key, value in after.items() if before.get(key) != value}

    assert sorted(told) == sorted(changed)


@given(VALUES, VALUES)
def test_the_order_of_the_two_assessments_does_not_matter(before: dict[str, str], after: dict[str, str]) -> None:
    found = two(before, after)

    assert compare(found.later, found.earlier) == found


def test_a_danger_of_a_question_retired_since_is_no_longer_known() -> None:
    case, first = signed_off(values={"victim.fear": "yes"})
    later = without(signed_off(case)[1], "victim.fear")

    found = compare(first, later).group("unknown")

    assert [(change.before, change.after) for change in found] == [("yes", "no longer in the checklist")]


def test_a_reason_that_other_answers_make_needless_is_another_change_and_a_danger_is_no_longer_known() -> None:
    closed = msgspec.structs.replace(an_asked(), applied=False)
    concern = msgspec.structs.replace(an_asked(), worse_when=("yes",))
    before = an_assessment(asked=(an_asked(),))
    after = msgspec.structs.replace(before, id="later", follows="draft-1", signed_off=NOW.replace(hour=20))

    found = compare(before, msgspec.structs.replace(after, asked=(closed,)))
    danger = compare(msgspec.structs.replace(before, asked=(concern,)), msgspec.structs.replace(after, asked=(closed,)))

    assert [change.after for change in found.group("other")] == ["no longer applies"]
    assert ids(danger.group("unknown")) == ["fixated"]


def without(assessment: Assessment, question: str) -> Assessment:
    return msgspec.structs.replace(
        assessment,
        asked=tuple(each for each in assessment.asked if each.id != question),
        answers={key: value for key, value in assessment.answers.items() if key != question},
    )


def test_a_correction_changes_what_it_changes_and_nothing_happened_again_by_it() -> None:
    case, _ = signed_off(values={"victim.fear": "yes"})
    draft = answered(a_new_draft(case), {**ENOUGH, "victim.fear": "yes"})
    draft = answering.set_since(draft, "victim.fear", SINCE_LAST, now=NOON, by="sam")
    second = sign_off.sign_off(draft, classic(), case, now=NOON.replace(hour=14), today=TODAY, by="sam")
    answers = {**second.answers, "victim.oppressed": an_answer("yes")}
    right = msgspec.structs.replace(
        second, id="right", corrects=second.id, answers=answers, signed_off=NOON.replace(hour=15)
    )

    found = compare(second, right)

    assert {name: ids(found.group(name)) for name in GROUPS if found.group(name)} == {"other": ["victim.oppressed"]}


def test_a_sign_off_stored_without_a_time_zone_is_compared_too() -> None:
    case, first = signed_off()
    _, second = signed_off(case)
    odd = msgspec.structs.replace(first, signed_off=first.signed_off.replace(tzinfo=None))

    assert compare(second, odd).earlier == odd
