"""Prompts that were open at sign-off, answered from the case and from the signed-off view."""

from pathlib import Path

import msgspec

from content.case.model import Case, PromptSnapshot
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.drafts import signed_off
from tests.keys import Words
from tests.screens.host import marked_text, screen_text, shown
from tests.tui.product import pressed, product

WHILE_OPEN = "NOW: Ring 999 at once"


def with_an_open_prompt() -> Case:
    case, assessment = signed_off()
    prompt = PromptSnapshot(id="ring-999", urgency="now", says="Ring 999 at once", source="4.5", met={"a": "yes"})
    return msgspec.structs.replace(case, assessments=(msgspec.structs.replace(assessment, prompts=(prompt,)),))


def stored(directory: Path, case: Case) -> Case:
    return CaseRepository(engine_at(directory)).case(case.id)


async def test_an_open_prompt_is_answered_from_the_case_and_is_then_no_longer_open(tmp_path: Path) -> None:
    case = with_an_open_prompt()
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter")
        assert marked_text(pilot).startswith(WHILE_OPEN)

        await pressed(pilot, "enter", "1", Words("Rang them"), "ctrl+o")

        (note,) = stored(tmp_path, case).notes
        assert (note.prompt, note.prompt_state, note.text) == ("ring-999", "done", "Rang them")
        assert shown(pilot, "#says") == "Recorded: done. The prompt is answered."
        assert "still open" not in screen_text(pilot)
        assert stored(tmp_path, case).assessments == case.assessments


async def test_it_is_answered_from_the_signed_off_view_too_and_not_without_a_reason(tmp_path: Path) -> None:
    case = with_an_open_prompt()
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "down", "enter")
        assert "Enter answer prompt" in screen_text(pilot)
        for _ in range(30):
            if not marked_text(pilot).startswith(WHILE_OPEN):
                await pressed(pilot, "down")

        await pressed(pilot, "enter", "2", "ctrl+o")
        assert "in words" in screen_text(pilot)
        assert stored(tmp_path, case).notes == ()

        await pressed(pilot, Words("She has moved"), "ctrl+o")
        (note,) = stored(tmp_path, case).notes
        assert (note.prompt_state, note.text) == ("not suitable", "She has moved")


async def test_an_action_is_made_from_an_open_prompt(tmp_path: Path) -> None:
    app = product(tmp_path, with_an_open_prompt())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "3")

        assert "New action" in screen_text(pilot)
        assert "Ring 999 at once" in screen_text(pilot)


async def test_a_view_without_open_prompts_offers_none_to_answer(tmp_path: Path) -> None:
    case = with_an_open_prompt()
    assessment = msgspec.structs.replace(case.assessments[0], prompts=())
    app = product(tmp_path, msgspec.structs.replace(case, assessments=(assessment,)))
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter")

        assert "Signed off" in screen_text(pilot)
        assert "answer prompt" not in screen_text(pilot)


async def test_read_from_the_chronology_the_open_prompts_are_only_read(tmp_path: Path) -> None:
    app = product(tmp_path, with_an_open_prompt())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "c", "enter")

        assert WHILE_OPEN in screen_text(pilot)
        assert "answer prompt" not in screen_text(pilot)
