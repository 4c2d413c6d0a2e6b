"""Restoring a terminal, on a real pseudo-terminal whose answers arrive late."""

import os
import select
import threading
import time
import tty

from tui.driver.terminal import LEAVE_SCREEN, restore_terminal, tty_attributes

REPORT = b"\x1b[0n"


def test_an_answer_of_the_terminal_that_arrives_after_leaving_is_not_echoed_on_the_line() -> None:
    terminal, line = os.openpty()
    before = tty_attributes(line)
    tty.setraw(line)
    answering = threading.Thread(target=answer_late, args=(terminal,))
    answering.start()

    restore_terminal(before, reads=line, writes=os.dup(line))

    answering.join()
    assert tty_attributes(line) == before
    assert select.select([terminal], [], [], 0.2)[0] == [], os.read(terminal, 100)
    assert select.select([line], [], [], 0)[0] == []


def answer_late(terminal: int) -> None:
    """Read what leaves the screen, and send the answer to an earlier request 0.1 seconds later."""
    received = b""
    while LEAVE_SCREEN.encode("ascii") not in received:
        received += os.read(terminal, 4096)
    time.sleep(0.1)
    os.write(terminal, REPORT)
