"""The terminal as it was found: made quiet before the interface starts, and put right however it ends."""

import contextlib
import os
import select
import sys
import termios
from collections.abc import Iterator, Mapping
from typing import Any

LEAVE = (
    "\x1b[<u"  # keyboard protocol as before
    "\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # no bracketed paste, focus or resize reports
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # no mouse
    "\x1b[?1047h\x1b[0m\x1b[2J\x1b[H\x1b[?1049l"  # nothing of a case left on the alternate screen, then off it
    "\x1b[?7h\x1b[?25h"  # wrap and cursor back
)

_STDIN, _STDERR = 0, 2
_PATIENCE = 0.5
"""Seconds that leaving waits for a line that is busy."""

Attributes = list[Any]
"""A line's settings, as termios gives them."""


def unusable(environment: Mapping[str, str]) -> str:
    """Why the interface cannot be shown here, in a sentence; empty where it can."""
    plain = "use 'fourfold guide' or 'fourfold contacts' for plain text"
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return f"this is not a terminal: {plain}"
    if environment.get("TERM", "") in {"", "dumb"}:
        return f"this terminal cannot show screens (TERM is '{environment.get('TERM', '')}'): {plain}"
    return ""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No key raises a signal or stops the line while the interface starts; all is put back afterwards."""
    before = termios.tcgetattr(_STDIN)
    during = termios.tcgetattr(_STDIN)
    during[0] &= ~(termios.IXON | termios.IXOFF)
    during[3] &= ~(termios.ISIG | termios.ECHO)
    termios.tcsetattr(_STDIN, termios.TCSANOW, during)
    try:
        yield
    finally:
        _set(before)


def put_back(before: Attributes | None) -> None:
    """Leave the screen at once and restore the line, whatever the interface is doing.

    Nothing that the interface still writes reaches the terminal after this. A line that is gone or has stopped
    reading is left alone.
    """
    with contextlib.suppress(OSError):
        line = os.dup(_STDERR)
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDERR)
        if select.select([], [line], [], _PATIENCE)[1]:
            os.write(line, LEAVE.encode("ascii"))
    if before is not None:
        _set(before)


def _set(before: Attributes) -> None:
    with contextlib.suppress(termios.error):
        termios.tcsetattr(_STDIN, termios.TCSANOW, before)


def attributes() -> Attributes | None:
    """The line's settings as they are; nothing where there is no line."""
    with contextlib.suppress(termios.error):
        return termios.tcgetattr(_STDIN)
    return None
