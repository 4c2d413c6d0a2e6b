"""Shutdown on a signal or a closed terminal, and on nothing else."""

import select
import signal
import subprocess
import sys

LOOK_EVERY = 10
"""Milliseconds between checks of the terminal and the parent; short, so that the test is fast."""

STOPS = 20
STOPPED = 0.03
"""Seconds that the process is stopped: longer than the time between two checks."""

SOON = 10.0
WAITING = f"""
import sys
from tui.process import shutdown

shutdown.POLL_MILLISECONDS = {LOOK_EVERY}
shutdown.block_signals()
shutdown.run_on_ending(lambda: print("ended", flush=True))
print("ready", flush=True)
sys.stdin.read()
"""


def test_stopping_and_continuing_the_process_does_not_end_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "ready\n"

        for _ in range(STOPS):
            waiting.send_signal(signal.SIGSTOP)
            select.select([], [], [], STOPPED)
            waiting.send_signal(signal.SIGCONT)
            # Time for another check.
            select.select([], [], [], STOPPED)
        is_ended = waiting.poll() is not None
        waiting.send_signal(signal.SIGTERM)

        assert not is_ended
        assert waiting.wait(SOON) == 128 + signal.SIGTERM
        assert waiting.stdout.read() == "ended\n"


def test_a_closed_terminal_is_noticed_without_a_signal() -> None:
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
