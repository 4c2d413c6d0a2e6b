"""The differences between two packs: no change of any field goes unsaid."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from content.pack.closed_days import Closure
from content.pack.contact_model import Hours, Phone
from content.pack.model import Condition, ConditionSet, Option, Pack
from content.pack.reading.loader import load_pack
from content.pack.upkeep.differences import differences
from tests.packs import BEXLEY, texts_in

PACK = load_pack(texts_in(BEXLEY))
OTHER: dict[type, Any] = {bool: True, str: "other words", int: 3, dt.date: dt.date(2001, 2, 3)}
OTHER_VALUES: dict[str, Any] = {
    "phones": (Phone(number="020 7946 0001"),),
    "hours": (Hours(days=("Mon",), opens=dt.time(9), closes=dt.time(17)),),
    "closed": (Closure(from_=dt.date(2027, 1, 1), to=dt.date(2027, 1, 2), why="move"),),
    "options": (Option(id="o", name="Other"),),
    "opens_when": ConditionSet(all=(Condition(question="victim.fear", is_="yes"),)),
    "when": ConditionSet(all=(Condition(question="victim.fear", is_="yes"),)),
    "keeps_in": {"guide": ("other",)},
    "use": ("guide",),
    "worse_when": ("no", "yes"),
    "keeps": ("other",),
    "changelog": ("other",),
}
assert PACK.policy.closed_days is not None
OTHER_VALUES["closed_days"] = msgspec.structs.replace(PACK.policy.closed_days, until=dt.date(2030, 1, 1))
DERIVED = {"id", "named", "points", "questions", "sections", "levels", "triggers", "erasure_reasons", "hold_reasons"}


def changed_values(entry: msgspec.Struct) -> Iterator[tuple[str, msgspec.Struct]]:
    """The entry with each of its fields changed, one at a time."""
    for field in msgspec.structs.fields(entry):
        if field.name not in DERIVED:
            before = getattr(entry, field.name)
            other = OTHER_VALUES.get(field.name, _other(before))
            yield field.name, msgspec.structs.replace(entry, **{field.name: other})


def _other(before: Any) -> Any:  # the value of any field
    if isinstance(before, bool):
        return not before
    return OTHER[type(before)] if before is not None and type(before) in OTHER else "other words"


def replaced(name: str, *, at: int = 0) -> Iterator[tuple[str, Pack]]:
    """The shipped pack with each field of one entry changed."""
    if name == "policy":
        for field, value in changed_values(PACK.policy):
            yield field, msgspec.structs.replace(PACK, policy=value)
        return
    entries = getattr(PACK, name)
    if isinstance(entries, tuple):
        for field, value in changed_values(entries[at]):
            yield field, msgspec.structs.replace(PACK, **{name: (*entries[:at], value, *entries[at + 1 :])})
        return
    key = next(iter(entries))
    for field, value in changed_values(entries[key]):
        yield field, msgspec.structs.replace(PACK, **{name: {**entries, key: value}})


def inner(name: str) -> Iterator[tuple[str, Pack]]:
    """The shipped pack with each field of one point or one question changed."""
    if name == "points":
        topic = PACK.topics[0]
        for field, value in changed_values(topic.points[0]):
            grown = msgspec.structs.replace(topic, points=(value, *topic.points[1:]))
            yield field, msgspec.structs.replace(PACK, topics=(grown, *PACK.topics[1:]))
        return
    section = PACK.checklist.sections[0]
    for field, value in changed_values(section.questions[0]):
        asked = msgspec.structs.replace(section, questions=(value, *section.questions[1:]))
        checklist = msgspec.structs.replace(PACK.checklist, sections=(asked, *PACK.checklist.sections[1:]))
        yield field, msgspec.structs.replace(PACK, checklist=checklist)


ONE_FIELD_CHANGED = [
    *(
        (f"{name}: {field}", pack)
        for name in ("policy", "topics", "prompts", "contacts", "sources", "statements")
        for field, pack in replaced(name)
    ),
    *((f"{name}: {field}", pack) for name in ("points", "questions") for field, pack in inner(name)),
]


@pytest.mark.parametrize("pack", [pack for _, pack in ONE_FIELD_CHANGED], ids=[name for name, _ in ONE_FIELD_CHANGED])
def test_each_field_that_changes_is_named_with_what_it_was_and_is(pack: Pack) -> None:
    [found] = differences(PACK, pack)

    assert found.details
    assert all(detail.after != detail.before for detail in found.details)


def test_nothing_is_said_of_what_is_the_same() -> None:
    assert differences(PACK, load_pack(texts_in(BEXLEY))) == ()


def test_the_order_of_levels_is_a_change() -> None:
    policy = msgspec.structs.replace(PACK.policy, levels=PACK.policy.levels[::-1])

    [found] = differences(PACK, msgspec.structs.replace(PACK, policy=policy))

    assert found.name == "order of the levels"
    assert (found.details[0].before, found.details[0].after) == ("standard, medium, high", "high, medium, standard")


def test_a_bank_holiday_is_a_difference_of_its_own() -> None:
    closed = PACK.policy.closed_days
    assert closed is not None
    fewer = msgspec.structs.replace(closed, days=closed.days[1:])
    policy = msgspec.structs.replace(PACK.policy, closed_days=fewer)

    [found] = differences(PACK, msgspec.structs.replace(PACK, policy=policy))

    assert (found.what, found.name, found.says) == ("removed", "bank holiday 1 Jan 2026", "New Year's Day")


def test_the_order_of_the_changelog_is_a_change() -> None:
    policy = msgspec.structs.replace(PACK.policy, changelog=PACK.policy.changelog[::-1])

    [found] = differences(PACK, msgspec.structs.replace(PACK, policy=policy))

    assert [detail.label for detail in found.details] == ["order of the changelog"]


def test_an_entry_that_moved_to_another_group_is_said_to_have_moved() -> None:
    first, second = PACK.topics[:2]
    topics = (
        msgspec.structs.replace(first, points=first.points[:-1]),
        msgspec.structs.replace(second, points=(first.points[-1], *second.points)),
    )

    [found] = differences(PACK, msgspec.structs.replace(PACK, topics=(*topics, *PACK.topics[2:])))

    assert found.name == f"point {first.points[-1].id}"
    assert (found.details[0].before, found.details[0].after) == (f"topic {first.id}", f"topic {second.id}")
