"""Notes on a case, and the trigger that one may name."""

import datetime as dt

import pytest

from content.case.notes import first_trigger
from content.entries.note import check_note
from content.errors import NoteError
from tests.builders import NOW, a_note

MINUTE = dt.timedelta(minutes=1)


def test_a_note_needs_words_unless_it_names_a_trigger() -> None:
    check_note(a_note("He called"))
    check_note(a_note("", trigger="escalation"))

    with pytest.raises(NoteError, match="needs words") as wanting:
        check_note(a_note(" \n"))

    assert wanting.value.field == "text"


def test_the_first_trigger_since_the_assessment_counts() -> None:
    taken_up = a_note(id="1", trigger="breach", at=NOW)
    plain = a_note(id="2", at=NOW + MINUTE)
    first = a_note(id="3", trigger="escalation", at=NOW + 2 * MINUTE)
    second = a_note(id="4", trigger="breach", at=NOW + 3 * MINUTE)

    assert first_trigger((taken_up, plain, second, first), NOW) == first
    assert first_trigger((taken_up, plain), NOW) is None


def test_before_the_first_assessment_any_trigger_counts() -> None:
    assert first_trigger((a_note(trigger="breach"),), None) == a_note(trigger="breach")
