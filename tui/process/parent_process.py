"""The parent process of a session: it forwards signals, and restores the terminal if the session was killed."""

import os
import signal
from collections.abc import Callable

from tui.driver import terminal
from tui.process import shutdown

SIGNAL_STATUS_BASE = 128
"""Added to the number of the signal that ended a program, this is its exit status in a shell."""


def run_in_child(act: Callable[[terminal.TtyAttributes | None], int]) -> int:
    """Run a function in a child process, with echo and signal keys off, and return its exit status.

    Call it before any thread is started and before anything large is imported: modules loaded by then stay in the
    parent's memory.

    Args:
        act: Called in the child with the terminal's earlier settings.
    """
    before = terminal.tty_attributes()
    shutdown.block_signals()
    with terminal.startup_mode():
        status = _waited_for(before)
        if status is None:
            return act(before)
        # Every process that writes to that directory has ended.
        from tui.process import training_directory  # noqa: PLC0415

        training_directory.remove_stale()
        return status


def _waited_for(before: terminal.TtyAttributes | None) -> int | None:
    """Fork, and wait for the child in the parent.

    Args:
        before: The terminal's settings, to restore if the child was killed.

    Returns:
        None in the child; in the parent the child's exit status as in a shell.
    """
    # An ignored SIGCHLD may be inherited, and the child's status could then not be waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    child = os.fork()
    if not child:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        return None
    code = os.waitstatus_to_exitcode(_status_of(child))
    if code < 0:
        terminal.restore_terminal(before)
        return SIGNAL_STATUS_BASE - code
    return code


def _status_of(child: int) -> int:
    """Forward every ending signal to the child until it ends, and return its wait status."""
    while True:
        caught = signal.sigwait(shutdown.ENDING_SIGNALS | {signal.SIGCHLD})
        if caught != signal.SIGCHLD:
            os.kill(child, caught)
            continue
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
