"""Actions: each change is a new version, and a reassessment resolves what was open before it."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.case import plan
from content.entries.action import RESOLUTIONS, Action, Resolution, State, check_action, resolve
from content.errors import ActionError
from tests.builders import A_FRIDAY, NOW, an_action

TODAY = NOW.date()
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def resolved(action: Action, resolution: Resolution, *, at: dt.datetime = NOW, why: str = "Moved away") -> Action:
    return resolve(action, resolution, why=why, now=at, today=at.date(), by="kit")


def test_the_latest_version_of_each_action_is_the_current_one() -> None:
    first, other = an_action(id="a"), an_action(id="b")
    second = msgspec.structs.replace(first, version=2, owner="Solace")

    assert plan.current_actions((first, other, second)) == (second, other)
    assert plan.versions((second, other, first), "a") == (first, second)


def test_open_actions_stand_by_the_day_they_are_due_and_overdue_ones_before_today() -> None:
    late = an_action(id="late", due=TODAY - DAY)
    now = an_action(id="now", due=TODAY)
    done = an_action(id="done", due=TODAY - 5 * DAY, state="done")
    ahead = an_action(id="ahead", due=A_FRIDAY)

    assert plan.open_actions((ahead, done, now, late)) == (late, now, ahead)
    assert plan.overdue((ahead, done, now, late), TODAY) == (late,)


@pytest.mark.parametrize(
    ("action", "field", "says"),
    [
        (an_action(what=" "), "what", "what is to be done is needed"),
        (an_action(owner="\t"), "owner", "needs an owner"),
        (an_action(due=TODAY - DAY), "due", "Thu 19 Nov 2026 is past"),
        (an_action(state="no longer suitable"), "why", "why it is no longer suitable"),
    ],
)
def test_what_an_action_lacks_is_reported_at_its_field(action: Action, field: str, says: str) -> None:
    with pytest.raises(ActionError, match=says) as wanting:
        check_action(action, today=TODAY)

    assert wanting.value.field == field


def test_an_action_is_due_today_or_later_when_its_day_is_set() -> None:
    check_action(an_action(due=TODAY), today=TODAY)
    overdue = an_action(due=TODAY - DAY)
    reworded = msgspec.structs.replace(overdue, version=2, owner="Solace")

    check_action(reworded, today=TODAY, before=overdue)
    with pytest.raises(ActionError, match="is past"):
        check_action(reworded, today=TODAY, before=an_action(due=A_FRIDAY))


@pytest.mark.parametrize(
    ("resolution", "state"), [("done", "done"), ("still needed", "open"), ("no longer suitable", "no longer suitable")]
)
def test_resolving_records_what_became_of_an_action(resolution: Resolution, state: str) -> None:
    after = resolve(
        an_action(), resolution, why="Moved away", outcome="Rang twice", now=NOW + MINUTE, today=TODAY, by="kit"
    )

    assert after == msgspec.structs.replace(
        an_action(),
        version=2,
        state=state,
        why="Moved away",
        outcome="Rang twice",
        at=NOW + MINUTE,
        by="kit",
    )


def test_what_is_no_longer_suitable_says_why() -> None:
    with pytest.raises(ActionError, match="why it is no longer suitable is needed"):
        resolved(an_action(), "no longer suitable", why=" ")


@pytest.mark.parametrize("state", ["done", "no longer suitable"])
def test_what_is_not_open_is_not_resolved_again(state: State) -> None:
    with pytest.raises(ActionError, match=f"is {state} already"):
        resolved(an_action(state=state), "done")


def test_what_is_still_needed_may_be_given_another_day_but_not_a_past_one() -> None:
    overdue = an_action(due=TODAY - DAY)

    assert resolved(overdue, "still needed").due == TODAY - DAY
    again = resolve(overdue, "still needed", due=A_FRIDAY, now=NOW, today=TODAY, by="kit")
    assert again.due == A_FRIDAY
    with pytest.raises(ActionError, match="is past"):
        resolve(overdue, "still needed", due=TODAY - 2 * DAY, now=NOW, today=TODAY, by="kit")


def test_an_action_of_this_assessment_is_not_one_to_resolve() -> None:
    before, since = an_action(id="before", at=NOW - MINUTE), an_action(id="since", at=NOW + MINUTE)

    assert plan.unresolved((before, since), NOW) == (before,)


RESOLVED = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(RESOLUTIONS), st.integers(-50, 50)), max_size=12)


@given(RESOLVED, st.integers(0, 5))
def test_a_reassessment_waits_for_exactly_the_open_actions_it_has_not_looked_at(
    acts: list[tuple[int, Resolution, int]], number: int
) -> None:
    """The model keeps, for each action, whether it is open and whether it was looked at since the draft began."""
    actions = [an_action(id=str(each), at=NOW - 100 * MINUTE) for each in range(number)]
    still_open, looked_at = {each.id for each in actions}, set()

    for which, resolution, minute in sorted(acts, key=lambda act: act[2]):
        action = next((each for each in plan.open_actions(actions) if each.id == str(which)), None)
        if action is None:
            continue
        actions.append(resolved(action, resolution, at=NOW + minute * MINUTE))
        if resolution != "still needed":
            still_open.discard(action.id)
        if minute >= 0:
            looked_at.add(action.id)

    assert {each.id for each in plan.open_actions(actions)} == still_open
    assert {each.id for each in plan.unresolved(actions, NOW)} == still_open - looked_at
    for each in range(number):
        history = plan.versions(actions, str(each))
        assert [version.version for version in history] == list(range(1, len(history) + 1))
        assert all(version.state == "open" for version in history[:-1])
