"""What is typed into any field is read or refused with an error that can be shown, and never raises another."""

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.access.accounts import checked_name
from content.access.passphrases import check_passphrase
from content.access.recovery_code import is_group, parse
from content.case.disclosure_reader import disclosure_of
from content.case.entry_readers import action_of, incident_of, note_of, resolved_of
from content.case.incidents import read_happened, read_until
from content.case.model import lacking_in_list, read_case_id
from content.case.plan import RESOLUTIONS
from content.errors import ContentError
from content.pack.search import find_contacts, find_points
from content.text import number_in, one_line, visible
from tests.builders import NOW, an_action
from tests.packs import bexley

TODAY = NOW.date()
LONG = "1" * 5000
"""More digits than `int` reads."""

TYPED = st.one_of(
    st.text(max_size=20),
    st.text(st.characters(categories=["Nd", "Nl", "No", "Cs", "Cc", "Lu", "Zs"]), max_size=12),
    st.text("0123456789/.- +ab", max_size=12),
)
FIELDS = (
    "what", "happened", "until", "how", "reported", "owner", "due", "agreed", "text", "basis", "to", "told", "sent",
    "day", "why", "outcome", "why_corrected", "decided_by", "error_told",
)  # fmt: skip
ENTRY: Mapping[str, str] = {
    "what": "He rang", "happened": "today", "owner": "PC Lee", "due": "in 7 days", "agreed": "yes", "text": "Seen",
    "to": "A nurse", "basis": "consent", "told": "yes", "sent": "phone", "day": "today", "why": "Why", "outcome": "So",
    "decided_by": "PC Lee",
}  # fmt: skip
"""Enough for each kind of entry, so that the one field that is typed is looked at."""

READERS: Mapping[str, Callable[[str], object]] = {
    "case id": read_case_id,
    "list": lambda typed: (lacking_in_list(typed, ""), lacking_in_list("", typed)),
    "happened": lambda typed: read_happened(typed, today=TODAY),
    "until": lambda typed: read_until(typed, "2026-01-15", today=TODAY),
    "name": checked_name,
    "passphrase": lambda typed: check_passphrase(typed, typed),
    "code": parse,
    "group": lambda typed: is_group("0000-ABCD-2222-3333-4444-5555", 2, typed),
    "contacts": lambda typed: find_contacts(bexley().contacts, typed),
    "guide": lambda typed: find_points(bexley().topics, typed),
    "text": lambda typed: (visible(typed), one_line(typed)),
    "number": lambda typed: number_in(typed, range(1, 9)),
}


@pytest.mark.parametrize("reader", READERS)
@given(typed=TYPED)
@example(typed="15/0")
@example(typed=LONG)
@example(typed="\ud800")
@settings(max_examples=40)
def test_a_reader_reads_what_is_typed_or_refuses_it(reader: str, typed: str) -> None:
    with contextlib.suppress(ContentError):
        READERS[reader](typed)


@pytest.mark.parametrize("field", FIELDS)
@given(typed=TYPED)
@example(typed="15/0")
@example(typed=LONG)
@settings(max_examples=15)
def test_an_entry_is_read_or_refused_whatever_is_typed_in_a_field(field: str, typed: str) -> None:
    entry = {**ENTRY, field: typed}
    at = dt.datetime.combine(TODAY, dt.time(12), ZoneInfo("Europe/London"))

    with contextlib.suppress(ContentError):
        incident_of(entry, incident_id="i", now=at, today=TODAY, by="sam")
    with contextlib.suppress(ContentError):
        action_of(entry, action_id="a", now=at, today=TODAY, by="sam")
    with contextlib.suppress(ContentError):
        note_of(entry, note_id="n", now=at, by="sam")
    with contextlib.suppress(ContentError):
        disclosure_of(entry, disclosure_id="d", now=at, today=TODAY, by="sam")
    for resolution in RESOLUTIONS:
        with contextlib.suppress(ContentError):
            resolved_of(entry, resolution, an_action(), now=at, today=TODAY, by="sam")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1", 1),
        (" 8 ", 8),
        ("08", 8),
        ("0", None),
        ("9", None),
        ("", None),
        ("-1", None),
        ("\u0663", None),
        ("\u00b2", None),
    ],
)
def test_a_number_is_read_where_it_is_one_of_those_that_can_be_chosen(typed: str, number: int | None) -> None:
    assert number_in(typed, range(1, 9)) == number


def test_zero_is_a_number_that_can_be_chosen() -> None:
    assert number_in("0", range(3)) == 0
