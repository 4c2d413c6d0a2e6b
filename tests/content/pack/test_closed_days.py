"""Tests of bank holidays and closures as data."""

import datetime as dt

import holidays
import msgspec
import pytest

from content.pack.checking.validation import faults
from content.pack.closed_days import ClosedDay, ClosedDays, Closure, closed_day_faults, closure_faults
from tests.content.pack.bank_holidays import bank_holidays
from tests.packs import CLOSED_DAYS, a_contact, a_pack

NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}
"""Names of the library that GOV.UK words differently."""


def in_our_words(name: str) -> str:
    substitute = ", substitute day" if name.endswith(" (observed)") else ""
    plain = name.removesuffix(" (observed)")
    return NAMES.get(plain, plain) + substitute


@pytest.mark.parametrize("nation", ["ENG", "WLS"])
def test_the_shipped_bank_holidays_are_those_of_the_library(nation: str) -> None:
    shipped = bank_holidays()
    years = range(shipped.days[0].date.year, shipped.until.year + 1)

    listed = {day.date: day.name for day in shipped.days}

    assert listed == {
        day: in_our_words(name) for day, name in holidays.country_holidays("GB", subdiv=nation, years=years).items()
    }


def test_the_shipped_bank_holidays_are_three_whole_years_in_order() -> None:
    shipped = bank_holidays()
    dates = [day.date for day in shipped.days]

    assert (dates[0], shipped.until) == (dt.date(2026, 1, 1), dt.date(2028, 12, 31))
    assert dates == sorted(dates)
    assert not list(closed_day_faults(shipped))


def test_a_day_is_looked_up_by_its_date() -> None:
    shipped = bank_holidays()

    assert shipped.on(dt.date(2026, 12, 24)) is None
    found = shipped.on(dt.date(2026, 12, 28))
    assert found
    assert found.name == "Boxing Day, substitute day"


def test_a_name_that_says_bank_holiday_does_not_say_it_twice() -> None:
    spring, christmas = (
        ClosedDay(date=dt.date(2026, 5, 25), name=name) for name in ("Spring bank holiday", "Christmas Day")
    )

    assert (spring.as_reason, spring.short_name) == ("Spring bank holiday", "Spring")
    assert (christmas.as_reason, christmas.short_name) == ("Christmas Day (bank holiday)", "Christmas Day")


def test_a_day_after_the_end_of_the_list_or_listed_twice_is_a_fault() -> None:
    christmas = ClosedDay(date=dt.date(2026, 12, 25), name="Christmas Day")
    late = ClosedDay(date=dt.date(2027, 1, 1), name="New Year's Day")
    wrong = ClosedDays(
        days=(christmas, christmas, late),
        until=dt.date(2026, 12, 31),
        review_by=dt.date(2026, 12, 1),
        source="law",
    )
    pack = a_pack()
    with_wrong = msgspec.structs.replace(pack, policy=msgspec.structs.replace(pack.policy, closed_days=wrong))

    assert list(closed_day_faults(wrong)) == [
        "25 Dec 2026 is listed twice: delete one",
        "New Year's Day, 1 Jan 2027, is after key 'until', 31 Dec 2026: make 'until' later",
    ]
    assert "pack.toml, closed_days: 25 Dec 2026 is listed twice: delete one" in [
        str(fault) for fault in faults(with_wrong)
    ]


def test_bank_holidays_name_a_source_of_the_pack() -> None:
    unnamed = msgspec.structs.replace(CLOSED_DAYS, source="practice.nowhere")
    pack = a_pack()
    with_unnamed = msgspec.structs.replace(pack, policy=msgspec.structs.replace(pack.policy, closed_days=unnamed))

    said = "pack.toml, closed_days: key 'source' names no known source: 'practice.nowhere'"

    assert said in [str(fault) for fault in faults(with_unnamed)]
    assert not [fault for fault in faults(pack) if "closed_days" in str(fault)]


def test_a_closure_that_ends_before_it_starts_is_a_fault() -> None:
    days = dt.date(2027, 1, 3), dt.date(2026, 12, 24)
    backwards, one_day = (Closure(from_=first, to=days[1], why="staff training") for first in days)
    pack = a_pack(contacts=(a_contact("Shop", "1", closed=(one_day, backwards)),))

    said = "key 'closed' ends on 24 Dec 2026, which is before it starts on 3 Jan 2027"

    assert list(closure_faults((one_day, backwards))) == [said]
    assert f"contacts.toml, contact shop: {said}" in [str(fault) for fault in faults(pack)]
