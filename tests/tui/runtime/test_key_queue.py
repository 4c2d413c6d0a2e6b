"""The key queue: each key goes to the screen that the key before it leads to."""

import asyncio

import pytest
from textual import events
from textual.screen import Screen

from tui.runtime import key_queue
from tui.runtime.key_queue import MARKER_TIMEOUT, KeyQueueApp


class Second(Screen[None]):
    def on_key(self, event: events.Key) -> None:
        self.app.exit(f"{event.key} on the second screen")


class First(Screen[None]):
    async def on_key(self, event: events.Key) -> None:
        if event.key == "b":
            self.app.exit("b on the first screen")
            return
        # As long as on a machine that is busy with something else.
        await asyncio.sleep(1.5 * MARKER_TIMEOUT)
        self.app.push_screen(Second())


class SlowApp(KeyQueueApp):
    def on_mount(self) -> None:
        self.push_screen(First())


async def typed_on_a_slow_machine() -> object:
    app = SlowApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in "ab":
            app.post_message(events.Key(key, key))
        async with asyncio.timeout(60):
            while app.return_value is None:
                await pilot.pause()
    return app.return_value


async def test_a_key_typed_ahead_waits_for_a_slow_screen() -> None:
    assert await typed_on_a_slow_machine() == "b on the second screen"


async def test_a_key_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_queue, "MAX_WAITS", 1)

    assert await typed_on_a_slow_machine() == "b on the first screen"
