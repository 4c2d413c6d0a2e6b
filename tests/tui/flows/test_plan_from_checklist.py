"""From a checklist to the plan and back, and signing off beside what others record."""

import datetime as dt
from pathlib import Path

import msgspec

from content.case.model import Case
from screens.case.case import CaseScreen
from screens.case.plan_screen import PlanScreen
from screens.checklist.check import CheckScreen
from screens.checklist.checklist_screen import ChecklistScreen
from screens.checklist.prompts_screen import PromptsScreen
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.lease_holder import LeaseHolder
from tests.builders import an_action, an_incident
from tests.drafts import NOON, an_empty_case, answered, ready_to_sign, signed_off, signed_off_as_shipped
from tests.keys import Words
from tests.screens.host import screen_text, shown
from tests.tui.product import mark, pressed, product

ONE_CASE = an_empty_case().id
AN_HOUR = dt.timedelta(hours=1)


def stored(directory: Path) -> Case:
    return CaseRepository(engine_at(directory)).case(ONE_CASE)


def a_reassessment_with_an_open_action() -> Case:
    case, _ = signed_off_as_shipped()
    draft = ready_to_sign(case)
    return msgspec.structs.replace(case, draft=draft, actions=(an_action(at=NOON - AN_HOUR),))


async def test_a_prompt_becomes_an_action_with_one_key_and_the_prompts_are_back_afterwards(tmp_path: Path) -> None:
    draft = answered(ready_to_sign(), {"support.solace": "no"})
    app = product(tmp_path, msgspec.structs.replace(an_empty_case(), draft=draft))
    async with app.run_test(size=(100, 40)) as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+o")
        await mark(pilot, "Ring Solace")
        await pressed(pilot, "p")
        form = " ".join(screen_text(pilot).split())
        await pressed(pilot, Words("Ring Solace"), "tab", Words("me"), "tab", Words("today"), "tab", "1", "ctrl+o")

        (action,) = stored(tmp_path).actions
        assert "Ring Solace (0203 198 4659, unverified)" in form
        assert (action.what, action.prompt) == ("Ring Solace", "solace-not-contacted")
        assert action.concern.startswith("Ring Solace (0203 198 4659, unverified)")
        assert isinstance(app.screen, PromptsScreen)


async def test_ctrl_n_opens_the_plan_and_esc_leads_back_to_the_checklist(tmp_path: Path) -> None:
    app = product(tmp_path, a_reassessment_with_an_open_action())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+n")
        plan = app.screen
        await pressed(pilot, "escape")

        assert isinstance(plan, PlanScreen)
        assert isinstance(app.screen, ChecklistScreen)


async def test_an_open_action_blocks_sign_off_until_it_is_resolved_from_the_check(tmp_path: Path) -> None:
    app = product(tmp_path, a_reassessment_with_an_open_action())
    async with app.run_test(size=(100, 40)) as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+e")
        blocked = screen_text(pilot)
        await pressed(pilot, "enter", "d", Words("Rang"), "ctrl+o", "escape")
        back = app.screen
        freed = screen_text(pilot)
        await pressed(pilot, "s", "2")

        assert "There is a problem (1 to correct before signing off)" in blocked
        assert "Ring the workplace" in blocked
        assert isinstance(back, CheckScreen)
        assert "Nothing blocks sign-off." in freed
        case = stored(tmp_path)
        assert [(each.state, each.outcome) for each in case.actions] == [("open", ""), ("done", "Rang")]
        assert len(case.assessments) == 2


async def test_what_others_record_meanwhile_is_shown_before_anything_is_signed_off(tmp_path: Path) -> None:
    draft = ready_to_sign()
    app = product(tmp_path, msgspec.structs.replace(an_empty_case(), draft=draft))
    async with app.run_test(size=(100, 40)) as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+e")
        CaseRepository(engine_at(tmp_path)).record(ONE_CASE, an_incident(what="Broke the door"))
        await pressed(pilot, "s", "2")
        told = " ".join(shown(pilot, "#detail").split())
        unsigned = stored(tmp_path)
        await pressed(pilot, "ctrl+e")
        check = screen_text(pilot)
        await pressed(pilot, "s", "2")

        assert "Something was recorded on the case meanwhile: Ctrl+E shows it, and then s signs off." in told
        assert unsigned.assessments == ()
        assert "Broke the door" in check
        assert len(stored(tmp_path).assessments) == 1
        assert isinstance(app.screen, CaseScreen)


async def test_the_reason_of_a_correction_is_kept_if_somebody_else_has_the_case(tmp_path: Path) -> None:
    case, _ = signed_off()
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "x", Words("Wrong level"))
        theirs = CaseRepository(engine_at(tmp_path)).lease(
            ONE_CASE, LeaseHolder(who="Kit Lee", where="10.0.0.9", since=NOON, pid=1)
        )
        await pressed(pilot, "ctrl+o")
        theirs.release()

        assert [dict(each.typed) for each in stored(tmp_path).form_drafts] == [{"why": "Wrong level"}]
        assert stored(tmp_path).draft is None
