"""Sessions forked from one process each get what their own terminal can show."""

import contextlib
import os
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.terminal.line import CTRL_Q, PATIENCE, Terminal
from tests.tui.driver import template

TERMINALS = (("vt100", "C"), ("xterm-256color", "C.UTF-8"))


def test_sessions_of_one_process_are_drawn_for_their_own_terminals() -> None:
    with contextlib.ExitStack() as stack:
        pairs = [os.openpty() for _ in TERMINALS]
        for end in (end for pair in pairs for end in pair):
            stack.callback(os.close, end)
        for _, far_end in pairs:
            termios.tcsetwinsize(far_end, (24, 80))
        named = [f"{far_end},{term},{lang}" for (_, far_end), (term, lang) in zip(pairs, TERMINALS, strict=True)]
        process = subprocess.Popen(
            [sys.executable, template.__file__, *named],
            pass_fds=[far_end for _, far_end in pairs],
            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
            cwd=Path(__file__).parents[3],
        )
        stack.callback(process.kill)

        plain, rich = (sent_until(near_end, "Who are you") for near_end, _ in pairs)
        for near_end, _ in pairs:
            os.write(near_end, CTRL_Q.encode())

        assert plain.isascii()
        assert b"38;5" not in plain
        assert "\u2026".encode() in rich
        assert b"38;5" in rich
        assert process.wait(PATIENCE) == 0


def sent_until(descriptor: int, text: str) -> bytes:
    """What is sent until a text is shown."""
    terminal, sent, deadline = Terminal(24, 80), b"", time.monotonic() + PATIENCE
    while text not in terminal.shown:
        left = deadline - time.monotonic()
        assert left > 0, terminal.shown
        if select.select([descriptor], [], [], left)[0]:
            data = os.read(descriptor, 65536)
            sent += data
            terminal.feed(data)
    return sent
