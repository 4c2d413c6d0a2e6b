"""A case goes to documents and back unchanged; what has another shape or schema is told apart."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.case.disclosures import DISCLOSURE_BASES, ERROR_TOLD, TOLD, WAYS, Disclosure
from content.case.form_drafts import FormDraft
from content.case.incidents import CHANNELS, REPORTED, Incident
from content.case.model import Assessment, Case, Draft, PromptSnapshot, QuestionSnapshot, new_case_id, summary
from content.case.notes import Note
from content.case.plan import AGREED, Action
from content.case.prompt_replies import Reply
from content.pack.answers import BASES, Answer
from content.pack.model import Option
from store.cases.mapping import CARRIED, SCHEMA, case_of, tables_of, up_to_date
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import StoreDamagedError, StoreNewerError, StoreRefusedError
from store.storage import CaseStorage
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

SCHEMAS = Path(__file__).parent / "schemas"
"""A case as the last version of each schema stored it."""

SCHEMA_1, SCHEMA_2, SCHEMA_3 = SCHEMAS / "1.json", SCHEMAS / "2.json", SCHEMAS / "3.json"

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
# Hypothesis gives these their zones.
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


def unfinished(case: str) -> st.SearchStrategy[FormDraft]:
    return st.builds(
        FormDraft,
        id=texts,
        case=st.just(case),
        version=st.integers(0, 2**50),
        entry=st.sampled_from(["incident", "action", "note", "disclosure", "correction"]),
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
        unfinished=tuple(draw(st.lists(unfinished(case), max_size=2))),
    )


@given(cases())
# A busy machine is slow to draw whole cases, which says nothing about the store.
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


def opening(**fields: Any) -> dict[str, Any]:
    return changed(case={"1": {**tables_of(a_case())["case"]["1"], **fields}})


@pytest.mark.parametrize(
    "tables",
    [
        {},
        changed(case={}),
        changed(case={"1": []}),
        changed(case={"1": {"schema": 1}}),
        changed(case={"x": tables_of(a_case())["case"]["1"]}),
        changed(case={n: tables_of(a_case())["case"]["1"] for n in "12"}),
        opening(initials=7),
        opening(surname="Doe"),
        opening(id="AAAA-AAAA"),
        opening(schema="1"),
        opening(schema=True),
        opening(schema=0),
        opening(created="yesterday"),
        changed(draft={"1": {"kept_aside": False}}),
        changed(draft={n: tables_of(a_case(draft=a_draft()))["draft"]["1"] for n in "12"}),
        changed(draft=tables_of(a_case(id="AAAA-AAAA", draft=a_draft(case="AAAA-AAAA")))["draft"]),
        changed(assessments={"1": {}}),
        changed(incidents={"1": {}}),
        changed(incidents={"x": tables_of(a_case(incidents=(an_incident(),)))["incidents"]["1"]}),
        changed(actions={"1": {**tables_of(a_case(actions=(an_action(),)))["actions"]["1"], "state": "forgotten"}}),
        changed(disclosures={"1": {**tables_of(A_DISCLOSED_CASE)["disclosures"]["1"], "sent": "fax"}}),
        changed(unfinished={"1": {"id": "u"}}),
        changed(notes={"1": {**tables_of(a_case(notes=(a_note(),)))["notes"]["1"], "edited": True}}),
    ],
)
def test_tables_of_another_shape_are_damaged(tables: dict[str, Any]) -> None:
    with pytest.raises(StoreDamagedError):
        case_of(up_to_date(tables, A_CASE_ID), A_CASE_ID)


def test_tables_that_this_version_does_not_know_are_kept_through_a_save(store: CaseRepository, data: Path) -> None:
    store.create(a_case(draft=a_draft()))
    path = data / "cases" / f"{A_CASE_ID}.json"
    path.write_bytes(path.read_bytes().replace(b'{"case"', b'{"referrals":{"1":{"to":"Solace"}},"case"'))

    store.save_draft(a_draft())

    assert b'"referrals":{"1":{"to":"Solace"}}' in path.read_bytes()


def test_a_newer_schema_is_told_apart_whatever_its_shape() -> None:
    with pytest.raises(StoreNewerError, match="newer version"):
        up_to_date({"case": {"1": {"schema": SCHEMA + 1, "shape": "unheard of"}}}, A_CASE_ID)


def initials_from_name(tables: dict[str, Any]) -> dict[str, Any]:
    """From a made-up schema 1 that kept a name to a schema 2 that keeps initials."""
    document = dict(tables["case"]["1"])
    name = document.pop("name")
    return {**tables, "case": {"1": {**document, "initials": "".join(f"{part[0]}." for part in name.split())}}}


def mark_by(tables: dict[str, Any]) -> dict[str, Any]:
    return {**tables, "case": {"1": {**tables["case"]["1"], "by": "upgraded"}}}


def test_an_older_schema_is_brought_up_step_by_step_and_the_old_tables_are_left_alone() -> None:
    old = opening(schema=1, name="Jo Doe")
    del old["case"]["1"]["initials"]

    new = up_to_date(old, A_CASE_ID, {1: initials_from_name, 2: mark_by}, schema=3)

    assert new["case"]["1"]["schema"] == 3
    assert case_of(new, A_CASE_ID).initials == "J.D."
    assert case_of(new, A_CASE_ID).by == "upgraded"
    assert old["case"]["1"]["schema"] == 1
    assert old["case"]["1"]["name"] == "Jo Doe"


def test_an_upgrade_is_given_assessments_taken_apart(tmp_path: Path) -> None:
    storage = CaseStorage(tmp_path / "old.json", carrying=CARRIED)
    storage.write(opening(schema=1))

    def with_levels_renamed(tables: dict[str, Any]) -> dict[str, Any]:
        return {**tables, "assessments": {"1": {**tables["assessments"]["1"], "level_name": "Higher"}}}

    new = up_to_date(storage.read() or {}, A_CASE_ID, {1: with_levels_renamed}, schema=2)

    assert case_of(new, A_CASE_ID).assessments[0].level_name == "Higher"


def test_an_older_schema_that_nothing_brings_up_is_damaged() -> None:
    with pytest.raises(StoreDamagedError, match="schema 1 is not known"):
        up_to_date(opening(schema=1), A_CASE_ID, {2: mark_by}, schema=3)


def test_a_case_stored_with_schema_1_opens_and_keeps_its_assessments_to_the_byte(
    store: CaseRepository, data: Path
) -> None:
    old = SCHEMA_1.read_bytes()
    path = data / "cases" / "F81K-34EQ.json"
    path.write_bytes(old)

    case = store.case("F81K-34EQ")
    store.record(case.id, an_incident())

    assert b'"schema":4' in path.read_bytes()
    assert assessments_in(path.read_bytes()) == assessments_in(old)
    assert store.case(case.id) == msgspec.structs.replace(case, incidents=(an_incident(),))
    assert (case.initials, case.own_reference, case.by) == ("NP", "TRAIN/107", "Sam Training")
    assert [(each.id, each.level, each.corrects) for each in case.assessments] == [("training-6-0", "medium", None)]
    assert case.draft
    assert (case.draft.version, len(case.draft.answers), case.draft.follows) == (1, 24, "training-6-0")
    assert [draft.by for draft in case.kept_aside] == ["Sam Training"]
    assert (case.incidents, case.actions, case.notes) == ((), (), ())


def test_a_case_stored_with_schema_2_opens_with_all_that_was_recorded(store: CaseRepository, data: Path) -> None:
    path = data / "cases" / "F80X-6BP4.json"
    path.write_bytes(SCHEMA_2.read_bytes())

    case = store.case("F80X-6BP4")

    assert [each.what for each in case.incidents] == ["Came in by the back door while she was out; nothing was taken"]
    assert [(each.what, each.owner) for each in case.actions] == [
        ("Change the locks and fit a door bar", "Housing repairs")
    ]
    assert [each.trigger for each in case.notes] == ["contact-not-safe"]
    assert case.draft
    assert (len(case.draft.answers), case.draft.replies) == (24, {})
    assert case.latest
    assert [each.reply for each in case.latest.prompts] == [None] * len(case.latest.prompts)
    assert case.unfinished == ()


def test_a_case_stored_with_schema_3_opens_with_all_that_was_recorded_and_takes_a_disclosure(
    store: CaseRepository, data: Path
) -> None:
    path = data / "cases" / "F828-ZX7A.json"
    path.write_bytes(SCHEMA_3.read_bytes())

    case = store.case("F828-ZX7A")
    store.record(case.id, a_disclosure())

    assert [(each.what, each.corrects) for each in case.incidents] == [
        ("Rang her at work four times", None),
        ("Rang her at work five times", "incident-1"),
    ]
    assert [(each.version, each.state) for each in case.actions] == [(1, "open"), (2, "done")]
    assert [each.trigger for each in case.notes] == ["contact-not-safe"]
    assert [(each.entry, dict(each.typed)) for each in case.unfinished] == [
        ("note", {"text": "She rang from a friend's"})
    ]
    assert case.draft
    assert [each.state for each in case.draft.replies.values()] == ["not suitable"]
    assert case.disclosures == ()
    assert store.case(case.id) == msgspec.structs.replace(case, disclosures=(a_disclosure(),))
    assert b'"schema":4' in path.read_bytes()


def assessments_in(data: bytes) -> bytes:
    return bytes(msgspec.json.decode(data, type=dict[str, msgspec.Raw])["assessments"])


def test_a_table_that_schema_1_should_not_have_is_not_overwritten() -> None:
    tables = msgspec.json.decode(SCHEMA_1.read_bytes())

    new = up_to_date({**tables, "notes": {"1": {"text": "from where?"}}}, "F81K-34EQ")

    assert new["notes"] == {"1": {"text": "from where?"}}
