"""Tests of what is due on each case, and of the order of cases."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.case.case_summary import CaseSummary, summary
from content.case.model import PromptSnapshot
from content.review import diary
from content.review.diary import Counts, Due, due_items_of
from tests.builders import (
    A_CASE_ID,
    LATER,
    NOW,
    a_case,
    a_disclosure,
    a_draft,
    a_note,
    an_action,
    an_assessment,
    an_incident,
)

LONDON = ZoneInfo("Europe/London")
TODAY = NOW.date()
"""A Friday."""

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def a_summary(
    *,
    id: str = A_CASE_ID,  # noqa: A002 - the name of the field that it fills
    review: int | None = None,
    action: int | None = None,
    trigger: int | None = None,
    error: int | None = None,
    new: int = 0,
    draft: int | None = None,
    draft_now: bool = False,
    unfinished: bool = False,
    level_rank: int = 0,
) -> CaseSummary:
    """A case summary whose dates are given in days from today."""
    return CaseSummary(
        id=id,
        initials="J.D.",
        own_reference="",
        created=NOW,
        assessments=int(review is not None),
        review_date=None if review is None else TODAY + review * DAY,
        action_due=None if action is None else TODAY + action * DAY,
        trigger_at=None if trigger is None else NOW + trigger * DAY,
        trigger_name="" if trigger is None else "A breach",
        error_at=None if error is None else NOW + error * DAY,
        incidents=new,
        incidents_new=new,
        last_incident=TODAY - 2 * DAY if new else None,
        draft_changed=None if draft is None else NOW + draft * DAY,
        draft_started=None if draft is None else NOW + draft * DAY,
        draft_by="" if draft is None else "Sam",
        draft_now=draft_now,
        unfinished=unfinished,
        level_rank=level_rank,
    )


def due_lines(case: CaseSummary) -> list[str]:
    return [diary.due_item_in_words(item, case, TODAY, LONDON) for item in diary.due_items_of(case, TODAY, LONDON)]


def test_a_case_is_due_on_its_review_date() -> None:
    assert diary.review_due(a_summary(review=5), LONDON) == Due(date=TODAY + 5 * DAY, why="review date")
    assert diary.review_due(a_summary(), LONDON) is None


@pytest.mark.parametrize(
    ("review", "trigger", "why"), [(5, -1, "A breach"), (0, 0, "review date"), (-3, -1, "review date")]
)
def test_a_trigger_brings_the_review_forward_to_its_day(review: int, trigger: int, why: str) -> None:
    found = diary.review_due(a_summary(review=review, trigger=trigger), LONDON)

    assert found == Due(date=TODAY + min(review, trigger) * DAY, why=why)


def test_a_trigger_makes_a_case_due_that_has_no_review_date() -> None:
    assert diary.review_due(a_summary(trigger=0), LONDON) == Due(date=TODAY, why="A breach")


def test_the_day_of_a_trigger_is_in_the_time_zone_of_the_pack() -> None:
    late_in_summer = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    case = msgspec.structs.replace(a_summary(trigger=0), trigger_at=late_in_summer)

    assert diary.review_due(case, LONDON) == Due(date=dt.date(2026, 7, 2), why="A breach")


def test_an_assessment_settles_the_triggers_before_it_and_a_correction_settles_none() -> None:
    first = an_assessment(id="1", signed_off=NOW)
    noted = a_note(trigger="breach", at=NOW + MINUTE)
    correction = an_assessment(id="2", signed_off=NOW + 2 * MINUTE, corrects="1")
    taken_up = an_assessment(id="3", signed_off=NOW + 3 * MINUTE, follows="2")

    names = [
        summary(a_case(assessments=done, notes=(noted,))).trigger_name
        for done in ((first,), (first, correction), (first, correction, taken_up))
    ]

    assert names == ["Breach", "Breach", ""]


def test_an_assessment_settles_the_incidents_before_it_and_a_correction_settles_none() -> None:
    first = an_assessment(id="1", signed_off=NOW)
    incidents = (an_incident(id="1", at=NOW), an_incident(id="2", at=NOW + MINUTE))
    correction = an_assessment(id="2", signed_off=NOW + 2 * MINUTE, corrects="1")
    taken_up = an_assessment(id="3", signed_off=NOW + 3 * MINUTE, follows="2")

    new = [
        summary(a_case(assessments=done, incidents=incidents)).incidents_new
        for done in ((), (first,), (first, correction), (first, correction, taken_up))
    ]

    assert new == [2, 1, 1, 0]


def test_a_summary_contains_what_was_recorded() -> None:
    case = a_case(
        incidents=(
            an_incident("2026-11-18", id="1"),
            an_incident("2026-11-14", id="2", corrects="1"),
            an_incident("2026-11", id="3"),
        ),
        actions=(
            an_action(id="1", due=TODAY - DAY),
            an_action(id="1", due=TODAY - DAY, version=2, state="done"),
            an_action(id="2", due=TODAY + 9 * DAY),
            an_action(id="3", due=TODAY + 3 * DAY),
        ),
    )

    found = summary(case)

    assert (found.incidents, found.incidents_new) == (2, 2)
    assert found.last_incident == dt.date(2026, 11, 14)
    assert found.action_due == TODAY + 3 * DAY
    assert (found.trigger_name, found.trigger_at) == ("", None)


def test_every_due_item_of_a_case_is_shown_in_words_most_urgent_first() -> None:
    case = a_summary(review=3, trigger=0, action=-1, new=2, draft=-1)

    assert due_lines(case) == [
        "an action OVERDUE by 1 day",
        "2 NEW incidents since the last assessment",
        "review due today: A breach",
        "draft to resume, by Sam, 19 Nov 2026",
    ]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (a_summary(review=-12), ["review OVERDUE by 12 days"]),
        (a_summary(review=20, trigger=-2), ["review OVERDUE by 2 days: A breach"]),
        (a_summary(review=6), ["review due Thu 26 Nov 2026"]),
        (a_summary(review=7), []),
        (a_summary(action=0), ["an action due today"]),
        (a_summary(error=0), ["telling a recipient of an error due today"]),
        (a_summary(review=20, error=-1), ["telling a recipient of an error OVERDUE by 1 day"]),
        (a_summary(new=1), ["1 NEW incident and no assessment yet"]),
        (a_summary(), []),
    ],
)
def test_a_due_item_in_words_needs_no_context(case: CaseSummary, words: list[str]) -> None:
    assert due_lines(case) == words


def test_cases_are_sorted_danger_now_to_be_completed_overdue_new_due_this_week_drafts_then_the_rest() -> None:
    cases = [
        a_summary(id="never"),
        a_summary(id="far", review=60),
        a_summary(id="ahead", review=20),
        a_summary(id="draft", draft=-1),
        a_summary(id="older draft", draft=-9),
        a_summary(id="soon", review=5),
        a_summary(id="sooner", review=40, action=2),
        a_summary(id="new", review=20, new=1),
        a_summary(id="late", review=-1, new=4, draft=0),
        a_summary(id="later", review=20, action=-30),
        a_summary(id="unfinished", review=1, unfinished=True),
        a_summary(id="danger", draft=0, draft_now=True),
    ]

    ordered = diary.agendas(cases, TODAY, LONDON)

    assert [found.case.id for found in ordered] == [
        "danger",
        "unfinished",
        "later",
        "late",
        "new",
        "sooner",
        "soon",
        "older draft",
        "draft",
        "ahead",
        "far",
        "never",
    ]
    assert [diary.heading(found) for found in ordered] == [
        "Danger now: a NOW prompt is open",
        "Safety first: to be completed",
        *["Overdue"] * 2,
        "New since the last assessment",
        *["Due this week"] * 2,
        *["Drafts to resume"] * 2,
        *["The rest"] * 3,
    ]


def test_an_error_is_due_from_the_day_of_recording_until_its_recipient_is_informed() -> None:
    wrong = a_disclosure(id="1")
    right = a_disclosure(id="2", corrects="1", error_told="not yet", at=NOW - 2 * DAY)
    again = a_disclosure(id="4", corrects="3", error_told="not yet", at=NOW)
    told = a_disclosure(id="5", corrects="2", error_told="yes", at=NOW)
    recorded = (wrong, right, a_disclosure(id="3"), again)

    assert summary(a_case(disclosures=(wrong,))).error_at is None
    assert summary(a_case(disclosures=recorded)).error_at == NOW - 2 * DAY
    assert summary(a_case(disclosures=(*recorded, told))).error_at == NOW


def test_a_case_counts_once_under_each_kind_of_its_due_items() -> None:
    cases = [
        a_summary(review=-1, action=-1, new=4, draft=0),
        a_summary(review=1, draft=0),
        a_summary(review=60),
    ]

    found = diary.counts(diary.agendas(cases, TODAY, LONDON))

    assert found == Counts(cases=3, danger_now=0, unfinished=0, overdue=1, new=1, due_this_week=1, drafts=2)
    assert diary.counts_in_words(found) == (
        "3 cases: 1 overdue, 1 new since the last assessment, 1 due this week, 2 drafts to resume"
    )


def test_danger_now_and_what_is_to_be_completed_are_counted_first() -> None:
    cases = [a_summary(draft=0, draft_now=True), a_summary(review=-1, unfinished=True)]

    assert diary.counts_in_words(diary.counts(diary.agendas(cases, TODAY, LONDON))) == (
        "2 cases: 1 DANGER NOW, 1 to be completed, 1 overdue, 1 draft to resume"
    )


def test_an_unfinished_assessment_and_a_draft_with_a_now_prompt_are_in_the_summary() -> None:
    short = msgspec.structs.replace(an_assessment(), unfinished=True)
    urgent = msgspec.structs.replace(a_draft(id="2", follows=short.id), open_now=("a",))

    found = summary(a_case(assessments=(short,), draft=urgent))

    assert (found.assessments, found.unfinished, found.draft_now, found.level_rank) == (0, True, True, 3)
    assert due_lines(found)[:2] == [
        "DANGER NOW in the draft",
        "safety first, unfinished: to be completed",
    ]


def test_of_one_day_the_higher_level_comes_first() -> None:
    cases = [
        a_summary(id="a", review=-1, level_rank=1),
        a_summary(id="b", review=-1, level_rank=3),
        a_summary(id="c", review=-2, level_rank=1),
    ]

    assert [found.case.id for found in diary.agendas(cases, TODAY, LONDON)] == ["c", "b", "a"]


def test_nothing_due_is_shown_too() -> None:
    assert diary.counts_in_words(diary.counts(diary.agendas([a_summary(review=60)], TODAY, LONDON))) == (
        "1 case: nothing is due this week"
    )


AGES = st.none() | st.integers(-40, 40)
SUMMARIES = st.lists(
    st.builds(
        a_summary,
        id=st.text(max_size=4),
        review=AGES,
        action=AGES,
        trigger=st.none() | st.integers(-40, 0),
        new=st.integers(0, 3),
        draft=st.none() | st.integers(-40, 0),
    ),
    max_size=8,
)


@given(SUMMARIES)
def test_no_case_is_sorted_below_a_less_urgent_one(cases: list[CaseSummary]) -> None:
    ranks = [*diary.HEADINGS.values(), diary.THE_REST]

    ordered = diary.agendas(cases, TODAY, LONDON)

    found = [ranks.index(diary.heading(each)) for each in ordered]
    assert found == sorted(found)
    assert sorted((each.case for each in ordered), key=str) == sorted(cases, key=str)
    late = [case for case in cases if earliest(case) < 0]
    assert found.count(ranks.index("Overdue")) == len(late) == diary.counts(diary.agendas(cases, TODAY, LONDON)).overdue


def earliest(case: CaseSummary) -> int:
    """The reference model: the earliest due date of a case, in days from today."""
    trigger = case.trigger_at.date() if case.trigger_at else None
    return min(((day - TODAY).days for day in (case.review_date, case.action_due, trigger) if day), default=0)


def test_an_author_name_with_control_characters_is_sanitised() -> None:
    case = msgspec.structs.replace(summary(a_case(draft=a_draft(by="S\x1b[2J"))), draft_by="S\x1b[2J")

    assert "\x1b" not in due_lines(case)[0]


def test_a_case_with_a_prompt_for_now_open_since_sign_off_comes_first_until_it_is_answered() -> None:
    urgent = PromptSnapshot(id="danger", urgency="now", says="Call 999.", source="4.1")
    assessment = msgspec.structs.replace(an_assessment(), prompts=(urgent,))
    case = a_case(assessments=(assessment,))
    note = a_note(at=LATER)
    answered = msgspec.structs.replace(note, prompt="danger", prompt_state="done", trigger=None)
    quiet = msgspec.structs.replace(case, notes=(answered,))

    (first, *_), (second, *_) = (due_items_of(summary(each), TODAY, LONDON) or (None,) for each in (case, quiet))

    assert first is not None
    assert first.kind == "danger now"
    assert second is None or second.kind != "danger now"
