"""Ending on a signal or a lost line: the draft goes to disk and the terminal is put right, whatever the screen does."""

import os
import select
import signal
import threading
from collections.abc import Callable

ENDING = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT})
_STDIN = 0
LOOK_EVERY = 1000
"""Milliseconds between looks at whether the parent is still there; the end of the line is told at once."""


def hold_signals() -> None:
    """Keep ending and stopping signals from every thread started from here on; call it before Textual is imported."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING | {signal.SIGTSTP})


def on_ending(act: Callable[[], None]) -> None:
    """Wait in a thread of its own for an ending signal, a lost line or the parent's end, then act and end the process.

    The event loop may be stuck on a line that no longer reads, so nothing here goes through it.
    """
    threading.Thread(target=_wait, args=(act,), name="last-words", daemon=True).start()
    threading.Thread(target=_watch_line, name="line-watch", daemon=True).start()


def _wait(act: Callable[[], None]) -> None:
    # Not `sigtimedwait`: after the process was stopped for a while, Python gives what is no signal for one.
    number = signal.sigwait(ENDING)
    try:
        act()
    finally:
        os._exit(128 + number)


def _watch_line() -> None:
    """Take the end of the line, or of the parent, for a hang-up: the kernel does not tell of it in every case."""
    parent = os.getppid()
    line = select.poll()
    line.register(_STDIN, 0)
    while os.getppid() == parent:
        if any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in line.poll(LOOK_EVERY)):
            break
    os.kill(os.getpid(), signal.SIGHUP)
