"""A thread that sends the newest screen, with flow control by the terminal's status reports.

A screen that the line has no room for is replaced by the next one and never sent.
"""

import contextlib
import os
import select
import threading
import time
from collections import deque

from tui.driver.canvas import Canvas
from tui.driver.diff import ScreenDiff
from tui.driver.terminal_info import TerminalInfo

WINDOW = 1024
"""Unacknowledged bytes from which on a newer screen is held back."""

REQUEST_INTERVAL = 512
"""Bytes from one status request to the next."""

STATUS_REQUEST = b"\x1b[5n"
"""DSR 5, which every terminal since the VT100 answers."""

MAX_HOLD = 1.0
"""Seconds after which a screen that is held back is sent without an acknowledgement."""

REPORT_TIMEOUT = 8.0
"""Seconds after which an unanswered status request is given up."""

_CHUNK = 512
_POLL_INTERVAL = 200
"""Milliseconds between checks for the end, while the line has no room."""


class Sender:
    """Draws Textual's output and sends it from a thread of its own; only `stop` waits for that thread."""

    def __init__(self, descriptor: int, terminal: TerminalInfo, width: int, height: int) -> None:
        """Create a sender.

        Args:
            descriptor: The file descriptor to write to.
            terminal: The capabilities of the terminal.
            width: The columns of the screen.
            height: The lines of the screen.
        """
        self._descriptor = descriptor
        self._encoding = terminal.encoding
        self._canvas = Canvas(width, height, terminal)
        self._diff = ScreenDiff(terminal)
        self._changed = threading.Condition()
        self._is_due = False
        self._has_content = False
        self._prefix = b""
        self._last: bytes | None = None
        self._is_abandoned = False
        self._error: Exception | None = None
        self._flow = FlowControl()
        self._thread = threading.Thread(target=self._run, name="terminal-sender", daemon=True)

    def start(self, prefix: bytes) -> None:
        """Start the thread; `prefix` is sent before the first screen."""
        self._prefix = prefix
        self._is_due = True
        self._thread.start()

    def write(self, output: str) -> None:
        """Draw Textual's output and have the change sent.

        Raises:
            Exception: An error of the sending thread; nothing is sent after one.
        """
        with self._changed:
            if self._error is not None:
                raise self._error
            self._canvas.write(output)
            self._is_due = self._has_content = True
            self._changed.notify()

    def resize(self, width: int, height: int) -> None:
        """Change the size; everything is redrawn once Textual has written to the new size."""
        with self._changed:
            self._canvas.resize(width, height)
            self._diff.invalidate()
            self._has_content = False

    def redraw(self, prefix: bytes = b"") -> None:
        """Send the whole screen, after `prefix`."""
        with self._changed:
            self._prefix += prefix
            self._diff.invalidate()
            self._flow = FlowControl()
            self._is_due = True
            self._changed.notify()

    def acknowledge(self) -> None:
        """Note a status report: the terminal has read up to the oldest open request."""
        with self._changed:
            self._flow.acknowledge()
            self._changed.notify()

    @property
    def is_awaiting_report(self) -> bool:
        """Whether a status request is unanswered."""
        return self._flow.is_awaiting_report

    def stop(self, last: bytes, timeout: float) -> bool:
        """Send `last` in place of any screen that is due, and end the thread.

        Returns:
            Whether it was sent within the timeout, in seconds.
        """
        with self._changed:
            self._last = last
            self._changed.notify()
        self._thread.join(timeout)
        self._is_abandoned = True
        return not self._thread.is_alive()

    def _run(self) -> None:
        # An OSError means that the line is gone, which the input side notices too.
        with contextlib.suppress(OSError):
            self._send(self._send_screens())

    def _send_screens(self) -> bytes:
        """Send screens until `stop` is called, and return its last output."""
        try:
            while self._last is None:
                self._wait()
                self._send(self._next_output())
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 # `write` raises it: an outdated screen must not pass for a current one
            with self._changed:
                self._error = error
                self._changed.wait_for(lambda: self._last is not None)
        return self._last or b""

    def _wait(self) -> None:
        """Wait until a screen is due, the flow-control window is open, and the descriptor can be written to."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_due or self._last is not None)
            self._changed.wait_for(lambda: self._flow.is_open or self._last is not None, MAX_HOLD)
        while self._last is None and not self._is_writable():
            pass

    def _next_output(self) -> bytes:
        with self._changed:
            if self._last is not None:
                return b""
            self._is_due = False
            prefix, self._prefix = self._prefix, b""
            # After a change of size, Textual has first to draw for it.
            update = self._diff.update(self._canvas) if self._has_content else ""
            data = prefix + update.encode(self._encoding)
            return data + self._flow.sent(len(data)) if data else data

    def _send(self, data: bytes) -> None:
        while data and not self._is_abandoned:
            if self._is_writable():
                data = data[os.write(self._descriptor, data[:_CHUNK]) :]

    def _is_writable(self) -> bool:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        return bool(poll.poll(_POLL_INTERVAL))


class FlowControl:
    """Counts the bytes that were sent and not acknowledged by a status report.

    Buffers between here and the terminal (the pty, sshd, TCP, modems) hide how far it has read; its reports show it.
    """

    def __init__(self) -> None:
        self._sent = self._acknowledged = self._requested_at = 0
        self._open_requests: deque[int] = deque()
        self._last_report = time.monotonic()
        self._is_supported = True

    @property
    def is_open(self) -> bool:
        """Whether more may be sent."""
        if self._open_requests and time.monotonic() - self._last_report > REPORT_TIMEOUT:
            # A report was lost, or, if there never was one, the terminal does not report.
            self._is_supported = self._acknowledged > 0
            self._open_requests.clear()
        return not self._open_requests or self._sent - self._acknowledged < WINDOW

    @property
    def is_awaiting_report(self) -> bool:
        """Whether a status request is unanswered."""
        return bool(self._open_requests)

    def sent(self, count: int) -> bytes:
        """Count sent bytes, and return the status request to send after them, if one is due."""
        self._sent += count
        if not self._is_supported or self._sent - self._requested_at < REQUEST_INTERVAL:
            return b""
        if not self._open_requests:
            self._last_report = time.monotonic()
        self._requested_at = self._sent
        self._open_requests.append(self._sent)
        return STATUS_REQUEST

    def acknowledge(self) -> None:
        """Close the oldest open request."""
        self._last_report = time.monotonic()
        if self._open_requests:
            self._acknowledged = self._open_requests.popleft()
