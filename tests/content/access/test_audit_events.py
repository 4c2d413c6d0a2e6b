"""Events are derived from what was stored before and after, each kind told apart, and nothing goes untold."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.access.audit_events import (
    AUTOSAVE_WINDOW,
    AuditQuery,
    CaseEvent,
    Event,
    EventKind,
    events_of,
    is_covered,
    matches,
)
from content.case.edition_move import EditionMove
from content.case.model import Case, Draft
from content.case.prompt_replies import Reply
from content.entries.form_drafts import FormDraft
from tests.builders import (
    A_CASE_ID,
    ANOTHER_CASE_ID,
    LATER,
    NOW,
    a_case,
    a_disclosure,
    a_draft,
    a_note,
    an_action,
    an_answer,
    an_assessment,
    an_incident,
)


def typing(text: str) -> Case:
    """A case with a note that is still being typed."""
    entry = FormDraft(id="entry-1", case=A_CASE_ID, kind="note", typed={"text": text}, at=NOW, by="sam")
    return msgspec.structs.replace(a_case(), form_drafts=(entry,))


DRAFTED = a_case(draft=a_draft())
DISCLOSED = a_case(disclosures=(a_disclosure(),))
CORRECTED = an_incident(id="incident-2", corrects="incident-1")


def with_draft(**changes: object) -> Case:
    return a_case(draft=msgspec.structs.replace(a_draft(), **changes))


def told(before: Case | None, after: Case) -> list[tuple[str, str]]:
    return [(happened.kind, happened.detail) for happened in events_of(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, a_case(), [("collection", "case")]),
        (None, a_case(assessments=(an_assessment(),), draft=a_draft(id="d2")), [("collection", "case")]),
        (a_case(), DRAFTED, [("collection", "draft")]),
        (DRAFTED, with_draft(answers={"fixated": an_answer(), "x": an_answer()}), [("collection", "draft")]),
        (DRAFTED, with_draft(answers={"fixated": an_answer("no")}), [("alteration", "draft")]),
        (DRAFTED, with_draft(answers={}), [("alteration", "draft")]),
        (
            DRAFTED,
            with_draft(answers={"fixated": an_answer("no"), "x": an_answer()}),
            [("collection", "draft"), ("alteration", "draft")],
        ),
        (DRAFTED, with_draft(follows="draft-0"), [("alteration", "draft")]),
        (DRAFTED, with_draft(by="kim"), [("handover", "draft")]),
        (
            DRAFTED,
            with_draft(by="kim", answers={"fixated": an_answer("no", by="kim")}),
            [("handover", "draft"), ("alteration", "draft")],
        ),
        (DRAFTED, a_case(), [("alteration", "draft")]),
        (DRAFTED, a_case(assessments=(an_assessment(),)), [("sign-off", "")]),
        (
            a_case(assessments=(an_assessment(),), draft=a_draft(id="d2")),
            a_case(assessments=(an_assessment(), an_assessment(id="d2", corrects="draft-1"))),
            [("sign-off", "correction")],
        ),
        (a_case(), a_case(incidents=(an_incident(),)), [("collection", "incident")]),
        (
            a_case(incidents=(an_incident(),)),
            a_case(incidents=(an_incident(), CORRECTED)),
            [("alteration", "incident")],
        ),
        (a_case(), a_case(actions=(an_action(),)), [("collection", "action")]),
        (
            a_case(actions=(an_action(),)),
            a_case(actions=(an_action(), an_action(version=2))),
            [("alteration", "action")],
        ),
        (a_case(), a_case(notes=(a_note(),)), [("collection", "note")]),
        (a_case(), DISCLOSED, [("disclosure", "")]),
        (
            DISCLOSED,
            a_case(disclosures=(a_disclosure(), a_disclosure(id="2", corrects="disclosure-1"))),
            [("disclosure", "correction")],
        ),
        (typing("He"), DISCLOSED, [("disclosure", "")]),
        (
            DISCLOSED,
            a_case(disclosures=(a_disclosure("Otherwise"),)),
            [("alteration", "case")],
        ),
        (DISCLOSED, a_case(), [("alteration", "case")]),
        (a_case(), a_case(kept_aside=(a_draft(),)), [("alteration", "kept aside")]),
        (a_case(), a_case(initials="A.B."), [("alteration", "case")]),
        (a_case(), typing("He"), [("collection", "entry")]),
        (typing("He"), typing("He was"), [("alteration", "entry")]),
        (typing("He"), a_case(), [("alteration", "entry")]),
        (typing("He"), a_case(notes=(a_note(),)), [("collection", "note")]),
        (a_case(assessments=(an_assessment(),)), a_case(), [("alteration", "case")]),
        (a_case(notes=(a_note(),)), a_case(notes=(a_note("Otherwise"),)), [("alteration", "case")]),
    ],
)
def test_each_change_has_its_own_event(before: Case | None, after: Case, expected: list[tuple[str, str]]) -> None:
    assert told(before, after) == expected


@given(st.lists(st.booleans(), max_size=5), st.lists(st.booleans(), max_size=5))
def test_every_new_disclosure_is_one_event_however_many_come_at_once(before: list[bool], new: list[bool]) -> None:
    disclosed = tuple(
        a_disclosure(id=str(number), corrects="0" if corrects else None)
        for number, corrects in enumerate((*before, *new))
    )
    earlier = a_case(disclosures=disclosed[: len(before)])
    expected = [("disclosure", "correction" if corrects else "") for corrects in new]

    assert told(earlier, a_case(disclosures=disclosed)) == expected
    assert told(None, a_case(disclosures=disclosed[len(before) :])) == [("collection", "case"), *expected]


def test_a_save_that_changes_nothing_tells_nothing() -> None:
    assert told(DRAFTED, DRAFTED) == []
    assert told(DRAFTED, with_draft(version=7, changed=LATER)) == []
    assert DRAFTED.draft
    urgent = msgspec.structs.replace(DRAFTED.draft, open_now=("a",))
    assert told(DRAFTED, msgspec.structs.replace(DRAFTED, draft=urgent)) == []


def a_move() -> EditionMove:
    return EditionMove(at=NOW, by="sam", from_pack="1", from_edition="1", to_pack="2", to_edition="2")


def test_no_field_of_a_draft_changes_without_an_event() -> None:
    draft = a_draft(follows="draft-0")
    other: dict[str, object] = {
        "id": "other",
        "case": ANOTHER_CASE_ID,
        "started": LATER,
        "by": "kim",
        "pack": "bexley 2.0",
        "pack_name": "Another",
        "edition": "2027-01",
        "asked": (),
        "moves": (a_move(),),
        "answers": {},
        "replies": {"prompt-1": Reply(state="done", at=NOW, by="sam")},
        "follows": None,
        "trigger": "new-incident",
        "trigger_name": "New incident",
        "corrects": "draft-0",
        "why_corrected": "A slip",
    }
    assert other.keys() == {*Draft.__struct_fields__} - {"version", "changed", "open_now"}

    for field, value in other.items():
        changed = msgspec.structs.replace(draft, **{field: value})
        assert told(a_case(draft=draft), a_case(draft=changed)) != [], field


def an_event(at: dt.datetime = NOW, *, kind: EventKind = "alteration", who: str = "sam", about: str = "") -> Event:
    return Event(id="0" * 16, at=at, kind=kind, detail="draft", who=who, about=about, case="7K4Q-M2XT")


@pytest.mark.parametrize(
    ("kind", "who", "after", "covered"),
    [
        ("alteration", "sam", dt.timedelta(0), True),
        ("alteration", "sam", AUTOSAVE_WINDOW - dt.timedelta(seconds=1), True),
        ("alteration", "sam", AUTOSAVE_WINDOW, False),
        ("alteration", "sam", -dt.timedelta(seconds=1), False),
        ("alteration", "kim", dt.timedelta(0), False),
        ("collection", "sam", dt.timedelta(0), False),
    ],
)
def test_further_typing_is_covered_for_the_same_person_and_for_ten_minutes(
    kind: EventKind, who: str, after: dt.timedelta, covered: bool
) -> None:
    happened = CaseEvent(kind=kind, detail="draft")

    assert is_covered(happened, who, NOW + after, an_event()) is covered


@pytest.mark.parametrize("kind", ["sign-off", "handover", "collection"])
def test_nothing_but_typing_in_a_draft_is_covered(kind: EventKind) -> None:
    earlier = msgspec.structs.replace(an_event(kind=kind), detail="incident")

    assert not is_covered(CaseEvent(kind=kind, detail="incident"), "sam", NOW, earlier)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (AuditQuery(), True),
        (AuditQuery(case="7K4Q-M2XT"), True),
        (AuditQuery(case="AAAA-AAAA"), False),
        (AuditQuery(who="SAM"), True),
        (AuditQuery(who="kim"), True),
        (AuditQuery(who="lee"), False),
        (AuditQuery(kind="alteration"), True),
        (AuditQuery(kind="lock"), False),
        (AuditQuery(since=NOW.date(), until=NOW.date()), True),
        (AuditQuery(since=NOW.date() + dt.timedelta(days=1)), False),
        (AuditQuery(until=NOW.date() - dt.timedelta(days=1)), False),
    ],
)
def test_events_are_sought_by_case_person_day_and_kind(sought: AuditQuery, found: bool) -> None:
    assert matches(an_event(about="kim"), sought) is found
