"""Ending on a signal or a lost line: the draft goes to disk and the terminal is put right, whatever the screen does."""

import os
import select
import signal
import threading
from collections.abc import Callable

ENDING = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT})
_STDIN = 0
_LOOK_EVERY = 1.0
"""Seconds between looks at whether the line is still there."""


def hold_signals() -> None:
    """Keep ending and stopping signals from every thread started from here on; call it before Textual is imported."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING | {signal.SIGTSTP})


def on_ending(act: Callable[[], None]) -> None:
    """Wait in a thread of its own for an ending signal, a lost line or the parent's end, then act and end the process.

    The event loop may be stuck on a line that no longer reads, so nothing here goes through it.
    """
    threading.Thread(target=_wait, args=(act,), name="last-words", daemon=True).start()


def _wait(act: Callable[[], None]) -> None:
    number, parent = 0, os.getppid()
    while not number:
        caught = signal.sigtimedwait(ENDING, _LOOK_EVERY)
        # Where the process was stopped for longer than the wait, Python gives what is no signal at all.
        if caught and caught.si_signo in ENDING:
            number = caught.si_signo
        elif _line_is_gone() or os.getppid() != parent:
            number = signal.SIGHUP
    try:
        act()
    finally:
        os._exit(128 + number)


def _line_is_gone() -> bool:
    poll = select.poll()
    poll.register(_STDIN, 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
