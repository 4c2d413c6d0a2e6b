"""A random walk through the product shows the same screens through the cell diff as through Textual's driver."""

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
from tui.driver.canvas import Canvas
from tui.driver.diff import ScreenDiff
from tui.driver.terminal_info import TerminalInfo

WIDTH, HEIGHT = 80, 24
STEPS = 80
SEED = 1
KEYS = (
    *["down"] * 6, *["up"] * 2, *["enter"] * 5, *["escape"] * 3, *"123ynutorlcv?a", "tab", "shift+tab", "pagedown",
    "slash", "end", "home", "ctrl+l", "backspace", "left", "x", "\u00e9",
)  # fmt: skip


class BothDrivers(Driver):
    """Draws Textual's output on one emulator directly, and on another through the cell diff."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type] # Textual's own arguments
        self.stock, self.ours = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
        self.sent = self.would_send = 0
        self._canvas = Canvas(WIDTH, HEIGHT, TerminalInfo())
        self._diff = ScreenDiff(TerminalInfo())

    def write(self, data: str) -> None:
        self.stock.feed(data)
        self._canvas.write(data)
        painted = self._diff.update(self._canvas)
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
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON), is_training=True, pack=bexley())
    app.driver_class = BothDrivers
    # A fixed seed makes a failure reproducible.
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
    """Which cells are bold, underlined and reversed; bold is not visible on a space."""
    rows = (emulator.screen.buffer[y] for y in range(HEIGHT))
    return [
        [(row[x].bold and row[x].data != " ", row[x].underscore, row[x].reverse) for x in range(WIDTH)] for row in rows
    ]
