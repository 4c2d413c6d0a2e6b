"""Every fault in the values of an entry, in the words of the person who typed it."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.pack.checking.values.value_faults import place_in_words, value_faults
from content.pack.contact_model import Contact
from content.pack.model import PromptRule
from tests.content.pack.checking.values.kinds_of_entry import Phone, Service, Services

GOOD: Mapping[str, Any] = {
    "id": "solace",
    "name": "Solace",
    "phones": [{"number": "0203 198 4659"}],
    "hours": [{"days": ["Mon"], "opens": dt.time(9), "closes": dt.time(17)}],
}


def said(raw: object, wanted: Any = Service) -> list[str]:
    """The faults of a value, as sentences."""
    return [f"{place_in_words(fault.path)}: {fault.says}".removeprefix(": ") for fault in value_faults(raw, wanted)]


def test_a_right_entry_has_no_fault() -> None:
    assert said(GOOD) == []


def test_every_fault_of_an_entry_is_told_at_any_depth() -> None:
    raw = {
        "id": 999,
        "nmae": "Solace",
        "phones": [{"number": ""}, {"note": "Free"}, "0203 198 4659"],
        "hours": [{"days": ["Mon", "Weds"], "opens": 9.3, "closes": "5pm"}],
        "emergency": "yes",
    }

    assert said(raw) == [
        "nmae: is not a key here: did you mean name?",
        'id: needs quotes: write "999"',
        "phones 1.number: is empty: write a text",
        'phones 2.number: is missing: add number = "..."',
        'phones 3: takes keys and values in braces: write { number = "0203 198 4659" }',
        'hours 1.days 2: "Weds" is not known: use one of Mon Tue Wed Thu Fri Sat Sun (did you mean Wed?)',
        "hours 1.opens: write the time as 09:30, without quotes",
        "hours 1.closes: write the time as 17:00, without quotes",
        "emergency: write true, without quotes",
    ]


def test_a_fault_has_the_path_of_its_key_in_the_file() -> None:
    faults = value_faults({"services": [dict(GOOD), {**GOOD, "phones": [{}]}]}, Services)

    assert [fault.path for fault in faults] == [("services", 1, "phones", 0, "number")]


def test_an_entry_inside_a_file_keeps_the_path_of_the_entry() -> None:
    faults = value_faults({**GOOD, "name": 3}, Service, ("services", 4))

    assert [fault.path for fault in faults] == [("services", 4, "name")]


def test_a_key_that_no_file_sets_is_unknown() -> None:
    faults = value_faults({**GOOD, "origin": "Bexley"}, Service, hidden=frozenset({"origin"}))

    assert [fault.path for fault in faults] == [("origin",)]
    assert "origin" not in faults[0].says


Bounded = Annotated[int, msgspec.Meta(ge=1)]
Short = Annotated[str, msgspec.Meta(max_length=3)]
Some = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


@pytest.mark.parametrize(
    ("raw", "wanted", "sentence"),
    [
        (5.4, str, 'needs quotes: write "5.4"'),
        (True, str, 'needs quotes: write "true"'),
        (dt.date(2026, 11, 22), str, 'needs quotes: write "2026-11-22"'),
        (["x"], str, 'takes one text, without square brackets: write "x"'),
        ({"a": 1}, str, 'takes a text in quotes ("..."), without keys of its own'),
        ("abcd", Short, "is too long, with 4 characters: write 3 or fewer"),
        ("x", tuple[str, ...], 'needs square brackets: write ["x"]'),
        (101, tuple[str, ...], 'needs square brackets: write ["101"]'),
        ([], Some, "is empty: add at least one value"),
        ("28", int, "write the number without quotes: 28"),
        (28.0, int, "takes a whole number: write 28"),
        ("many", int | None, "takes a number, without quotes, such as 7"),
        (0, Bounded, "0 is too low: write 1 or more"),
        (1, bool, "write true, without quotes"),
        ("perhaps", bool, "takes yes or no: write true or false, without quotes"),
        ("22/11/2026", dt.date, "write the date without quotes: 2026-11-22"),
        ("soon", dt.date, "takes a date, year-month-day without quotes, such as 2026-11-22"),
        (dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), dt.date, "takes a date without a time: write 2026-11-22"),
        ("noon", dt.time, "takes a time, hours and minutes without quotes, such as 12:30"),
        (
            "Not Known",
            Literal["not known", "yes"],
            '"Not Known" is not known: use one of not known, yes (did you mean not known?)',
        ),
        (7, Literal["a", "b"], "use one of a b, in quotes"),
        ("x", dict[str, int], "takes keys and values in braces: write { ... }"),
        ({"a": "1"}, dict[str, int], "a: write the number without quotes: 1"),
        (
            "x",
            Service | None,
            'takes keys and values in braces: write { id = "...", name = "...", phones = [{ number = "..." }] }',
        ),
    ],
)
def test_a_wrong_value_is_named_as_people_say_it(raw: object, wanted: Any, sentence: str) -> None:
    assert said(raw, wanted) == [sentence]


def test_an_unknown_key_that_is_like_no_other_gets_the_keys_that_are_free() -> None:
    assert said({"number": "1", "zzz": 1}, Phone) == ["zzz: is not a key here: use one of note"]


def test_a_missing_list_of_entries_at_the_top_is_a_header() -> None:
    assert said({}, Services) == ["services: is missing: add a header [[services]] with its keys below it"]


class Pair(msgspec.Struct):
    """A struct that refuses some pairs of values."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")


def test_what_only_the_whole_shows_is_told_too() -> None:
    assert said({"low": 2, "high": 1}, Pair) == ["low is above high"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates() | st.times(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "phones", "hours", "when", "all", "question", "x"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


ALMOST_GOOD = st.dictionaries(
    st.sampled_from(["id", "name", "phones", "hours", "emergency", "x"]), ANYTHING, max_size=2
).map(lambda changes: {**GOOD, **changes})


@given(ANYTHING | ALMOST_GOOD, st.sampled_from([Service, Service, Services, Contact, PromptRule]))
@settings(max_examples=300, deadline=None)
def test_there_is_a_fault_exactly_where_the_struct_refuses_the_value(raw: object, wanted: type[msgspec.Struct]) -> None:
    try:
        msgspec.convert(raw, wanted)
        is_right = True
    except msgspec.ValidationError:
        is_right = False

    found = value_faults(raw, wanted)

    assert bool(found) != is_right
    assert all(fault.says for fault in found)
    assert len(set(found)) == len(found)
