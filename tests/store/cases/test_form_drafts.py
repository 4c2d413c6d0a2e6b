"""Form drafts outlive their session, and are deleted with the recording of their entry."""

import msgspec
import pytest

from store.cases.repository import CaseRepository
from store.errors import FormDraftChangedError
from tests.builders import A_CASE_ID, a_case, a_disclosure, a_draft, a_form_draft, a_note, an_action, an_incident


def test_what_is_typed_is_kept_in_the_place_of_what_was_typed_before(store: CaseRepository) -> None:
    store.create(a_case(draft=a_draft()))
    entry = store.save_form_draft(a_form_draft("He"))

    kept = store.save_form_draft(msgspec.structs.replace(entry, typed={"what": "He was there"}))

    assert kept == a_form_draft("He was there", version=2)
    assert store.case(A_CASE_ID) == a_case(draft=a_draft(), form_drafts=(kept,))


def test_two_entries_are_kept_side_by_side(store: CaseRepository) -> None:
    store.create(a_case())

    store.save_form_draft(a_form_draft(id="one"))
    store.save_form_draft(a_form_draft(id="two", kind="note", by="kim"))

    assert [(each.id, each.by) for each in store.case(A_CASE_ID).form_drafts] == [("one", "sam"), ("two", "kim")]


def test_an_entry_that_was_emptied_is_dropped(store: CaseRepository) -> None:
    store.create(a_case())
    entry = store.save_form_draft(a_form_draft())

    store.save_form_draft(msgspec.structs.replace(entry, typed={"what": " \n"}))

    assert store.case(A_CASE_ID) == a_case()


def test_a_save_against_an_older_version_is_refused_and_names_who_goes_on(store: CaseRepository) -> None:
    store.create(a_case())
    entry = store.save_form_draft(a_form_draft())
    theirs = store.save_form_draft(msgspec.structs.replace(entry, by="kim"))

    with pytest.raises(FormDraftChangedError, match="kim has been editing this entry"):
        store.save_form_draft(msgspec.structs.replace(entry, typed={"what": "Mine"}))

    assert store.case(A_CASE_ID).form_drafts == (theirs,)


def test_a_save_that_was_written_may_be_tried_again(store: CaseRepository) -> None:
    store.create(a_case())
    entry = store.save_form_draft(a_form_draft())
    again = msgspec.structs.replace(entry, typed={"what": "He was there"})
    written = store.save_form_draft(again)

    assert store.save_form_draft(again) == written


def test_what_is_recorded_takes_the_place_of_what_was_typed(store: CaseRepository) -> None:
    store.create(a_case())
    for name in ("one", "two", "three", "four", "other"):
        store.save_form_draft(a_form_draft(id=name))

    store.record(A_CASE_ID, an_incident(), finishing="one")
    store.record(A_CASE_ID, an_action(), finishing="two")
    store.record(A_CASE_ID, a_note(), finishing="three")
    store.record(A_CASE_ID, a_disclosure(), finishing="four")

    assert [each.id for each in store.case(A_CASE_ID).form_drafts] == ["other"]
