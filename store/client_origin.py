"""Where a session comes from, as the audit log records it."""

from content.records import Record


class ClientOrigin(Record, frozen=True, kw_only=True):
    """The address and the terminal that a session comes from."""

    address: str = ""
    """The address of the SSH client; empty for a local terminal."""

    terminal: str = ""
