"""What ends a session is what was meant to end it, and nothing else."""

import select
import signal
import subprocess
import sys

LOOK_EVERY = 10
"""Milliseconds between looks at the line, for the test not to take long."""

STOPS = 20
STOPPED = 0.03
"""Seconds that it is stopped for: longer than between two looks."""

SOON = 10.0
WAITING = f"""
import sys
from tui.process import shutdown

shutdown.LOOK_EVERY = {LOOK_EVERY}
shutdown.hold_signals()
shutdown.on_ending(lambda: print("ended", flush=True))
print("ready", flush=True)
sys.stdin.read()
"""


def test_being_stopped_and_going_on_again_is_not_taken_for_the_end() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "ready\n"

        for _ in range(STOPS):
            waiting.send_signal(signal.SIGSTOP)
            select.select([], [], [], STOPPED)
            waiting.send_signal(signal.SIGCONT)
            # Until it has looked at its line again.
            select.select([], [], [], STOPPED)
        is_ended = waiting.poll() is not None
        waiting.send_signal(signal.SIGTERM)

        assert not is_ended
        assert waiting.wait(SOON) == 128 + signal.SIGTERM
        assert waiting.stdout.read() == "ended\n"


def test_a_line_that_is_gone_is_noticed_without_a_signal() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING.replace("sys.stdin.read()", "import time; time.sleep(15)")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as waiting:
        assert waiting.stdin is not None
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == b"ready\n"

        waiting.stdin.close()

        assert waiting.wait(SOON) == 128 + signal.SIGHUP
