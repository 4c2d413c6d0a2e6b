"""Where the person at this line sits, as the record has it, and whether the record is copied elsewhere."""

import os
import re
from collections.abc import Mapping

from store.audit.log import Copy, to_syslog
from store.session import ClientOrigin

_PLACE = re.compile(r"[0-9A-Za-z.:%/_-]{1,64}")
_UNKNOWN = "unknown"


def client_origin(environment: Mapping[str, str]) -> ClientOrigin:
    """The address that the line comes from, empty at the machine itself, and the terminal's name.

    sshd sets the address; whoever could set another one already has a shell.
    """
    client = environment.get("SSH_CONNECTION", "").split()
    try:
        terminal = os.ttyname(0)
    except OSError:
        terminal = ""
    return ClientOrigin(address=_code(client[0]) if client else "", terminal=_code(terminal) if terminal else "")


def syslog_copy(environment: Mapping[str, str]) -> Copy | None:
    """What takes a copy of each line of the record: the system's log, where FOURFOLD_SYSLOG is set."""
    return to_syslog if environment.get("FOURFOLD_SYSLOG") else None


def _code(text: str) -> str:
    return text if _PLACE.fullmatch(text) else _UNKNOWN
