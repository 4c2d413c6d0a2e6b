"""Sends the newest screen from a thread of its own; what the line had no room for in the meantime is never sent."""

import contextlib
import os
import select
import threading
import time
from collections import deque

from tui.line.abilities import Abilities
from tui.line.canvas import Canvas
from tui.line.painting import Painter

WINDOW = 1024
"""Bytes that may be under way unread before a newer screen waits for the terminal to read."""

ASK_EVERY = 512
"""Bytes after which the terminal is asked to say that it has read so far."""

ASK = b"\x1b[5n"
"""The oldest question there is: every terminal since the VT100 answers that it is well."""

LONGEST_HOLD = 1.0
"""Seconds after which a screen goes on its way though nothing was answered."""

NO_ANSWER = 8.0
"""Seconds after which an answer is not waited for any longer."""

_PIECE = 512
_LOOK_EVERY = 200
"""Milliseconds between looks at whether it is to end, on a line that does not read."""


class Sender:
    """Between what is wanted on a screen and the line to the terminal; none of its methods waits for the line."""

    def __init__(self, descriptor: int, terminal: Abilities, width: int, height: int) -> None:
        """Take the line.

        Args:
            descriptor: Where to write.
            terminal: What the terminal can do.
            width: The columns of the screen.
            height: Its lines.
        """
        self._descriptor = descriptor
        self._encoding = terminal.encoding
        self._canvas = Canvas(width, height, terminal)
        self._painter = Painter(terminal)
        self._changed = threading.Condition()
        self._is_due = False
        self._is_drawn = False
        self._begins = b""
        self._farewell: bytes | None = None
        self._is_abandoned = False
        self._fault: Exception | None = None
        self._flow = Flow()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def start(self, first: bytes) -> None:
        """Begin to send, with what puts the terminal in order."""
        self._begins = first
        self._is_due = True
        self._thread.start()

    def take(self, written: str) -> None:
        """Draw what Textual writes, and send what that changes.

        A fault of the sending thread is raised here, for whoever writes to end with one sentence.
        """
        with self._changed:
            if self._fault is not None:
                raise self._fault
            self._canvas.take(written)
            self._is_due = self._is_drawn = True
            self._changed.notify()

    def resize(self, width: int, height: int) -> None:
        """Be of another size; what the terminal shows then is not known until all of it is sent anew."""
        with self._changed:
            self._canvas.resize(width, height)
            self._painter.forget()
            self._is_drawn = False

    def redraw(self, first: bytes = b"") -> None:
        """Send everything anew, whatever the terminal shows."""
        with self._changed:
            self._begins += first
            self._painter.forget()
            self._flow = Flow()
            self._is_due = True
            self._changed.notify()

    def answered(self) -> None:
        """Take it that the terminal has read up to the oldest question."""
        with self._changed:
            self._flow.answered()
            self._changed.notify()

    @property
    def is_asking(self) -> bool:
        """Whether the terminal has still to answer."""
        return self._flow.is_asking

    def end(self, farewell: bytes, seconds: float) -> bool:
        """Send a last thing instead of any screen that is due; false where the line took too long for it."""
        with self._changed:
            self._farewell = farewell
            self._changed.notify()
        self._thread.join(seconds)
        self._is_abandoned = True
        return not self._thread.is_alive()

    def _run(self) -> None:
        # Where the line is gone, whoever waits for that ends the session.
        with contextlib.suppress(OSError):
            self._send(self._sent_screens())

    def _sent_screens(self) -> bytes:
        """Send screens until there is a last thing to send, and return that."""
        try:
            while self._farewell is None:
                self._wait()
                self._send(self._next())
        except OSError:
            raise
        except Exception as fault:  # noqa: BLE001 # a screen that stands still must not be taken for one that is true
            with self._changed:
                self._fault = fault
                self._changed.wait_for(lambda: self._farewell is not None)
        return self._farewell or b""

    def _wait(self) -> None:
        """Wait until there is something to send and the terminal has read enough of what was sent."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_due or self._farewell is not None)
            self._changed.wait_for(lambda: self._flow.is_open or self._farewell is not None, LONGEST_HOLD)
        while self._farewell is None and not self._has_room():
            pass

    def _next(self) -> bytes:
        with self._changed:
            if self._farewell is not None:
                return b""
            self._is_due = False
            begins, self._begins = self._begins, b""
            # Before Textual has drawn for this size there is nothing worth sending.
            painted = self._painter.paint(self._canvas) if self._is_drawn else ""
            data = begins + painted.encode(self._encoding)
            return data + self._flow.sent(len(data)) if data else data

    def _send(self, data: bytes) -> None:
        while data and not self._is_abandoned:
            if self._has_room():
                data = data[os.write(self._descriptor, data[:_PIECE]) :]

    def _has_room(self) -> bool:
        line = select.poll()
        line.register(self._descriptor, select.POLLOUT)
        return bool(line.poll(_LOOK_EVERY))


class Flow:
    """How much is under way to a terminal that has not said that it read it.

    What is sent into a slow line piles up in places that cannot be seen from here, so only an answer tells.
    """

    def __init__(self) -> None:
        self._sent = self._read = self._asked_at = 0
        self._asked: deque[int] = deque()
        self._latest = time.monotonic()
        self._answers = True

    @property
    def is_open(self) -> bool:
        """Whether more may be sent."""
        if self._asked and time.monotonic() - self._latest > NO_ANSWER:
            # This terminal does not answer, or the answer was lost.
            self._answers = self._read > 0
            self._asked.clear()
        return not self._asked or self._sent - self._read < WINDOW

    @property
    def is_asking(self) -> bool:
        """Whether an answer has still to come."""
        return bool(self._asked)

    def sent(self, count: int) -> bytes:
        """Count what is sent, and tell what to ask after it."""
        self._sent += count
        if not self._answers or self._sent - self._asked_at < ASK_EVERY:
            return b""
        if not self._asked:
            self._latest = time.monotonic()
        self._asked_at = self._sent
        self._asked.append(self._sent)
        return ASK

    def answered(self) -> None:
        """Take the oldest question as answered."""
        self._latest = time.monotonic()
        if self._asked:
            self._read = self._asked.popleft()
