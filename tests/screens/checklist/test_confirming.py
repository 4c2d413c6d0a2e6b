"""Confirming last time's answers: never one that was not shown whole; settled history a page at a time."""

import msgspec
import pytest

from content.pack.model import Pack, Question
from screens.checklist.confirm_together import ConfirmScreen
from tests.drafts import a_new_draft, signed_off
from tests.packs import classic
from tests.screens.checklist.recorder import ChecklistHost, values
from tests.screens.host import SMALLEST, USUAL, screen_text, shown

LONG = " ".join(f"word{number}" for number in range(600))
MANY = [question.id for question in classic().checklist.questions if question.kind == "done"]
NOS = dict.fromkeys(MANY, "no")


def settled_pack() -> Pack:
    """The pack with its duties marked as settled history."""
    pack = classic()

    def mark(question: Question) -> Question:
        return msgspec.structs.replace(question, confirm_together=question.id in NOS)

    sections = tuple(
        msgspec.structs.replace(each, questions=tuple(mark(question) for question in each.questions))
        for each in pack.checklist.sections
    )
    return msgspec.structs.replace(pack, checklist=msgspec.structs.replace(pack.checklist, sections=sections))


def a_reassessment(last_time: dict[str, str], *, at: str = "", pack: Pack | None = None) -> ChecklistHost:
    case, _ = signed_off(values=last_time)
    return ChecklistHost(case, a_new_draft(case), at=at, pack=pack)


@pytest.mark.parametrize("size", [USUAL, SMALLEST], ids=str)
async def test_a_text_that_was_not_shown_whole_is_shown_whole_before_it_is_confirmed(size: tuple[int, int]) -> None:
    app = a_reassessment({"start.safe-contact": LONG}, at="start.safe-contact")
    async with app.run_test(size=size) as pilot:
        beside = shown(pilot, "#detail")
        await pilot.press("ctrl+y", "ctrl+y", "c")
        before_the_end = values(pilot)
        await pilot.press(*["pagedown"] * 12)
        end = screen_text(pilot)
        await pilot.press("ctrl+y")

        assert "... more: Ctrl+Y" in beside
        assert before_the_end == {}
        assert "word599" in end
        assert values(pilot) == {"start.safe-contact": LONG}


async def test_esc_from_a_text_shown_whole_confirms_nothing() -> None:
    app = a_reassessment({"start.safe-contact": LONG}, at="start.safe-contact")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+y", *["pagedown"] * 9, "escape")

        assert values(pilot) == {}


async def test_a_text_in_full_view_is_confirmed_by_one_key() -> None:
    app = a_reassessment({"start.safe-contact": "By text"}, at="start.safe-contact")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+y")

        assert values(pilot) == {"start.safe-contact": "By text"}


async def test_settled_history_is_confirmed_on_one_page_and_taken_back_by_one_key() -> None:
    app = a_reassessment(NOS, pack=settled_pack())
    async with app.run_test() as pilot:
        offered = shown(pilot, "#detail")
        await pilot.press("ctrl+a", *["pagedown"] * 5)
        page = screen_text(pilot)
        await pilot.press("ctrl+y")
        confirmed = values(pilot)
        are_together = [each.together for each in app.checklist.draft.answers.values()]
        await pilot.press("ctrl+u")

        assert f"Ctrl+A shows {len(confirmed)} answers of settled history" in offered
        assert f"Ctrl+Y or c confirms all {len(confirmed)} answers as last time." in page
        assert len(confirmed) > 3
        assert set(confirmed) <= set(NOS)
        assert all(are_together)
        assert values(pilot) == {}


async def test_a_page_is_not_confirmed_before_its_end_was_read() -> None:
    app = a_reassessment(NOS, pack=settled_pack())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("ctrl+a", "ctrl+y", "c")

        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "Read on with Down or PgDn" in screen_text(pilot)
        assert values(pilot) == {}
