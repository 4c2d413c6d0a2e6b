"""A draft of another edition in the interface: the report comes first, and answers in other words wait for a key."""

from pathlib import Path

import msgspec

from content.case.model import Case
from screens.checklist.checklist_screen import ChecklistScreen
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.builders import A_CASE_ID
from tests.content.assessment.test_edition_moves import FEAR, edited, text
from tests.drafts import a_new_draft, an_empty_case, answered, ready_to_sign, signed_off_as_shipped
from tests.keys import Words
from tests.packs import bexley
from tests.screens.host import screen_text
from tests.tui.product import pressed, product

REWORDED = edited({FEAR: {"text": "Was she afraid?", "short": ""}})


def stored(directory: Path) -> Case:
    return CaseRepository(engine_at(directory)).case(A_CASE_ID)


async def test_the_report_is_shown_before_the_checklist_and_nothing_is_stored_by_reading_it(tmp_path: Path) -> None:
    case = with_draft({FEAR: "yes"})
    app = product(tmp_path, case, pack=REWORDED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "enter", "a")
        told = " ".join(screen_text(pilot).split())
        assert "The pack has changed" in told
        assert f"Was she afraid? WAS: {text(bexley(), FEAR)} ANSWERED: yes." in told

        await pressed(pilot, "escape")
        assert isinstance(app.screen, ChecklistScreen)
        assert "1 answer was given in other words, and counts once confirmed" in " ".join(screen_text(pilot).split())
        await pressed(pilot, "escape")

        assert stored(tmp_path).draft == case.draft


async def test_an_answer_in_other_words_is_shown_with_them_and_confirmed_with_a_key(tmp_path: Path) -> None:
    app = product(tmp_path, with_draft({FEAR: "yes"}), pack=REWORDED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "enter", "a", "escape", "ctrl+f", *"afraid", "enter")
        shown = " ".join(screen_text(pilot).split())
        await pressed(pilot, "c", "escape")

        assert "Answer: not asked" in shown
        assert "Earlier in this draft (24 Nov 2026): yes" in shown
        assert f"ASKED IN OTHER WORDS then: {text(bexley(), FEAR)}" in shown
        draft = stored(tmp_path).draft
        assert draft
        assert draft.answers[FEAR].value == "yes"
        assert draft.pack == REWORDED.edition


async def test_sign_off_is_blocked_until_it_is_confirmed_and_the_report_stays_with_the_assessment(
    tmp_path: Path,
) -> None:
    draft = msgspec.structs.replace(ready_to_sign(), case=A_CASE_ID)
    pack = edited({"start.danger-now": {"text": "Is there danger now?"}})
    app = product(tmp_path, msgspec.structs.replace(an_empty_case(), draft=draft), pack=pack)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "enter", "a", "escape", "ctrl+e")
        blocked = " ".join(screen_text(pilot).split())
        await pressed(pilot, "enter", "c", "escape")
        ready = screen_text(pilot)
        await pressed(pilot, "s", "down", "enter")

        assert "Is there danger now? Answered when it was asked in other" in blocked
        assert "Nothing blocks sign-off." in ready
        (done,) = stored(tmp_path).assessments
        assert done.answers["start.danger-now"].value == "no"
        (aside,) = done.moves[0].set_aside
        assert aside.asked.text == text(bexley(), "start.danger-now")


async def test_a_draft_that_asks_the_same_words_opens_without_a_report(tmp_path: Path) -> None:
    case = with_draft({"start.how-spoken": "face-to-face"})
    app = product(tmp_path, case, pack=edited({}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "enter", "a")

        assert isinstance(app.screen, ChecklistScreen)


async def test_a_correction_of_an_assessment_of_another_edition_begins_with_the_report(tmp_path: Path) -> None:
    case, _ = signed_off_as_shipped(values={FEAR: "yes"})
    app = product(tmp_path, case, pack=REWORDED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "2", "enter", "x", Words("A slip of the key"), "ctrl+o")
        told = " ".join(screen_text(pilot).split())

        assert "The pack has changed" in told
        assert "Was she afraid? WAS:" in told


def with_draft(values: dict[str, str]) -> Case:
    case = an_empty_case()
    return msgspec.structs.replace(case, draft=answered(a_new_draft(case, pack=bexley()), values))
