"""Tests of the made-up cases."""

from content.case.incidents import recent_line, silence_line
from content.case.model import Case, summary
from content.case.plan import overdue
from content.entries.action import check_action
from content.entries.disclosure import check_disclosure, still_to_tell
from content.entries.incident import check_incident, span
from content.entries.note import check_note
from content.entries.when import read_happened
from content.training.cases import made_up_cases
from tests.drafts import NOON, TODAY
from tests.packs import bexley

CASES = made_up_cases(bexley(), now=NOON)


def test_there_are_a_dozen_cases_with_distinct_references() -> None:
    assert len({case.id for case in CASES}) == 12


def test_one_case_has_three_assessments_with_rising_risk() -> None:
    ranks = [[each.level_rank for each in case.assessments] for case in CASES]

    assert [1, 2, 3] in ranks


def test_one_case_is_overdue_and_one_has_a_draft() -> None:
    summaries = [summary(case) for case in CASES]

    assert any(each.review_date and each.review_date < TODAY for each in summaries)
    assert any(each.draft_started and not each.assessments for each in summaries)


def made_up(initials: str) -> Case:
    return next(case for case in CASES if case.initials == initials)


def test_the_made_up_records_are_consistent() -> None:
    for case in CASES:
        for incident in case.incidents:
            check_incident(incident)
            assert read_happened(incident.happened, today=TODAY) == incident.happened
            happened = span(incident)
            assert happened
            assert case.created < incident.at <= NOON
            assert happened[0] <= incident.at.date()
        for action in case.actions:
            check_action(action, today=action.at.date())
            assert case.created < action.at <= NOON
        for note in case.notes:
            check_note(note)
            assert case.created < note.at <= NOON
        for disclosure in case.disclosures:
            check_disclosure(disclosure, today=disclosure.at.date())
            assert case.created < disclosure.at <= NOON
        for records in (case.incidents, case.notes, case.disclosures):
            assert [each.at for each in records] == sorted(each.at for each in records)
            assert len({each.id for each in records}) == len(records)


def test_the_case_with_rising_risk_has_a_chronology_of_three_months_and_a_plan() -> None:
    case = made_up("AB")

    assert 8 <= len(case.incidents) <= 10
    assert recent_line(case.incidents, TODAY) == "2 in the last 14 days, 1 in the 14 before"
    assert len(overdue(case.actions, TODAY)) == 1
    assert summary(case).incidents_new == 0


def test_one_case_has_a_series_of_incidents_and_then_silence() -> None:
    line = "nothing recorded for 58 days, after 7 in the 28 days before that"

    assert [case.initials for case in CASES if silence_line(case.incidents, TODAY)] == ["WX"]
    assert silence_line(made_up("WX").incidents, TODAY) == line


def test_one_case_has_a_new_incident_and_one_a_trigger() -> None:
    summaries = [summary(case) for case in CASES]

    assert [(each.initials, each.incidents_new) for each in summaries if each.incidents_new] == [("QR", 1)]
    assert [(each.initials, each.trigger_name) for each in summaries if each.trigger_name] == [
        ("UV", "A safe way of contact is no longer safe")
    ]


def test_one_case_has_two_disclosures_and_one_a_recipient_to_be_informed_of_an_error() -> None:
    assert [(case.initials, len(case.disclosures)) for case in CASES if case.disclosures] == [("AB", 2), ("UV", 2)]
    assert [case.initials for case in CASES if still_to_tell(case.disclosures)] == ["UV"]
