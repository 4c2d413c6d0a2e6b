"""The thread that waits for a session's end takes nothing else for it."""

import os
import signal
import subprocess
import sys
import time

STOPPED = 1.3
"""Seconds, longer than the thread waits at a time."""

SESSION = """
import time
from tui import lastwords
lastwords.hold_signals()
lastwords.on_ending(lambda: print("last words", flush=True))
print("begun", flush=True)
time.sleep(60)
"""


def test_a_session_that_was_stopped_for_a_while_goes_on_until_it_is_ended() -> None:
    with subprocess.Popen(
        (sys.executable, "-c", SESSION), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as session:
        assert session.stdout
        assert session.stdout.readline() == "begun\n"

        os.kill(session.pid, signal.SIGSTOP)
        time.sleep(STOPPED)
        os.kill(session.pid, signal.SIGCONT)
        time.sleep(STOPPED)

        assert session.poll() is None
        session.terminate()
        assert session.stdout.read() == "last words\n"
        assert session.wait() == 128 + signal.SIGTERM
