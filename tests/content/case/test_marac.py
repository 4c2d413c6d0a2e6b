"""Tests of repeat referrals to MARAC within twelve months."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest

from content.case.marac import day_of_repeated_referral
from content.case.model import Assessment
from tests.builders import NOW, a_case, an_answer, an_asked, an_assessment, an_incident

LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)


def referred(at: dt.datetime, value: str = "yes", *, id: str = "1", applied: bool = True) -> Assessment:  # noqa: A002
    asked = msgspec.structs.replace(an_asked("support.marac"), kind="done", applied=applied)
    return an_assessment(id=id, signed_off=at, asked=(asked,), answers={"support.marac": an_answer(value, at=at)})


def with_day(day: str, at: dt.datetime, *, id: str = "1") -> Assessment:  # noqa: A002
    """An assessment that asked for the day of the referral; an empty day means that none was given."""
    before = referred(at, id=id)
    asked = msgspec.structs.replace(an_asked("support.marac-day"), kind="date")
    given = {"support.marac-day": an_answer(day, at=at)} if day else {}
    return msgspec.structs.replace(before, asked=(*before.asked, asked), answers={**before.answers, **given})


def repeat(*assessments: Assessment, happened: str, until: str = "", recorded: dt.datetime = NOW) -> dt.date | None:
    incident = an_incident(happened, until=until, at=recorded)
    return day_of_repeated_referral(a_case(assessments=assessments, incidents=(incident,)), LONDON)


def noon(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")


@pytest.mark.parametrize(
    ("referral", "happened", "is_repeat"),
    [
        ("2026-01-10", "2026-01-11", True),
        ("2026-01-10", "2026-01-09", False),
        ("2026-01-10", "2027-01-10", True),
        ("2026-01-10", "2027-01-11", False),
        ("2028-02-29", "2029-02-28", True),
        ("2028-02-29", "2029-03-01", False),
        ("2027-02-28", "2028-02-28", True),
        ("2027-02-28", "2028-02-29", False),
        ("2027-12-31", "2028-12-31", True),
    ],
)
def test_twelve_calendar_months_count_from_the_day_of_the_referral(
    referral: str, happened: str, is_repeat: bool
) -> None:
    found = repeat(referred(noon(referral)), happened=happened, recorded=noon("2029-06-01"))

    assert found == (dt.date.fromisoformat(referral) if is_repeat else None)


def test_only_the_last_referral_counts() -> None:
    first, second = referred(noon("2026-01-10")), referred(noon("2026-06-10"), id="2")

    assert repeat(first, second, happened="2026-07-01") == dt.date(2026, 6, 10)
    assert repeat(first, second, happened="2026-03-01", recorded=noon("2026-03-01")) is None


def test_the_day_of_the_referral_counts_and_not_the_day_of_recording() -> None:
    assessment = with_day("2026-01-05", noon("2026-03-01"))

    assert repeat(assessment, happened="2026-02-01", recorded=noon("2026-02-01")) == dt.date(2026, 1, 5)
    assert repeat(assessment, happened="2027-01-06", recorded=noon("2027-01-06")) is None


def test_confirming_an_old_referral_does_not_change_its_day() -> None:
    told, confirmed = with_day("2026-01-05", noon("2026-01-05")), with_day("2026-01-05", noon("2026-09-01"), id="2")

    assert repeat(told, confirmed, happened="2026-10-01", recorded=noon("2026-10-01")) == dt.date(2026, 1, 5)


def test_a_yes_without_a_day_counts_as_a_referral_on_the_day_of_the_answer() -> None:
    assert repeat(with_day("", noon("2026-01-10")), happened="2026-02-01") == dt.date(2026, 1, 10)


def test_a_referral_on_an_unknown_day_counts_from_the_day_of_the_answer() -> None:
    assert repeat(with_day("not known", noon("2026-01-10")), happened="2026-02-01") == dt.date(2026, 1, 10)


def test_without_a_referral_no_repeat_is_due() -> None:
    at = noon("2026-01-10")

    assert repeat(happened="2026-02-01") is None
    assert repeat(an_assessment(), happened="2026-02-01") is None
    assert repeat(referred(at, "no"), happened="2026-02-01") is None
    assert repeat(referred(at, "not safe"), happened="2026-02-01") is None
    assert repeat(referred(at, applied=False), happened="2026-02-01") is None


@pytest.mark.parametrize(
    ("happened", "until"), [("2026-01-10", ""), ("2026-01", ""), ("about 2026", ""), ("2026-01-02", "2026-01-20")]
)
def test_an_incident_that_may_precede_the_referral_counts_if_recorded_after_it(happened: str, until: str) -> None:
    at = noon("2026-01-10")

    assert repeat(referred(at), happened=happened, until=until, recorded=at + MINUTE) == at.date()
    assert repeat(referred(at), happened=happened, until=until, recorded=at) is None


def test_a_corrected_incident_does_not_make_a_repeat_due() -> None:
    wrong = an_incident("2026-02-01", id="1")
    right = an_incident("2025-02-01", id="2", corrects="1")
    case = a_case(assessments=(referred(noon("2026-01-10")),), incidents=(wrong, right))

    assert day_of_repeated_referral(case, LONDON) is None


def test_the_day_of_a_referral_is_in_the_time_zone_of_the_pack() -> None:
    late_in_summer = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)

    assert repeat(referred(late_in_summer), happened="2026-08-01") == dt.date(2026, 7, 2)


def test_an_incident_with_an_invalid_date_does_not_make_a_repeat_due() -> None:
    assert repeat(referred(noon("2026-01-10")), happened="2026-02-31") is None
