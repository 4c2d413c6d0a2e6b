"""Disclosures: what makes one, what is said of it, and whose recipient is still to be told of an error."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.assessment.case_facts import case_as_seen_by
from content.case.disclosures import earlier_recipients
from content.entries.disclosure import (
    DISCLOSURE_BASES,
    ERROR_TOLD,
    TOLD,
    WAYS,
    Disclosure,
    basis_in_words,
    check_disclosure,
    read_disclosure,
    recipient_in_words,
    still_to_tell,
    told_in_words,
    typed_disclosure,
)
from content.errors import DisclosureError
from content.review.overview import disclosures_line, error_notice_line
from content.review.period_changes import recorded_between
from content.review.reasons import counts_in_words, disclosure_line
from tests.builders import NOW, TODAY, a_case, a_disclosure, a_draft, an_assessment
from tests.entries import a_context

LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)

TYPED = {
    "to": "Ann Lee",
    "agency": "Solace",
    "what": "The referral form",
    "basis": "consent",
    "told": "yes",
    "decided_by": "Kim",
    "sent": "phone",
    "day": "yesterday",
}
"""The least that a disclosure with consent is recorded from."""

RIGHTED = {**TYPED, "why_corrected": "Another street", "error_told": "not yet"}
FIELDS = (*RIGHTED, "why", "why_not_told")


def read(typed: Mapping[str, str], *, corrects: str | None = None) -> Disclosure:
    recorded = (a_disclosure(id=corrects),) if corrects else ()
    return read_disclosure(typed, a_context(*recorded, id="new", earlier=corrects))


def test_what_was_typed_is_what_is_recorded() -> None:
    assert read(TYPED) == Disclosure(
        id="new",
        to="Ann Lee",
        agency="Solace",
        what="The referral form",
        basis="consent",
        told="yes",
        decided_by="Kim",
        sent="phone",
        day=TODAY - dt.timedelta(days=1),
        at=NOW,
        by="sam",
    )


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "to", "to whom it was given is needed"),
        ({**TYPED, "to": " ", "agency": ""}, "to", "to whom it was given is needed"),
        ({**TYPED, "what": "\n"}, "what", "what was given is needed"),
        ({**TYPED, "basis": "", "told": ""}, "basis", "the basis is needed"),
        ({**TYPED, "basis": "a hunch"}, "basis", "the basis is needed"),
        ({**TYPED, "basis": "without consent"}, "why", "why it was given without consent is needed"),
        ({**TYPED, "basis": "not safe to ask", "why": " "}, "why", "why it was given without consent is needed"),
        ({**TYPED, "told": ""}, "told", "say whether the person was told"),
        ({**TYPED, "told": "no"}, "why_not_told", "why the person was not told is needed"),
        ({**TYPED, "decided_by": ""}, "decided_by", "who decided to give it is needed"),
        ({**TYPED, "sent": "fax"}, "sent", "how it was sent is needed"),
        ({**TYPED, "day": ""}, "day", "the day it was given is needed"),
        ({**TYPED, "day": "tomorrow"}, "day", "Sat 21 Nov 2026 is ahead: the day it was given is today or earlier"),
        ({**TYPED, "day": "about 3 Nov 2026"}, "day", "the day it was given is an exact day"),
        ({**TYPED, "day": "Nov 2026"}, "day", "the day it was given is an exact day"),
        ({**TYPED, "day": "soon"}, "day", "'soon' is not a date: write it like 15 Nov 2026, 15/11/2026 or yesterday"),
    ],
)
def test_the_first_thing_on_the_form_that_is_wrong_is_refused_beside_its_field(
    typed: Mapping[str, str], field: str, sentence: str
) -> None:
    with pytest.raises(DisclosureError, match=sentence) as refused:
        read(typed)

    assert refused.value.field == field


@pytest.mark.parametrize("field", ["why_corrected", "error_told"])
def test_a_correction_says_why_and_whether_the_earlier_recipient_was_told(field: str) -> None:
    right = read(RIGHTED, corrects="disclosure-1")

    assert (right.corrects, right.why_corrected, right.error_told) == ("disclosure-1", "Another street", "not yet")
    with pytest.raises(DisclosureError) as refused:
        read({**RIGHTED, field: ""}, corrects="disclosure-1")
    assert refused.value.field == field
    # Anything else is no business of a disclosure that puts nothing right.
    read({**RIGHTED, field: ""})


@pytest.mark.parametrize("typed", [{"agency": ""}, {"to": ""}, {"told": "not safe to"}])
def test_a_person_or_an_agency_is_enough_and_not_safe_says_why_by_itself(typed: Mapping[str, str]) -> None:
    check_disclosure(read({**TYPED, **typed}), today=TODAY)


def tried(typed: Mapping[str, str], *, corrects: str | None) -> Disclosure | str:
    """What is recorded, or the field that it is refused beside."""
    try:
        return read(typed, corrects=corrects)
    except DisclosureError as refused:
        return refused.field


words = st.sampled_from(["", " ", "Ann", "2019", "today", "3 Nov 2026", "tomorrow"]) | st.text(max_size=5)
choices = st.sampled_from(["", *DISCLOSURE_BASES, *TOLD, *WAYS, *ERROR_TOLD, "fax"])


@given(st.dictionaries(st.sampled_from(FIELDS), words | choices), st.none() | st.just("disclosure-1"))
def test_whatever_is_typed_is_refused_beside_a_field_or_is_a_disclosure_that_could_have_been(
    changes: Mapping[str, str], corrects: str | None
) -> None:
    made = tried({**RIGHTED, "why": "He was there", **changes}, corrects=corrects)

    if isinstance(made, str):
        assert made in FIELDS
        return
    check_disclosure(made, today=TODAY)
    assert made.day <= TODAY
    assert recipient_in_words(made)
    assert made.what
    assert made.decided_by
    assert made.basis == "consent" or made.why
    assert made.told != "no" or made.why_not_told
    again = read({**typed_disclosure(made), "why_corrected": made.why_corrected}, corrects=corrects)
    assert again == made


def test_a_disclosure_of_a_day_ahead_is_refused_whoever_made_it() -> None:
    with pytest.raises(DisclosureError, match="is ahead"):
        check_disclosure(a_disclosure(day=TODAY + dt.timedelta(days=1)), today=TODAY)


def test_what_is_said_of_a_disclosure_names_its_reasons() -> None:
    disclosure = msgspec.structs.replace(
        a_disclosure(basis="without consent", why="A threat\nto life"), told="no", why_not_told="He reads her post"
    )

    assert recipient_in_words(disclosure) == "Ann Lee, Solace"
    assert basis_in_words(disclosure) == "without consent: A threat to life"
    assert told_in_words(disclosure) == "NOT told: He reads her post"
    assert basis_in_words(a_disclosure()) == "with consent"
    assert told_in_words(a_disclosure()) == "yes"


WRONG = a_disclosure(id="1", to="Ann Lee")
RIGHT = a_disclosure(id="2", to="Bo Ray", corrects="1", error_told="not yet", at=NOW + MINUTE)


def test_a_recipient_is_still_to_be_told_until_a_correction_that_stands_says_otherwise() -> None:
    told = a_disclosure(id="3", corrects="2", error_told="yes")
    not_told = a_disclosure(id="3", corrects="2", error_told="not yet")

    assert still_to_tell((WRONG,)) == ()
    assert still_to_tell((WRONG, RIGHT)) == (RIGHT,)
    assert still_to_tell((WRONG, RIGHT, told)) == ()
    assert still_to_tell((WRONG, RIGHT, not_told)) == (not_told,)
    assert still_to_tell((WRONG, a_disclosure(id="2", corrects="1", error_told="not needed"))) == ()


def test_everybody_who_was_given_something_wrong_is_named_once() -> None:
    third = a_disclosure(id="3", corrects="2", error_told="not yet")
    fourth = a_disclosure(id="4", corrects="3", error_told="not yet")

    assert earlier_recipients((WRONG, RIGHT, third, fourth), fourth) == "Ann Lee, Solace and Bo Ray, Solace"
    assert earlier_recipients((WRONG, RIGHT), RIGHT) == "Ann Lee, Solace"
    # A loop, which nothing here writes, ends.
    assert earlier_recipients((a_disclosure(id="5", corrects="5"),), a_disclosure(id="5", corrects="5"))


def test_the_case_counts_the_disclosures_and_the_recipients_to_be_told() -> None:
    case = a_case(disclosures=(WRONG, RIGHT, a_disclosure(id="old", to="Cy", day=dt.date(2026, 1, 5))))

    assert disclosures_line(a_case()) == ""
    assert disclosures_line(case) == (
        "Disclosures: 2, the latest to Bo Ray, Solace on Fri 20 Nov 2026; 1 NOT YET TOLD of an error."
    )
    assert error_notice_line(case, RIGHT, LONDON) == (
        "NOT YET TOLD OF AN ERROR: Ann Lee, Solace. What they were given was corrected on 20 Nov 2026: "
        "It was another street."
    )


def test_a_disclosure_is_a_line_with_its_correction() -> None:
    case = a_case(disclosures=(WRONG, RIGHT))

    assert disclosure_line(case, WRONG, LONDON) == (
        "Disclosure, Fri 20 Nov 2026, to Ann Lee, Solace: Where he waits for her, and when. Basis: with consent. "
        "The person was told: yes. CORRECTED since, on 20 Nov 2026: It was another street. "
        "Decided by Kim, recorded by sam."
    )
    assert "CORRECTION: It was another street. Decided" in disclosure_line(case, RIGHT, LONDON)
    late = a_disclosure(day=dt.date(2026, 11, 18))
    assert disclosure_line(case, late, LONDON).endswith("Decided by Kim, recorded Fri 20 Nov 2026 by sam.")


def test_disclosures_are_listed_in_the_period_in_which_they_were_recorded() -> None:
    before, between, after = (a_disclosure(id=str(number), at=NOW + number * MINUTE) for number in range(3))
    late = a_disclosure(id="late", corrects="1", at=NOW + 5 * MINUTE)
    case = a_case(disclosures=(before, between, after, late))

    assert recorded_between(case, NOW, NOW + MINUTE).disclosures == (between,)
    assert recorded_between(case, NOW, None).disclosures == (after, late)
    assert counts_in_words(recorded_between(case, NOW, NOW + MINUTE), 0) == "1 disclosure"


def test_a_correction_of_an_assessment_looks_at_no_disclosure_that_came_after_it() -> None:
    known, later = a_disclosure(id="1"), a_disclosure(id="2", at=NOW + MINUTE)
    case = a_case(assessments=(an_assessment(),), disclosures=(known, later))
    correction = msgspec.structs.replace(a_draft(id="draft-2"), corrects="draft-1")

    assert case_as_seen_by(case, correction).disclosures == (known,)
    assert case_as_seen_by(case, a_draft(id="draft-2", follows="draft-1")).disclosures == (known, later)
