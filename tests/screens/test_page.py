"""The frame of every screen."""

from screens.guide import GuideScreen
from screens.widgets.page import TitleLine
from tests.packs import bexley
from tests.screens.host import Host, shown


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
