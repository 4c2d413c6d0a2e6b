"""The last question before signing off, at the usual size, with little and with much still open."""

from screens.checklist.sign_off_screen import SignOffScreen
from tests.drafts import ENOUGH, a_new_draft, answered
from tests.screens.checklist.recorder import ChecklistHost
from tests.screens.host import SMALLEST, Host, is_left, marked_text, screen_text

MUCH = ("Prompts still open: 30.", *(f"NOW: Number {number} of many. {'Ring them. ' * 20}" for number in range(30)))


async def test_what_is_open_is_shown_above_the_choice_to_go_back() -> None:
    app = ChecklistHost(draft=answered(a_new_draft(), {**ENOUGH, "risk.threats": "yes"}))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+e", "s")
        await pilot.pause()

        text = screen_text(pilot)
        assert "Prompts still open: 1." in text
        assert "  NOW: " in text
        assert "Not asked, about danger and safety:" in text
        assert marked_text(pilot) == "1  Go back; nothing is signed off"


async def test_going_back_is_marked_below_any_number_of_prompts_and_each_prompt_can_be_read() -> None:
    async with Host(SignOffScreen(MUCH)).run_test(size=SMALLEST) as pilot:
        await pilot.pause()
        assert marked_text(pilot).startswith("1  Go back; nothing is signed off")

        await pilot.press("down")
        assert marked_text(pilot).startswith("2  Sign off now")
        await pilot.press("up")

        read = ""
        for _ in MUCH:
            await pilot.press("up")
            await pilot.pause()
            read += screen_text(pilot)
        assert all(f"Number {number} of many" in read for number in range(30))

        await pilot.press("enter")
        assert not is_left(pilot, SignOffScreen)

        await pilot.press("2")
        assert is_left(pilot, SignOffScreen)
