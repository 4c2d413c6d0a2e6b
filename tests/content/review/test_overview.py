"""Tests of the overview of a case."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.assessment import sign_off
from content.case.model import Assessment, Case, Draft
from content.entries.note import Note
from content.pack.answers import Answer
from content.review import overview
from tests.builders import (
    NOW,
    a_case,
    a_draft,
    a_note,
    an_action,
    an_answer,
    an_asked,
    an_assessment,
    an_incident,
)
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, answered, signed_off
from tests.packs import classic

LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
A_DAY = NOW.date()
"""A Friday; the default day of assessments."""
SAFE = "start.safe-contact"
NEVER = "start.never-contact"
MOBILE = "Text her work mobile"
LANDLINE = "The home landline"


def assessed(
    answers: Mapping[str, Answer | str],
    *,
    at: dt.datetime = NOW,
    id: str = "1",  # noqa: A002 - the name of the field that it fills
    corrects: str | None = None,
) -> Assessment:
    """An assessment with these answers; plain values become answers given at the sign-off."""
    given_then = {
        question: an_answer(said, at=at) if isinstance(said, str) else said for question, said in answers.items()
    }
    return an_assessment(id=id, signed_off=at, answers=given_then, corrects=corrects)


def contact(*assessments: Assessment, notes: tuple[Note, ...] = (), draft: Draft | None = None) -> list[str]:
    return overview.safe_contact_lines(a_case(assessments=assessments, notes=notes, draft=draft), LONDON)


def unsafe(at: dt.datetime, text: str = "He reads her texts", *, id: str = "1") -> Note:  # noqa: A002 - the name of the field that it fills
    return a_note(text, id=id, at=at, trigger="contact-not-safe")


def judged(case: Case, today: dt.date = A_DAY) -> str:
    return overview.level_line(case, today, LONDON)


def own_view(view: str, **reasons: str) -> str:
    _, assessment = signed_off(values={"judgement.victim-view": view, **_questions(reasons)})
    return overview.own_view_line(a_case(assessments=(assessment,)))


def _questions(reasons: Mapping[str, str]) -> dict[str, str]:
    return {f"judgement.{name.replace('_', '-')}": words for name, words in reasons.items()}


def test_each_way_of_contact_is_shown_with_the_day_of_its_own_confirmation() -> None:
    answers = {SAFE: an_answer(MOBILE, at=NOW - 2 * DAY), NEVER: an_answer(LANDLINE, at=NOW - DAY)}

    assert contact(assessed(answers)) == [
        "Safe contact (confirmed Wed 18 Nov 2026): Text her work mobile",
        "Never use (confirmed Thu 19 Nov 2026): The home landline",
    ]


def test_a_reassessment_shows_the_day_of_its_own_confirmation() -> None:
    first = assessed({SAFE: MOBILE}, at=NOW - 60 * DAY)
    again = assessed({SAFE: MOBILE}, at=NOW, id="2")

    assert contact(first, again)[0] == "Safe contact (confirmed Fri 20 Nov 2026): Text her work mobile"


@pytest.mark.parametrize("answers", [{}, {SAFE: "", NEVER: ""}, {SAFE: " \n", NEVER: "\t"}])
def test_contact_that_was_not_asked_about_is_shown_in_capitals_and_without_a_day(answers: Mapping[str, str]) -> None:
    assert contact(assessed(answers)) == [
        "Safe contact: NOT ASKED; ask before using any",
        "Never use: NOT ASKED; ask before using any",
    ]


def test_contact_that_is_not_known_is_shown_in_capitals_as_asked_and_not_confirmed() -> None:
    assert contact(assessed({SAFE: "not known", NEVER: "not known"})) == [
        "Safe contact (asked Fri 20 Nov 2026): NOT KNOWN; ask before using any",
        "Never use (asked Fri 20 Nov 2026): NOT KNOWN; ask before using any",
    ]


def test_a_note_on_a_way_of_contact_is_shown_with_it() -> None:
    answers = {SAFE: an_answer(MOBILE, note="Only\nuntil three"), NEVER: an_answer("", note="He took her phone")}

    assert contact(assessed(answers)) == [
        "Safe contact (confirmed Fri 20 Nov 2026): Text her work mobile. Note (basis not said): Only until three",
        "Never use: NOT ASKED; ask before using any. Note (basis not said): He took her phone",
    ]


def test_before_the_first_sign_off_no_way_of_contact_is_shown_as_safe() -> None:
    assert contact() == ["Safe contact: NOT KNOWN, no assessment is signed off; ask before using any."]


@pytest.mark.parametrize(
    ("said", "is_shown"),
    [({SAFE: MOBILE}, False), ({}, False), ({SAFE: "Ring her sister"}, True), ({NEVER: LANDLINE}, True)],
)
def test_a_draft_with_other_answers_about_contact_is_mentioned(said: Mapping[str, str], is_shown: bool) -> None:
    draft = a_draft(answers={question: an_answer(words) for question, words in said.items()})
    told = "The draft says more about contact: read it before using any."

    assert (told in contact(assessed({SAFE: MOBILE}), draft=draft)) is is_shown
    assert (told in contact(draft=draft)) is bool(said)


def test_a_warning_about_contact_comes_first_with_its_author_and_day() -> None:
    lines = contact(assessed({SAFE: MOBILE}), notes=(unsafe(NOW + DAY),))

    assert lines[0] == (
        "A WAY OF CONTACT IS NO LONGER SAFE, noted 21 Nov 2026 by sam: He reads her texts. "
        "Use none until it is known to be safe."
    )
    assert lines[1] == "Safe contact (confirmed Fri 20 Nov 2026): Text her work mobile"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("", "A WAY OF CONTACT IS NO LONGER SAFE, noted 21 Nov 2026 by sam. Use none"),
        ("Done.", "A WAY OF CONTACT IS NO LONGER SAFE, noted 21 Nov 2026 by sam: Done. Use none"),
        ("Why\nnot?", "A WAY OF CONTACT IS NO LONGER SAFE, noted 21 Nov 2026 by sam: Why not? Use none"),
    ],
)
def test_the_warning_consists_of_sentences_whatever_was_typed(text: str, begins: str) -> None:
    assert contact(notes=(unsafe(NOW + DAY, text),))[0].startswith(begins)


@pytest.mark.parametrize(
    ("noted", "is_shown"), [(-MINUTE, False), (dt.timedelta(0), False), (MINUTE, True), (90 * DAY, True)]
)
def test_a_warning_about_contact_is_shown_until_the_next_assessment(noted: dt.timedelta, is_shown: bool) -> None:
    lines = contact(assessed({SAFE: MOBILE}), notes=(unsafe(NOW + noted),))

    assert lines[0].startswith("A WAY OF CONTACT IS NO LONGER SAFE") is is_shown
    assert len(lines) == 2 + is_shown


def test_another_trigger_is_not_a_warning_about_contact() -> None:
    assert len(contact(assessed({SAFE: MOBILE}), notes=(a_note(at=NOW + DAY, trigger="breach"),))) == 2


def test_a_correction_does_not_clear_a_warning_about_contact() -> None:
    first = assessed({SAFE: MOBILE})
    correction = assessed({SAFE: "Text her mobile"}, at=NOW + 2 * DAY, id="2", corrects="1")
    again = assessed({SAFE: "Her sister"}, at=NOW + 3 * DAY, id="3")
    noted = (unsafe(NOW + DAY),)

    assert len(contact(first, correction, notes=noted)) == 3
    assert len(contact(first, correction, again, notes=noted)) == 2


def test_a_warning_noted_between_confirmation_and_sign_off_is_not_cleared() -> None:
    confirmed_first = assessed({SAFE: an_answer(MOBILE, at=NOW - 2 * MINUTE)})

    assert len(contact(confirmed_first, notes=(unsafe(NOW - MINUTE),))) == 3
    assert len(contact(confirmed_first, notes=(unsafe(NOW - 3 * MINUTE),))) == 2


def test_the_latest_of_several_warnings_is_shown_with_their_number() -> None:
    notes = (unsafe(NOW + DAY, "He has her phone"), unsafe(NOW + 2 * DAY, "He rang her sister", id="2"))

    lines = contact(assessed({SAFE: MOBILE}), notes=notes)

    assert lines[0] == (
        "A WAY OF CONTACT IS NO LONGER SAFE, noted 22 Nov 2026 by sam: He rang her sister. "
        "Noted 2 times: read each in the chronology. Use none until it is known to be safe."
    )
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-07-01T22:59:59+00:00", "Wed 1 Jul 2026"),
        ("2026-07-01T23:00:00+00:00", "Thu 2 Jul 2026"),
        ("2026-12-31T23:59:59+00:00", "Thu 31 Dec 2026"),
        ("2027-01-01T00:00:00+00:00", "Fri 1 Jan 2027"),
        ("2028-02-29T23:30:00+00:00", "Tue 29 Feb 2028"),
        # The clocks go forward at 01:00 on 29 March 2026, and back at 01:00 UTC on 25 October.
        ("2026-03-28T23:30:00+00:00", "Sat 28 Mar 2026"),
        ("2026-03-29T23:30:00+00:00", "Mon 30 Mar 2026"),
        ("2026-10-24T23:30:00+00:00", "Sun 25 Oct 2026"),
        ("2026-10-25T23:30:00+00:00", "Sun 25 Oct 2026"),
    ],
)
def test_every_day_is_in_the_time_zone_of_the_pack(at: str, told: str) -> None:
    moment = dt.datetime.fromisoformat(at)
    far = moment.date() + 90 * DAY
    case = a_case(
        assessments=(msgspec.structs.replace(assessed({SAFE: MOBILE}, at=moment), review_date=far),),
        notes=(unsafe(moment + dt.timedelta(microseconds=1)),),
    )

    lines = overview.safe_contact_lines(case, LONDON)

    assert f"noted {told[4:]} by sam" in lines[0]
    assert lines[1].startswith(f"Safe contact (confirmed {told}):")
    line = overview.level_line(case, dt.date(2026, 1, 1), LONDON)
    assert f"judged by sam on {told[4:]}," in line
    assert f"brought forward on {told} by: Contact-not-safe" in line


def test_the_level_is_shown_with_who_judged_it_and_when() -> None:
    _, assessment = signed_off(values={"judgement.view": "stalking"})

    assert judged(a_case(assessments=(assessment,))) == (
        "Level Medium, judged by sam on 24 Nov 2026, view stalking; review Thu 24 Dec 2026."
    )


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("not-clear", "view not yet clear;"),
        ("harassment", "view harassment, not stalking;"),
        ("", "view not recorded;"),
    ],
)
def test_the_view_is_shown_as_it_was_worded(view: str, words: str) -> None:
    _, assessment = signed_off(
        values={"judgement.view": "harassment", "judgement.why-not-stalking": "A dispute over parking"}
    )
    answers = {**assessment.answers, "judgement.view": an_answer(view)}
    assessment = msgspec.structs.replace(assessment, answers=answers)

    assert words in judged(a_case(assessments=(assessment,)))


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (dt.date(2026, 12, 4), "review today."),
        (dt.date(2026, 12, 5), "review OVERDUE by 1 day (4 Dec 2026)."),
        (dt.date(2027, 1, 1), "review OVERDUE by 28 days (4 Dec 2026)."),
        (dt.date(2026, 12, 3), "review Fri 4 Dec 2026."),
    ],
)
def test_the_review_date_is_shown_relative_to_today(today: dt.date, told: str) -> None:
    assert judged(a_case(assessments=(an_assessment(),)), today).endswith(f"; {told}")


def test_a_trigger_that_brings_the_review_forward_is_named_with_its_day() -> None:
    case = a_case(assessments=(an_assessment(),), notes=(a_note(at=NOW + DAY, trigger="breach"),))

    assert judged(case, A_DAY + DAY).endswith("; review today, brought forward on Sat 21 Nov 2026 by: Breach.")
    assert judged(case, A_DAY + 3 * DAY).endswith(
        "; review OVERDUE by 2 days (21 Nov 2026), brought forward on Sat 21 Nov 2026 by: Breach."
    )


@pytest.mark.parametrize("noted", [-MINUTE, 14 * DAY, 15 * DAY])
def test_a_trigger_that_is_settled_or_later_than_the_review_does_not_bring_it_forward(noted: dt.timedelta) -> None:
    case = a_case(assessments=(an_assessment(),), notes=(a_note(at=NOW + noted, trigger="breach"),))

    assert judged(case).endswith("; review Fri 4 Dec 2026.")


def test_a_case_not_assessed_says_so_and_names_the_trigger_with_its_day() -> None:
    assert judged(a_case()) == "Not assessed yet."
    assert judged(a_case(notes=(a_note(trigger="breach"),))) == (
        "Not assessed yet. A reason to assess, noted Fri 20 Nov 2026: Breach."
    )


def test_the_same_view_is_shown_as_the_same_as_the_level() -> None:
    assert own_view("same") == "The person's own view of the risk: the same as the level."
    assert overview.own_view_line(a_case()) == ""
    assert overview.own_view_line(a_case(assessments=(an_assessment(),))) == (
        "The person's own view of the risk: not asked."
    )
    assert overview.own_view_line(a_case(assessments=(assessed({"judgement.victim-view": "not known"}),))) == (
        "The person's own view of the risk: not known."
    )


def test_a_view_that_was_not_obtained_is_shown_with_the_reason() -> None:
    assert own_view("not-obtained", victim_view_why="He was in the room") == (
        "The person's own view of the risk: not obtained: He was in the room."
    )


def test_if_the_person_sees_more_risk_both_reasons_are_shown() -> None:
    line = own_view(
        "higher", victim_view_why="He knows\nher shifts", why_below_view="He is abroad.", rationale="Seen and heard"
    )

    assert line == (
        "The person's own view of the risk DIFFERS from the level: higher than the level recorded. "
        "Why they think so: He knows her shifts. Why the level stands: He is abroad."
    )


def test_if_the_person_sees_less_risk_both_reasons_are_shown() -> None:
    line = own_view("lower", victim_view_why="He has a new partner", rationale="He still writes to her")

    assert line == (
        "The person's own view of the risk DIFFERS from the level: lower than the level recorded. "
        "Why they think so: He has a new partner. Why the level stands: He still writes to her."
    )


def test_a_long_reason_is_cut_and_says_where_the_rest_is() -> None:
    line = own_view("higher", victim_view_why="He waits there. " * 20, why_below_view="He is abroad. " * 20)

    assert line.count("... (more in the assessment).") == 2
    assert "Why they think so: He waits there. He waits there." in line
    assert "Why the level stands: He is abroad. He is abroad." in line
    assert len(line) < 400


def test_the_reason_for_an_earlier_view_is_not_shown_for_the_current_one() -> None:
    higher = answered(
        a_new_draft(),
        {
            **ENOUGH,
            "judgement.rationale": "He still writes to her",
            "judgement.victim-view": "higher",
            "judgement.why-below-view": "She fears the worst",
            "judgement.victim-view-why": "He rang again",
        },
    )
    lower = answered(higher, {"judgement.victim-view": "lower"})
    done = sign_off.sign_off(lower, classic(), a_case(), now=NOON, today=TODAY, by="sam")

    line = overview.own_view_line(a_case(assessments=(done,)))

    assert line.endswith("Why they think so: He rang again. Why the level stands: He still writes to her.")


def test_recent_incidents_are_shown_as_facts_only() -> None:
    today = A_DAY
    days = (today, today - 13 * DAY, today - 14 * DAY)
    incidents = tuple(an_incident(str(day), id=str(number)) for number, day in enumerate(days))

    assert overview.incidents_line(a_case(), today) == ""
    assert overview.incidents_line(a_case(incidents=incidents), today) == (
        "Incidents: 2 in the last 14 days, 1 in the 14 before."
    )
    assert overview.incidents_line(a_case(incidents=incidents), today + 20 * DAY) == (
        "Incidents: none in the last 14 days, 1 in the 14 before; "
        "nothing recorded for 20 days, after 3 in the 28 days before that."
    )


def test_incidents_since_the_last_assessment_are_shown_as_new() -> None:
    told, untold = an_incident(id="1", at=NOW), an_incident(id="2", at=NOW + MINUTE)

    line = overview.incidents_line(a_case(assessments=(an_assessment(),), incidents=(told, untold)), A_DAY)

    assert line == "Incidents: 2 in the last 14 days, none in the 14 before; 1 NEW since the last assessment."


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=8))
def test_a_corrected_incident_is_counted_once(recorded: list[tuple[int, bool]]) -> None:
    """Each entry is a number of days ago, and whether it corrects the entry before it."""
    today = A_DAY
    incidents = tuple(
        an_incident(str(today - age * DAY), id=str(number), corrects=str(number - 1) if puts_right and number else None)
        for number, (age, puts_right) in enumerate(recorded)
    )

    line = overview.incidents_line(a_case(incidents=incidents), today)

    last_of_each = [
        age for (age, _), after in zip(recorded, [*recorded[1:], None], strict=True) if not _corrected(after)
    ]
    recent = sum(age < 14 for age in last_of_each)
    assert line.startswith(f"Incidents: {recent or 'none'} in the last 14 days, ")


def _corrected(after: tuple[int, bool] | None) -> bool:
    return after is not None and after[1]


def test_the_plan_line_shows_open_actions_and_what_is_overdue_or_next() -> None:
    today = A_DAY
    far, ahead, late, done = (
        an_action(id="far", due=today + 30 * DAY),
        an_action(id="ahead"),
        an_action(id="late", due=today - DAY),
        an_action(id="done", state="done", due=today - DAY),
    )

    told = [
        overview.plan_line(a_case(actions=actions), today)
        for actions in ((), (done,), (done, far, ahead), (ahead, late, done), (an_action(due=today),))
    ]

    assert told == [
        "",
        "Plan: 0 open actions.",
        "Plan: 2 open actions, the next due Fri 27 Nov 2026.",
        "Plan: 2 open actions, 1 OVERDUE.",
        "Plan: 1 open action, the next due Fri 20 Nov 2026.",
    ]


def referred(at: dt.datetime, id: str = "1") -> Assessment:  # noqa: A002 - the name of the field that it fills
    asked = msgspec.structs.replace(an_asked("support.marac"), kind="done")
    return an_assessment(id=id, signed_off=at, asked=(asked,), answers={"support.marac": an_answer(at=at)})


def test_a_marac_repeat_names_the_day_of_the_last_referral_and_leaves_the_rest_to_the_reader() -> None:
    late_in_summer = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    assessments = (referred(late_in_summer - 100 * DAY), referred(late_in_summer, "2"))
    incidents = (an_incident("2026-11-15"),)

    line = overview.repeat_line(a_case(assessments=assessments, incidents=incidents), LONDON)

    assert line == (
        "MARAC REPEAT: the last referral on record was on Thu 2 Jul 2026, and an incident within 12 months of it is "
        "recorded. If this is abuse by the same person, refer again (practice: MARAC repeat), and record it at the "
        "reassessment."
    )
    assert overview.repeat_line(a_case(assessments=assessments), LONDON) == ""
    assert overview.repeat_line(a_case(incidents=incidents), LONDON) == ""


def test_typed_text_is_sanitised_and_on_one_line() -> None:
    odd = "x\x1b[2J\nNever use: y"
    case = a_case(
        assessments=(msgspec.structs.replace(assessed({SAFE: odd, NEVER: odd}), by=odd),),
        notes=(msgspec.structs.replace(unsafe(NOW + DAY, odd), by=odd, trigger_name=odd),),
    )

    lines = [*overview.safe_contact_lines(case, LONDON), judged(case)]

    assert len(lines) == 4
    assert not any("\x1b" in line or "\n" in line for line in lines)
