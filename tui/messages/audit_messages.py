"""Lines of the record in words, and what somebody looks for in it."""

import datetime as dt
from collections.abc import Mapping

from content.access.audit_events import KINDS, AuditQuery, Event
from content.errors import PeopleError
from content.text import one_line


def line_of(event: Event) -> str:
    """One event on one line."""
    told = (
        event.at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ"),
        f"{event.kind}{f' ({event.detail})' if event.detail else ''}",
        f"case {event.case}" if event.case else "",
        f"account {event.about}" if event.about and event.about != event.who else "",
        f"reason {event.reason}" if event.reason else "",
        f"by {event.who}" if event.who else "by nobody signed in",
        f"at {' '.join(each for each in (event.address, event.terminal) if each) or 'this machine'}",
    )
    return one_line("  ".join(each for each in told if each))


def sought(typed: Mapping[str, str]) -> AuditQuery:
    """What somebody looks for, as they typed it; an empty line leaves it open.

    Raises:
        PeopleError: With the sentence and the line that it is about, if there is no such kind or day.
    """
    given = {name: text.strip() for name, text in typed.items()}
    kind = given["kind"].lower()
    if kind and kind not in KINDS:
        raise PeopleError(f"the kinds are {', '.join(KINDS)}", "kind")
    return AuditQuery(
        case=given["case"].upper() or None,
        who=given["who"] or None,
        kind=kind or None,
        since=_day(given, "since"),
        until=_day(given, "until"),
    )


def _day(given: Mapping[str, str], line: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given[line]) if given[line] else None
    except ValueError as error:
        raise PeopleError("a day is typed as 2026-11-24", line) from error
