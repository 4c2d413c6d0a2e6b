"""Tests of the records between two assessments, and of which assessments can be compared."""

import datetime as dt
from itertools import pairwise

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.case.model import Assessment, Case, current_assessments
from content.entries.action import Action, State
from content.records import as_utc
from content.review.period_changes import (
    AssessmentEvent,
    PeriodChanges,
    assessment_event,
    assessment_events,
    earlier_choices,
    later_choices,
    pair,
    recorded_between,
)
from tests.builders import NOW, a_case, a_note, an_action, an_assessment, an_incident

HOUR = dt.timedelta(hours=1)
MOMENTS = st.integers(0, 12).map(lambda hours: NOW + hours * HOUR)
"""Few moments, so that many records are made at the exact moment of a sign-off."""


def signed(number: int, *, corrects: int | None = None) -> Assessment:
    """The assessment signed off on the day with this number."""
    of = None if corrects is None else str(corrects)
    return an_assessment(id=str(number), signed_off=NOW + number * dt.timedelta(days=1), corrects=of)


def assessed(*assessments: Assessment) -> tuple[AssessmentEvent, ...]:
    return assessment_events(a_case(assessments=assessments))


def ids(assessments: tuple[Assessment, ...]) -> list[str]:
    return [assessment.id for assessment in assessments]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Assessment, ...]:
    """Generate assessments in order: each is a new assessment, or corrects the latest."""
    moments = sorted(draw(st.lists(MOMENTS, max_size=6)))
    corrections = [False, *(draw(st.booleans()) for _ in moments[1:])]
    return tuple(
        an_assessment(id=str(number), signed_off=at, corrects=str(number - 1) if is_correction else None)
        for number, (at, is_correction) in enumerate(zip(moments, corrections, strict=False))
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Generate a case with records of every kind, some corrected incidents, and some times without a time zone."""

    def moments() -> list[dt.datetime]:
        found = sorted(draw(st.lists(MOMENTS, max_size=6)))
        return [at.replace(tzinfo=None) if draw(st.booleans()) else at for at in found]

    incidents = []
    for number, at in enumerate(moments()):
        corrects = draw(st.none() | st.integers(0, number - 1).map(str)) if number else None
        incidents.append(an_incident(draw(st.sampled_from(DAYS)), id=str(number), at=at, corrects=corrects))
    return a_case(
        assessments=draw(histories()),
        incidents=tuple(incidents),
        notes=tuple(a_note(id=str(number), at=at) for number, at in enumerate(moments())),
        actions=tuple(
            an_action(id=draw(st.sampled_from("AB")), version=number + 1, at=at) for number, at in enumerate(moments())
        ),
    )


DAYS = ("2026-11-15", "2026-11-14", "about 2026-11-14", "2026-10", "no date")


def periods(case: Case) -> list[PeriodChanges]:
    """The periods before the first assessment, between consecutive ones, and after the last."""
    ends = [None, *(occasion.at for occasion in assessment_events(case)), None]
    return [recorded_between(case, after, until) for after, until in pairwise(ends)]


@given(cases())
def test_every_record_is_in_exactly_one_period(case: Case) -> None:
    ends = [occasion.at for occasion in assessment_events(case)]

    found = periods(case)

    def place(at: dt.datetime) -> int:
        return sum(end < as_utc(at) for end in ends)

    notes = [(number, note.id) for number, period in enumerate(found) for note in period.notes]
    assert sorted(notes) == sorted((place(note.at), note.id) for note in case.notes)
    changes = [(number, each.action) for number, period in enumerate(found) for each in period.changes]
    assert sorted(changes, key=repr) == sorted(((place(each.at), each) for each in case.actions), key=repr)
    incidents = [(number, each.id) for number, period in enumerate(found) for each in period.incidents]
    # An incident that was corrected in its own period is represented by its correction.
    assert sorted(incidents) == sorted(
        (place(each.at), each.id)
        for each in case.incidents
        if not any(later.corrects == each.id and place(later.at) == place(each.at) for later in case.incidents)
    )


@given(cases())
def test_a_period_over_several_assessments_contains_all_uncorrected_records(case: Case) -> None:
    whole = recorded_between(case, None, None)

    corrected = {each.corrects for each in case.incidents}
    assert {each.id for each in whole.incidents} == {each.id for each in case.incidents} - corrected
    assert [note for period in periods(case) for note in period.notes] == list(whole.notes)
    assert [change for period in periods(case) for change in period.changes] == list(whole.changes)


def test_a_record_made_at_the_moment_of_a_sign_off_belongs_to_the_period_that_ends_with_it() -> None:
    case = a_case(
        assessments=(signed(0), signed(1)),
        incidents=(an_incident(at=signed(1).signed_off),),
        notes=(a_note(at=signed(0).signed_off),),
    )

    before, between, after = periods(case)

    assert [len(each.notes) for each in (before, between, after)] == [1, 0, 0]
    assert [len(each.incidents) for each in (before, between, after)] == [0, 1, 0]


def test_incidents_are_sorted_by_when_they_happened_and_not_by_recording() -> None:
    told = (
        an_incident("2026-11-14", id="second", at=NOW),
        an_incident("2025", id="first", at=NOW + HOUR),
        an_incident("never said", id="last", at=NOW),
    )

    found = recorded_between(a_case(incidents=told), None, None)

    assert [each.id for each in found.incidents] == ["first", "second", "last"]


def test_an_incident_corrected_later_stays_in_its_period() -> None:
    case = a_case(
        assessments=(signed(0), signed(1)),
        incidents=(
            an_incident(id="wrong", at=NOW + HOUR),
            an_incident(id="right", at=NOW + 48 * HOUR, corrects="wrong"),
        ),
    )

    _, between, after = periods(case)

    assert [each.id for each in between.incidents] == ["wrong"]
    assert [each.id for each in after.incidents] == ["right"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, {}, "new"),
        (None, {"state": "done"}, "done"),
        ({}, {}, "still needed"),
        ({}, {"due": dt.date(2026, 12, 24)}, "still needed"),
        ({}, {"owner": "Kemi"}, "changed"),
        ({}, {"what": "Ring her manager"}, "changed"),
        ({}, {"agreed": "no"}, "changed"),
        ({}, {"concern": "Followed home"}, "changed"),
        ({}, {"state": "done", "owner": "Kemi"}, "done"),
        ({}, {"state": "no longer suitable"}, "no longer suitable"),
        ({"state": "done"}, {"state": "open"}, "open again"),
    ],
)
def test_a_version_of_an_action_is_classified_by_what_changed(
    before: dict[str, State] | None, after: dict[str, State], kind: str
) -> None:
    def version(number: int, said: dict[str, State]) -> Action:
        action = an_action(version=number, at=NOW + number * HOUR)
        return msgspec.structs.replace(action, **said)

    earlier = () if before is None else (version(1, before),)

    # The previous version is found even if it was recorded before the period.
    found = recorded_between(a_case(actions=(*earlier, version(2, after))), NOW + HOUR, None)

    assert [change.kind for change in found.changes] == [kind]


def test_actions_are_not_mistaken_for_versions_of_one_another() -> None:
    actions = (an_action(id="A"), an_action(id="B"), an_action(id="A", version=2, state="done", at=NOW + HOUR))

    found = recorded_between(a_case(actions=actions), None, None)

    assert [(change.action.id, change.kind) for change in found.changes] == [("A", "new"), ("B", "new"), ("A", "done")]


@given(histories())
def test_the_standing_assessments_are_those_that_no_other_corrects(history: tuple[Assessment, ...]) -> None:
    case = a_case(assessments=history)

    held = assessment_events(case)

    assert tuple(occasion.standing for occasion in held) == current_assessments(case)
    assert [each for occasion in held for each in occasion.assessments] == list(history)
    assert (held[-1].at if held else None) == case.assessed


def test_a_correction_has_the_time_of_the_assessment_that_it_corrects() -> None:
    held = assessed(signed(0), signed(1), signed(2, corrects=1), signed(3, corrects=2))

    assert [ids(occasion.assessments) for occasion in held] == [["0"], ["1", "2", "3"]]
    assert [occasion.at for occasion in held] == [signed(0).signed_off, signed(1).signed_off]
    assert assessment_event(held, signed(2)).first == signed(1)


@pytest.mark.parametrize("names", [1, 7])
def test_an_assessment_that_corrects_itself_or_an_unknown_one_is_its_own_event(names: int) -> None:
    held = assessed(signed(0), signed(1, corrects=names))

    assert ids(pair(held, None)) == ["0", "1"]


@pytest.mark.parametrize(
    ("wanted", "compared"),
    [
        (None, ["3", "4"]),
        ("gone", ["3", "4"]),
        ("4", ["3", "4"]),
        ("3", ["0", "3"]),
        ("0", ["0", "3"]),
        ("1", ["1", "3"]),
        ("2", ["2", "3"]),
    ],
)
def test_current_assessments_are_compared_and_a_corrected_one_with_its_correction(
    wanted: str | None, compared: list[str]
) -> None:
    held = assessed(signed(0), signed(1), signed(2, corrects=1), signed(3, corrects=2), signed(4))

    assert ids(pair(held, wanted)) == compared


def test_a_single_event_is_compared_with_its_version_before_the_correction() -> None:
    held = assessed(signed(0), signed(1, corrects=0), signed(2, corrects=1))

    assert ids(pair(held, None)) == ["1", "2"]
    assert ids(pair(held, "0")) == ["0", "2"]


@given(histories().filter(lambda history: len(history) > 1), st.data())
@example((signed(0), signed(1)), None)
def test_the_earlier_assessment_stays_before_the_later_for_every_choice(
    history: tuple[Assessment, ...], data: st.DataObject | None
) -> None:
    held = assessed(*history)
    wanted = data.draw(st.sampled_from(ids(history))) if data else "0"

    earlier, later = pair(held, wanted)

    assert earlier in (*earlier_choices(held, later), assessment_event(held, later).first)
    assert later in later_choices(held, earlier)
    order = ids(history)
    assert all(order.index(each.id) < order.index(later.id) for each in earlier_choices(held, later))
    assert all(order.index(each.id) > order.index(earlier.id) for each in later_choices(held, earlier))


def test_every_current_assessment_and_every_corrected_one_can_be_chosen() -> None:
    held = assessed(signed(0), signed(1), signed(2, corrects=1), signed(3))

    assert ids(earlier_choices(held, signed(3))) == ["0", "2"]
    assert ids(earlier_choices(held, signed(2, corrects=1))) == ["0", "1"]
    assert ids(later_choices(held, signed(0))) == ["2", "3"]
    assert ids(later_choices(held, signed(1))) == ["2", "3"]
