"""The audit log: search and verify."""

import datetime as dt
from pathlib import Path

import pytest

from content.access.audit_events import AuditQuery
from tests.store.people import KIM, SAM
from tests.tui.use_cases.sessions import a_store, practitioner, supervisor
from tui.use_cases import audit, cases
from tui.use_cases.errors import AuditQueryError

EMPTY = {"case": "", "who": "", "kind": "", "since": "", "until": ""}


def test_a_query_takes_what_was_typed_and_leaves_empty_fields_open() -> None:
    typed = {**EMPTY, "case": " 7k4q-m2xt ", "kind": "Sign-in", "since": "2026-11-24"}

    query = audit.typed_query(typed)

    assert query == AuditQuery(case="7K4Q-M2XT", kind="sign-in", since=dt.date(2026, 11, 24))
    assert audit.typed_query(EMPTY) == AuditQuery()


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("kind", "looks", "'looks' is not a kind of event; the kinds are collection, "),
        ("since", "Tuesday", "type a day as 2026-11-24"),
        ("until", "24/11", "type a day as 2026-11-24"),
    ],
)
def test_what_cannot_be_searched_for_is_refused_at_its_field(field: str, typed: str, says: str) -> None:
    with pytest.raises(AuditQueryError) as refused:
        audit.typed_query({**EMPTY, field: typed})

    assert refused.value.field == field
    assert str(refused.value).startswith(says)


def test_the_latest_events_come_first_in_a_session_and_without_one(tmp_path: Path) -> None:
    session, store_session = practitioner(tmp_path)
    cases.consult_list(session)

    found = audit.latest_events(store_session, AuditQuery(who=KIM), 2)

    assert [(event.kind, event.who) for event in found] == [("consultation", KIM), ("sign-in", KIM)]
    assert audit.latest_events(a_store(tmp_path), AuditQuery(who=KIM), 2) == found
    assert next(audit.find_events(a_store(tmp_path), AuditQuery(who=SAM))).detail == "set-up"


def test_a_changed_line_is_found(tmp_path: Path) -> None:
    supervisor(tmp_path)
    store = a_store(tmp_path)
    sound = audit.verify(store)

    [log] = (tmp_path / "audit").glob("*.log")
    log.write_bytes(log.read_bytes().replace(b"Sam Patel", b"Kim Patel", 1))

    assert (sound.lines, sound.findings) == (1, ())
    assert audit.verify(store).findings
