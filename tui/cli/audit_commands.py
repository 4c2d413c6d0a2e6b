"""The `audit` commands."""

import argparse
import os

from content.access.audit_events import AuditQuery
from tui.exit_codes import REFUSED, WRONG_USE
from tui.messages.audit_messages import line_of
from tui.messages.output import printed, refused
from tui.session.settings import chosen_store
from tui.use_cases import audit
from tui.use_cases.errors import AuditQueryError


def verify(given: argparse.Namespace) -> int:
    """Check the hash chain of the audit log, and return the exit status.

    Raises:
        StoreError: If the log cannot be read.
    """
    verified = audit.verify(chosen_store(given.data, os.environ))
    for finding in verified.findings:
        refused(f"{finding.name}: {finding}")
    if verified.findings:
        return REFUSED
    lines = "line" if verified.lines == 1 else "lines"
    return printed([f"The audit log has {verified.lines:,} {lines}, each as it was written."])


def show(given: argparse.Namespace) -> int:
    """Print the events that match the arguments, oldest first, and return the exit status.

    Raises:
        StoreError: If the log cannot be read.
    """
    try:
        kind = None if given.kind is None else audit.event_kind(given.kind)
    except AuditQueryError as error:
        return refused(str(error), WRONG_USE)
    query = AuditQuery(case=given.case, who=given.who, kind=kind, since=given.since, until=given.until)
    return printed(line_of(event) for event in audit.find_events(chosen_store(given.data, os.environ), query))
