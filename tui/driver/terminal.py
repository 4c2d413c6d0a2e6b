"""Terminal set-up and restoring: escape sequences for entering and leaving the screen, and tty attributes."""

import contextlib
import os
import select
import sys
import termios
import time
from collections.abc import Iterator

ENTER_SCREEN = "\x1b[?1049h\x1b[?2004h"
"""Alternate screen and bracketed paste on; the cell diff sets every other mode."""

LEAVE_SCREEN = (
    "\x1b[?2004l"  # bracketed paste off
    # ASCII character set, no scroll region, and the alternate screen erased before it is left: GNU screen by default
    # keeps its contents on display.
    "\x0f\x1b[r\x1b[?1047h\x1b[0m\x1b[2J\x1b[H\x1b[?1049l"
    "\x1b[?7h\x1b[?25h"  # autowrap and cursor on
)

STDIN, STDERR = 0, 2

TtyAttributes = list[int | list[bytes | int]]
"""The attributes of a tty, as `termios.tcgetattr` returns them."""

_WRITE_TIMEOUT = 0.5
"""Seconds that restoring waits for a line that is busy."""

_QUIET = 0.3
"""Seconds without input after which no answer to a status request is expected any more."""

_MAX_DISCARD = 1.0
"""Seconds that restoring discards input at most, however much arrives."""


def is_interactive() -> bool:
    """Whether standard input, output and error are all terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def is_dumb(term: str) -> bool:
    """Whether a terminal type, the value of TERM, has no cursor addressing."""
    return term in {"", "dumb"}


def tty_attributes(descriptor: int = STDIN) -> TtyAttributes | None:
    """Return the attributes of a tty, or None if the descriptor is not one."""
    with contextlib.suppress(termios.error):
        return termios.tcgetattr(descriptor)
    return None


@contextlib.contextmanager
def startup_mode(descriptor: int = STDIN) -> Iterator[None]:
    """Turn off signal keys, echo and XON/XOFF flow control while a program starts, and restore them at the end.

    Until the driver sets raw mode, Ctrl+C would end Python with a traceback and Ctrl+S would stop the output.
    """
    before = termios.tcgetattr(descriptor)
    during = termios.tcgetattr(descriptor)
    during[0] &= ~(termios.IXON | termios.IXOFF)
    during[3] &= ~(termios.ISIG | termios.ECHO)
    termios.tcsetattr(descriptor, termios.TCSANOW, during)
    try:
        yield
    finally:
        _set_attributes(before, descriptor)


def leave_screen(descriptor: int = STDERR) -> None:
    """Leave the alternate screen, so that what is written next appears on the main one."""
    with contextlib.suppress(OSError):
        os.write(descriptor, LEAVE_SCREEN.encode("ascii"))


def restore_terminal(before: TtyAttributes | None, *, reads: int = STDIN, writes: int = STDERR) -> None:
    """Leave the screen and restore the tty from any thread or from a parent process.

    The output descriptor is redirected to the null device first, so that no other thread can write to the terminal
    afterwards. The terminal may still owe an answer to a status request: with echo on again, a late one would appear on
    the line, so input is discarded until none arrives. A line that is gone or does not read is left alone.

    Args:
        before: The attributes to restore.
        reads: The descriptor for input.
        writes: The descriptor for output.
    """
    with contextlib.suppress(OSError):
        terminal = os.dup(writes)
        os.dup2(os.open(os.devnull, os.O_WRONLY), writes)
        if select.select([], [terminal], [], _WRITE_TIMEOUT)[1]:
            os.write(terminal, LEAVE_SCREEN.encode("ascii"))
            _discard_until_quiet(reads)
    restore_tty(before, reads)


def restore_tty(before: TtyAttributes | None, descriptor: int = STDIN) -> None:
    """Restore the attributes of a tty, and discard its unread input: the shell would take it for commands."""
    with contextlib.suppress(termios.error):
        termios.tcflush(descriptor, termios.TCIFLUSH)
    if before is not None:
        _set_attributes(before, descriptor)


def _discard_until_quiet(descriptor: int) -> None:
    """Discard input until none has arrived for a while; without reading, which blocks if another thread reads too."""
    deadline = time.monotonic() + _MAX_DISCARD
    with contextlib.suppress(termios.error):
        while select.select([descriptor], [], [], _QUIET)[0] and time.monotonic() < deadline:
            termios.tcflush(descriptor, termios.TCIFLUSH)


def _set_attributes(attributes: TtyAttributes, descriptor: int) -> None:
    with contextlib.suppress(termios.error):
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
