"""The application's modes: one where people work, and those that hide the work or ask for more room.

Each mode has a stack of screens of its own, so no flow can push a screen over the one that hides.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from textual.driver import Driver
from textual.screen import Screen
from textual.widget import AwaitMount

from screens.hidden import HiddenScreen
from screens.too_small import TooSmallScreen, is_too_small
from tui.runtime.key_queue import KeyQueueApp

if TYPE_CHECKING:
    # Loaded when somebody who is signed in locks.
    from screens.lock import LockScreen

WORK, HIDDEN, LOCKED, SMALL = "work", "hidden", "locked", "small"
COVERED = frozenset({HIDDEN, LOCKED})


def _lock_screen() -> "LockScreen":
    from screens.lock import LockScreen  # noqa: PLC0415

    return LockScreen()


class ModesApp(KeyQueueApp):
    """Pushes every screen in the mode where people work, whichever mode is shown."""

    DEFAULT_MODE = WORK
    MODES = {  # noqa: RUF012 # as Textual declares it
        HIDDEN: HiddenScreen,
        LOCKED: _lock_screen,
        SMALL: TooSmallScreen,
    }

    def __init__(self, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._is_work_shown = asyncio.Event()
        self._is_work_shown.set()

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Push a screen in the mode where people work, even while that is hidden."""
        return super().push_screen(*arguments, **{**options, "mode": WORK})

    def switch_mode(self, mode: str) -> AwaitMount:
        """Show another mode, and release what waits for the work to be shown."""
        done = super().switch_mode(mode)
        if mode == WORK:
            self._is_work_shown.set()
        else:
            self._is_work_shown.clear()
        return done

    async def close_screen(self, screen: Screen[None]) -> None:
        """Dismiss a screen once the work is shown: Textual dismisses from the mode that is active."""
        while not self._is_work_shown.is_set():
            await self.wait_for_result(self._is_work_shown.wait())
        screen.dismiss(None)

    def on_resize(self) -> None:
        """Ask for more room if the terminal is too small; keys typed meanwhile wait."""
        # Later, once Textual has the new size: switching before makes its screens resize each other endlessly.
        self.call_later(self.make_room)

    def make_room(self) -> None:
        """Show the work, or that there is too little room for it, unless the work is hidden or locked."""
        if self.current_mode not in COVERED:
            self.show_work()
            self.go_on()

    def show_work(self) -> None:
        """Show the work, or that there is too little room for it."""
        self.switch_mode(SMALL if is_too_small(self.size) else WORK)
