"""The Textual driver: sends cell diffs, never blocks the event loop, and tolerates bad keyboard input."""

import asyncio
import contextlib
import os
import select
import signal
import termios
import time
import tty
from typing import ClassVar

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

from tui.driver.keyboard import Keyboard, KeyOrPaste
from tui.driver.sender import Sender
from tui.driver.terminal import ENTER_SCREEN, LEAVE_SCREEN, STDERR, STDIN, TtyAttributes, restore_tty, tty_attributes
from tui.driver.terminal_info import ASCII, UTF_8, TerminalInfo, terminal_info

DEFAULT_SIZE = Size(80, 24)
MAX_SIZE = Size(500, 200)
"""Larger sizes are forged or mistaken, and drawing them would exhaust memory."""

STOP_TIMEOUT = 0.5
"""Seconds that stopping waits for a busy line, and again for open status reports."""

_CHUNK = 4096


class ThinDriver(Driver):
    """A driver for slow lines and limited terminals.

    Pass the class, or a subclass that sets the attributes below, as `driver_class` to an app.
    """

    INPUT: ClassVar[int] = STDIN
    """The descriptor of the tty to read from."""

    OUTPUT: ClassVar[int] = STDERR
    """The descriptor of the tty to write to."""

    REDRAW_KEY: ClassVar[str] = "ctrl+r"
    """The key that redraws the whole screen; the app receives it too."""

    NO_PARTIAL_BLOCKS_CLASS: ClassVar[str] = ""
    """A CSS class to add to the app on a terminal without partial block characters, if not empty."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.terminal = self.get_terminal_info()
        """What the terminal can do."""

        self._attributes: TtyAttributes | None = None
        self._flush_timer: asyncio.TimerHandle | None = None
        # A keyboard may send UTF-8 although the locale promises ASCII only.
        encoding = UTF_8 if self.terminal.encoding == ASCII else self.terminal.encoding
        self._keyboard = Keyboard(encoding, tab_after_escape=self.terminal.sends_escape_tab)
        width, height = self._terminal_size()
        self._sender = Sender(self.OUTPUT, self.terminal, width, height)
        if self.NO_PARTIAL_BLOCKS_CLASS and not self.terminal.has_partial_blocks:
            app.add_class(self.NO_PARTIAL_BLOCKS_CLASS, update=False)

    def get_terminal_info(self) -> TerminalInfo:
        """Describe the terminal; override this where the process's environment is not the terminal's."""
        return terminal_info(os.environ)

    def start_application_mode(self) -> None:
        """Set raw mode, enter the screen and start to read and send."""
        self._set_raw_mode()
        self._sender.start(ENTER_SCREEN.encode("ascii"))
        self._loop.add_reader(self.INPUT, self._read)
        self._loop.add_signal_handler(signal.SIGWINCH, self._on_resize)
        self._loop.add_signal_handler(signal.SIGCONT, self._on_continue)
        self._post_size()

    def write(self, data: str) -> None:
        """Draw Textual's output; it is sent as soon as the line has room."""
        self._sender.write(data)

    def disable_input(self) -> None:
        """Stop reading."""
        self._loop.remove_reader(self.INPUT)
        self._loop.remove_signal_handler(signal.SIGWINCH)
        self._loop.remove_signal_handler(signal.SIGCONT)
        if self._flush_timer is not None:
            self._flush_timer.cancel()

    def stop_application_mode(self) -> None:
        """Erase and leave the screen, and restore the tty."""
        self.disable_input()
        if self._sender.stop(LEAVE_SCREEN.encode("ascii"), STOP_TIMEOUT):
            self._read_last_reports()
        restore_tty(self._attributes, self.INPUT)

    def _set_raw_mode(self) -> None:
        self._attributes = self._attributes or tty_attributes(self.INPUT)
        with contextlib.suppress(termios.error):
            tty.setraw(self.INPUT, termios.TCSANOW)

    def _read(self) -> None:
        keys = self._read_keys()
        if keys is None:
            # The line is gone. Ending the app is left to its own hang-up handling.
            self._loop.remove_reader(self.INPUT)
        else:
            self._post_keys(keys)

    def _read_keys(self) -> list[KeyOrPaste] | None:
        """Read what has arrived, or return None at the end of input."""
        try:
            data = os.read(self.INPUT, _CHUNK)
        except OSError:
            return None
        reports = self._keyboard.status_reports
        keys = self._keyboard.feed(data)
        for _ in range(self._keyboard.status_reports - reports):
            self._sender.acknowledge()
        return keys if data else None

    def _post_keys(self, keys: list[KeyOrPaste]) -> None:
        for key in keys:
            if isinstance(key, events.Key) and key.key == self.REDRAW_KEY:
                self._sender.redraw()
            self.process_message(key)
        if self._flush_timer is not None:
            self._flush_timer.cancel()
            self._flush_timer = None
        if self._keyboard.timeout is not None:
            self._flush_timer = self._loop.call_later(self._keyboard.timeout, self._flush_keyboard)

    def _flush_keyboard(self) -> None:
        # If the loop was busy, the rest of a sequence may have arrived in time and still be unread.
        if select.select([self.INPUT], [], [], 0)[0]:
            self._read()
        else:
            self._post_keys(self._keyboard.flush())

    def _read_last_reports(self) -> None:
        """Read open status reports, which a shell would otherwise take for typed text."""
        deadline = time.monotonic() + STOP_TIMEOUT
        while (
            self._sender.is_awaiting_report
            and select.select([self.INPUT], [], [], max(0.0, deadline - time.monotonic()))[0]
        ):
            if self._read_keys() is None:
                return

    def _on_resize(self) -> None:
        width, height = self._terminal_size()
        self._sender.resize(width, height)
        self._post_size()

    def _on_continue(self) -> None:
        self._set_raw_mode()
        self._sender.redraw(ENTER_SCREEN.encode("ascii"))

    def _post_size(self) -> None:
        size = self._terminal_size()
        self.process_message(events.Resize(size, size))

    def _terminal_size(self) -> Size:
        try:
            width, height = os.get_terminal_size(self.OUTPUT)
        except OSError:
            return DEFAULT_SIZE
        if not width or not height:
            return DEFAULT_SIZE
        return Size(min(width, MAX_SIZE.width), min(height, MAX_SIZE.height))
