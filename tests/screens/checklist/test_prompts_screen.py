"""Prompts, the check and the plan from inside a checklist, through their keys."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from content.assessment import answering
from content.assessment.conditions import checklist_state
from content.assessment.prompts import met_prompts, reply_to
from content.assessment.sign_off import sign_off
from content.case.model import Case, Draft
from screens.case.assessment_view import view_assessment, view_draft
from screens.case.requests import PlanForPrompt, ShowPlan
from screens.checklist.checklist_screen import ChecklistScreen
from screens.checklist.prompts_screen import PromptsScreen
from tests.builders import an_action, an_incident
from tests.drafts import ENOUGH, NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic
from tests.screens.checklist.recorder import ChecklistHost
from tests.screens.host import Host, is_left, marked_text, screen_text, shown

HOUR = dt.timedelta(hours=1)
OLD = an_action(at=NOON - HOUR)
TWO = {"support.solace": "no", "digital.told-block": "yes"}
"""Two answers that each meet one prompt; the prompt of the second is listed first."""


def prompting(values: dict[str, str] | None = None, *, at: str = "") -> ChecklistHost:
    return ChecklistHost(draft=answered(a_new_draft(), values or TWO), at=at)


def reassessing(case: Case | None = None) -> ChecklistHost:
    case = msgspec.structs.replace(case or signed_off()[0], actions=(OLD,))
    return ChecklistHost(case, answered(a_new_draft(case), ENOUGH))


def replies(app: ChecklistHost) -> dict[str, tuple[str, str]]:
    return {name: (reply.state, reply.why) for name, reply in app.checklist.draft.replies.items()}


async def test_d_notes_a_prompt_as_done_and_it_is_quiet_with_its_reply() -> None:
    app = prompting()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("o", "d", *"Rang", "enter")
        text = screen_text(pilot)

        assert replies(app) == {"told-to-block": ("done", "Rang")}
        assert "Prompts: 1 open, 1 answered" in text
        assert "Answered, and quiet: 1" in text
        assert "Done, sam 24 Nov 2026: Rang. BEFORE THEY LEAVE: Put it right" in text
        assert text.index("Ring Solace") < text.index("Answered, and quiet") < text.index("Put it right")


async def test_d_and_x_record_nothing_before_enter() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        for key in ("d", "x"):
            await pilot.press("o", key, *"abc")
            before = replies(app)
            await pilot.press("escape", "escape")

            assert (before, replies(app), app.waiting) == ({}, {}, [])


async def test_done_needs_no_words_and_is_recorded_by_enter() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "d")
        says = screen_text(pilot)
        await pilot.press("enter")

        assert "Enter records it as done. Esc changes nothing." in says
        assert replies(app) == {"told-to-block": ("done", "")}
        assert isinstance(pilot.app.screen, PromptsScreen)


async def test_not_suitable_asks_why_beside_the_field_and_waits_for_it() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "x", "enter")
        refused = shown(pilot, "#wrong")
        before = replies(app)
        await pilot.press(*"No phone")
        beside = shown(pilot, "#wrong")
        await pilot.press("enter")

        assert refused.startswith("There is a problem: why it is not suitable is needed")
        assert before == {}
        assert beside == ""
        assert replies(app) == {"told-to-block": ("not suitable", "No phone")}
        assert isinstance(pilot.app.screen, PromptsScreen)


async def test_esc_leaves_the_reply_that_was_there() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "d", *"ok", "enter", "end", "x", *"no", "escape", "d", *" twice", "escape")

        assert replies(app) == {"told-to-block": ("done", "ok")}


async def test_backspace_opens_an_answered_prompt_again() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "d", "enter", "end", "backspace")

        assert replies(app) == {}
        assert "Prompts: 2 open, 0 answered" in screen_text(pilot)


async def test_a_prompt_without_a_reply_has_none_to_remove() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "backspace")

        assert "This draft has no reply to this prompt" in shown(pilot, "#says")


async def test_an_answered_prompt_is_quiet_in_the_checklist_until_its_answer_changes() -> None:
    app = prompting({"support.solace": "no"}, at="support.solace")
    async with app.run_test() as pilot:
        before = shown(pilot, "#prompts")
        await pilot.press("o", "d", "enter", "escape")
        answered_now = shown(pilot, "#prompts")
        await pilot.press("u")

        assert "Ring Solace" in before.replace("\n", " ")
        assert answered_now.endswith("1 answered, Ctrl+O shows them.")
        assert "ASK FIRST: " in answered_now.replace("\n", " ")
        assert "Ring Solace" in shown(pilot, "#prompts").replace("\n", " ")


async def test_the_contact_leads_back_to_the_prompt_it_was_opened_from() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "down", "enter")
        contact = screen_text(pilot)
        await pilot.press("escape")

        assert "0203 198 4659" in contact
        assert isinstance(pilot.app.screen, PromptsScreen)
        assert "Ring Solace" in marked_text(pilot)


async def test_a_prompt_with_no_contact_says_so() -> None:
    app = prompting({"start.voicemail": "no"})
    async with app.run_test() as pilot:
        await pilot.press("o", "enter")

        assert shown(pilot, "#says") == "No contact goes with this prompt."


async def test_p_on_a_prompt_asks_for_an_action_from_it_and_esc_leads_back_there() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "down", "p")
        (request,) = app.requests
        app.checklist.show_case(an_empty_case())
        await pilot.press("escape")

        assert isinstance(request, PlanForPrompt)
        assert (request.prompt, request.says[:10]) == ("solace-not-contacted", "Ring Solac")
        assert isinstance(pilot.app.screen, PromptsScreen)
        assert "Ring Solace" in marked_text(pilot)


async def test_p_in_the_checklist_asks_for_the_plan() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("p")

        assert app.requests == [ShowPlan()]


async def test_the_check_leads_to_an_action_and_once_it_is_resolved_esc_leads_back_and_signs_off() -> None:
    app = reassessing()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+e")
        check = " ".join(screen_text(pilot).split())
        await pilot.press("enter")
        requests = list(app.requests)
        done = msgspec.structs.replace(OLD, version=2, state="done", at=NOON + HOUR)
        app.checklist.show_case(msgspec.structs.replace(app.case, actions=(OLD, done)))
        await pilot.press("escape")
        again = screen_text(pilot)
        await pilot.press("s", "2")
        await pilot.pause()

        assert "There is a problem (1 to correct before signing off)" in check
        assert "Action: Ring the workplace (PC Lee, by Fri 27 Nov 2026): say if it is done, still needed" in check
        assert requests == [ShowPlan("action-1")]
        assert "Nothing blocks sign-off." in again
        assert is_left(pilot, ChecklistScreen)


async def test_the_check_lists_what_was_recorded_since_the_last_assessment() -> None:
    case, done = signed_off()
    old = an_incident(what="Rang at night", at=done.signed_off)
    new = an_incident("2026-11-25", id="2", what="Waited by the gate", at=NOON + HOUR)
    case = msgspec.structs.replace(case, incidents=(old, new))
    app = ChecklistHost(case, a_new_draft(case))
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("r")
        text = screen_text(pilot)

        assert "Incidents recorded since 24 Nov 2026: 1" in text
        assert "Wed 25 Nov 2026: Waited by the gate (in person, at work)" in text
        assert "Rang at night" not in text


async def test_the_check_lists_prompts_open_and_answered_and_leads_to_them_and_back() -> None:
    app = prompting({**ENOUGH, **TWO})
    async with app.run_test(size=(100, 200)) as pilot:
        await pilot.press("ctrl+o", "d", *"Rang", "enter", "escape", "ctrl+e")
        text = screen_text(pilot)
        await pilot.press(*["down"] * 4, "enter")
        prompts = screen_text(pilot)
        await pilot.press("escape")

        assert "Prompts still open: 1" in text
        assert "Prompts answered: 1" in text
        assert "Done, sam 24 Nov 2026: Rang. BEFORE THEY LEAVE: Put it right" in text
        assert "Prompts: 1 open, 1 answered" in prompts
        assert "Ring Solace" in marked_text(pilot)
        assert "Check and sign off" in screen_text(pilot)


async def test_a_correction_says_so_and_why_and_asks_for_no_confirming() -> None:
    case, _ = signed_off(values={"victim.fear": "yes"})
    case, _ = signed_off(case, {"victim.fear": "no"})
    draft = answering.start_correction(case, classic(), draft_id="right", why="The wrong line", now=NOON, by="kit")
    app = ChecklistHost(case, draft, at="victim.fear")
    async with app.run_test() as pilot:
        started = screen_text(pilot)
        await pilot.press("c", "r")
        check = screen_text(pilot)

        assert "Correction of 25 Nov 2026" in started.splitlines()[0]
        assert "Corrected because: The wrong line" in started
        assert "confirm" not in started.splitlines()[-1]
        assert app.waiting == []
        assert "Corrected because: The wrong line" in " ".join(check.split())
        assert "Nothing blocks sign-off." in check


async def test_a_reply_of_last_time_is_quiet_and_can_be_added_to() -> None:
    case = replied_last_time()
    app = ChecklistHost(case, answered(a_new_draft(case), {"support.solace": "no"}))
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("o")
        text = screen_text(pilot)
        await pilot.press("x", *"; still", "enter")

        assert "Prompts: 0 open, 1 answered" in text
        assert "Not suitable, sam 24 Nov 2026: Abroad. BEFORE THEY LEAVE: Ring Solace" in text
        assert replies(app) == {"solace-not-contacted": ("not suitable", "Abroad; still")}


async def test_a_signed_off_assessment_shows_open_prompts_apart_from_answered_ones() -> None:
    case = replied_last_time()
    screen = view_assessment(case, case.assessments[0], classic(), ZoneInfo("Europe/London"))
    async with Host(screen).run_test(size=(100, 30)) as pilot:
        text = screen_text(pilot)

        assert "Prompts still open: 1" in text
        assert "Prompts answered: 1" in text
        assert "Not suitable, sam 24 Nov 2026: Abroad. BEFORE THEY LEAVE: Ring Solace" in text
        assert text.index("Put it right") < text.index("Prompts answered: 1") < text.index("Ring Solace")


async def test_a_draft_that_is_read_shows_the_replies_to_its_prompts() -> None:
    screen = view_draft(an_empty_case(), replied(), ZoneInfo("Europe/London"))
    async with Host(screen).run_test(size=(100, 30)) as pilot:
        assert "Not suitable, sam 24 Nov 2026: Abroad. Ring Solace" in screen_text(pilot)


def replied() -> Draft:
    """A first draft with one prompt open and one answered."""
    draft = answered(a_new_draft(), {**ENOUGH, **TWO})
    met = met_prompts(classic().prompts, checklist_state(classic().checklist, draft.answers))
    solace = next(prompt for prompt in met if prompt.rule.id == "solace-not-contacted")
    return reply_to(draft, solace, "not suitable", "Abroad", now=NOON, by="sam")


def replied_last_time() -> Case:
    done = sign_off(replied(), classic(), an_empty_case(), now=NOON, today=TODAY, by="sam")
    return msgspec.structs.replace(an_empty_case(), assessments=(done,))


async def test_a_reply_is_shown_as_saved_only_once_it_is_on_disk() -> None:
    app = prompting()
    async with app.run_test() as pilot:
        await pilot.press("o", "d", "enter")
        recorded = screen_text(pilot).splitlines()[0]
        app.write()
        await pilot.pause()
        written = screen_text(pilot).splitlines()[0]
        await pilot.press("x", *"No phone", "enter")
        app.fail("There is no room on the disk.")
        await pilot.pause()

        assert "saving" in recorded
        assert "saved 12:00:00" in written
        assert "NOT SAVED since 12:00:00" in screen_text(pilot).splitlines()[0]
