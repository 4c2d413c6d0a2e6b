"""The store is the last guard: no text is longer than its limit, and no one person fills a case for others."""

import contextlib
from collections.abc import Callable

import msgspec
import pytest

from content.entries.note import Note
from content.limits import ASSESSMENT, LINE, TEXT
from content.pack.answers import Answer
from store.cases.repository import CaseRepository
from store.engine import protocol
from store.errors import StoreRefusedError
from tests.builders import (
    A_CASE_ID,
    ANOTHER_CASE_ID,
    NOW,
    a_case,
    a_disclosure,
    a_draft,
    a_form_draft,
    a_note,
    an_action,
    an_answer,
    an_incident,
)

LONG, LONG_LINE = "x" * (TEXT + 1), "x" * (LINE + 1)

TOO_LONG: tuple[Callable[[CaseRepository], object], ...] = (
    lambda store: store.record(A_CASE_ID, a_note(text=LONG)),
    lambda store: store.record(A_CASE_ID, msgspec.structs.replace(an_incident(), what=LONG)),
    lambda store: store.record(A_CASE_ID, msgspec.structs.replace(an_incident(), where=LONG_LINE)),
    lambda store: store.record(A_CASE_ID, msgspec.structs.replace(an_action(), owner=LONG_LINE)),
    lambda store: store.record(A_CASE_ID, msgspec.structs.replace(a_disclosure(), to=LONG_LINE)),
    lambda store: store.save_draft(a_draft(answers={"text": an_answer(LONG)})),
    lambda store: store.save_draft(a_draft(answers={"text": an_answer(note=LONG)})),
    lambda store: store.save_draft(
        a_draft(answers={str(number): an_answer("x" * TEXT) for number in range(ASSESSMENT // TEXT + 1)})
    ),
    lambda store: store.save_form_draft(a_form_draft(LONG)),
    lambda store: store.save_form_draft(msgspec.structs.replace(a_form_draft(), typed={"where": LONG_LINE})),
    lambda store: store.create(a_case(id=ANOTHER_CASE_ID, own_reference=LONG)),
)


@pytest.mark.parametrize("save", TOO_LONG)
def test_what_is_too_long_is_refused_in_a_sentence_and_the_case_stays(
    save: Callable[[CaseRepository], object], drafted: CaseRepository
) -> None:
    before = drafted.case(A_CASE_ID)

    with pytest.raises(StoreRefusedError, match=r"^Nothing was stored: this has 4?[012],?\d{0,3},?\d{3} characters"):
        save(drafted)

    assert drafted.case(A_CASE_ID) == before


def test_the_longest_text_of_every_kind_is_stored(drafted: CaseRepository) -> None:
    drafted.record(A_CASE_ID, a_note(text="x" * TEXT))
    drafted.save_draft(a_draft(answers={"text": an_answer("\u20ac" * TEXT, note="\U0001f600" * TEXT)}))

    assert drafted.case(A_CASE_ID).notes[0].text == "x" * TEXT


def filled(store: CaseRepository, by: str) -> int:
    """Record the largest notes of one person until the store refuses one; returns how many were stored."""
    stored = 0
    with contextlib.suppress(StoreRefusedError):
        while True:
            store.record(A_CASE_ID, written(by, f"{by}-{stored}", "\u20ac" * TEXT))
            stored += 1
    with pytest.raises(StoreRefusedError, match="have used their share of this case"):
        store.record(A_CASE_ID, written(by, f"{by}-{stored}", "\u20ac" * TEXT))
    return stored


def written(by: str, name: str, text: str) -> Note:
    return msgspec.structs.replace(a_note(text=text), id=name, by=by)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sixteenth of the size, so that filling it takes seconds."""
    monkeypatch.setattr(protocol, "LARGEST", protocol.LARGEST // 16)


@pytest.mark.usefixtures("small")
def test_whoever_fills_their_share_leaves_room_for_everybody_else(drafted: CaseRepository) -> None:
    counts = [filled(drafted, by) for by in ("kim", "lee", "alex")]

    assert counts == [13, 6, 3]
    drafted.record(A_CASE_ID, written("jo", "jo-1", "\u20ac" * TEXT))


@pytest.mark.usefixtures("small")
def test_room_is_kept_for_a_short_note_a_short_form_and_the_safe_contact(drafted: CaseRepository) -> None:
    filled(drafted, "kim")

    drafted.record(A_CASE_ID, written("kim", "kim-short", "Text her work mobile only."))
    drafted.save_form_draft(a_form_draft("He rang", by="kim"))
    contact: dict[str, Answer] = {"safe-contact": an_answer("Text only, 10 to 12", by="kim", at=NOW)}
    saved = drafted.save_draft(a_draft(by="kim", answers=contact))

    assert drafted.case(A_CASE_ID).draft == saved
    assert drafted.case(A_CASE_ID).notes[-1].text == "Text her work mobile only."


@pytest.mark.usefixtures("small")
def test_a_form_that_is_typed_on_does_not_count_twice(drafted: CaseRepository) -> None:
    count = filled(drafted, "sam")
    assert count > 1
    with pytest.raises(StoreRefusedError, match="share"):
        drafted.save_form_draft(a_form_draft("\u20ac" * TEXT))

    form = drafted.save_form_draft(a_form_draft("x" * 3000))
    for length in range(3001, 3010):
        form = drafted.save_form_draft(msgspec.structs.replace(form, typed={"what": "x" * length}))
