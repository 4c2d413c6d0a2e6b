"""The application's modes: the work mode, and modes that hide it or ask for a larger window.

Each mode has its own stack of screens, so no flow can push a screen over the one that hides.
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
    # Imported when a signed-in person locks.
    from screens.lock import LockScreen

WORK, HIDDEN, LOCKED, SMALL = "work", "hidden", "locked", "small"
COVERED = frozenset({HIDDEN, LOCKED})


def _lock_screen() -> "LockScreen":
    from screens.lock import LockScreen  # noqa: PLC0415

    return LockScreen()


class ModesApp(KeyQueueApp):
    """An application that pushes every screen in the work mode, also while another mode is shown."""

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
        """Push a screen in the work mode, even while that is hidden."""
        return super().push_screen(*arguments, **{**options, "mode": WORK})

    def switch_mode(self, mode: str) -> AwaitMount:
        """Show another mode, and wake what waits for the work mode."""
        done = super().switch_mode(mode)
        if mode == WORK:
            self._is_work_shown.set()
        else:
            self._is_work_shown.clear()
        return done

    async def close_screen(self, screen: Screen[None]) -> None:
        """Dismiss a screen once the work mode is shown: Textual dismisses from the active mode."""
        while not self._is_work_shown.is_set():
            await self.wait_for_result(self._is_work_shown.wait())
        screen.dismiss(None)

    def on_resize(self) -> None:
        """Ask for a larger window if the terminal is too small; keys typed meanwhile wait."""
        # Deferred until Textual has the new size: switching earlier makes its screens resize each other endlessly.
        self.call_later(self.make_room)

    def make_room(self) -> None:
        """Show the work mode or the screen for small windows, unless the work is hidden or locked."""
        if self.current_mode not in COVERED:
            self.show_work()
            self.go_on()

    def show_work(self) -> None:
        """Show the work mode, or the screen for small windows."""
        self.switch_mode(SMALL if is_too_small(self.size) else WORK)
