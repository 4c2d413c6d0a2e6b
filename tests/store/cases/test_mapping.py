"""Cases convert to documents and back unchanged; documents of another shape or schema are refused."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.case.case_summary import summary
from content.case.model import Assessment, Case, Draft, PromptSnapshot
from content.case.prompt_replies import Reply
from content.case.question_snapshot import QuestionSnapshot
from content.case.reference import new_case_id
from content.entries.action import AGREED, Action
from content.entries.disclosure import DISCLOSURE_BASES, ERROR_TOLD, TOLD, WAYS, Disclosure
from content.entries.form_drafts import FormDraft
from content.entries.incident import CHANNELS, REPORTED, Incident
from content.entries.note import Note
from content.pack.answers import BASES, Answer
from content.pack.model import Option
from store.cases.mapping import SCHEMA, case_of, check_schema, tables_of
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import StoreDamagedError, StoreNewerError, StoreOlderError, StoreRefusedError
from tests.builders import (
    A_CASE_ID,
    a_case,
    a_disclosure,
    a_draft,
    a_note,
    an_action,
    an_answer,
    an_assessment,
    an_incident,
)
from tui.messages.error_messages import warnings

NASTY = (
    " ",
    "\x00",
    "a\r\nb ",
    "\x1b[2J",
    "\u2028",
    "\u202e",
    "\ufeff",
    "e\u0301",
    "[red]",
    '"\\',
    "\U0001f600",
    "\x7f\x85",
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(NASTY)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
# Hypothesis adds the time zones.
EARLIEST, LATEST = dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)  # noqa: DTZ001
moments = st.datetimes(EARLIEST, LATEST) | st.datetimes(EARLIEST, LATEST, timezones=zones)
ids = st.integers(0, 2**40 - 1).map(new_case_id)

answers = st.builds(
    Answer,
    value=texts,
    since=st.sampled_from([None, "since last assessment", "earlier", "not known"]),
    began=texts,
    note=texts,
    basis=st.sampled_from([None, *BASES]),
    at=moments,
    by=texts,
)
answered = st.dictionaries(texts, answers, max_size=3)
asked = st.builds(
    QuestionSnapshot,
    id=texts,
    section=texts,
    kind=st.sampled_from(["yes-no", "choice", "text"]),
    text=texts,
    source=texts,
    letter=st.sampled_from([None, "F"]),
    points_to=st.sampled_from([None, "risk"]),
    options=st.lists(st.builds(Option, id=names, name=names), max_size=2).map(tuple),
    applied=st.booleans(),
)
replies = st.builds(
    Reply,
    state=st.sampled_from(["done", "not suitable"]),
    why=texts,
    met=st.dictionaries(texts, texts, max_size=2),
    at=moments,
    by=texts,
)
prompted = st.builds(
    PromptSnapshot,
    id=texts,
    urgency=st.sampled_from(["now", "plan"]),
    says=texts,
    source=texts,
    reply=st.none() | replies,
)


def assessments(case: str) -> st.SearchStrategy[Assessment]:
    return st.builds(
        Assessment,
        id=texts,
        case=st.just(case),
        started=moments,
        signed_off=moments,
        by=texts,
        pack=texts,
        edition=texts,
        asked=st.lists(asked, max_size=2).map(tuple),
        answers=answered,
        prompts=st.lists(prompted, max_size=2).map(tuple),
        follows=st.none() | texts,
        trigger=st.none() | texts,
        trigger_name=texts,
        corrects=st.none() | texts,
        why_corrected=texts,
        level=texts,
        level_name=texts,
        level_rank=st.integers(1, 9),
        level_ranks=st.integers(1, 9),
        review_date=st.dates(),
    )


def drafts(case: str) -> st.SearchStrategy[Draft]:
    return st.builds(
        Draft,
        id=texts,
        case=st.just(case),
        version=st.integers(0, 2**50),
        started=moments,
        by=texts,
        changed=moments,
        pack=texts,
        edition=texts,
        answers=answered,
        follows=st.none() | texts,
        replies=st.dictionaries(texts, replies, max_size=2),
        trigger=st.none() | texts,
        trigger_name=texts,
        corrects=st.none() | texts,
        why_corrected=texts,
    )


whens = texts | st.dates().map(str) | st.sampled_from(["2026", "about 2026-11", "2026-02-31", "0000"])
incidents = st.builds(
    Incident,
    id=texts,
    happened=whens,
    until=whens,
    what=texts,
    how=st.lists(st.sampled_from(CHANNELS), max_size=3).map(tuple),
    where=texts,
    effect=texts,
    who_was_there=texts,
    reported=st.sampled_from(["", *REPORTED]),
    reference=texts,
    evidence=texts,
    evidence_where=texts,
    at=moments,
    by=texts,
    corrects=st.none() | texts,
    why_corrected=texts,
)
actions = st.builds(
    Action,
    id=texts,
    version=st.integers(1, 2**50),
    concern=texts,
    prompt=st.none() | texts,
    what=texts,
    owner=texts,
    due=st.dates(),
    agreed=st.sampled_from(AGREED),
    state=st.sampled_from(["open", "done", "no longer suitable"]),
    outcome=texts,
    why=texts,
    at=moments,
    by=texts,
)
notes = st.builds(
    Note,
    id=texts,
    text=texts,
    basis=st.sampled_from([None, *BASES]),
    at=moments,
    by=texts,
    trigger=st.none() | texts,
    trigger_name=texts,
)
disclosures = st.builds(
    Disclosure,
    id=texts,
    to=texts,
    agency=texts,
    what=texts,
    basis=st.sampled_from(["", *DISCLOSURE_BASES]),
    why=texts,
    told=st.sampled_from(["", *TOLD]),
    why_not_told=texts,
    decided_by=texts,
    sent=st.sampled_from(["", *WAYS]),
    day=st.dates(),
    at=moments,
    by=texts,
    corrects=st.none() | texts,
    why_corrected=texts,
    error_told=st.sampled_from(["", *ERROR_TOLD]),
)


def form_drafts(case: str) -> st.SearchStrategy[FormDraft]:
    return st.builds(
        FormDraft,
        id=texts,
        case=st.just(case),
        version=st.integers(0, 2**50),
        kind=st.sampled_from(["incident", "action", "note", "disclosure", "correction"]),
        about=st.dictionaries(texts, texts, max_size=2),
        typed=st.dictionaries(texts, texts, max_size=2),
        at=moments,
        by=texts,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    case = draw(ids)
    return Case(
        id=case,
        initials=draw(texts),
        own_reference=draw(texts),
        created=draw(moments),
        by=draw(texts),
        assessments=tuple(draw(st.lists(assessments(case), max_size=2))),
        draft=draw(st.none() | drafts(case)),
        kept_aside=tuple(draw(st.lists(drafts(case), max_size=2))),
        incidents=tuple(draw(st.lists(incidents, max_size=3))),
        actions=tuple(draw(st.lists(actions, max_size=2))),
        notes=tuple(draw(st.lists(notes, max_size=2))),
        disclosures=tuple(draw(st.lists(disclosures, max_size=2))),
        form_drafts=tuple(draw(st.lists(form_drafts(case), max_size=2))),
    )


@given(cases())
# A slow generation of whole cases on a busy machine is no fault of the store.
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_case_is_read_as_it_was_kept(case: Case) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = CaseRepository(engine_at(Path(folder)))

        store.create(case)

        assert store.case(case.id) == case
        assert store.listing().summaries == (summary(case),)


@pytest.mark.parametrize(
    "draft",
    [
        a_draft(answers={"fixated": Answer(value="yes", since="recently", at="today", by="sam")}),  # type: ignore[arg-type]
        a_draft(answers={"fixated": an_answer("\ud800")}),
        a_draft(answers={"fixated": an_answer(3)}),  # type: ignore[arg-type]
        a_draft(answers={"fixated": an_answer({"a", "set"})}),  # type: ignore[arg-type]
        a_draft(answers={"fixated": an_answer(object())}),  # type: ignore[arg-type]
        a_draft(case="AAAA-AAAA"),
    ],
)
def test_what_would_not_read_back_is_never_stored(store: CaseRepository, data: Path, draft: Draft) -> None:
    with pytest.raises(StoreRefusedError, match="Nothing was stored"):
        store.create(a_case(draft=draft))

    assert list((data / "cases").iterdir()) == []


def changed(**tables: Any) -> dict[str, Any]:
    return {**tables_of(a_case(assessments=(an_assessment(),), draft=a_draft())), **tables}


A_DISCLOSED_CASE = a_case(disclosures=(a_disclosure(),))


def read(tables: dict[str, Any]) -> Case:
    check_schema(tables, A_CASE_ID)
    return case_of(tables, A_CASE_ID)


def opening(**fields: Any) -> dict[str, Any]:
    return changed(case={"1": {**tables_of(a_case())["case"]["1"], **fields}})


@pytest.mark.parametrize(
    "tables",
    [
        {},
        changed(case={}),
        changed(case={"1": []}),
        changed(case={"1": {"schema": SCHEMA}}),
        changed(case={"x": tables_of(a_case())["case"]["1"]}),
        changed(case={n: tables_of(a_case())["case"]["1"] for n in "12"}),
        opening(initials=7),
        opening(surname="Doe"),
        opening(id="AAAA-AAAA"),
        opening(schema="1"),
        opening(schema=True),
        opening(created="yesterday"),
        changed(draft={"1": {"kept_aside": False}}),
        changed(draft={n: tables_of(a_case(draft=a_draft()))["draft"]["1"] for n in "12"}),
        changed(draft=tables_of(a_case(id="AAAA-AAAA", draft=a_draft(case="AAAA-AAAA")))["draft"]),
        changed(assessments={"1": {}}),
        changed(incidents={"1": {}}),
        changed(incidents={"x": tables_of(a_case(incidents=(an_incident(),)))["incidents"]["1"]}),
        changed(actions={"1": {**tables_of(a_case(actions=(an_action(),)))["actions"]["1"], "state": "forgotten"}}),
        changed(disclosures={"1": {**tables_of(A_DISCLOSED_CASE)["disclosures"]["1"], "sent": "fax"}}),
        changed(form_drafts={"1": {"id": "u"}}),
        changed(notes={"1": {**tables_of(a_case(notes=(a_note(),)))["notes"]["1"], "edited": True}}),
    ],
)
def test_tables_of_another_shape_are_damaged(tables: dict[str, Any]) -> None:
    with pytest.raises(StoreDamagedError):
        read(tables)


def test_tables_that_this_version_does_not_know_are_kept_through_a_save(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    path = data / "cases" / f"{A_CASE_ID}.json"
    path.write_bytes(path.read_bytes().replace(b'{"case"', b'{"referrals":{"1":{"to":"Solace"}},"case"'))

    store.save_draft(a_draft())

    assert b'"referrals":{"1":{"to":"Solace"}}' in path.read_bytes()


def test_a_newer_schema_is_recognised_whatever_its_shape() -> None:
    with pytest.raises(StoreNewerError, match="newer version"):
        check_schema({"case": {"1": {"schema": SCHEMA + 1, "shape": "unheard of"}}}, A_CASE_ID)


def test_a_case_of_an_older_schema_is_refused_named_and_left_as_it_is(store: CaseRepository, data: Path) -> None:
    path = data / "cases" / f"{A_CASE_ID}.json"
    path.write_bytes(b'{"case": {"1": {"schema": %d, "shape": "forgotten"}}}' % (SCHEMA - 1))
    path.chmod(0o600)
    before = path.read_bytes()

    with pytest.raises(StoreOlderError, match=f"Case {A_CASE_ID} was stored by an older version"):
        store.case(A_CASE_ID)
    with pytest.raises(StoreOlderError):
        store.record(A_CASE_ID, a_note())

    listed = store.listing()
    assert (listed.older, listed.quarantined, listed.unreadable) == ((A_CASE_ID,), (), ())
    assert warnings(listed) == [f"Stored by an older version of Fourfold and left alone: {A_CASE_ID}."]
    assert path.read_bytes() == before
