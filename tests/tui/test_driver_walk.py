"""A walk through the real product leaves the same screen as Textual's own driver, wherever it goes."""

import random
from pathlib import Path

from textual import events
from textual.driver import Driver
from textual.geometry import Size

from content.training.cases import made_up_cases
from tests.drafts import NOON
from tests.packs import bexley
from tests.tui.emulator import Emulator
from tests.tui.product import pressed, product
from tui.line.abilities import Abilities
from tui.line.canvas import Canvas
from tui.line.painting import Painter

WIDTH, HEIGHT = 80, 24
STEPS = 80
SEED = 1
KEYS = (
    *["down"] * 6, *["up"] * 2, *["enter"] * 5, *["escape"] * 3, *"123ynutorlcv?a", "tab", "shift+tab", "pagedown",
    "slash", "end", "home", "ctrl+l", "backspace", "left", "x", "\u00e9",
)  # fmt: skip


class BothDrivers(Driver):
    """Draws what Textual writes as it is on one terminal, and through ours on another."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type] # whatever Textual gives
        self.stock, self.ours = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
        self.sent = self.would_send = 0
        self._canvas = Canvas(WIDTH, HEIGHT, Abilities())
        self._painter = Painter(Abilities())

    def write(self, data: str) -> None:
        self.stock.feed(data)
        self._canvas.take(data)
        painted = self._painter.paint(self._canvas)
        self.ours.feed(painted)
        self.sent += len(painted.encode())
        self.would_send += len(data.encode())

    def start_application_mode(self) -> None:
        self.process_message(events.Resize(Size(WIDTH, HEIGHT), Size(WIDTH, HEIGHT)))

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


async def test_a_walk_through_the_product_shows_what_textual_drew(tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON), is_training=True)
    app.driver_class = BothDrivers
    # The walk is the same each time, so that a failure can be looked at.
    steps = random.Random(SEED).choices(KEYS, k=STEPS)  # noqa: S311
    walked = []
    async with app.run_test(headless=False, size=(WIDTH, HEIGHT)) as pilot:
        driver = app._driver
        assert isinstance(driver, BothDrivers)
        for key in steps:
            await pressed(pilot, key)
            walked.append(key)

            assert driver.ours.text == driver.stock.text, walked
            assert styles(driver.ours) == styles(driver.stock), walked

        assert driver.stock.text[0].endswith("TRAINING") or "Hidden" in "".join(driver.stock.text)
        assert driver.sent * 5 < driver.would_send


def styles(emulator: Emulator) -> list[list[tuple[bool, ...]]]:
    """What is drawn bold, underlined and in reverse; a space has no weight."""
    rows = (emulator.screen.buffer[y] for y in range(HEIGHT))
    return [
        [(row[x].bold and row[x].data != " ", row[x].underscore, row[x].reverse) for x in range(WIDTH)] for row in rows
    ]
