"""Tests of the lines for reasons and for the records between two assessments."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.entries.action import Action
from content.entries.incident import Incident
from content.review import reasons
from content.review.period_changes import PlanChange, recorded_between
from tests.builders import NOW, a_case, a_note, an_action, an_answer, an_asked, an_assessment, an_incident

LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)
"""Friday 20 November 2026."""


def last_line(*incidents: Incident) -> str:
    """The line of the last incident."""
    return reasons.incident_line(a_case(incidents=incidents), incidents[-1], LONDON)


def changed(before: Action | None, **said: object) -> str:
    action = msgspec.structs.replace(an_action(), **said)
    return reasons.change_line(PlanChange(action=action, before=before), LONDON)


@pytest.mark.parametrize(
    ("happened", "line"),
    [
        ("2026-11-20", "Incident, Fri 20 Nov 2026: Waited outside her work. Recorded by sam."),
        ("2026-11-15", "Incident, Sun 15 Nov 2026: Waited outside her work. Recorded Fri 20 Nov 2026 by sam."),
        ("about 2026-11-20", "Incident, about Fri 20 Nov 2026: Waited outside her work. Recorded Fri 20 Nov 2026 by"),
        ("2026-10", "Incident, Oct 2026: Waited outside her work. Recorded Fri 20 Nov 2026 by sam."),
        ("gone", "Incident, date not known: Waited outside her work. Recorded Fri 20 Nov 2026 by sam."),
    ],
)
def test_an_incident_shows_its_day_of_recording_if_that_is_another_day(happened: str, line: str) -> None:
    assert last_line(an_incident(happened)).startswith(line)


def test_the_day_of_recording_is_in_the_time_zone_of_the_pack() -> None:
    late_at_night = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)

    assert last_line(an_incident("2026-07-02", at=late_at_night)).endswith("Recorded by sam.")


def test_an_incident_shows_its_effect() -> None:
    incident = msgspec.structs.replace(an_incident("2026-11-20"), effect="Frightened to drive")

    assert "Waited outside her work. Effect: Frightened to drive. Recorded" in last_line(incident)


def test_a_correction_of_an_incident_is_marked_and_shows_its_reason() -> None:
    wrong = an_incident(id="1", at=NOW - DAY)

    assert "CORRECTION of what was recorded on 19 Nov 2026. It was another day. Recorded" in last_line(
        wrong, an_incident(id="2", corrects="1")
    )
    assert "CORRECTION of an entry that is not here." in last_line(an_incident(id="2", corrects="1"))


def test_an_incident_that_was_corrected_later_says_so() -> None:
    wrong, right = an_incident(id="1"), an_incident(id="2", at=NOW + 3 * DAY, corrects="1")

    line = reasons.incident_line(a_case(incidents=(wrong, right)), wrong, LONDON)

    assert "CORRECTED since, on 23 Nov 2026: It was another day. Recorded" in line


def test_a_note_shows_its_basis_and_trigger() -> None:
    assert reasons.note_line(a_note(), LONDON) == (
        "Note, Fri 20 Nov 2026: He was seen in the car park. Basis: third party. By sam."
    )
    bare = msgspec.structs.replace(a_note("", trigger="escalation"), basis=None)
    assert reasons.note_line(bare, LONDON) == "Note, Fri 20 Nov 2026: Trigger: Escalation. By sam."


def test_a_new_action_shows_owner_due_date_and_agreement() -> None:
    assert changed(None) == (
        "Plan, Fri 20 Nov 2026, new: Ring the workplace. "
        "Owner PC Lee, due Fri 27 Nov 2026, agreed with the person: yes. By sam."
    )


def test_the_outcome_of_an_action_is_shown_once() -> None:
    line = changed(an_action(), state="done", outcome="New shifts")

    assert line == "Plan, Fri 20 Nov 2026, done: Ring the workplace. Outcome: New shifts. By sam."
    known = msgspec.structs.replace(an_action(), outcome="New shifts")
    assert "Outcome" not in changed(known, outcome="New shifts")


def test_an_action_that_is_no_longer_suitable_shows_the_reason() -> None:
    assert changed(an_action(), state="no longer suitable", why="She moved") == (
        "Plan, Fri 20 Nov 2026, no longer suitable: Ring the workplace. Why: She moved. By sam."
    )


def test_a_changed_action_shows_its_old_values() -> None:
    line = changed(an_action(), owner="Kemi", due=dt.date(2026, 12, 1), concern="Followed home")

    assert line == (
        "Plan, Fri 20 Nov 2026, changed: Ring the workplace. Concern was not given, now Followed home. "
        "Owner was PC Lee, now Kemi. Due was Fri 27 Nov 2026, now Tue 1 Dec 2026. By sam."
    )


def test_records_are_counted_and_zeros_are_left_out() -> None:
    case = a_case(incidents=(an_incident(),), notes=(a_note(), a_note(id="2")), actions=(an_action(),))

    found = recorded_between(case, None, None)

    assert reasons.counts_in_words(found, 2) == "2 other assessments, 1 incident, 2 notes, 1 change of the plan"
    assert reasons.counts_in_words(found, 1).startswith("1 other assessment, ")
    assert reasons.counts_in_words(recorded_between(a_case(), None, None), 0) == ""


def test_the_reasons_given_for_a_judgement_are_shown() -> None:
    given = {"judgement.why-lower": "He moved away", "judgement.rationale": "Seen and heard", "victim.fear": "yes"}
    answers = {question: an_answer(value) for question, value in given.items()}
    assessment = msgspec.structs.replace(an_assessment(answers=answers), trigger_name="A planned review")

    assert list(reasons.reason_lines(assessment)) == [
        "Trigger: A planned review.",
        "Rationale: Seen and heard.",
        "Why the level is lower: He moved away.",
    ]


def test_a_reason_that_no_longer_applied_at_sign_off_is_not_shown() -> None:
    asked = msgspec.structs.replace(an_asked("judgement.why-lower"), applied=False)
    assessment = an_assessment(asked=(asked,), answers={"judgement.why-lower": an_answer("He moved away")})

    assert list(reasons.reason_lines(assessment)) == []


def test_an_assessment_between_two_others_is_shown_with_its_level_and_rationale() -> None:
    assessment = an_assessment(answers={"judgement.rationale": an_answer("Seen and heard")})

    assert reasons.assessment_line(assessment, LONDON) == (
        "Assessment, Fri 20 Nov 2026: level High, view not asked. Seen and heard. By sam."
    )


ODD = st.text(alphabet=st.sampled_from("a. \n\r\t\x1b\u202e[/]"), max_size=8)


@given(ODD)
def test_typed_text_is_on_one_line_and_sanitised(odd: str) -> None:
    lines = [
        last_line(msgspec.structs.replace(an_incident(what=odd, by=odd, corrects="1"), effect=odd, why_corrected=odd)),
        reasons.note_line(msgspec.structs.replace(a_note(odd, by=odd, trigger="x"), trigger_name=odd), LONDON),
        changed(None, what=odd, owner=odd, by=odd, concern=odd, outcome=odd, why=odd),
        changed(an_action(), what=odd, owner=odd, by=odd, concern=odd, outcome=odd, why=odd),
        *reasons.reason_lines(an_assessment(answers={"judgement.rationale": an_answer(odd)})),
    ]

    assert all(line.isprintable() and line == " ".join(line.split()) for line in lines)
