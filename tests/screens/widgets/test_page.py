"""The frame of every screen."""

import pytest

from screens.reference.guide import GuideScreen
from screens.widgets.page import TitleLine
from tests.packs import bexley
from tests.screens.host import USUAL, Host, screen_text, shown

WIDE = (200, 60)


async def test_where_the_user_is_can_change_at_any_time_even_while_the_screen_goes() -> None:
    guide = GuideScreen(bexley())
    async with Host(guide).run_test() as pilot:
        guide.place = "There"
        await pilot.pause()
        told = shown(pilot, ".title-line")
        # As a screen is taken down: its widgets go before it does.
        await guide.query_one(TitleLine).remove()

        guide.place = "Nowhere"
        await pilot.pause()

        assert told.startswith("There ")
        assert guide.is_running


@pytest.mark.parametrize("sizes", [(WIDE,), (USUAL, WIDE), (WIDE, USUAL, WIDE)], ids=str)
async def test_a_screen_that_is_wider_than_lines_can_be_read_has_the_page_in_its_middle(
    sizes: tuple[tuple[int, int], ...],
) -> None:
    async with Host(GuideScreen(bexley())).run_test(size=sizes[0]) as pilot:
        for size in sizes:
            await pilot.resize_terminal(*size)
        await pilot.pause()
        lines = [line for line in screen_text(pilot).splitlines() if line]

    assert {len(line) - len(line.lstrip()) for line in lines if line.lstrip().startswith(("Guide", ">", "/"))} == {40}
    assert max(map(len, lines)) == 160


async def test_a_usual_screen_has_the_page_at_its_left_edge_again_once_it_was_wider() -> None:
    async with Host(GuideScreen(bexley())).run_test(size=WIDE) as pilot:
        await pilot.resize_terminal(*USUAL)
        await pilot.pause()

        assert screen_text(pilot).startswith("Guide ")
