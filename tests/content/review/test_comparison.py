"""Tests of comparing two assessments of a case."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from content.assessment import answering, sign_off
from content.case.model import Assessment
from content.pack.answers import EARLIER
from content.review.comparison import Comparison, compare, concerns
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic

YES_NO = [each for each in classic().checklist.questions if each.kind == "yes-no"]
VALUES = st.dictionaries(st.sampled_from([each.id for each in YES_NO]), st.sampled_from(["yes", "no", "not known"]))


def two(before: dict[str, str], after: dict[str, str]) -> Comparison:
    case, first = signed_off(values=before)
    _, second = signed_off(case, after)
    return compare(first, second)


def ids(changes: object) -> list[str]:
    return [change.question for change in changes]  # type: ignore[attr-defined] # a tuple of changes


def test_a_new_concern_is_worse() -> None:
    assert ids(two({"victim.fear": "no"}, {"victim.fear": "yes"}).worse) == ["victim.fear"]


def test_a_concern_that_is_gone_has_eased() -> None:
    assert ids(two({"victim.fear": "yes"}, {"victim.fear": "no"}).eased) == ["victim.fear"]


def test_a_duty_done_since_has_eased_and_a_concern_no_longer_known_is_neither() -> None:
    found = two(
        {"victim.safeguarding": "no", "victim.fear": "yes"}, {"victim.safeguarding": "yes", "victim.fear": "not known"}
    )

    assert ids(found.eased) == ["victim.safeguarding"]
    assert ids(found.other) == ["victim.fear"]


def test_an_answer_not_given_before_is_new_unless_it_is_a_concern() -> None:
    found = two({}, {"victim.oppressed": "yes", "victim.fear": "yes"})

    assert ids(found.new) == ["victim.oppressed"]
    assert ids(found.worse) == ["victim.fear"]


def test_a_concern_that_has_not_recurred_has_eased() -> None:
    case, first = signed_off(values={"happening.following": "yes"})
    draft = answered(a_new_draft(case), {**ENOUGH, "happening.following": "yes"})
    draft = answering.set_since(draft, "happening.following", EARLIER, now=NOON, by="sam")
    second = sign_off.sign_off(draft, classic(), case, now=NOON, today=TODAY, by="sam")

    assert ids(compare(first, second).eased) == ["happening.following"]


@given(VALUES, VALUES)
def test_every_answer_is_listed_once_or_counted_as_unchanged(before: dict[str, str], after: dict[str, str]) -> None:
    found = two(before, after)
    told = ids(found.worse) + ids(found.eased) + ids(found.new) + ids(found.other)
    # Earlier answers that do not change are confirmed, so every earlier answer has a later one.
    changed = {key for key, value in after.items() if before.get(key) != value}

    assert sorted(told) == sorted(changed)
    assert found.unchanged == len({*before, *after, *ENOUGH} - changed)


@given(VALUES, VALUES)
def test_the_order_of_the_two_assessments_does_not_matter(before: dict[str, str], after: dict[str, str]) -> None:
    found = two(before, after)

    assert compare(found.later, found.earlier) == found


def test_a_question_retired_since_is_shown_in_its_old_wording() -> None:
    case, first = signed_off(values={"victim.fear": "yes"})
    later = without(signed_off(case)[1], "victim.fear")

    found = compare(first, later)

    assert [(change.before, change.after) for change in found.other] == [("yes", "not asked")]


def without(assessment: Assessment, question: str) -> Assessment:
    return msgspec.structs.replace(
        assessment,
        asked=tuple(each for each in assessment.asked if each.id != question),
        answers={key: value for key, value in assessment.answers.items() if key != question},
    )


def test_concerns_are_counted_and_not_weighed() -> None:
    values = {"victim.fear": "yes", "victim.oppressed": "yes", "risk.told-to-talk": "yes", "start.safe-to-talk": "yes"}

    _, done = signed_off(an_empty_case(), values)

    assert concerns(done) == 2


def test_a_sign_off_stored_without_a_time_zone_is_compared_too() -> None:
    case, first = signed_off()
    _, second = signed_off(case)
    odd = msgspec.structs.replace(first, signed_off=first.signed_off.replace(tzinfo=None))

    assert compare(second, odd).earlier == odd
