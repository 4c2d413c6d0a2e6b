"""Nobody typing for a while: one timer, which is never moved by a key and sends nothing by itself."""

import asyncio
from collections.abc import Callable

WARNING_MINUTES = 1


class IdleTimer:
    """Warns once nobody has typed for a while, and tells when nobody did after the warning either."""

    def __init__(self, warn: Callable[[bool], object], over: Callable[[], object]) -> None:
        """Take whom to tell.

        Args:
            warn: Told whether the last minute runs, each time that changes.
            over: Told once it has run out.
        """
        self._warn = warn
        self._over = over
        self._after = self._warn_after = self._last = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._is_warned = False

    def begin(self, minutes: int, minute: float) -> None:
        """Watch from now on.

        Args:
            minutes: After how many minutes without a key it is over; the last one, or half of a single one, warns.
            minute: How long one lasts, in seconds.
        """
        self.end()
        self._after = minutes * minute
        self._warn_after = self._after - min(WARNING_MINUTES, minutes / 2) * minute
        self._last = asyncio.get_running_loop().time()
        self._look()

    def end(self) -> None:
        """Watch no more."""
        if self._timer:
            self._timer.cancel()
        self._timer = None
        self._say(is_warned=False)

    def typed(self) -> None:
        """Somebody typed."""
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
