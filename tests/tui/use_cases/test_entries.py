"""Every kind of entry: typed in a form, recorded, logged, stored, listed, and edited again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from content.access.audit_events import CaseEvent, events_of
from content.case.model import Case
from content.entries.registry import ENTRY_KINDS, Entries, EntryName, entries_of
from content.entries.typed_fields import EARLIER
from content.errors import RecordError
from screens.case.entry_forms import FORMS
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.builders import A_CASE_ID, NOW, a_case
from tests.packs import classic
from tui.session.session import Session
from tui.use_cases import entries

TYPED: Mapping[EntryName, Mapping[str, str]] = {
    "incident": {
        "what": "He rang",
        "happened": "3 Nov 2026",
        "until": "5 Nov 2026",
        "how": "phone, at work",
        "where": "Market Place",
        "effect": "No sleep",
        "who_was_there": "Her sister",
        "reported": "no",
        "reference": "CRIME/1",
        "evidence": "Two letters",
        "evidence_where": "With her sister",
    },
    "action": {"what": "Ring Solace", "owner": "PC Lee", "due": "in 7 days", "agreed": "yes", "concern": "Calls"},
    "note": {"text": "She moved", "basis": "third party"},
    "disclosure": {
        "to": "Ann Lee",
        "agency": "Solace",
        "what": "The form",
        "basis": "without consent",
        "why": "A child",
        "told": "no",
        "why_not_told": "Not safe",
        "decided_by": "Kim",
        "sent": "phone",
        "day": "today",
    },
}
"""What is typed for an entry of each kind, in every field of its form."""

KINDS = sorted(ENTRY_KINDS)


class AtWork:
    """A session over a data directory with one case."""

    def __init__(self, directory: Path) -> None:
        self.store = CaseRepository(engine_at(directory))
        self.store.create(a_case())
        self.session = Session(pack=classic(), where="here", now=lambda: NOW, store=self.store, practitioner="sam")

    @property
    def case(self) -> Case:
        return self.store.case(A_CASE_ID)

    def record(self, kind: EntryName, about: Mapping[str, str] | None = None, typed: Mapping[str, str] = {}) -> Any:
        draft = entries.begin(self.session, self.case, kind, about)
        entry = entries.read(self.session, self.case, draft, {**draft.typed, **TYPED[kind], **typed})
        entries.record(self.session, entry, draft)
        return entry


@pytest.fixture
def work(tmp_path: Path) -> AtWork:
    return AtWork(tmp_path)


def test_each_kind_has_its_field_in_the_case_and_its_form() -> None:
    assert {kind.table for kind in ENTRY_KINDS.values()} == set(Entries.__struct_fields__)
    assert FORMS.keys() == ENTRY_KINDS.keys() == TYPED.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_stored_in_its_own_field_and_read_back(kind: EntryName, work: AtWork) -> None:
    entry = work.record(kind)

    assert entries_of(work.case, ENTRY_KINDS[kind]) == (entry,)
    assert work.case.recorded.count(()) == len(ENTRY_KINDS)
    assert type(entry) is ENTRY_KINDS[kind].record


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_has_one_event_whose_detail_the_log_knows(kind: EntryName, work: AtWork) -> None:
    before = work.case
    work.record(kind)

    (event,) = events_of(before, work.case)
    assert event.kind in {"collection", "disclosure"}
    assert msgspec.convert(msgspec.to_builtins(event), CaseEvent) == event


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_that_is_corrected_or_changed_starts_as_it_was_typed(kind: EntryName, work: AtWork) -> None:
    first = work.record(kind)
    draft = entries.begin(work.session, work.case, kind, {EARLIER: first.id})
    if not draft.typed:
        assert not ENTRY_KINDS[kind].is_correctable
        return
    why = {"why_corrected": "A slip", "error_told": "not yet"} if ENTRY_KINDS[kind].is_correctable else {}
    before = work.case

    second = entries.read(work.session, work.case, draft, {**draft.typed, **why})
    entries.record(work.session, second, draft)

    own = {"id", "version", "corrects", "why_corrected", "error_told"}
    for field in first.__struct_fields__:
        assert field in own or getattr(second, field) == getattr(first, field), field
    assert ENTRY_KINDS[kind].is_change(second)
    assert entries_of(work.case, ENTRY_KINDS[kind]) == (first, second)
    (event,) = events_of(before, work.case)
    assert event.kind == "alteration" or event.detail == "correction"


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_asks_for_each_field_that_is_read(kind: EntryName, work: AtWork) -> None:
    draft = entries.begin(work.session, work.case, kind)
    form = FORMS[kind](entries.context(work.session, work.case, draft), ZoneInfo("Europe/London"))

    asked = {field.id for field in form.fields}
    assert asked == TYPED[kind].keys()
    with pytest.raises(RecordError) as refused:
        entries.read(work.session, work.case, draft, {})
    assert refused.value.field in asked


@pytest.mark.parametrize("kind", [kind for kind in KINDS if ENTRY_KINDS[kind].view])
def test_an_entry_is_listed_and_read_in_full(kind: EntryName, work: AtWork) -> None:
    entry, view = work.record(kind), ENTRY_KINDS[kind].view
    assert view

    line = view.line(entry, (entry,), ZoneInfo("Europe/London"))
    parts = [text for _, text in view.parts(entry, (entry,), ZoneInfo("Europe/London"))]

    said = TYPED[kind].get("what") or TYPED[kind]["text"]
    assert said in line.text
    assert said in parts


def test_a_form_that_was_left_is_resumed_about_the_same_subject_only(work: AtWork) -> None:
    left = entries.begin(work.session, work.case, "note", typed={"text": "She"})
    work.store.save_form_draft(left)

    assert entries.begin(work.session, work.case, "note").id == left.id
    assert entries.begin(work.session, work.case, "note", {"trigger": "breach"}).id != left.id
    assert entries.begin(work.session, work.case, "incident").id != left.id


def test_a_form_draft_of_somebody_else_is_resumed_under_ones_own_name(work: AtWork) -> None:
    left = entries.begin(work.session, work.case, "note", typed={"text": "She"})
    work.store.save_form_draft(msgspec.structs.replace(left, by="kim"))

    resumed = entries.resume(work.session, work.case, left.id)

    assert resumed
    assert (resumed.id, resumed.by, dict(resumed.typed)) == (left.id, "sam", {"text": "She"})
