"""The application that hides and locks: its modes, and what may happen in each."""

import asyncio
import contextlib
from abc import abstractmethod
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import WorkerError

from screens.hidden import HiddenScreen
from screens.too_small import TooSmallScreen, is_too_small
from screens.widgets.page import TitleLine
from tui.runtime.idle_timer import IdleTimer
from tui.runtime.key_queue import KeyQueueApp
from tui.runtime.signed_in_user import SignedInUser
from tui.session.session import TerminalContext

if TYPE_CHECKING:
    # Loaded when somebody who is signed in locks.
    from screens.lock import LockScreen

PATIENCE = 5.0
"""Seconds that quitting and hiding wait for the last save."""

SOON = 1.0
"""Seconds after which a lock says that not everything is saved yet."""

LOOK = 0.02
"""Seconds between looks at whether a flow has come to its next screen."""

# Each mode has a stack of its own, so that no flow can put a screen over the one that hides.
WORK, HIDDEN, LOCKED, SMALL = "work", "hidden", "locked", "small"
COVERED = frozenset({HIDDEN, LOCKED})

READING = frozenset({"list", "case"})
"""The groups of what brings a screen up to date."""

STARTED = READING | {"flow"}
"""The groups of whatever somebody's keys started."""

IDLE_WARNING = "LOCKS WITHIN A MINUTE"
SAVED = "What was typed is saved."
SAVING = "What was typed is being saved."
NOT_SAVED = "NOT everything is saved yet: there is no room, or the machine refuses. It is tried again and again."


def _lock_screen() -> "LockScreen":
    from screens.lock import LockScreen  # noqa: PLC0415

    return LockScreen()


class LockingApp(KeyQueueApp):
    """Hides at once, drops the key once everything is saved, and brings back only what the same person left."""

    DEFAULT_MODE = WORK
    MODES = {  # noqa: RUF012 # as Textual declares it
        HIDDEN: HiddenScreen,
        LOCKED: _lock_screen,
        SMALL: TooSmallScreen,
    }
    AT_ONCE = frozenset({"ctrl+l"})

    def __init__(self, desk: TerminalContext, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self.desk = desk
        self.people = SignedInUser(desk.zone)
        self._idle = IdleTimer(self._warn, lambda: self._cover(is_idle=True))
        self._is_shown = asyncio.Event()
        self._is_shown.set()
        self._is_opening = False
        self._is_unsaved = False
        self.sub_title = self._usual_title = "TRAINING" if desk.is_training else ""

    @abstractmethod
    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and say whether it is on disk; for any thread.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """

    @abstractmethod
    def forget(self) -> None:
        """Drop whatever belongs to the person who was signed in."""

    @abstractmethod
    def start_again(self) -> None:
        """Show what everybody may see, and ask who is there."""

    def end(self, timeout: float) -> None:
        """Save everything, and sign off; for any thread, whatever the event loop does."""
        self.save(timeout)
        self.people.leave()

    @property
    def keys_wait(self) -> bool:
        """Whether what is typed waits: for room, for a flow, or for a lock to open."""
        if self.current_mode in COVERED:
            return self._is_opening
        return self.current_mode == SMALL or super().keys_wait

    @property
    def is_at_rest(self) -> bool:
        """Whether everything typed has been handled."""
        return super().is_at_rest and not self._is_opening

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there, besides."""
        if isinstance(event, (events.Key, events.Paste)):
            self._idle.typed()
        await super().on_event(event)

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Show a screen where people work, hidden or not."""
        return super().push_screen(*arguments, **{**options, "mode": WORK})

    def switch_mode(self, mode: str) -> AwaitMount:
        """Show another mode, and let go on what waits for the work to be shown."""
        done = super().switch_mode(mode)
        if mode == WORK:
            self._is_shown.set()
        else:
            self._is_shown.clear()
        return done

    async def take_away(self, screen: Screen[None]) -> None:
        """Take a screen away, once the work is shown: Textual takes it from the mode that is."""
        while not self._is_shown.is_set():
            await self.hear(self._is_shown.wait())
        screen.dismiss(None)

    def on_resize(self) -> None:
        """Wait for room where there is too little; what is typed meanwhile goes where it was meant to."""
        # Once Textual has taken the new size: a switch before that has its screens resize one another for ever.
        self.call_later(self.make_room)

    def make_room(self) -> None:
        """Show the work, or that there is too little room for it, unless all is covered."""
        if self.current_mode not in COVERED:
            self.switch_mode(SMALL if is_too_small(self.size) else WORK)
            self.go_on()

    def action_hide(self) -> None:
        """Hide everything at once, save, and lock; what was typed before is kept for when it is shown again."""
        self._cover()

    def entered(self) -> None:
        """Somebody signed in: watch that they stay; where all was hidden meanwhile, it is locked now."""
        self._watch()
        if self.current_mode == HIDDEN:
            self._cover()

    def watch_over(self, flow: Coroutine[Any, Any, None]) -> None:
        """Do something that no key may come between while all is covered."""
        self._is_opening = True

        async def watched() -> None:
            try:
                await flow
            finally:
                self._is_opening = False
                self.go_on()

        self.run_worker(watched(), group="lock")

    def _cover(self, *, is_idle: bool = False) -> None:
        mode = LOCKED if self.people.who else HIDDEN
        if self.current_mode in {LOCKED, mode}:
            return
        if self.current_mode != HIDDEN:
            self.set_typed_aside()
        self._idle.end()
        self._is_unsaved = True
        self.switch_mode(mode)
        if self._lock_screen:
            self._lock_screen.start(self.people.who)
        self.run_worker(self._save_and_lock(is_idle=is_idle), group="lock")

    async def _save_and_lock(self, *, is_idle: bool) -> None:
        """Save, until that succeeds, and drop the key; only then, so that nothing typed is lost on a full disk."""
        await self._flows_at_rest()
        self._tell_kept(SAVING)
        while self.current_mode in COVERED and self._is_unsaved:
            self._is_unsaved = not await asyncio.to_thread(self.save, SOON)
            self._tell_kept(NOT_SAVED if self._is_unsaved else SAVED)
        await self.people.lock(lambda: self.current_mode == LOCKED, is_idle=is_idle)

    async def _flows_at_rest(self) -> None:
        """Wait for what the last keys started, so that it does not fail for want of a key; not for ever."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self._is_reading:  # noqa: ASYNC110 # who holds the keys is counted and not announced
                    await asyncio.sleep(LOOK)

    @property
    def _is_reading(self) -> bool:
        return self._holding > 0 or any(not each.is_finished for each in self.workers if each.group in READING)

    def _tell_kept(self, sentence: str) -> None:
        if self._lock_screen:
            self._lock_screen.kept = sentence

    @property
    def _lock_screen(self) -> "LockScreen | None":
        return cast("LockScreen", self.screen) if self.current_mode == LOCKED else None

    @on(HiddenScreen.Left)
    def _show_again(self) -> None:
        self.switch_mode(SMALL if is_too_small(self.size) else WORK)
        self.take_typed_back()

    def on_lock_screen_opened(self, event: "LockScreen.Opened") -> None:
        """Take the key back, if that is the passphrase."""
        self.watch_over(self._unlock(event.passphrase))

    async def _unlock(self, passphrase: str) -> None:
        refused = await self.people.unlock(passphrase)
        if self._lock_screen:
            self._lock_screen.say(refused)
            if not refused:
                self._show_again()
                self._watch()

    def on_lock_screen_signed_off(self) -> None:
        """Sign off whoever is behind the lock, and let others in."""
        self.watch_over(self._sign_off_locked())

    async def _sign_off_locked(self) -> None:
        if self._is_unsaved and self._lock_screen:
            self._lock_screen.say("Nobody can be signed off before everything is saved.")
            return
        await self.sign_off()
        await self.remove_mode(WORK)
        self.add_mode(WORK, Screen)
        self.switch_mode(WORK)
        self.start_again()
        self.make_room()

    async def sign_off(self) -> None:
        """End whatever the person who is signed in had begun, and sign them off; everything is saved before."""
        self._idle.end()
        self.forget_typed()
        for worker in [each for each in self.workers if each.group in STARTED]:
            worker.cancel()
            with contextlib.suppress(WorkerError):
                await worker.wait()
        self.forget()
        await asyncio.to_thread(self.people.leave)

    def _watch(self) -> None:
        self._idle.begin(self.desk.pack.policy.idle_minutes, self.desk.minute)

    def _warn(self, is_last_minute: bool) -> None:
        self.sub_title = IDLE_WARNING if is_last_minute else self._usual_title
        for line in self.screen.query(TitleLine):
            line.refresh()
