"""Tests of opening hours on bank holidays and on a contact's own closed days."""

import datetime as dt

import pytest

from content.pack.closed_days import ClosedDay, ClosedDays, Closure
from content.pack.contact_model import DAYS, BankHolidays, Contact, Hours
from content.pack.opening_hours import opening_state
from tests.content.pack.bank_holidays import bank_holidays
from tests.content.pack.opening_model import LONDON
from tests.packs import a_contact, some_hours

SHIPPED = bank_holidays()
OFFICE = (some_hours("Mon", "Tue", "Wed", "Thu", "Fri", opens="09:00", closes="17:00"),)
DAILY = (some_hours(*DAYS, opens="09:00", closes="17:00"),)
ALL_HOURS = (some_hours(*DAYS, opens="00:00", closes="00:00"),)
SESSION = (some_hours("Wed", opens="12:30", closes="15:00"),)
WEDNESDAYS = ClosedDays(
    days=(
        ClosedDay(date=dt.date(2030, 12, 25), name="Christmas Day"),
        ClosedDay(date=dt.date(2031, 1, 1), name="New Year's Day"),
    ),
    until=dt.date(2031, 12, 31),
    review_by=dt.date(2031, 5, 31),
    source="law",
)
"""The next bank holidays on a Wednesday, which are after the end of the shipped list."""


def at(when: str) -> dt.datetime:
    """A moment in London, written as `2026-12-25 10:00`."""
    return dt.datetime.fromisoformat(when).replace(tzinfo=LONDON)


def state(contact: Contact, now: dt.datetime, closed_days: ClosedDays | None = SHIPPED) -> str:
    return opening_state(contact, now, LONDON, closed_days)


def a_verified(hours: tuple[Hours, ...], bank_holidays: BankHolidays, *closed: Closure) -> Contact:
    return a_contact("A", "1", hours=hours, status="verified", bank_holidays=bank_holidays, closed=closed)


def shut(first: str, last: str, why: str) -> Closure:
    return Closure(from_=dt.date.fromisoformat(first), to=dt.date.fromisoformat(last), why=why)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-12-24 16:59", "open now until 17:00"),
        ("2026-12-24 17:00", "next open Tue 29 Dec 09:00"),
        ("2026-12-25 00:00", "closed today: Christmas Day (bank holiday), next open Tue 29 Dec 09:00"),
        ("2026-12-25 23:59", "closed today: Christmas Day (bank holiday), next open Tue 29 Dec 09:00"),
        ("2026-12-26 10:00", "next open Tue 29 Dec 09:00"),
        ("2026-12-28 10:00", "closed today: Boxing Day, substitute day (bank holiday), next open Tue 29 Dec 09:00"),
        ("2027-12-27 10:00", "closed today: Christmas Day, substitute day (bank holiday), next open Wed 29 Dec 09:00"),
        ("2027-05-31 10:00", "closed today: Spring bank holiday, next open Tue 1 Jun 09:00"),
    ],
)
def test_what_closes_on_bank_holidays_is_closed_on_each_and_on_its_substitute_day(when: str, words: str) -> None:
    assert state(a_verified(OFFICE, "closed"), at(when)) == words


def test_christmas_day_on_a_weekend_is_closed_as_well_as_its_substitute_day() -> None:
    saturday = state(a_verified(DAILY, "closed"), at("2027-12-25 10:00"))

    assert saturday == "closed today: Christmas Day (bank holiday), next open Wed 29 Dec 09:00"


def test_a_weekly_session_on_a_bank_holiday_opens_again_a_week_or_two_later() -> None:
    weekly = a_verified(SESSION, "closed")

    assert state(weekly, at("2030-12-18 16:00"), WEDNESDAYS) == "next open Wed 8 Jan 12:30"
    assert state(weekly, at("2030-12-25 13:00"), WEDNESDAYS) == (
        "closed today: Christmas Day (bank holiday), next open Wed 8 Jan 12:30"
    )
    assert state(weekly, at("2030-12-26 13:00"), WEDNESDAYS) == "next open Wed 8 Jan 12:30"


def test_a_bank_holiday_on_a_day_without_hours_changes_nothing() -> None:
    assert state(a_verified(SESSION, "closed"), at("2026-12-28 13:00")) == "next open Wed 30 Dec 12:30"
    assert state(a_verified(SESSION, "not known"), at("2026-12-28 13:00")) == "next open Wed 30 Dec 12:30"


def test_what_opens_on_bank_holidays_is_open() -> None:
    contact = a_verified(OFFICE, "open")

    assert state(contact, at("2026-12-25 10:00")) == "open now until 17:00"
    assert state(contact, at("2026-12-24 18:00")) == "next open Fri 25 Dec 09:00"


def test_easter_and_the_clock_change_between_its_bank_holidays() -> None:
    contact = a_verified(OFFICE, "closed")

    assert state(contact, at("2027-03-25 18:00")) == "next open Tue 30 Mar 09:00"
    assert state(contact, at("2027-03-29 09:00")) == (
        "closed today: Easter Monday (bank holiday), next open Tue 30 Mar 09:00"
    )
    assert state(contact, dt.datetime(2027, 3, 30, 7, 59, tzinfo=dt.UTC)) == "next open Tue 30 Mar 09:00"
    assert state(contact, dt.datetime(2027, 3, 30, 8, 0, tzinfo=dt.UTC)) == "open now until 17:00"


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [("2026-03-29", "2026-03-29T00:00", "2026-03-29T22:59"), ("2026-10-25", "2026-10-24T23:00", "2026-10-25T23:59")],
)
def test_a_closed_day_has_23_or_25_hours_where_the_clock_changes(day: str, first: str, last: str) -> None:
    contact = a_verified(ALL_HOURS, "open", shut(day, day, "the building is closed"))
    start, end = (dt.datetime.fromisoformat(each).replace(tzinfo=dt.UTC) for each in (first, last))
    minute = dt.timedelta(minutes=1)

    assert state(contact, start - minute) == "open now until 00:00"
    assert state(contact, start).startswith("closed today: the building is closed, next open Mon ")
    assert state(contact, end).startswith("closed today: the building is closed, next open Mon ")
    assert state(contact, end + minute) == "open now"


def test_a_closure_of_weeks_gives_its_reason_and_the_first_opening_after_it() -> None:
    contact = a_verified(SESSION, "open", shut("2026-12-07", "2027-01-29", "building work"))

    assert state(contact, at("2026-12-02 16:00")) == "next open Wed 3 Feb 12:30"
    assert state(contact, at("2026-12-09 13:00")) == "closed today: building work, next open Wed 3 Feb 12:30"
    assert state(contact, at("2026-12-10 13:00")) == "next open Wed 3 Feb 12:30"


def test_a_closure_takes_precedence_over_a_bank_holiday() -> None:
    for effect in ("open", "closed", "not known"):
        contact = a_verified(DAILY, effect, shut("2026-12-24", "2027-01-03", "Christmas break"))

        said = state(contact, at("2026-12-25 10:00"))

        assert said == "closed today: Christmas break, next open Mon 4 Jan 09:00"


def test_a_closure_without_an_end_in_sight_says_so() -> None:
    contact = a_verified(SESSION, "open", shut("2026-12-07", "2028-12-07", "building work"))

    assert state(contact, at("2026-12-09 13:00")) == "closed today: building work, not open in the next year"
    assert state(contact, at("2026-12-10 13:00")) == "not open in the next year"


def test_where_the_effect_is_not_known_it_says_to_ring_first_until_the_hours_end() -> None:
    contact = a_verified(OFFICE, "not known")
    doubt = (
        "today is a bank holiday (Christmas Day): may be closed, ring first; if closed, open again by Tue 29 Dec 09:00"
    )

    assert state(contact, at("2026-12-25 00:00")) == doubt
    assert state(contact, at("2026-12-25 16:59")) == doubt
    assert state(contact, at("2026-12-25 17:00")) == (
        "next open Mon 28 Dec 09:00 if open on the bank holiday (Boxing Day, substitute day), "
        "otherwise Tue 29 Dec 09:00"
    )


def test_the_opening_after_the_last_hours_of_a_doubtful_day_is_given() -> None:
    daily = a_verified(DAILY, "not known")

    assert state(daily, at("2028-12-26 17:00")) == "next open Wed 27 Dec 09:00"
    assert state(daily, at("2028-12-24 17:00")) == (
        "next open Mon 25 Dec 09:00 if open on the bank holiday (Christmas Day), otherwise Wed 27 Dec 09:00"
    )


def test_an_opening_that_lasts_into_a_doubtful_day_is_certain_until_midnight_only() -> None:
    assert state(a_verified(ALL_HOURS, "not known"), at("2028-12-24 23:00")) == "open now until 00:00"


def test_only_a_contact_with_a_number_can_be_rung_first() -> None:
    contact = a_contact("A", hours=OFFICE, status="verified")

    assert state(contact, at("2026-05-25 10:00")).startswith(
        "today is a bank holiday (Spring): may be closed, check first; if closed, open again by Tue 26 May 09:00"
    )


def test_for_an_unverified_contact_every_state_is_only_said() -> None:
    doubtful, closed = (a_contact("A", "1", hours=OFFICE, bank_holidays=each) for each in ("not known", "closed"))

    assert state(closed, at("2026-12-25 10:00")) == (
        "said to be closed today: Christmas Day (bank holiday), next open Tue 29 Dec 09:00; not verified"
    )
    assert state(closed, at("2026-12-24 18:00")) == "said to be next open Tue 29 Dec 09:00; not verified"
    assert state(doubtful, at("2026-12-25 10:00")) == (
        "today is a bank holiday (Christmas Day): may be closed, ring first; "
        "if closed, open again by Tue 29 Dec 09:00; hours not verified"
    )


def test_a_contact_without_hours_is_described_on_a_special_day_only() -> None:
    closed, doubtful = (a_contact("A", "1", bank_holidays=each) for each in ("closed", "not known"))
    training = a_contact("A", "1", closed=(shut("2026-12-01", "2026-12-01", "staff training"),))

    assert state(closed, at("2026-12-24 10:00")) == ""
    assert state(closed, at("2026-12-25 10:00")) == (
        "said to be closed today: Christmas Day (bank holiday); not verified"
    )
    assert state(doubtful, at("2026-12-25 10:00")) == (
        "today is a bank holiday (Christmas Day): may be closed, ring first"
    )
    assert state(training, at("2026-12-01 10:00")) == "said to be closed today: staff training; not verified"
    assert state(training, at("2029-12-01 10:00")) == ""


def test_a_statement_on_a_day_after_the_list_ends_says_so() -> None:
    contact = a_verified(DAILY, "closed")
    limit = "; bank holidays after 31 Dec 2028 are not in the pack"

    assert state(contact, at("2028-12-31 10:00")) == "open now until 17:00"
    assert state(contact, at("2028-12-31 18:00")) == f"next open Mon 1 Jan 09:00{limit}"
    assert state(contact, at("2029-01-01 10:00")) == f"open now until 17:00{limit}"
    assert state(a_verified(SESSION, "closed"), at("2028-12-27 16:00")) == f"next open Wed 3 Jan 12:30{limit}"
    assert state(a_verified(DAILY, "not known"), at("2029-01-01 10:00")) == f"open now until 17:00{limit}"


def test_the_end_of_the_list_does_not_matter_to_what_opens_on_bank_holidays() -> None:
    assert state(a_verified(DAILY, "open"), at("2029-01-01 10:00")) == "open now until 17:00"


def test_a_pack_without_bank_holidays_says_so() -> None:
    said = state(a_contact("A", "1", hours=DAILY), at("2026-12-25 10:00"), None)

    assert said == "said to be open until 17:00; not verified; bank holidays are not in the pack"


@pytest.mark.parametrize("effect", ["open", "closed", "not known"])
@pytest.mark.parametrize("when", ["2026-12-25 10:00", "2026-12-28 00:00", "2029-01-01 10:00"])
def test_an_emergency_contact_that_never_closes_is_always_open(effect: BankHolidays, when: str) -> None:
    always = shut("2026-01-01", "2030-01-01", "a mistake")
    contact = a_contact(
        "Police", "999", hours=ALL_HOURS, status="verified", emergency=True, bank_holidays=effect, closed=(always,)
    )

    assert state(contact, at(when)) == "open now"
    assert state(contact, at(when), None) == "open now"


def test_an_emergency_contact_without_hours_is_never_doubted() -> None:
    assert state(a_contact("Police", "999", emergency=True), at("2026-12-25 10:00")) == ""


def test_an_emergency_contact_with_closing_times_is_closed_like_others() -> None:
    contact = a_contact("A", "1", hours=DAILY, status="verified", emergency=True, bank_holidays="closed")

    assert state(contact, at("2026-12-25 10:00")).startswith("closed today: Christmas Day")
