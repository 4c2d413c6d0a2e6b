"""Hiding and locking: hide at once, drop the key once everything is saved, restore the screens on unlocking."""

import asyncio
import contextlib
from abc import abstractmethod
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.driver import Driver
from textual.screen import Screen
from textual.worker import WorkerError

from screens.hidden import HiddenScreen
from screens.widgets.page import TitleLine
from tui.app.modes import COVERED, HIDDEN, LOCKED, SMALL, WORK, ModesApp
from tui.runtime.idle_timer import IdleTimer
from tui.runtime.signed_in_user import SignedInUser
from tui.session.session import TerminalContext

if TYPE_CHECKING:
    # Imported when a signed-in person locks.
    from screens.lock import LockScreen

PATIENCE = 5.0
"""Seconds that quitting and hiding wait for the last save."""

SOON = 1.0
"""Seconds after which the lock screen says that not everything is saved yet."""

POLL = 0.02
"""Seconds between checks whether the flows are at rest."""

READING = frozenset({"list", "case"})
"""The groups of workers that refresh a screen."""

STARTED = READING | {"flow"}
"""The groups of workers that keys start."""

IDLE_WARNING = "LOCKS WITHIN A MINUTE"
SAVED = "What was typed is saved."
SAVING = "What was typed is being saved."
IN_RESERVE = "What was typed is kept, though the disk is full. Saving is retried once the screen is unlocked."
NOT_SAVED = "NOT everything is saved yet: the disk is full or refuses to write. Saving is retried."


class LockingApp(ModesApp):
    """An application that hides, locks and unlocks."""

    AT_ONCE = frozenset({"ctrl+l"})

    def __init__(self, context: TerminalContext, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self.context = context
        self.user = SignedInUser(context.zone)
        self._idle = IdleTimer(self._warn, lambda: self._cover(is_idle=True))
        self._is_unlocking = False
        self._is_unsaved = False
        self.sub_title = self._usual_title = "TRAINING" if context.is_training else ""

    @abstractmethod
    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and return whether it is on disk; from any thread.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """

    @property
    @abstractmethod
    def is_in_reserve(self) -> bool:
        """Whether the last save kept a part of what was typed in the reserve."""

    @abstractmethod
    def forget(self) -> None:
        """Discard everything of the person who was signed in."""

    @abstractmethod
    def start_again(self) -> None:
        """Show the home screen, and ask for an account."""

    def end(self, timeout: float) -> None:
        """Save everything, and log out; safe from any thread, even if the event loop is blocked."""
        self.save(timeout)
        self.user.log_out()

    @property
    def are_keys_held(self) -> bool:
        """Whether keys are held: for a larger window, for a flow, or for an unlock."""
        if self.current_mode in COVERED:
            return self._is_unlocking
        return self.current_mode == SMALL or super().are_keys_held

    @property
    def is_at_rest(self) -> bool:
        """Whether every key has been handled."""
        return super().is_at_rest and not self._is_unlocking

    async def on_event(self, event: events.Event) -> None:
        """Reset the idle timer at each key."""
        if isinstance(event, (events.Key, events.Paste)):
            self._idle.typed()
        await super().on_event(event)

    def action_hide(self) -> None:
        """Hide everything at once, save, and lock; queued keys are handled after unlocking."""
        self._cover()

    def signed_in(self) -> None:
        """Start the idle timer; lock if the screen was hidden meanwhile."""
        self._start_idle_timer()
        if self.current_mode == HIDDEN:
            self._cover()

    def _run_while_locked(self, flow: Coroutine[Any, Any, None]) -> None:
        """Run a flow behind the lock screen; keys wait until it ends."""
        self._is_unlocking = True

        async def held() -> None:
            try:
                await flow
            finally:
                self._is_unlocking = False
                self.go_on()

        self.run_worker(held(), group="lock")

    def _cover(self, *, is_idle: bool = False) -> None:
        mode = LOCKED if self.user.name else HIDDEN
        if self.current_mode in {LOCKED, mode}:
            return
        if self.current_mode != HIDDEN:
            self.set_keys_aside()
        self._idle.end()
        self._is_unsaved = True
        self.switch_mode(mode)
        if self._lock_screen:
            self._lock_screen.start(self.user.name)
        self.run_worker(self._save_and_lock(is_idle=is_idle), group="lock")

    async def _save_and_lock(self, *, is_idle: bool) -> None:
        """Save until it succeeds, and only then drop the key, so that a full disk loses no text."""
        await self._wait_for_flows()
        self._show_saved(SAVING)
        while self.current_mode in COVERED and self._is_unsaved:
            self._is_unsaved = not await asyncio.to_thread(self.save, SOON)
            self._show_saved(NOT_SAVED if self._is_unsaved else IN_RESERVE if self.is_in_reserve else SAVED)
        await self.user.lock(lambda: self.current_mode == LOCKED, is_idle=is_idle)

    async def _wait_for_flows(self) -> None:
        """Wait at most PATIENCE for flows that the last keys started: they would fail without the key."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self._is_reading:  # noqa: ASYNC110 # the count of flows that hold keys has no event
                    await asyncio.sleep(POLL)

    @property
    def _is_reading(self) -> bool:
        return self._holding > 0 or any(not each.is_finished for each in self.workers if each.group in READING)

    def _show_saved(self, sentence: str) -> None:
        if self._lock_screen:
            self._lock_screen.kept = sentence

    @property
    def _lock_screen(self) -> "LockScreen | None":
        return cast("LockScreen", self.screen) if self.current_mode == LOCKED else None

    @on(HiddenScreen.Left)
    def _show_again(self) -> None:
        self.show_work()
        self.restore_keys()

    def on_lock_screen_opened(self, event: "LockScreen.Opened") -> None:
        """Unlock, if the passphrase is right."""
        self._run_while_locked(self._unlock(event.passphrase))

    async def _unlock(self, passphrase: str) -> None:
        refused = await self.user.unlock(passphrase)
        if self._lock_screen:
            self._lock_screen.say(refused)
            if not refused:
                self._show_again()
                self._start_idle_timer()

    def on_lock_screen_logged_out(self) -> None:
        """Log out the person who locked, so that others can sign in."""
        self._run_while_locked(self._log_out_locked())

    async def _log_out_locked(self) -> None:
        if self._is_unsaved and self._lock_screen:
            self._lock_screen.say("Nobody can be logged out before everything is saved.")
            return
        await self.log_out()
        await self.remove_mode(WORK)
        self.add_mode(WORK, Screen)
        self.switch_mode(WORK)
        self.start_again()
        self.make_room()

    async def log_out(self) -> None:
        """Cancel every flow and log out the signed-in person; call it once everything is saved."""
        self._idle.end()
        self.discard_keys()
        for worker in [each for each in self.workers if each.group in STARTED]:
            worker.cancel()
            with contextlib.suppress(WorkerError):
                await worker.wait()
        self.forget()
        await asyncio.to_thread(self.user.log_out)

    def _start_idle_timer(self) -> None:
        self._idle.begin(self.context.pack.policy.idle_minutes, self.context.minute)

    def _warn(self, is_last_minute: bool) -> None:
        self.sub_title = IDLE_WARNING if is_last_minute else self._usual_title
        for line in self.screen.query(TitleLine):
            line.refresh()
