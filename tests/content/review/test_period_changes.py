"""What was recorded between two assessments, and which of them can be compared."""

import datetime as dt
from itertools import pairwise

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.case.model import Assessment, Case, standing_assessments
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
"""So few that many a record is of the very moment of a sign-off."""


def signed(number: int, *, corrects: int | None = None) -> Assessment:
    """The assessment of a day, by its number."""
    of = None if corrects is None else str(corrects)
    return an_assessment(id=str(number), signed_off=NOW + number * dt.timedelta(days=1), corrects=of)


def assessed(*assessments: Assessment) -> tuple[AssessmentEvent, ...]:
    return assessment_events(a_case(assessments=assessments))


def ids(assessments: tuple[Assessment, ...]) -> list[str]:
    return [assessment.id for assessment in assessments]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Assessment, ...]:
    """Assessments as they come to be: each is of the situation, or corrects the latest."""
    moments = sorted(draw(st.lists(MOMENTS, max_size=6)))
    corrections = [False, *(draw(st.booleans()) for _ in moments[1:])]
    return tuple(
        an_assessment(id=str(number), signed_off=at, corrects=str(number - 1) if is_correction else None)
        for number, (at, is_correction) in enumerate(zip(moments, corrections, strict=False))
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case with records of every kind, some incidents corrected, some moments kept without a zone."""

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


def stretches(case: Case) -> list[PeriodChanges]:
    """Before the first assessment, between each and the next, and after the last."""
    ends = [None, *(occasion.at for occasion in assessment_events(case)), None]
    return [recorded_between(case, after, until) for after, until in pairwise(ends)]


@given(cases())
def test_every_record_lies_in_exactly_one_stretch(case: Case) -> None:
    ends = [occasion.at for occasion in assessment_events(case)]

    found = stretches(case)

    def place(at: dt.datetime) -> int:
        return sum(end < as_utc(at) for end in ends)

    notes = [(number, note.id) for number, stretch in enumerate(found) for note in stretch.notes]
    assert sorted(notes) == sorted((place(note.at), note.id) for note in case.notes)
    changes = [(number, each.action) for number, stretch in enumerate(found) for each in stretch.changes]
    assert sorted(changes, key=repr) == sorted(((place(each.at), each) for each in case.actions), key=repr)
    incidents = [(number, each.id) for number, stretch in enumerate(found) for each in stretch.incidents]
    # One that was put right in its own stretch is told by what put it right.
    assert sorted(incidents) == sorted(
        (place(each.at), each.id)
        for each in case.incidents
        if not any(later.corrects == each.id and place(later.at) == place(each.at) for later in case.incidents)
    )


@given(cases())
def test_a_stretch_over_several_assessments_holds_all_that_stood_at_its_end(case: Case) -> None:
    whole = recorded_between(case, None, None)

    corrected = {each.corrects for each in case.incidents}
    assert {each.id for each in whole.incidents} == {each.id for each in case.incidents} - corrected
    assert [note for stretch in stretches(case) for note in stretch.notes] == list(whole.notes)
    assert [change for stretch in stretches(case) for change in stretch.changes] == list(whole.changes)


def test_what_is_recorded_at_the_moment_of_a_sign_off_belongs_to_the_stretch_that_ends_with_it() -> None:
    case = a_case(
        assessments=(signed(0), signed(1)),
        incidents=(an_incident(at=signed(1).signed_off),),
        notes=(a_note(at=signed(0).signed_off),),
    )

    before, between, after = stretches(case)

    assert [len(each.notes) for each in (before, between, after)] == [1, 0, 0]
    assert [len(each.incidents) for each in (before, between, after)] == [0, 1, 0]


def test_incidents_stand_in_the_order_they_happened_in_however_late_they_were_told() -> None:
    told = (
        an_incident("2026-11-14", id="second", at=NOW),
        an_incident("2025", id="first", at=NOW + HOUR),
        an_incident("never said", id="last", at=NOW),
    )

    found = recorded_between(a_case(incidents=told), None, None)

    assert [each.id for each in found.incidents] == ["first", "second", "last"]


def test_an_incident_put_right_later_stays_with_the_stretch_that_it_was_a_reason_in() -> None:
    case = a_case(
        assessments=(signed(0), signed(1)),
        incidents=(
            an_incident(id="wrong", at=NOW + HOUR),
            an_incident(id="right", at=NOW + 48 * HOUR, corrects="wrong"),
        ),
    )

    _, between, after = stretches(case)

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
def test_a_version_of_an_action_is_told_by_what_became_of_it(
    before: dict[str, State] | None, after: dict[str, State], kind: str
) -> None:
    def version(number: int, said: dict[str, State]) -> Action:
        action = an_action(version=number, at=NOW + number * HOUR)
        return msgspec.structs.replace(action, **said)

    earlier = () if before is None else (version(1, before),)

    # The version before is found wherever it was recorded: here it lies before the stretch.
    found = recorded_between(a_case(actions=(*earlier, version(2, after))), NOW + HOUR, None)

    assert [change.kind for change in found.changes] == [kind]


def test_an_action_is_not_taken_for_a_version_of_another() -> None:
    actions = (an_action(id="A"), an_action(id="B"), an_action(id="A", version=2, state="done", at=NOW + HOUR))

    found = recorded_between(a_case(actions=actions), None, None)

    assert [(change.action.id, change.kind) for change in found.changes] == [("A", "new"), ("B", "new"), ("A", "done")]


@given(histories())
def test_the_standing_assessments_are_those_that_no_other_corrects(history: tuple[Assessment, ...]) -> None:
    case = a_case(assessments=history)

    held = assessment_events(case)

    assert tuple(occasion.standing for occasion in held) == standing_assessments(case)
    assert [each for occasion in held for each in occasion.assessments] == list(history)
    assert (held[-1].at if held else None) == case.assessed


def test_a_correction_is_of_the_moment_of_what_it_puts_right() -> None:
    held = assessed(signed(0), signed(1), signed(2, corrects=1), signed(3, corrects=2))

    assert [ids(occasion.assessments) for occasion in held] == [["0"], ["1", "2", "3"]]
    assert [occasion.at for occasion in held] == [signed(0).signed_off, signed(1).signed_off]
    assert assessment_event(held, signed(2)).first == signed(1)


@pytest.mark.parametrize("names", [1, 7])
def test_an_assessment_that_corrects_itself_or_nothing_that_is_there_is_an_occasion(names: int) -> None:
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
def test_standing_assessments_are_compared_and_only_a_corrected_one_with_its_correction(
    wanted: str | None, compared: list[str]
) -> None:
    held = assessed(signed(0), signed(1), signed(2, corrects=1), signed(3, corrects=2), signed(4))

    assert ids(pair(held, wanted)) == compared


def test_one_occasion_is_compared_with_what_it_was_before_it_was_put_right() -> None:
    held = assessed(signed(0), signed(1, corrects=0), signed(2, corrects=1))

    assert ids(pair(held, None)) == ["1", "2"]
    assert ids(pair(held, "0")) == ["0", "2"]


@given(histories().filter(lambda history: len(history) > 1), st.data())
@example((signed(0), signed(1)), None)
def test_whatever_is_chosen_the_earlier_stays_before_the_later(
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


def test_every_standing_assessment_before_and_after_can_be_chosen_and_so_can_what_was_put_right() -> None:
    held = assessed(signed(0), signed(1), signed(2, corrects=1), signed(3))

    assert ids(earlier_choices(held, signed(3))) == ["0", "2"]
    assert ids(earlier_choices(held, signed(2, corrects=1))) == ["0", "1"]
    assert ids(later_choices(held, signed(0))) == ["2", "3"]
    assert ids(later_choices(held, signed(1))) == ["2", "3"]
