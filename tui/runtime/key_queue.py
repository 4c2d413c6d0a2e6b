"""The key queue: a key is dispatched only once the key before it is fully handled.

Textual dispatches a key to the widget that has the focus when the key arrives. On a slow connection several keys
arrive at once, and those meant for a dialog that the first of them opens would go to the screen below and be lost.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable
from typing import ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

Result = TypeVar("Result")

MAX_PASSES = 3
"""How many times a marker follows a key from the focused widget up to the application.

A key may become a message of the list, that message one of the screen, and only that one an action of the application.
"""

MARKER_TIMEOUT = 0.5
"""Seconds until the next key is dispatched if the marker is lost, for example because its screen was closed."""

MAX_WAITS = 20
"""How many such waits a marker gets whose widget still runs: on a busy machine it is late, and not lost."""


class KeyMarker(Message):
    """A marker sent after a key through the same message queues; its return shows that the key was handled."""

    def __init__(self, turn: int, lap: int) -> None:
        super().__init__()
        self.turn = turn
        self.lap = lap


class KeyQueueApp(App[None]):
    """An application that dispatches one key at a time, and none while a flow is between two screens."""

    AT_ONCE: ClassVar[frozenset[str]] = frozenset()
    """Keys that are dispatched at once, past the queue."""

    def __init__(self, *, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._typed: deque[events.Key | events.Paste] = deque()
        self._turn = 0
        self._turn_done = True
        self._holding = 0
        self._was_on: Screen[object] | None = None
        self._marker_at: MessagePump = self
        self._set_aside: list[events.Key | events.Paste] = []

    @property
    def are_keys_held(self) -> bool:
        """Whether keys are held because a flow is between two screens."""
        return self._holding > 0

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes; dispatch all other events and the keys in `AT_ONCE` immediately."""
        if isinstance(event, events.Key) and event.key in self.AT_ONCE:
            await super().on_event(event)
        elif isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._typed.append(event)
            await self._hand_on()
        else:
            await super().on_event(event)

    @property
    def is_at_rest(self) -> bool:
        """Whether every key is handled and no flow is between two screens."""
        return self._turn_done and not self._typed and not self._holding

    def hold_keys(self) -> None:
        """Hold keys until as many calls of `release_keys` as of this method."""
        self._holding += 1

    def release_keys(self) -> None:
        """Undo one `hold_keys`; after the last one, keys go to the current screen."""
        self._holding -= 1
        self.go_on()

    def go_on(self) -> None:
        """Dispatch queued keys once the current screen is drawn."""
        self.call_after_refresh(self._hand_on)

    def set_keys_aside(self) -> None:
        """Move the queued keys out of the queue until `restore_keys`, so that no other screen gets them."""
        self._set_aside += self._typed
        self._typed.clear()

    def restore_keys(self) -> None:
        """Put the keys that were set aside back at the front of the queue."""
        self._typed.extendleft(reversed(self._set_aside))
        self._set_aside.clear()
        self.go_on()

    async def ask(self, screen: Screen[Result]) -> Result | None:
        """Show a screen, dispatch keys to it, and wait for its result.

        Only for a flow, which holds the keys.
        """
        return await self.wait_for_result(self.push_screen(screen, wait_for_dismiss=True))

    async def wait_for_result(self, said: Awaitable[Result]) -> Result:
        """Wait for a result of the current screen, and dispatch keys to it meanwhile.

        Only for a flow, which holds the keys.
        """
        self.release_keys()
        try:
            return await said
        finally:
            self.hold_keys()

    async def close_screen(self, screen: Screen[None]) -> None:
        """Close a screen that a flow has shown. Only for that flow, which holds the keys."""
        screen.dismiss(None)

    def discard_keys(self) -> None:
        """Discard the queued keys and those that were set aside."""
        self._typed.clear()
        self._set_aside.clear()

    async def _hand_on(self) -> None:
        if self.are_keys_held or not self._turn_done or not self._typed:
            return
        self._turn += 1
        self._turn_done = False
        self._was_on = self.screen
        event = self._typed.popleft()
        target = self.focused or self.screen
        await super().on_event(event)
        self._send_marker(target, KeyMarker(self._turn, 1))
        self._await_marker(self._turn, MAX_WAITS)

    def _send_marker(self, target: MessagePump, marker: KeyMarker) -> None:
        self._marker_at = target
        target.post_message(marker)

    def _await_marker(self, turn: int, waits: int) -> None:
        asyncio.get_running_loop().call_later(MARKER_TIMEOUT, self._look_for_marker, turn, waits - 1)

    def _look_for_marker(self, turn: int, waits: int) -> None:
        if turn != self._turn or self._turn_done:
            return
        if waits and self._marker_at.is_running:
            self._await_marker(turn, waits)
        else:
            self._end_turn(turn)

    def on_key_marker(self, message: KeyMarker) -> None:
        """Send the marker again, or dispatch the next key after the last pass."""
        message.stop()
        # The last screen is gone while the application exits.
        if message.turn != self._turn or self._turn_done or not self.screen_stack:
            return
        if message.lap < MAX_PASSES:
            self._send_marker(self.focused or self.screen, KeyMarker(message.turn, message.lap + 1))
        elif self.screen is not self._was_on:
            self.screen.call_after_refresh(self._end_turn, message.turn)
        else:
            self._end_turn(message.turn)

    def _end_turn(self, turn: int) -> None:
        if turn == self._turn and not self._turn_done:
            self._turn_done = True
            if self._typed:
                self.call_next(self._hand_on)
