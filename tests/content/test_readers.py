"""Tests that any text typed into any field is accepted or refused with a `ContentError`, and raises nothing else."""

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.access.accounts import checked_name
from content.access.passphrases import check_passphrase
from content.access.recovery_code import matches_group, parse
from content.case.case_summary import listing_problem
from content.case.reference import parse_case_id
from content.entries.action import RESOLUTIONS, read_action
from content.entries.registry import ENTRY_KINDS
from content.entries.when import read_happened, read_until
from content.errors import ContentError
from content.pack.search import find_contacts, find_points
from content.text import number_in, one_line, sanitised
from tests.builders import NOW, an_action
from tests.entries import a_context
from tests.packs import classic

TODAY = NOW.date()
LONG = "1" * 5000
"""More digits than `int` accepts."""

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
"""Valid values for each kind of entry, so that validation reaches the field under test."""

READERS: Mapping[str, Callable[[str], object]] = {
    "case id": parse_case_id,
    "list": lambda typed: (listing_problem(typed, ""), listing_problem("", typed)),
    "happened": lambda typed: read_happened(typed, today=TODAY),
    "until": lambda typed: read_until(typed, "2026-01-15", today=TODAY),
    "name": checked_name,
    "passphrase": lambda typed: check_passphrase(typed, typed),
    "code": parse,
    "group": lambda typed: matches_group("0000-ABCD-2222-3333-4444-5555", 2, typed),
    "contacts": lambda typed: find_contacts(classic().contacts, typed),
    "guide": lambda typed: find_points(classic().topics, typed),
    "text": lambda typed: (sanitised(typed), one_line(typed)),
    "number": lambda typed: number_in(typed, range(1, 9)),
}


@pytest.mark.parametrize("reader", READERS)
@given(typed=TYPED)
@example(typed="15/0")
@example(typed=LONG)
@example(typed="\ud800")
@settings(max_examples=40)
def test_a_reader_accepts_or_refuses_any_text(reader: str, typed: str) -> None:
    with contextlib.suppress(ContentError):
        READERS[reader](typed)


@pytest.mark.parametrize("field", FIELDS)
@given(typed=TYPED)
@example(typed="15/0")
@example(typed=LONG)
@settings(max_examples=15)
def test_an_entry_is_accepted_or_refused_with_any_text_in_a_field(field: str, typed: str) -> None:
    entry = {**ENTRY, field: typed}
    at = dt.datetime.combine(TODAY, dt.time(12), ZoneInfo("Europe/London"))

    for kind in ENTRY_KINDS.values():
        with contextlib.suppress(ContentError):
            kind.read(entry, a_context(id="e", now=at, today=TODAY))
    for resolution in RESOLUTIONS:
        before = an_action()
        context = a_context(before, id="a", earlier=before.id, about={"resolution": resolution}, now=at, today=TODAY)
        with contextlib.suppress(ContentError):
            read_action(entry, context)


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
def test_a_number_is_parsed_if_it_is_allowed(typed: str, number: int | None) -> None:
    assert number_in(typed, range(1, 9)) == number


def test_zero_is_parsed_if_it_is_allowed() -> None:
    assert number_in("0", range(3)) == 0
