"""Keys typed ahead of the screen: each goes to the screen that the one before it led to.

Textual hands a key to whatever has the focus when it arrives. On a slow line several arrive at once, and those meant
for a dialog that the first of them opens would go to the screen beneath and be lost.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable
from typing import ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

Result = TypeVar("Result")

MAX_PASSES = 3
"""How often a marker follows a key from the focused widget up to the application.

A key may become a message of the list, that one a message of the screen, and only that one an act of the application.
"""

LONGEST = 0.5
"""Seconds after which the next key goes on though the marker was lost, as with a screen that closed meanwhile."""


class ReplayedKey(Message):
    """Follows a key through the queues that the key went through."""

    def __init__(self, turn: int, lap: int) -> None:
        super().__init__()
        self.turn = turn
        self.lap = lap


class KeyQueueApp(App[None]):
    """An application that hands on one key at a time, and none while a flow is between two screens."""

    AT_ONCE: ClassVar[frozenset[str]] = frozenset()
    """Keys that never wait for others."""

    def __init__(self, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        self._turn_done = True
        self._holding = 0
        self._was_on: Screen[object] | None = None
        self._set_aside: list[events.Key | events.Paste] = []

    @property
    def keys_wait(self) -> bool:
        """Whether what is typed waits, for a flow that is between two screens."""
        return self._holding > 0

    async def on_event(self, event: events.Event) -> None:
        """Queue what is typed; everything else, and a key that must act in any state, goes its way."""
        if isinstance(event, events.Key) and event.key in self.AT_ONCE:
            await super().on_event(event)
        elif isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._typed.append(event)
            await self._hand_on()
        else:
            await super().on_event(event)

    @property
    def is_at_rest(self) -> bool:
        """Whether everything typed has been handled and no flow is between two screens."""
        return self._turn_done and not self._typed and not self._holding

    def hold_keys(self) -> None:
        """Keep what is typed until `release_keys`; both count."""
        self._holding += 1

    def release_keys(self) -> None:
        """Let what was typed go on to the screen that is shown now."""
        self._holding -= 1
        self.go_on()

    def go_on(self) -> None:
        """Hand on what waits, once the screen that is shown now is ready for it."""
        self.call_after_refresh(self._hand_on)

    def set_typed_aside(self) -> None:
        """Keep what was typed and not yet handed on from whatever comes next, until `take_typed_back`."""
        self._set_aside += self._typed
        self._typed.clear()

    def take_typed_back(self) -> None:
        """Put what was set aside before whatever was typed since."""
        self._typed.extendleft(reversed(self._set_aside))
        self._set_aside.clear()
        self.go_on()

    async def ask(self, screen: Screen[Result]) -> Result | None:
        """Show a screen and wait for its result; what is typed meanwhile goes to it.

        To be called by a flow, which holds the keys.
        """
        return await self.hear(self.push_screen(screen, wait_for_dismiss=True))

    async def hear(self, said: Awaitable[Result]) -> Result:
        """Wait for what a screen that is shown has to say; what is typed meanwhile goes to it.

        To be called by a flow, which holds the keys.
        """
        self.release_keys()
        try:
            return await said
        finally:
            self.hold_keys()

    async def take_away(self, screen: Screen[None]) -> None:
        """Take a screen away that a flow has shown. To be called by that flow, which holds the keys."""
        screen.dismiss(None)

    def forget_typed(self) -> None:
        """Drop what was typed and not yet handed on, and what was set aside."""
        self._typed.clear()
        self._set_aside.clear()

    async def _hand_on(self) -> None:
        if self.keys_wait or not self._turn_done or not self._typed:
            return
        self._turn += 1
        self._turn_done = False
        self._was_on = self.screen
        event = self._typed.popleft()
        target = self.focused or self.screen
        await super().on_event(event)
        target.post_message(ReplayedKey(self._turn, 1))
        asyncio.get_running_loop().call_later(LONGEST, self._end_turn, self._turn)

    def on_replayed_key(self, message: ReplayedKey) -> None:
        """Send the marker round again, or go on to the next key."""
        message.stop()
        if message.turn != self._turn or self._turn_done:
            return
        if message.lap < MAX_PASSES:
            (self.focused or self.screen).post_message(ReplayedKey(message.turn, message.lap + 1))
        elif self.screen is not self._was_on:
            self.screen.call_after_refresh(self._end_turn, message.turn)
        else:
            self._end_turn(message.turn)

    def _end_turn(self, turn: int) -> None:
        if turn == self._turn and not self._turn_done:
            self._turn_done = True
            if self._typed:
                self.call_next(self._hand_on)
