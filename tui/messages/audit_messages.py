"""Events of the audit log as lines of text."""

import datetime as dt

from content.access.audit_events import Event
from content.text import one_line


def line_of(event: Event) -> str:
    """Format one event as one line."""
    parts = (
        event.at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ"),
        f"{event.kind}{f' ({event.detail})' if event.detail else ''}",
        f"case {event.case}" if event.case else "",
        f"account {event.about}" if event.about and event.about != event.who else "",
        f"reason {event.reason}" if event.reason else "",
        f"by {event.who}" if event.who else "nobody signed in",
        f"at {' '.join(each for each in (event.address, event.terminal) if each) or 'this machine'}",
    )
    return one_line("  ".join(each for each in parts if each))
