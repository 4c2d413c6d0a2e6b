"""Who is editing a case, as the others are told."""

import datetime as dt
from pathlib import Path

import msgspec

_STOPPED = ("T", "t")


class LeaseHolder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The session that is editing a case."""

    who: str
    where: str
    """Where the session was opened, such as the client's address."""

    since: dt.datetime
    pid: int
    last_save: dt.datetime | None = None
    """When it last changed the draft; known only to whoever is refused the case."""

    is_suspended: bool = False
    """Whether its process is stopped; known only to whoever is refused the case."""


def is_stopped(pid: int) -> bool:
    """Whether a process is suspended; not, where the system does not tell."""
    try:
        told = Path("/proc", str(pid), "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    # The name in brackets is the process's own choice, and may hold brackets and spaces.
    return told.rpartition(")")[2].strip()[:1] in _STOPPED
