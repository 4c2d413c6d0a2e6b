"""A case or a list that is read again while its screen opens or closes is shown or let be, and ends no session."""

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from textual import events

from content.case.case_summary import summary
from screens.case.case import CaseScreen
from screens.case.case_list import CasesScreen, case_list
from screens.case.case_page import CasePage
from screens.case.chronology import ChronologyScreen
from screens.case.disclosures import DisclosuresScreen
from screens.case.plan_screen import PlanScreen
from screens.home import HomeScreen
from screens.widgets.page import Page
from tests.drafts import TODAY, signed_off
from tests.packs import a_pack, bexley
from tests.tui.product import pressed, product, rested

CASE, _ = signed_off()
LONDON = ZoneInfo("Europe/London")
LISTED = case_list([summary(CASE)], [], today=TODAY, zone=LONDON)
TICKS = 400
"""Turns of the event loop in which a screen opens or closes; at each, a refresh arrives."""

KEYS: dict[type[Page[None]], tuple[str, ...]] = {
    CasesScreen: ("2",),
    CaseScreen: ("2", "enter"),
    PlanScreen: ("2", "enter", "p"),
    ChronologyScreen: ("2", "enter", "c"),
    DisclosuresScreen: ("2", "enter", "D"),
}


def refresh(screen: Page[None]) -> None:
    """Do what a flow does with what it has read: show it."""
    if isinstance(screen, CasePage):
        screen.show(CASE)
        screen.say("Read again.")
    elif isinstance(screen, CasesScreen):
        screen.show(LISTED)
    elif isinstance(screen, HomeScreen):
        screen.show_due("1 case")


@pytest.mark.parametrize("kind", KEYS, ids=lambda kind: kind.__name__)
async def test_a_refresh_at_any_moment_while_a_screen_closes_does_no_harm(
    kind: type[Page[None]], tmp_path: Path
) -> None:
    app = product(tmp_path, CASE)
    async with app.run_test() as pilot:
        await pressed(pilot, *KEYS[kind])
        screen = app.screen
        assert isinstance(screen, kind)

        app.post_message(events.Key("escape", None))
        for _ in range(TICKS):
            refresh(screen)
            await asyncio.sleep(0)
        await rested(pilot)

        assert app.fault is None


@pytest.mark.parametrize("kind", [*KEYS, HomeScreen], ids=lambda kind: kind.__name__)
async def test_a_refresh_at_any_moment_while_a_screen_opens_does_no_harm(
    kind: type[Page[None]], tmp_path: Path
) -> None:
    app = product(tmp_path, CASE)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter")
        screen = new(kind)

        app.push_screen(screen)
        for _ in range(TICKS):
            refresh(screen)
            await asyncio.sleep(0)
        await rested(pilot)

        assert app.fault is None
        assert screen.is_open


def new(kind: type[Page[None]]) -> Page[None]:
    """A screen of this kind, not yet shown."""
    screens: dict[type[Page[None]], Page[None]] = {
        CasesScreen: CasesScreen(LISTED),
        CaseScreen: CaseScreen(bexley(), CASE, zone=LONDON, today=TODAY),
        PlanScreen: PlanScreen(CASE, zone=LONDON, today=TODAY),
        ChronologyScreen: ChronologyScreen(CASE, zone=LONDON, today=TODAY),
        DisclosuresScreen: DisclosuresScreen(CASE, zone=LONDON),
        HomeScreen: HomeScreen(a_pack().policy),
    }
    return screens[kind]
