"""What was typed for an incident, an action or a note, and what is refused of it."""

import datetime as dt
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.dates import Date, day_in_words, format_stored
from content.entries.action import AGREED, Action, Resolution, State, read_action, typed_action
from content.entries.incident import CHANNELS, REPORTED, Incident, read_incident, typed_incident
from content.entries.note import Note, read_note
from content.errors import ActionError, IncidentError, NoteError
from content.pack.answers import BASES
from content.pack.policy import Trigger
from tests.builders import A_FRIDAY, NOW, an_action, an_incident
from tests.entries import a_context

TODAY = NOW.date()
"""A Friday."""

DAY = dt.timedelta(days=1)
LATER = NOW + dt.timedelta(hours=1)
NEAR = st.dates(dt.date(2023, 6, 1), TODAY)
"""Leap days and year ends among them, and none ahead."""

WORDS = st.text(max_size=30).map(str.strip)
SOME_WORDS = WORDS.filter(bool)
SAID = {"what": "He rang", "happened": "yesterday"}
TO_DO = {"what": "Ring the workplace", "owner": "PC Lee", "due": "in 7 days", "agreed": "yes"}
ALL_OF_AN_INCIDENT = {
    "why_corrected": "It was the day before",
    "what": "He stood at the gate.\nHe waved  [b]twice[/b]",
    "happened": "15 Nov 2026",
    "until": "18 Nov 2026",
    "how": "online, at work",
    "where": "Market Place, Bexleyheath",
    "effect": "She has not slept",
    "who_was_there": "Her sister, and a neighbour",
    "reported": "no",
    "reference": "CRIME/1, and 2",
    "evidence": "Photographs: 3",
    "evidence_where": "With her sister",
}


def incident(typed: Mapping[str, str], *, corrects: str | None = None, today: dt.date = TODAY) -> Incident:
    recorded = (an_incident(id=corrects),) if corrects else ()
    return read_incident(typed, a_context(*recorded, id="incident-1", earlier=corrects, today=today))


def action(
    typed: Mapping[str, str], *, before: Action | None = None, prompt: str = "", today: dt.date = TODAY
) -> Action:
    about = {"prompt": prompt} if prompt else {}
    if before is None:
        return read_action(typed, a_context(id="action-1", about=about, today=today))
    return read_action(typed, a_context(before, id="action-2", earlier=before.id, about=about, today=today))


def resolved(typed: Mapping[str, str], resolution: Resolution, *, before: Action | None = None) -> Action:
    before, about = before or an_action(), {"resolution": resolution}
    context = a_context(before, id="action-2", earlier=before.id, about=about, now=LATER, today=TODAY, by="kit")
    return read_action(typed, context)


def note(typed: Mapping[str, str], *, trigger: Trigger | None = None) -> Note:
    about, triggers = ({"trigger": trigger.id}, (trigger,)) if trigger else ({}, ())
    return read_note(typed, a_context(id="note-1", about=about, triggers=triggers))


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"what": ""}, "what", "what happened is needed, in a few words"),
        ({"what": " \n\t"}, "what", "what happened is needed, in a few words"),
        ({"happened": ""}, "happened", "when it happened is needed: write it like 15 Nov 2026"),
        ({"happened": "soon"}, "happened", "'soon' is not a date: write it like 15 Nov 2026"),
        ({"happened": "30 Feb 2026"}, "happened", "'30 Feb 2026' is not a date: there is no such day"),
        ({"happened": "tomorrow"}, "happened", "Sat 21 Nov 2026 is ahead: write when it happened"),
        ({"happened": "about Dec 2026"}, "happened", "about Dec 2026 is ahead"),
        ({"until": "soon"}, "until", "'soon' is not a date"),
        ({"until": "tomorrow"}, "until", "Sat 21 Nov 2026 is ahead"),
        ({"until": "18 Nov"}, "until", "Wed 18 Nov 2026 is before the start, Thu 19 Nov 2026"),
        ({"happened": "1 Jan 2026", "until": "31 Dec 2025"}, "until", "Wed 31 Dec 2025 is before the start"),
    ],
)
def test_what_is_no_incident_is_refused_beside_its_field(typed: Mapping[str, str], field: str, says: str) -> None:
    with pytest.raises(IncidentError) as refused:
        incident({**SAID, **typed})

    assert refused.value.field == field
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize("why", [{}, {"why_corrected": " \n"}])
def test_a_correction_of_an_incident_says_why(why: Mapping[str, str]) -> None:
    incident({**SAID, **why})
    with pytest.raises(IncidentError, match="why the earlier entry is corrected is needed") as refused:
        incident({**SAID, **why}, corrects="incident-0")

    assert refused.value.field == "why_corrected"


def test_an_incident_of_today_is_not_ahead_by_the_day_of_the_pack() -> None:
    # Half past midnight in London in summer is still the day before by UTC.
    assert incident({"what": "x", "happened": "2 Jul 2026"}, today=dt.date(2026, 7, 2)).happened == "2026-07-02"
    with pytest.raises(IncidentError, match="is ahead"):
        incident({"what": "x", "happened": "2 Jul 2026"}, today=dt.date(2026, 7, 1))


def test_everything_that_is_typed_of_an_incident_is_kept_as_it_is() -> None:
    assert incident(ALL_OF_AN_INCIDENT, corrects="incident-0") == Incident(
        id="incident-1",
        what="He stood at the gate.\nHe waved  [b]twice[/b]",
        happened="2026-11-15",
        until="2026-11-18",
        how=("online", "at work"),
        where="Market Place, Bexleyheath",
        effect="She has not slept",
        who_was_there="Her sister, and a neighbour",
        reported="no",
        reference="CRIME/1, and 2",
        evidence="Photographs: 3",
        evidence_where="With her sister",
        at=NOW,
        by="sam",
        corrects="incident-0",
        why_corrected="It was the day before",
    )


def test_what_nobody_said_of_an_incident_stays_not_said() -> None:
    assert incident(SAID) == msgspec.structs.replace(
        an_incident("2026-11-19", what="He rang"), how=(), reported="", until=""
    )


@st.composite
def said_dates(draw: st.DrawFn) -> Date:
    day = draw(NEAR)
    precision = draw(st.sampled_from(["year", "month", "day"]))
    return Date(
        year=day.year,
        month=None if precision == "year" else day.month,
        day=day.day if precision == "day" else None,
        about=draw(st.booleans()),
    )


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    start, end = sorted((draw(said_dates()), draw(said_dates())), key=lambda date: date.first)
    return Incident(
        id="incident-1",
        what=draw(SOME_WORDS),
        happened=format_stored(start),
        until=format_stored(end) if draw(st.booleans()) and end != start else "",
        how=tuple(each for each in CHANNELS if draw(st.booleans())),
        where=draw(WORDS),
        effect=draw(WORDS),
        who_was_there=draw(WORDS),
        reported=draw(st.sampled_from(["", *REPORTED])),
        reference=draw(WORDS),
        evidence=draw(WORDS),
        evidence_where=draw(WORDS),
        at=NOW,
        by="sam",
    )


@given(incidents())
@example(an_incident("2024-02-29", until="about 2024-03"))
@example(an_incident("2025-12-31", until="2026-01-01"))
@example(an_incident("about 2019"))
def test_an_incident_that_is_typed_again_is_the_same_incident(before: Incident) -> None:
    assert incident(typed_incident(before)) == before


def test_a_correction_starts_from_what_was_recorded_and_without_a_reason() -> None:
    before = incident(ALL_OF_AN_INCIDENT, corrects="incident-0")

    typed = typed_incident(before)

    assert "why_corrected" not in typed
    with pytest.raises(IncidentError, match="why the earlier entry"):
        incident(typed, corrects=before.id)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"what": " "}, "what", "what is to be done is needed, in a few words"),
        ({"owner": ""}, "owner", "an action needs an owner: the person or agency who does it"),
        ({"owner": " \t"}, "owner", "an action needs an owner"),
        ({"due": " "}, "due", "a due date is needed: write it like 15 Nov 2026, 15/11/2026 or in 7 days"),
        ({"due": "soon"}, "due", "'soon' is not a date: write it like"),
        ({"due": "Dec 2026"}, "due", "a due date needs an exact day"),
        ({"due": "about 3 Dec 2026"}, "due", "a due date needs an exact day"),
        ({"due": "19 Nov 2026"}, "due", "Thu 19 Nov 2026 is past: a due date is today or later"),
        ({"agreed": ""}, "agreed", "say whether the person agrees: yes, no, or not safe to ask"),
        ({"agreed": "perhaps"}, "agreed", "say whether the person agrees"),
    ],
)
def test_what_is_no_action_is_refused_beside_its_field(typed: Mapping[str, str], field: str, says: str) -> None:
    with pytest.raises(ActionError) as refused:
        action({**TO_DO, **typed})

    assert refused.value.field == field
    assert str(refused.value).startswith(says)


def test_an_empty_form_is_refused_at_its_first_field() -> None:
    with pytest.raises(ActionError) as refused:
        action({})

    assert refused.value.field == "what"


@pytest.mark.parametrize("missing", ["what", "owner", "due", "agreed"])
def test_a_field_that_nobody_went_to_is_refused_as_an_empty_one_is(missing: str) -> None:
    with pytest.raises(ActionError) as refused:
        action({field: text for field, text in TO_DO.items() if field != missing})

    assert refused.value.field == missing


def test_everything_that_is_typed_of_an_action_is_kept_as_it_is() -> None:
    typed = {**TO_DO, "concern": "He waits\nat work", "agreed": "not safe to ask", "outcome": "Rang once"}

    assert action(typed) == Action(
        id="action-1",
        concern="He waits\nat work",
        what="Ring the workplace",
        owner="PC Lee",
        due=A_FRIDAY,
        agreed="not safe to ask",
        outcome="Rang once",
        at=NOW,
        by="sam",
    )


@pytest.mark.parametrize(
    ("typed", "today", "due"),
    [
        ("today", dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
        ("tomorrow", dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
        ("3 Jan", dt.date(2026, 12, 31), dt.date(2027, 1, 3)),
        ("29 Feb 2028", dt.date(2028, 2, 28), dt.date(2028, 2, 29)),
        ("in 1 year", dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
    ],
)
def test_a_due_date_is_read_across_year_ends_and_leap_days(typed: str, today: dt.date, due: dt.date) -> None:
    assert action({**TO_DO, "due": typed}, today=today).due == due


ACTIONS = st.builds(
    Action,
    id=st.just("action-1"),
    version=st.integers(1, 9),
    concern=WORDS,
    prompt=st.none() | st.just("no-voicemail"),
    what=SOME_WORDS,
    owner=SOME_WORDS,
    due=st.dates(dt.date(2023, 6, 1), dt.date(2030, 1, 1)),
    agreed=st.sampled_from(AGREED),
    outcome=WORDS,
    at=st.just(NOW),
    by=st.just("sam"),
)


@given(ACTIONS)
@example(an_action(due=TODAY - DAY))
@example(an_action(due=dt.date(2028, 2, 29)))
def test_an_action_that_is_typed_again_is_the_next_version_of_the_same(before: Action) -> None:
    again = action(typed_action(before), before=before)

    assert again == msgspec.structs.replace(before, version=before.version + 1)


@pytest.mark.parametrize("due", ["Thu 19 Nov 2026", " Thu 19 Nov 2026 ", ""])
def test_an_overdue_day_stays_where_it_is_left_alone(due: str) -> None:
    overdue = an_action(due=TODAY - DAY)

    changed = action({**TO_DO, "owner": "Solace", "due": due}, before=overdue)

    assert (changed.due, changed.owner, changed.version) == (TODAY - DAY, "Solace", 2)


def test_an_overdue_day_is_not_changed_to_another_that_is_past() -> None:
    with pytest.raises(ActionError, match="Wed 18 Nov 2026 is past") as refused:
        action({**TO_DO, "due": "18 Nov 2026"}, before=an_action(due=TODAY - DAY))

    assert refused.value.field == "due"


@pytest.mark.parametrize("state", ["done", "no longer suitable"])
def test_an_action_that_was_resolved_meanwhile_is_not_opened_again_by_a_change(state: State) -> None:
    with pytest.raises(ActionError, match=f"is {state} already: a new one is needed") as refused:
        action(TO_DO, before=an_action(state=state))

    assert refused.value.field == "state"


def test_an_action_made_from_a_prompt_names_it_and_so_do_its_later_versions() -> None:
    made = action(TO_DO, prompt="no-voicemail")

    assert made.prompt == "no-voicemail"
    assert action(TO_DO, before=made).prompt == "no-voicemail"


def test_what_is_no_longer_suitable_says_why() -> None:
    with pytest.raises(ActionError, match="why it is no longer suitable is needed") as refused:
        resolved({"why": " "}, "no longer suitable")
    assert refused.value.field == "why"

    after = resolved({"why": "She moved\naway"}, "no longer suitable")

    assert (after.state, after.why, after.version) == ("no longer suitable", "She moved\naway", 2)


def test_what_is_done_keeps_its_outcome_and_needs_none() -> None:
    assert (resolved({}, "done").state, resolved({}, "done").outcome) == ("done", "")
    assert resolved({"outcome": "They changed\nher shift"}, "done").outcome == "They changed\nher shift"


@pytest.mark.parametrize(
    ("due", "becomes"), [("", TODAY - DAY), ("Thu 19 Nov 2026", TODAY - DAY), ("in 7 days", A_FRIDAY)]
)
def test_what_is_still_needed_keeps_its_day_unless_another_is_typed(due: str, becomes: dt.date) -> None:
    after = resolved({"due": due, "outcome": "Rang twice"}, "still needed", before=an_action(due=TODAY - DAY))

    assert (after.state, after.due, after.outcome) == ("open", becomes, "Rang twice")


@pytest.mark.parametrize(
    ("due", "says"), [("18 Nov 2026", "Wed 18 Nov 2026 is past"), ("soon", "'soon' is not a date")]
)
def test_what_is_still_needed_is_not_due_in_the_past_or_on_no_day(due: str, says: str) -> None:
    with pytest.raises(ActionError, match=says) as refused:
        resolved({"due": due}, "still needed")

    assert refused.value.field == "due"


def test_a_day_typed_for_what_is_done_moves_nothing() -> None:
    assert resolved({"due": "in 2 weeks"}, "done").due == an_action().due
    assert resolved({"due": "soon"}, "done").due == an_action().due


@pytest.mark.parametrize("text", [{}, {"text": ""}, {"text": " \n "}])
def test_an_empty_note_is_refused_unless_it_tells_of_a_trigger(text: Mapping[str, str]) -> None:
    with pytest.raises(NoteError, match="a note needs words") as refused:
        note(text)
    assert refused.value.field == "text"

    breach = note(text, trigger=Trigger(id="breach", name="An order has been broken"))

    assert (breach.text, breach.trigger, breach.trigger_name) == ("", "breach", "An order has been broken")


@given(SOME_WORDS, st.sampled_from(["", *BASES]))
def test_everything_that_is_typed_of_a_note_is_kept_as_it_is(text: str, basis: str) -> None:
    kept = note({"text": text, "basis": basis})

    assert (kept.text, kept.basis or "") == (text, basis)
    assert (kept.id, kept.at, kept.by, kept.trigger, kept.trigger_name) == ("note-1", NOW, "sam", None, "")


def test_a_day_reads_back_as_it_is_offered() -> None:
    assert typed_action(an_action())["due"] == day_in_words(A_FRIDAY) == "Fri 27 Nov 2026"
