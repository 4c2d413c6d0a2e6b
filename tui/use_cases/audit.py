"""The audit log: search and verify."""

import datetime as dt
from collections.abc import Iterator, Mapping

from content.access.audit_events import KINDS, AuditQuery, Event, EventKind
from store.audit.reader import VerifiedLog
from store.session import StoreSession
from store.store import Store
from tui.use_cases.errors import AuditQueryError


def typed_query(typed: Mapping[str, str]) -> AuditQuery:
    """Read a query from the fields of a form: case, who, kind, since, until. An empty field matches everything.

    Raises:
        AuditQueryError: If a field holds no such kind of event, or no date.
    """
    given = {name: text.strip() for name, text in typed.items()}
    return AuditQuery(
        case=given["case"].upper() or None,
        who=given["who"] or None,
        kind=event_kind(given["kind"].lower()) if given["kind"] else None,
        since=_day(given, "since"),
        until=_day(given, "until"),
    )


def event_kind(typed: str) -> EventKind:
    """Read a kind of event.

    Raises:
        AuditQueryError: If there is no such kind.
    """
    for kind in KINDS:
        if kind == typed:
            return kind
    raise AuditQueryError("kind", f"'{typed}' is not a kind of event; the kinds are {', '.join(KINDS)}")


def find_events(store: Store | StoreSession, query: AuditQuery) -> Iterator[Event]:
    """Find the events that match a query, oldest first.

    Raises:
        StoreError: If the log cannot be read.
    """
    return store.audit_events(query)


def latest_events(store: Store | StoreSession, query: AuditQuery, most: int) -> list[Event]:
    """Find at most `most` events that match a query, latest first.

    Raises:
        StoreError: If the log cannot be read.
    """
    return list(find_events(store, query))[-most:][::-1]


def verify(store: Store) -> VerifiedLog:
    """Check the hash chain of the audit log.

    Raises:
        StoreError: If the log cannot be read.
    """
    return store.verify_audit_log()


def _day(given: Mapping[str, str], field: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given[field]) if given[field] else None
    except ValueError as error:
        raise AuditQueryError(field, "type a day as 2026-11-24") from error
