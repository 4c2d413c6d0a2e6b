"""The terminal as it was found: made quiet before the interface starts, and put right however it ends."""

import contextlib
import os
import select
import sys
import termios
from collections.abc import Iterator, Mapping

ENTER = "\x1b[?1049h\x1b[?2004h"
"""To the alternate screen, with pastes marked as such; the painting does the rest."""

LEAVE = (
    "\x1b[?2004l"  # pastes as they were
    "\x0f\x1b[r\x1b[?1047h\x1b[0m\x1b[2J\x1b[H\x1b[?1049l"  # nothing of a case on the alternate screen, then off it
    "\x1b[?7h\x1b[?25h"  # wrap and cursor back
)

STDIN, STDERR = 0, 2
_PATIENCE = 0.5
"""Seconds that leaving waits for a line that is busy."""

Attributes = list[int | list[bytes | int]]
"""A line's settings, as termios gives them."""


def unusable(environment: Mapping[str, str]) -> str:
    """Why the interface cannot be shown here, in a sentence; empty where it can."""
    plain = "use 'fourfold guide', 'fourfold contacts' or 'fourfold reassess --plain' for plain text"
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return f"this is not a terminal: {plain}"
    if environment.get("TERM", "") in {"", "dumb"}:
        return f"this terminal cannot show screens (TERM is '{environment.get('TERM', '')}'): {plain}"
    return ""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No key raises a signal or stops the line while the interface starts; all is put back afterwards."""
    before = termios.tcgetattr(STDIN)
    during = termios.tcgetattr(STDIN)
    during[0] &= ~(termios.IXON | termios.IXOFF)
    during[3] &= ~(termios.ISIG | termios.ECHO)
    termios.tcsetattr(STDIN, termios.TCSANOW, during)
    try:
        yield
    finally:
        _set(before)


def leave() -> None:
    """Leave the screen, for what is said next to stand where the program was started."""
    with contextlib.suppress(OSError):
        os.write(STDERR, LEAVE.encode("ascii"))


def put_back(before: Attributes | None) -> None:
    """Leave the screen at once and restore the line, whatever the interface is doing.

    Nothing that the interface still writes reaches the terminal after this. A line that is gone or has stopped
    reading is left alone.
    """
    with contextlib.suppress(OSError):
        line = os.dup(STDERR)
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDERR)
        if select.select([], [line], [], _PATIENCE)[1]:
            os.write(line, LEAVE.encode("ascii"))
    put_back_line(before)


def put_back_line(before: Attributes | None) -> None:
    """Restore the line; what the terminal still had to say is not left to whatever reads it next."""
    with contextlib.suppress(termios.error):
        termios.tcflush(STDIN, termios.TCIFLUSH)
    if before is not None:
        _set(before)


def _set(before: Attributes) -> None:
    with contextlib.suppress(termios.error):
        termios.tcsetattr(STDIN, termios.TCSANOW, before)


def attributes() -> Attributes | None:
    """The line's settings as they are; nothing where there is no line."""
    with contextlib.suppress(termios.error):
        return termios.tcgetattr(STDIN)
    return None
