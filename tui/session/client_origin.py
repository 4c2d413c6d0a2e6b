"""The client origin: the SSH client's address and the terminal's name. No other module reads them."""

import os
import re
from collections.abc import Mapping

from store.client_origin import ClientOrigin

_PLAIN = re.compile(r"[0-9A-Za-z.:%/_-]{1,64}")
_UNKNOWN = "unknown"
_STDIN = 0


def client_origin(environment: Mapping[str, str]) -> ClientOrigin:
    """Read the SSH client's address, empty on the machine itself, and the terminal's name.

    sshd sets SSH_CONNECTION; a person who can change it already has a shell.
    """
    client = environment.get("SSH_CONNECTION", "").split()
    try:
        terminal = os.ttyname(_STDIN)
    except OSError:
        terminal = ""
    return ClientOrigin(address=_checked(client[0]) if client else "", terminal=_checked(terminal) if terminal else "")


def place_name(origin: ClientOrigin) -> str:
    """The name of an origin to show to other sessions: the address, or else the terminal."""
    return origin.address or origin.terminal or "this machine"


def _checked(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _UNKNOWN
