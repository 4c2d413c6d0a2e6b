"""The title line and the width of a page."""

import pytest

from screens.reference.guide import GuideScreen
from screens.widgets.page import TitleLine
from tests.packs import NOON, classic
from tests.screens.host import USUAL, Host, screen_text, shown

WIDE = (200, 60)


async def test_the_place_can_change_at_any_time_even_while_the_screen_is_removed() -> None:
    guide = GuideScreen(classic(), NOON.date())
    async with Host(guide).run_test() as pilot:
        guide.place = "There"
        await pilot.pause()
        text = shown(pilot, ".title-line")
        # As when a screen is removed: its widgets are removed first.
        await guide.query_one(TitleLine).remove()

        guide.place = "Nowhere"
        await pilot.pause()

        assert text.startswith("There ")
        assert guide.is_running


@pytest.mark.parametrize("sizes", [(WIDE,), (USUAL, WIDE), (WIDE, USUAL, WIDE)], ids=str)
async def test_the_page_is_centred_on_a_screen_wider_than_its_maximum_width(
    sizes: tuple[tuple[int, int], ...],
) -> None:
    async with Host(GuideScreen(classic(), NOON.date())).run_test(size=sizes[0]) as pilot:
        for size in sizes:
            await pilot.resize_terminal(*size)
        await pilot.pause()
        lines = [line for line in screen_text(pilot).splitlines() if line]

    assert {len(line) - len(line.lstrip()) for line in lines if line.lstrip().startswith(("Guide", ">", "/"))} == {40}
    assert max(map(len, lines)) == 160


async def test_the_page_returns_to_the_left_edge_when_the_screen_is_narrow_again() -> None:
    async with Host(GuideScreen(classic(), NOON.date())).run_test(size=WIDE) as pilot:
        await pilot.resize_terminal(*USUAL)
        await pilot.pause()

        assert screen_text(pilot).startswith("Guide ")
