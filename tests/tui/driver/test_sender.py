"""The sender never blocks its caller, sends the newest screen, and limits unacknowledged output."""

import contextlib
import os
import threading
from collections.abc import Iterator

import pytest

from tests.terminal.line import PATIENCE
from tests.tui.emulator import Emulator
from tui.driver.sender import STATUS_REQUEST, WINDOW, FlowControl, Sender
from tui.driver.terminal_info import TerminalInfo

WIDTH, HEIGHT = 80, 24
SCREENS = 1000
FAREWELL = b"\x1b[?1049l"


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """A pipe that is full: nothing can be written until it is read."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(write_end, b"\0" * 65536)
    os.set_blocking(write_end, True)
    yield read_end, write_end
    os.close(read_end)
    os.close(write_end)


def test_writing_never_waits_for_a_line_that_does_not_read_and_the_newest_screen_is_sent(pipe: tuple[int, int]) -> None:
    read_end, write_end = pipe
    sender = Sender(write_end, TerminalInfo(), WIDTH, HEIGHT)
    sender.start(b"")
    writer = threading.Thread(target=write_screens, args=(sender,), daemon=True)

    writer.start()
    writer.join(PATIENCE)

    assert not writer.is_alive()
    emulator, sent = Emulator(WIDTH, HEIGHT), b""
    while emulator.text[0] != f"screen {SCREENS - 1}":
        data = os.read(read_end, 65536).strip(b"\0")
        sent += data
        emulator.feed(data.decode())
    assert f"screen {SCREENS // 2}".encode() not in sent
    assert sender.stop(FAREWELL, PATIENCE)
    assert os.read(read_end, 65536).endswith(FAREWELL)


def write_screens(sender: Sender) -> None:
    for number in range(SCREENS):
        sender.write(f"\x1b[1;1Hscreen {number}")


def test_stopping_gives_up_on_a_line_that_does_not_read(pipe: tuple[int, int]) -> None:
    sender = Sender(pipe[1], TerminalInfo(), WIDTH, HEIGHT)
    sender.start(b"")
    write_screens(sender)

    assert not sender.stop(FAREWELL, 0.1)


def test_output_is_held_back_until_the_terminal_reports() -> None:
    flow = FlowControl()

    assert flow.sent(WINDOW) == STATUS_REQUEST
    assert not flow.is_open
    flow.acknowledge()
    assert flow.is_open
