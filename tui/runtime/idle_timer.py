"""The idle timer: warns after minutes without a key, and then reports that the time is over.

A key only records its time: the timer is set again when it fires, and by a key only after the warning.
"""

import asyncio
from collections.abc import Callable

from tui.session.settings import WARNING_MINUTES


class IdleTimer:
    """Calls `warn` when the last minute without a key begins or is interrupted, and `over` when it ends."""

    def __init__(self, warn: Callable[[bool], object], over: Callable[[], object]) -> None:
        """Create a timer that is not running.

        Args:
            warn: Called with whether the last minute has begun, each time that changes.
            over: Called when the idle time is over.
        """
        self._warn = warn
        self._over = over
        self._after = self._warn_after = self._last = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._is_warned = False

    def begin(self, minutes: int, minute: float) -> None:
        """Start the timer.

        Args:
            minutes: The idle time in minutes; the warning comes in the last one, or in the last half of a single one.
            minute: The length of a minute, in seconds.
        """
        self.end()
        self._after = minutes * minute
        self._warn_after = self._after - min(WARNING_MINUTES, minutes / 2) * minute
        self._last = asyncio.get_running_loop().time()
        self._look()

    def end(self) -> None:
        """Stop the timer."""
        if self._timer:
            self._timer.cancel()
        self._timer = None
        self._say(is_warned=False)

    def typed(self) -> None:
        """Reset the idle time after a key."""
        if self._timer:
            self._last = asyncio.get_running_loop().time()
            if self._is_warned:
                self._timer.cancel()
                self._look()

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        quiet = loop.time() - self._last
        if quiet >= self._after:
            self.end()
            self._over()
            return
        is_warned = quiet >= self._warn_after
        self._say(is_warned=is_warned)
        self._timer = loop.call_at(self._last + (self._after if is_warned else self._warn_after), self._look)

    def _say(self, *, is_warned: bool) -> None:
        if is_warned != self._is_warned:
            self._is_warned = is_warned
            self._warn(is_warned)
