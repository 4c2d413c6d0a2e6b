"""The screen of a case, given other states of it."""

from zoneinfo import ZoneInfo

from content.case.model import Case
from screens.case.case import CaseScreen
from tests.drafts import NOON, signed_off
from tests.packs import classic
from tests.screens.host import Host, marked_text, screen_text

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


async def test_a_long_safe_contact_leaves_never_use_and_the_list_in_view_and_is_read_whole_below() -> None:
    long = " ".join(f"word{number}" for number in range(300))
    case, _ = signed_off(values={"start.safe-contact": long, "start.never-contact": "By post"})
    async with Host(case_screen(case)).run_test() as pilot:
        overview = screen_text(pilot)
        marked = marked_text(pilot)
        await pilot.press("home", "enter", *["pagedown"] * 5)

        assert "Medium" in marked
        assert "... whole: Enter on the first line below" in overview
        assert "Never use" in overview
        assert "By post" in overview
        assert "Signed off" in overview
        assert "word299" in screen_text(pilot)
