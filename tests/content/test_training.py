"""The made-up cases."""

from content.cases import summary
from content.training import made_up_cases
from tests.drafts import NOON, TODAY
from tests.packs import bexley

CASES = made_up_cases(bexley(), now=NOON)


def test_there_are_a_dozen_each_with_a_reference_of_its_own() -> None:
    assert len({case.id for case in CASES}) == 12


def test_one_has_three_assessments_whose_risk_rises() -> None:
    ranks = [[each.level_rank for each in case.assessments] for case in CASES]

    assert [1, 2, 3] in ranks


def test_one_is_overdue_and_one_is_a_draft() -> None:
    summaries = [summary(case) for case in CASES]

    assert any(each.review_date and each.review_date < TODAY for each in summaries)
    assert any(each.draft_started and not each.assessments for each in summaries)
