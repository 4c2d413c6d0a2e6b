"""Choosing an option by its number, of one digit or of two."""

import pytest

from screens.dialogs.choice import ChoiceScreen
from screens.home import HomeScreen
from tests.packs import a_pack
from tests.screens.host import Host, is_left, marked_text, screen_text

THIRTEEN = [(f"id-{number}", f"Reason {number}") for number in range(1, 14)]
THREE = THIRTEEN[:3]


class Asking(Host):
    """Asks for a choice, and keeps what was chosen."""

    def __init__(self, options: list[tuple[str, str]]) -> None:
        super().__init__(HomeScreen(a_pack().policy))
        self._options = options
        self.chosen: list[str | None] = []

    def on_ready(self) -> None:
        self.push_screen(ChoiceScreen("Why now?", self._options), self.chosen.append)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [("2", "id-2"), ("10", "id-10"), ("13", "id-13"), (["1", "enter"], "id-1"), (["down", "enter"], "id-2")],
)
async def test_any_of_thirteen_is_chosen_by_its_number(keys: str | list[str], chosen: str) -> None:
    app = Asking(THIRTEEN)
    async with app.run_test() as pilot:
        await pilot.press(*keys)

        assert app.chosen == [chosen]


async def test_one_waits_where_there_is_a_ten_and_says_so() -> None:
    app = Asking(THIRTEEN)
    async with app.run_test() as pilot:
        await pilot.press("down", "1")

        assert app.chosen == []
        assert marked_text(pilot).split() == ["1", "Reason", "1"]
        assert "1: another digit, or Enter to take it." in screen_text(pilot)


async def test_an_arrow_ends_a_number() -> None:
    app = Asking(THIRTEEN)
    async with app.run_test() as pilot:
        await pilot.press("1", "down", "3")

        assert app.chosen == ["id-3"]


async def test_one_digit_is_enough_where_there_are_few() -> None:
    app = Asking(THREE)
    async with app.run_test() as pilot:
        await pilot.press("1")

        assert app.chosen == ["id-1"]


async def test_a_number_that_no_option_has_is_reported() -> None:
    app = Asking(THREE)
    async with app.run_test() as pilot:
        await pilot.press("7")

        assert not is_left(pilot, ChoiceScreen)
        assert "There is no 7 here." in screen_text(pilot)
