"""Where this process is used from: the one place that reads SSH_CONNECTION and the terminal's name."""

import os
import re
from collections.abc import Mapping

from store.client_origin import ClientOrigin

_PLAIN = re.compile(r"[0-9A-Za-z.:%/_-]{1,64}")
_UNKNOWN = "unknown"
_STDIN = 0


def client_origin(environment: Mapping[str, str]) -> ClientOrigin:
    """The SSH client's address, empty on the machine itself, and the terminal's name.

    sshd sets the address; a person who could set another one already has a shell.
    """
    client = environment.get("SSH_CONNECTION", "").split()
    try:
        terminal = os.ttyname(_STDIN)
    except OSError:
        terminal = ""
    return ClientOrigin(address=_checked(client[0]) if client else "", terminal=_checked(terminal) if terminal else "")


def place_name(origin: ClientOrigin) -> str:
    """An origin as other people see it: the address, else the terminal."""
    return origin.address or origin.terminal or "this machine"


def _checked(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _UNKNOWN
