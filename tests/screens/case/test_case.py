"""The screen of a case, given other states of it."""

from zoneinfo import ZoneInfo

from content.case.model import Case
from screens.case.case import CaseScreen
from tests.drafts import NOON, signed_off
from tests.packs import classic
from tests.screens.host import Host, marked_text

LONDON = ZoneInfo("Europe/London")


def case_screen(case: Case) -> CaseScreen:
    return CaseScreen(classic(), case, zone=LONDON, today=NOON.date())


async def test_an_assessment_signed_off_meanwhile_is_marked() -> None:
    before, _ = signed_off()
    after, _ = signed_off(before)
    screen = case_screen(before)
    async with Host(screen).run_test() as pilot:
        await pilot.press("end")

        screen.show(after)
        await pilot.pause()

        assert marked_text(pilot).startswith("25 Nov 2026  Medium")


async def test_the_mark_stays_where_nothing_was_signed_off() -> None:
    before, _ = signed_off()
    case, _ = signed_off(before)
    screen = case_screen(case)
    async with Host(screen).run_test() as pilot:
        await pilot.press("end")

        screen.show(case)
        await pilot.pause()

        assert marked_text(pilot).startswith("24 Nov 2026  Medium")
