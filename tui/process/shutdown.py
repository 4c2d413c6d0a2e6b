"""Shutdown on a signal or a lost terminal: the caller's function saves and restores, outside the event loop."""

import os
import select
import signal
import threading
from collections.abc import Callable

ENDING_SIGNALS = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT})
"""The signals that end the program."""

_STDIN = 0
POLL_MILLISECONDS = 1000
"""Milliseconds between checks of the parent process; a closed terminal is noticed at once."""


def block_signals() -> None:
    """Block ending and stopping signals in this thread and all later ones; call it before Textual is imported."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING_SIGNALS | {signal.SIGTSTP})


def run_on_ending(act: Callable[[], None]) -> None:
    """Start threads that call `act` and end the process on an ending signal, a lost terminal or the parent's end.

    The event loop may be blocked by a terminal that no longer reads, so nothing here goes through it.
    """
    threading.Thread(target=_wait, args=(act,), name="signal-wait", daemon=True).start()
    threading.Thread(target=_watch_terminal, name="terminal-watch", daemon=True).start()


def _wait(act: Callable[[], None]) -> None:
    # Not `sigtimedwait`: in Python it can return a wrong signal after the process was stopped and continued.
    number = signal.sigwait(ENDING_SIGNALS)
    try:
        act()
    finally:
        os._exit(128 + number)


def _watch_terminal() -> None:
    """Send SIGHUP when the terminal is closed or the parent ends: the kernel does not do so in every case."""
    parent = os.getppid()
    terminal = select.poll()
    terminal.register(_STDIN, 0)
    while os.getppid() == parent:
        if any(
            event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in terminal.poll(POLL_MILLISECONDS)
        ):
            break
    os.kill(os.getpid(), signal.SIGHUP)
