"""The terminal driver: between Textual and a line that may be slow, and a terminal that may be poor."""

import asyncio
import contextlib
import os
import select
import signal
import termios
import time
import tty

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

from screens.widgets.page import ASCII_ONLY
from tui.line.abilities import ASCII, LINUX_CONSOLE, UTF_8, abilities
from tui.line.keyboard import Keyboard, Typed
from tui.line.sender import Sender
from tui.terminal import ENTER, LEAVE, STDERR, STDIN, Attributes, attributes, put_back_line

REDRAW = "ctrl+r"
FALLBACK = Size(80, 24)
LARGEST = Size(500, 200)
"""Beyond this a size is a mistake, and what is drawn on it would take all the memory."""

PATIENCE = 0.5
"""Seconds that leaving waits for a line that is busy, and for what the terminal has still to answer."""

_PIECE = 4096


class FourfoldDriver(Driver):
    """Sends a terminal only what changes, never waits for it, and takes keys that may come late, broken or forged."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._before: Attributes | None = None
        term = os.environ.get("TERM", "")
        self._giving_up: asyncio.TimerHandle | None = None
        width, height = self._terminal_size()
        terminal = abilities(os.environ)
        # A keyboard may send more than its terminal is known to show.
        typed_in = UTF_8 if terminal.encoding == ASCII else terminal.encoding
        self._keyboard = Keyboard(typed_in, tab_after_escape=term.startswith(LINUX_CONSOLE))
        self._sender = Sender(STDERR, terminal, width, height)
        if not terminal.draws_parts:
            app.add_class(ASCII_ONLY, update=False)

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._set_line()
        self._sender.start(ENTER.encode("ascii"))
        self._loop.add_reader(STDIN, self._read)
        self._loop.add_signal_handler(signal.SIGWINCH, self._resized)
        self._loop.add_signal_handler(signal.SIGCONT, self._resumed)
        self._tell_size()

    def write(self, data: str) -> None:
        """Draw what Textual writes, to be sent as soon as the line has room."""
        self._sender.take(data)

    def disable_input(self) -> None:
        """Take no more keys."""
        self._loop.remove_reader(STDIN)
        self._loop.remove_signal_handler(signal.SIGWINCH)
        self._loop.remove_signal_handler(signal.SIGCONT)
        if self._giving_up is not None:
            self._giving_up.cancel()

    def stop_application_mode(self) -> None:
        """Erase the screen and leave it, and put the line back as it was."""
        self.disable_input()
        if self._sender.end(LEAVE.encode("ascii"), PATIENCE):
            self._take_last_answers()
        put_back_line(self._before)

    def _set_line(self) -> None:
        self._before = self._before or attributes()
        with contextlib.suppress(termios.error):
            tty.setraw(STDIN, termios.TCSANOW)

    def _read(self) -> None:
        keys = self._take()
        if keys is None:
            # The line is gone; whoever waits for that ends the session.
            self._loop.remove_reader(STDIN)
        else:
            self._hand_on(keys)

    def _take(self) -> list[Typed] | None:
        """What was typed; nothing at all where the line is gone."""
        try:
            data = os.read(STDIN, _PIECE)
        except OSError:
            return None
        answers = self._keyboard.answers
        keys = self._keyboard.feed(data)
        for _ in range(self._keyboard.answers - answers):
            self._sender.answered()
        return keys if data else None

    def _hand_on(self, keys: list[Typed]) -> None:
        for key in keys:
            if isinstance(key, events.Key) and key.key == REDRAW:
                self._sender.redraw()
            self.process_message(key)
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None
        if self._keyboard.wait is not None:
            self._giving_up = self._loop.call_later(self._keyboard.wait, self._give_up)

    def _give_up(self) -> None:
        # What came while the loop was busy is no later than what it is the rest of.
        if select.select([STDIN], [], [], 0)[0]:
            self._read()
        else:
            self._hand_on(self._keyboard.give_up())

    def _take_last_answers(self) -> None:
        """Wait for what the terminal has still to answer: a shell would take it for typed."""
        until = time.monotonic() + PATIENCE
        while self._sender.is_asking and select.select([STDIN], [], [], max(0.0, until - time.monotonic()))[0]:
            if self._take() is None:
                return

    def _resized(self) -> None:
        width, height = self._terminal_size()
        self._sender.resize(width, height)
        self._tell_size()

    def _resumed(self) -> None:
        self._set_line()
        self._sender.redraw(ENTER.encode("ascii"))

    def _tell_size(self) -> None:
        size = self._terminal_size()
        self.process_message(events.Resize(size, size))

    def _terminal_size(self) -> Size:
        try:
            width, height = os.get_terminal_size(STDERR)
        except OSError:
            return FALLBACK
        if not width or not height:
            return FALLBACK
        return Size(min(width, LARGEST.width), min(height, LARGEST.height))
