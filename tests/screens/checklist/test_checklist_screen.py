"""The checklist, through its keys."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from screens.checklist.checklist_screen import ChecklistScreen
from tests.drafts import ENOUGH, a_new_draft, answered, signed_off
from tests.screens.checklist.recorder import ChecklistHost, values
from tests.screens.host import SMALLEST, is_left, marked_text, screen_text, shown

LAST_TIME = {"victim.fear": "yes", "victim.affected": "no", "start.safe-contact": "By text", "risk.escalation": "yes"}


def a_reassessment(*, at: str = "") -> ChecklistHost:
    case, _ = signed_off(values=LAST_TIME)
    return ChecklistHost(case, a_new_draft(case), at=at)


def title(pilot: Pilot[Any]) -> str:
    return screen_text(pilot).splitlines()[0]


async def test_y_n_and_u_answer_and_move_on() -> None:
    app = ChecklistHost(at="victim.affected")
    async with app.run_test() as pilot:
        await pilot.press("y", "n", "u")

        assert values(pilot) == {"victim.affected": "yes", "victim.fear": "no", "victim.oppressed": "not known"}
        assert "fearful about certain acts" in marked_text(pilot)
        assert shown(pilot, "#progress").strip() == "3 of 54 answered"


async def test_u_on_a_duty_says_that_it_was_not_safe_to() -> None:
    app = ChecklistHost(at="victim.order-explained")
    async with app.run_test() as pilot:
        await pilot.press("u")

        assert values(pilot) == {"victim.order-explained": "not safe"}


async def test_backspace_takes_an_answer_back_and_keeps_its_note() -> None:
    app = ChecklistHost(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press("t", "a", "t", "escape", "y", "up", "backspace")

        assert values(pilot) == {}
        assert app.checklist.draft.answers["victim.fear"].note == "at"


async def test_the_end_of_a_section_leads_to_the_next() -> None:
    app = ChecklistHost(at="happening.messages")
    async with app.run_test() as pilot:
        await pilot.press("y")

        assert shown(pilot, "#section") == "2 The victim: not started"


async def test_digits_tab_and_shift_tab_go_from_section_to_section() -> None:
    app = ChecklistHost()
    async with app.run_test() as pilot:
        places = []
        for key in ("4", "tab", "shift+tab", "0", "shift+tab"):
            await pilot.press(key)
            places.append(shown(pilot, "#section").split(" ", 1)[0])

        assert places == ["4", "5", "4", "0", "7"]


async def test_why_it_is_asked_and_its_source_are_in_view_even_under_a_long_note() -> None:
    app = ChecklistHost(at="victim.fear")
    async with app.run_test(size=SMALLEST) as pilot:
        await pilot.press("t")
        pilot.app.screen.query_one(TextArea).text = "long words " * 300
        await pilot.press("escape")

        assert "Why:" in shown(pilot, "#detail")
        assert "(briefing 2.2)" in shown(pilot, "#detail").replace("\n", " ")


async def test_a_note_has_its_basis() -> None:
    app = ChecklistHost(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press("t", "h", "i", "ctrl+b", "ctrl+b", "escape")

        kept = app.checklist.draft.answers["victim.fear"]
        assert (kept.note, kept.basis) == ("hi", "third party")
        assert "Note (third party): hi" in shown(pilot, "#detail")


async def test_a_note_is_handed_over_letter_by_letter() -> None:
    app = ChecklistHost(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press("t", *"abc")

        assert [draft.answers["victim.fear"].note for draft in app.waiting] == ["a", "ab", "abc"]


async def test_one_esc_in_a_note_discards_nothing() -> None:
    app = ChecklistHost(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press("t", *"half a wo", "escape")

        assert app.checklist.draft.answers["victim.fear"].note == "half a wo"


async def test_a_choice_is_made_by_its_number() -> None:
    app = ChecklistHost(at="start.relationship")
    async with app.run_test() as pilot:
        await pilot.press("7", "enter")

        assert values(pilot) == {"start.relationship": "stranger"}


async def test_words_are_written_and_never_lost_to_a_key() -> None:
    app = ChecklistHost(at="start.how-long")
    async with app.run_test() as pilot:
        await pilot.press(*"an hour", "escape", "up", "backspace", "ctrl+k")

        assert values(pilot) == {"start.how-long": "an hour"}


async def test_a_review_date_is_read_back_with_its_weekday() -> None:
    app = ChecklistHost(at="judgement.review-date")
    async with app.run_test() as pilot:
        await pilot.press("enter", *"in 7 days")
        echo = shown(pilot, "#echo")
        await pilot.press("enter")

        assert echo == "Tue 1 Dec 2026"
        assert values(pilot) == {"judgement.review-date": "2026-12-01"}


async def test_enter_alone_takes_the_review_date_of_the_policy() -> None:
    draft = answered(a_new_draft(), {"judgement.level": "high"})
    app = ChecklistHost(draft=draft, at="judgement.review-date")
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")

        assert values(pilot)["judgement.review-date"] == "2026-12-01"


async def test_what_is_not_a_date_is_shown_as_such_and_kept_as_typed() -> None:
    app = ChecklistHost(at="judgement.review-date")
    async with app.run_test() as pilot:
        await pilot.press("enter", *"soon", "enter")
        text = shown(pilot, "#echo")
        await pilot.press("escape")

        assert "'soon' is not a date" in text
        assert values(pilot) == {"judgement.review-date": "soon"}


@pytest.mark.parametrize("keys", [("y", "s"), ("y", "up", "s"), ("y", "ctrl+x")])
async def test_a_first_assessment_asks_when_it_last_happened(keys: tuple[str, ...]) -> None:
    app = ChecklistHost(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        asked = screen_text(pilot)
        await pilot.press(*"about Dec 2025", "enter")

        assert "When did it last happen? Does the person live with persistent fear" in asked
        assert app.checklist.draft.answers["victim.fear"].last == "about 2025-12"


async def test_a_question_that_closes_keeps_what_was_typed_and_says_so() -> None:
    app = ChecklistHost(at="victim.order-asked")
    async with app.run_test() as pilot:
        await pilot.press("y", *"wants one", "escape", "up", "up", "n", "up")

        assert "no longer applies" in marked_text(pilot)
        assert app.checklist.draft.answers["victim.order-views"].value == "wants one"


async def test_prompts_appear_most_urgent_first_with_their_source() -> None:
    app = ChecklistHost(at="support.safe-now")
    async with app.run_test() as pilot:
        await pilot.press("n", "n")

        text = " ".join(shown(pilot, "#prompts").splitlines()[1:])
        assert text.startswith("NOW, 1 of 2, Ctrl+O all: If the person is in danger, call 999.")
        assert "(Practice, national emergency numbers, undated, unverified)" in text


async def test_every_prompt_can_be_read_and_opens_the_contact_that_can_help() -> None:
    app = ChecklistHost(at="support.solace")
    async with app.run_test() as pilot:
        await pilot.press("n", "ctrl+o")
        text = screen_text(pilot)
        await pilot.press("enter")

        assert "Ring Solace on 0203 198 4659" in text
        assert "(briefing 7.4)" in text.replace("\n", " ")
        assert "0203 198 4659" in screen_text(pilot)
        assert "unverified" in screen_text(pilot)


async def test_g_opens_the_guide_on_the_statement_and_esc_returns_to_the_question() -> None:
    app = ChecklistHost(at="risk.told-to-talk")
    async with app.run_test() as pilot:
        await pilot.press("g")
        text = marked_text(pilot)
        await pilot.press("escape")

        assert text.startswith("DO NOT")
        assert "suggested that the victim talk to or meet" in marked_text(pilot)


async def test_a_carried_answer_does_not_count_until_it_is_confirmed() -> None:
    app = a_reassessment(at="victim.affected")
    async with app.run_test() as pilot:
        before = shown(pilot, "#progress").strip()
        last_time = shown(pilot, "#detail")
        await pilot.press("c")

        assert before == "0 of 54 answered"
        assert "Last time (24 Nov 2026): no" in last_time
        assert shown(pilot, "#progress").strip() == "1 of 54 answered"
        assert values(pilot) == {"victim.affected": "no"}


@pytest.mark.parametrize("first", ["c", "y"])
@pytest.mark.parametrize(("key", "since"), [("s", "since last assessment"), ("e", "earlier"), ("w", "not known")])
async def test_a_yes_at_a_reassessment_asks_whether_it_is_since_the_last(first: str, key: str, since: str) -> None:
    app = a_reassessment(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press(first)
        asked = shown(pilot, "#since")
        await pilot.press(key)

        assert "SINCE WHEN? Does the person live with persistent fear" in asked
        assert "s since 24 Nov 2026, e earlier, w when not known" in asked
        assert app.checklist.draft.answers["victim.fear"].since == since
        assert values(pilot) == {"victim.fear": "yes"}
        assert "feel oppressed" in marked_text(pilot)
        assert shown(pilot, "#since") == ""


async def test_yes_and_no_are_never_taken_for_since_when() -> None:
    app = a_reassessment(at="victim.affected")
    async with app.run_test() as pilot:
        await pilot.press("y", "n", "y", "n")

        assert list(values(pilot).values()) == ["yes", "no", "yes", "no"]
        assert all(answer.since is None for answer in app.checklist.draft.answers.values())


async def test_the_newest_yes_is_asked_about_first_and_the_marked_one_before_any() -> None:
    app = a_reassessment(at="victim.affected")
    async with app.run_test() as pilot:
        await pilot.press("y", "y")
        newest = shown(pilot, "#since")
        await pilot.press("up", "up")
        marked = shown(pilot, "#since")
        await pilot.press("s", "e")

        given = app.checklist.draft.answers
        assert "persistent fear" in newest
        assert "persistent fear" not in marked
        assert [given[name].since for name in ("victim.affected", "victim.fear")] == [
            "since last assessment",
            "earlier",
        ]


async def test_since_when_waits_over_other_questions_and_sections() -> None:
    app = a_reassessment(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press("y", "tab", "tab")

        assert "SINCE WHEN? Does the person live with persistent fear" in shown(pilot, "#since")


async def test_since_when_is_said_by_ctrl_x_where_letters_are_text() -> None:
    app = a_reassessment(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press("y", "7", "end")
        asked = shown(pilot, "#since")
        await pilot.press("ctrl+x", "2")

        assert "Ctrl+X answers it" in asked
        assert app.checklist.draft.answers["victim.fear"].since == "earlier"


async def test_typing_on_a_text_question_writes_its_answer_and_nothing_else() -> None:
    app = ChecklistHost(at="start.how-long")
    async with app.run_test() as pilot:
        await pilot.press(*"15 mins, not now")
        asked = screen_text(pilot)
        await pilot.press("escape")

        assert "How long does the person have to talk?" in asked
        assert values(pilot) == {"start.how-long": "15 mins, not now"}


@pytest.mark.parametrize("done", ["escape", "tab", "shift+tab"])
async def test_the_words_after_an_answer_in_words_are_the_next_answer(done: str) -> None:
    app = ChecklistHost(at="start.never-contact")
    async with app.run_test() as pilot:
        await pilot.press(*"By text", done, *"By post", done)

        assert values(pilot) == {"start.never-contact": "By text", "start.suspect-where": "By post"}


async def test_what_is_pasted_on_a_text_question_is_its_answer() -> None:
    app = ChecklistHost(at="start.safe-contact")
    async with app.run_test() as pilot:
        pilot.app.post_message(events.Paste("By text,\nafter six"))
        await pilot.pause()
        await pilot.press("escape")

        assert values(pilot) == {"start.safe-contact": "By text,\nafter six"}


async def test_what_is_pasted_on_a_yes_no_question_is_reported_and_changes_nothing() -> None:
    app = ChecklistHost(at="victim.fear")
    async with app.run_test() as pilot:
        pilot.app.post_message(events.Paste("yes"))
        await pilot.pause()

        assert values(pilot) == {}
        assert "Nothing was pasted" in shown(pilot, "#detail")


async def test_typing_never_adds_to_what_was_said_last_time() -> None:
    app = a_reassessment(at="start.safe-contact")
    async with app.run_test() as pilot:
        await pilot.press(*"By phone", "escape")

        assert values(pilot) == {"start.safe-contact": "By phone"}


async def test_a_date_is_typed_in_place_of_the_one_there_and_down_is_done() -> None:
    app = ChecklistHost(at="support.marac-day")
    async with app.run_test() as pilot:
        await pilot.press("tab", "shift+tab")
        app.checklist._go_to("judgement.review-date")
        await pilot.press(*"in 7 days", "enter", *"in 9 days", "down")

        assert values(pilot) == {"judgement.review-date": "in 9 days"}


async def test_the_footer_says_how_the_marked_question_is_answered() -> None:
    app = a_reassessment(at="start.safe-contact")
    async with app.run_test() as pilot:
        text = screen_text(pilot).splitlines()[-1]
        await pilot.press("3")
        await pilot.press("escape", "tab")
        yes_no = screen_text(pilot).splitlines()[-1]

        assert text == "Type it  Ctrl+K not known  Ctrl+Y confirm  Ctrl+E check and sign off  ? keys"
        assert yes_no == "y yes  n no  u not known  c confirm  r check and sign off  t note  ? keys"


async def test_words_on_a_choice_are_a_note_beside_the_option_that_is_chosen() -> None:
    app = ChecklistHost(at="start.relationship")
    async with app.run_test() as pilot:
        await pilot.press(*"1 cousin")
        told = screen_text(pilot)
        await pilot.press("home", "enter")

        given = app.checklist.draft.answers["start.relationship"]
        assert "Kept as a note: 1 cousin" in told
        assert given.note == "1 cousin"
        assert list(values(pilot)) == ["start.relationship"]


async def test_words_on_a_choice_that_is_left_are_kept_and_no_option_is_chosen() -> None:
    app = ChecklistHost(at="start.relationship")
    async with app.run_test() as pilot:
        await pilot.press(*"15 mins", "escape")

        assert app.checklist.draft.answers["start.relationship"].note == "15 mins"
        assert values(pilot) == {}
        assert "No option is chosen yet." in shown(pilot, "#detail")


async def test_a_command_word_is_asked_about_before_it_is_an_answer() -> None:
    app = ChecklistHost(at="start.safe-contact")
    async with app.run_test() as pilot:
        await pilot.press(*"help", "escape")
        asked = screen_text(pilot)
        await pilot.press("2")
        refused = values(pilot)
        await pilot.press("c", "escape", "3")

        assert "The whole answer is now 'help'. Is that the answer?" in asked
        assert refused == {}
        assert values(pilot) == {"start.safe-contact": "c"}


async def test_a_key_pressed_by_habit_on_a_date_does_not_replace_it() -> None:
    app = ChecklistHost(draft=answered(a_new_draft(), ENOUGH), at="judgement.review-date")
    async with app.run_test() as pilot:
        await pilot.press("r", "escape", "escape")

        assert values(pilot)["judgement.review-date"] == "2026-12-24"
        assert "Not taken as the answer: r" in shown(pilot, "#detail")


async def test_ctrl_k_is_not_known_where_letters_are_text() -> None:
    app = ChecklistHost(at="start.safe-contact")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+k")

        assert values(pilot) == {"start.safe-contact": "not known"}


async def test_a_changed_answer_says_what_it_was_and_ctrl_u_brings_it_back() -> None:
    app = ChecklistHost(at="victim.affected")
    async with app.run_test() as pilot:
        await pilot.press("y", "up", "n")
        told = " ".join(shown(pilot, "#detail").split())
        await pilot.press("ctrl+u")
        back = values(pilot)
        undone = " ".join(shown(pilot, "#detail").split())
        await pilot.press("ctrl+u")

        assert "was yes, now no; Ctrl+U brings it back." in told
        assert back == {"victim.affected": "yes"}
        assert "Undone: yes again, was no." in undone
        assert values(pilot) == {}
        assert app.waiting[-1] == app.checklist.draft


async def test_undo_goes_back_over_questions_and_takes_a_whole_text_for_one_step() -> None:
    app = ChecklistHost(at="start.never-contact")
    async with app.run_test() as pilot:
        await pilot.press(*"By text", "escape", *"By post", "escape", "tab", "y")
        await pilot.press("ctrl+u", "ctrl+u")
        one = values(pilot)
        at = app.checklist.at
        await pilot.press("ctrl+u", "ctrl+u")

        assert one == {"start.never-contact": "By text"}
        assert at == "start.suspect-where"
        assert values(pilot) == {}
        assert "There is nothing to undo" in shown(pilot, "#detail")


async def test_since_when_can_be_answered_again() -> None:
    app = a_reassessment(at="victim.fear")
    async with app.run_test() as pilot:
        await pilot.press("y", "s", "up", "e")

        assert app.checklist.draft.answers["victim.fear"].since == "earlier"


async def test_a_question_not_answered_last_time_has_nothing_to_confirm() -> None:
    app = a_reassessment(at="victim.oppressed")
    async with app.run_test() as pilot:
        await pilot.press("c")

        assert values(pilot) == {}
        assert "nothing from last time to confirm" in shown(pilot, "#detail")


async def test_the_check_names_what_blocks_and_enter_leads_there_and_esc_back() -> None:
    app = ChecklistHost()
    async with app.run_test() as pilot:
        await pilot.press("r")
        check = screen_text(pilot)
        await pilot.press("down", "enter")
        question = marked_text(pilot)
        beside = shown(pilot, "#detail")
        await pilot.press("escape")

        assert "There is a problem (8 to correct before signing off)" in check
        assert "What are the safe ways, times and numbers" in question
        assert "There is a problem: needed to sign off, and not answered" in beside
        assert marked_text(pilot).startswith("What are the safe ways")


async def test_a_problem_is_shown_beside_the_question_until_it_is_answered() -> None:
    app = ChecklistHost(at="judgement.rationale")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+e", "escape")
        before = shown(pilot, "#detail")
        await pilot.press(*"Seen and heard", "escape", "up")

        assert "There is a problem: needed to sign off" in before
        assert "There is a problem" not in shown(pilot, "#detail")


async def test_a_blocked_check_does_not_sign_off() -> None:
    app = ChecklistHost()
    async with app.run_test() as pilot:
        await pilot.press("r", "s", "enter")

        assert not is_left(pilot, ChecklistScreen)


async def test_signing_off_is_asked_once_and_can_be_declined() -> None:
    app = ChecklistHost(draft=answered(a_new_draft(), ENOUGH))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+e", "s", "enter")
        declined = not is_left(pilot, ChecklistScreen)
        await pilot.press("s", "2")
        await pilot.pause()

        assert declined
        assert is_left(pilot, ChecklistScreen)


async def test_the_check_lists_every_answer_and_draws_no_conclusion() -> None:
    app = ChecklistHost(draft=answered(a_new_draft(), {"suspect.fixated": "yes", "victim.oppressed": "yes"}))
    async with app.run_test(size=(100, 200)) as pilot:
        await pilot.press("r")
        lines = screen_text(pilot)

        assert "To stalking:" in lines
        assert "To harassment:" in lines
        assert "yes to" not in lines
        assert "no conclusion is drawn here" in lines
        assert lines.count("not asked") >= 50


async def test_it_says_saved_only_once_the_text_on_screen_is_on_disk() -> None:
    app = ChecklistHost(at="victim.affected")
    async with app.run_test() as pilot:
        await pilot.press("y", "n")
        titles = [title(pilot)]
        for _ in range(2):
            app.write()
            await pilot.pause()
            titles.append(title(pilot))

        assert ["saving" in line for line in titles] == [True, True, False]
        assert "saved 12:00:00" in titles[-1]


async def test_a_save_that_cannot_be_done_says_so_and_keeps_the_text() -> None:
    app = ChecklistHost(at="victim.affected")
    async with app.run_test() as pilot:
        await pilot.press("y")
        app.fail("There is no room on the disk.")
        await pilot.pause()

        assert "NOT SAVED since 12:00:00" in title(pilot)
        assert "There is no room on the disk." in shown(pilot, "#detail")
        assert values(pilot) == {"victim.affected": "yes"}


KEYS = st.lists(
    st.one_of(
        st.sampled_from(["y", "n", "u", "c", "backspace", "up", "down", "tab", "shift+tab", "ctrl+y", "escape_note"]),
        st.sampled_from("0147"),
        st.just("write"),
    ),
    max_size=25,
)


@given(KEYS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_keys_lose_an_answer_or_make_an_unsaved_one_look_saved(keys: list[str]) -> None:
    asyncio.run(walk(keys))


async def walk(keys: list[str]) -> None:
    """Press keys on a reassessment: each changes only the marked question, and `saved` is shown only if it is true."""
    app = a_reassessment()
    async with app.run_test() as pilot:
        for key in keys:
            before, at = app.checklist.draft.answers, app.checklist.at
            if key == "write":
                app.write()
                await pilot.pause()
            elif key == "escape_note":
                await pilot.press("ctrl+t", "x", "escape")
            else:
                await pilot.press(key)
            if not isinstance(pilot.app.screen, ChecklistScreen):
                await pilot.press("escape")
            after = app.checklist.draft.answers

            assert {each: after.get(each) for each in before if each != at} == {
                each: before[each] for each in before if each != at
            }
            if at in before:
                assert len(after[at].note) >= len(before[at].note)
            if "saved 12:00:00" in title(pilot):
                assert app.kept == app.checklist.draft
