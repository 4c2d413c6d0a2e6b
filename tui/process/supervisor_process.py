"""The parent of a session: it waits, passes signals on, and puts the terminal right where the session was killed."""

import os
import signal
from collections.abc import Callable

from tui.driver import terminal
from tui.process import shutdown

SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a program."""


def run_in_child(act: Callable[[terminal.TtyAttributes | None], int]) -> int:
    """Do something in a child, with the line quiet and signals held, and return the status that it ended with.

    Call it before there is any thread and before anything large is imported: the parent keeps in memory what is loaded
    by then.

    Args:
        act: Done in the child; it is given how the line was set before.
    """
    before = terminal.tty_attributes()
    shutdown.hold_signals()
    with terminal.startup_mode():
        status = _waited_for(before)
        if status is None:
            return act(before)
        # Only now is nobody left who could write there.
        from tui.process import training_directory  # noqa: PLC0415

        training_directory.clear_left()
        return status


def _waited_for(before: terminal.TtyAttributes | None) -> int | None:
    """Go on in a child, and wait for its end in the parent.

    Args:
        before: How the line was set before.

    Returns:
        Nothing in the child; in the parent the status that the child ended with, as a shell tells it.
    """
    # Whoever started the program may ignore this signal, and then there would be nothing to wait for.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    child = os.fork()
    if not child:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        return None
    code = os.waitstatus_to_exitcode(_status_of(child))
    if code < 0:
        terminal.restore_terminal(before)
        return SIGNALLED - code
    return code


def _status_of(child: int) -> int:
    """Pass on every ending signal until the child has ended."""
    while True:
        caught = signal.sigwait(shutdown.ENDING | {signal.SIGCHLD})
        if caught != signal.SIGCHLD:
            os.kill(child, caught)
            continue
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
