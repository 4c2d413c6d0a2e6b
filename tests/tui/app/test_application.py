"""The whole product through its keys, over a real data directory."""

import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest
from textual import events

from content.case.model import Case
from content.training.cases import made_up_cases
from screens.case.case import CaseScreen
from screens.checklist.checklist_screen import ChecklistScreen
from screens.dialogs.long_text import LongTextScreen
from screens.home import HomeScreen
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import StoreFullError, StoreUnreadableError
from store.lease_holder import LeaseHolder
from tests.drafts import NOON, an_empty_case, answered, ready_to_sign, signed_off, signed_off_as_shipped
from tests.keys import answers, to
from tests.packs import bexley
from tests.screens.host import is_left, marked_text, screen_text, shown
from tests.tui.product import Clock, FailingStore, mark, pressed, product, rested, typed_at_once
from tui.app.application import FourfoldApp
from tui.use_cases import signing_off

ONE_CASE = an_empty_case().id


def stored(directory: Path, case: str = ONE_CASE) -> Case:
    return CaseRepository(engine_at(directory)).case(case)


def a_case_ready_to_sign() -> Case:
    case = an_empty_case()
    return msgspec.structs.replace(case, draft=ready_to_sign(case))


def checklist(app: FourfoldApp) -> ChecklistScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, ChecklistScreen))


async def test_a_new_case_leads_straight_to_its_checklist(tmp_path: Path) -> None:
    app = product(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "n", "A", "B", "tab", "C", "R", "/", "1", "enter")

        (told,) = CaseRepository(engine_at(tmp_path)).listing().summaries
        assert (told.initials, told.own_reference) == ("AB", "CR/1")
        assert isinstance(app.screen, ChecklistScreen)


async def test_an_answer_is_on_disk_without_any_key_to_save(tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *answers({"victim.affected": "yes"}))
        app.save(5)
        await rested(pilot)

        draft = stored(tmp_path).draft
        assert draft
        assert draft.answers["victim.affected"].value == "yes"
        assert "saved 12:00:00" in screen_text(pilot).splitlines()[0]


async def test_leaving_saves_at_once(tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.suicide"), "y", "n", "u", "escape")

        draft = stored(tmp_path).draft
        assert draft
        left = ("victim.suicide", "victim.care-needs", "victim.interpreter")
        assert [draft.answers[each].value for each in left] == ["yes", "no", "not known"]
        assert isinstance(app.screen, CaseScreen)


async def test_signing_off_records_the_assessment_and_ends_the_draft(tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+e", "s", "2")

        case = stored(tmp_path)
        assert case.draft is None
        assert case.latest
        assert (case.latest.level_name, case.latest.by) == ("Medium", "Sam Patel")
        assert "Signed off. Review Tue 8 Dec 2026." in screen_text(pilot)
        assert "Medium   [##-]" in screen_text(pilot)


async def test_a_reassessment_names_the_one_it_follows_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    case, first = signed_off_as_shipped(values={"victim.fear": "yes"})
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "a", "4", *to("victim.fear"), "c", "s", "escape")

        after = stored(tmp_path)
        assert after.draft
        assert (after.draft.follows, after.draft.trigger) == (first.id, "escalation")
        assert list(after.draft.answers) == ["victim.fear"]
        assert after.assessments == (first,)


async def test_leaving_the_choice_of_a_trigger_starts_nothing(tmp_path: Path) -> None:
    case, _ = signed_off()
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "a", "escape")

        assert stored(tmp_path).draft is None
        assert isinstance(app.screen, CaseScreen)


async def test_a_changed_checklist_is_shown_before_a_reassessment(tmp_path: Path) -> None:
    case, first = signed_off_as_shipped()
    asked = tuple(
        msgspec.structs.replace(each, text="As it was") if each.id == "victim.fear" else each for each in first.asked
    )
    older = msgspec.structs.replace(first, asked=asked, edition="2025.1")
    app = product(tmp_path, msgspec.structs.replace(case, assessments=(older,)))
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "a", "1", "enter")
        told = screen_text(pilot)
        await pressed(pilot, "escape")

        assert "Questions whose wording changed: confirm with care: 1" in told
        assert isinstance(app.screen, ChecklistScreen)


async def test_a_draft_is_offered_to_resume_first_on_its_case(tmp_path: Path) -> None:
    cases = made_up_cases(bexley(), now=NOON)
    app = product(tmp_path, *cases)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "slash", *"107", "enter")

        assert marked_text(pilot).startswith("Draft to resume: Reassessment (a new incident")


async def test_what_is_overdue_is_shown_in_words(tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON))
    async with app.run_test() as pilot:
        await pressed(pilot, "2")

        assert "review OVERDUE by 12 days" in screen_text(pilot)
        assert "12 cases: 4 DANGER NOW, 5 overdue, 1 new since the last assessment" in screen_text(pilot)


async def test_a_case_is_found_by_its_initials(tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON))
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "slash", *"wx", "enter")

        assert isinstance(app.screen, CaseScreen)
        assert app.screen.case.initials == "WX"


async def test_a_signed_off_assessment_is_shown_with_its_questions_as_worded_then(tmp_path: Path) -> None:
    case, first = signed_off(values={"victim.fear": "yes"})
    asked = tuple(
        msgspec.structs.replace(each, text="Was she afraid?") if each.id == "victim.fear" else each
        for each in first.asked
    )
    app = product(tmp_path, msgspec.structs.replace(case, assessments=(msgspec.structs.replace(first, asked=asked),)))
    async with app.run_test(size=(100, 120)) as pilot:
        await pressed(pilot, "2", "enter")
        await mark(pilot, "24 Nov 2026  Medium")
        await pressed(pilot, "enter")

        assert "yes           Was she afraid?" in screen_text(pilot)
        assert "never changed" in screen_text(pilot)


async def test_two_assessments_are_compared_side_by_side(tmp_path: Path) -> None:
    case, _ = signed_off(values={"victim.fear": "no"})
    case, _ = signed_off(case, {"victim.fear": "yes", "judgement.level": "high"})
    app = product(tmp_path, case)
    async with app.run_test(size=(80, 40)) as pilot:
        await pressed(pilot, "2", "enter", "v")

        told = screen_text(pilot)
        assert "The level is higher than then." in told
        assert "CHANGED TOWARDS WORSE, OR NEWLY KNOWN" in told
        assert "was no                              | now yes" in told
        assert "Unchanged answers are not listed here" in told


async def test_any_two_of_three_assessments_can_be_compared(tmp_path: Path) -> None:
    case = next(each for each in made_up_cases(bexley(), now=NOON) if len(each.assessments) == 3)
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "v")
        told = []
        for key in ("e", "l", "l"):
            await pressed(pilot, key)
            told.append(screen_text(pilot).splitlines()[1])

        assert ["24 Aug" in told[0], "15 Nov" in told[0]] == [True, True]
        assert ["24 Aug" in told[1], "5 Oct" in told[1]] == [True, True]
        assert told[2] == told[0]


async def test_a_second_session_can_read_and_sees_who_where_and_since_when(tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    since = dt.datetime(2026, 7, 1, 9, 30, tzinfo=dt.UTC)
    with CaseRepository(engine_at(tmp_path)).lease(
        ONE_CASE, LeaseHolder(who="Kit Lee", where="10.0.0.9", since=since, pid=1)
    ):
        async with app.run_test() as pilot:
            await pressed(pilot, "2", "enter")
            told = screen_text(pilot).replace("\n", " ")
            await pressed(pilot, "enter")

            assert "being edited by Kit Lee at 10.0.0.9 since 10:30 on 1 Jul 2026; last saved 12:00 on" in told
            assert "Draft by sam" in screen_text(pilot)
            assert is_left(pilot, ChecklistScreen)


@pytest.mark.parametrize("keys", [("2", "a"), ("2", "enter", "a")])
async def test_a_case_that_somebody_else_edits_cannot_be_edited_here(keys: tuple[str, ...], tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    holder = LeaseHolder(who="Kit Lee", where="10.0.0.9", since=NOON, pid=1)
    with CaseRepository(engine_at(tmp_path)).lease(ONE_CASE, holder):
        async with app.run_test() as pilot:
            await pressed(pilot, *keys)
            told = screen_text(pilot).replace("\n", " ")
            await pressed(pilot, "enter")

            assert (
                "This case is being edited by Kit Lee at 10.0.0.9 since 12:00 on 24 Nov 2026; last saved 12:00 on 24"
                in told
            )
            assert isinstance(app.screen, CaseScreen)


async def test_a_failed_save_is_reported_and_retried_until_it_succeeds(tmp_path: Path) -> None:
    store = FailingStore(engine_at(tmp_path))
    app = product(tmp_path, a_case_ready_to_sign(), store=store)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.affected"))
        store.refuses = StoreFullError("There is no room on the disk.")
        await pressed(pilot, "y")
        app.save(0.3)
        await rested(pilot)
        told = screen_text(pilot)
        store.refuses = None
        app.save(5)
        await rested(pilot)

        assert "NOT SAVED since 12:00:00" in told
        assert "There is no room on the disk." in told
        assert "saved 12:00:00" in screen_text(pilot).splitlines()[0]
        draft = stored(tmp_path).draft
        assert draft
        assert draft.answers["victim.affected"].value == "yes"


async def test_a_checklist_is_not_left_before_everything_is_saved(tmp_path: Path) -> None:
    store = FailingStore(engine_at(tmp_path))
    app = product(tmp_path, a_case_ready_to_sign(), store=store)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.affected"))
        store.refuses = StoreFullError("There is no room on the disk.")
        await pressed(pilot, "y", "escape")
        told = screen_text(pilot)
        store.refuses = None
        await pressed(pilot, "escape")

        assert "16 of 85 answered" in told
        assert "NOT SAVED since 12:00:00" in told
        assert isinstance(app.screen, CaseScreen)
        draft = stored(tmp_path).draft
        assert draft
        assert draft.answers["victim.affected"].value == "yes"


async def test_a_sign_off_that_cannot_be_stored_returns_to_the_checklist_with_everything(tmp_path: Path) -> None:
    store = FailingStore(engine_at(tmp_path))
    app = product(tmp_path, a_case_ready_to_sign(), store=store)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+e", "s")
        store.refuses = StoreFullError("There is no room on the disk.")
        await pressed(pilot, "2")

        assert "Not signed off: There is no room on the disk." in shown(pilot, "#detail").replace("\n", " ")
        assert checklist(app).draft.answers["judgement.rationale"].value == "Seen and heard"
        assert stored(tmp_path).draft


async def test_nothing_is_signed_off_while_the_case_cannot_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+e", "s")
        with monkeypatch.context() as unreadable:
            # Not in the store: the screen of the case reads it at the same time.
            unreadable.setattr(signing_off, "read_case", cannot_be_read)
            await pressed(pilot, "2")
        refused = " ".join(shown(pilot, "#detail").split())
        still_open = stored(tmp_path).draft
        await pressed(pilot, "ctrl+e", "s", "2")

        assert "Not signed off: The case cannot be read." in refused
        assert still_open
        assert stored(tmp_path).latest


def cannot_be_read(*_arguments: object) -> Case:
    raise StoreUnreadableError("The case cannot be read.")


async def test_a_lost_race_keeps_both_texts_and_says_whose_is_current(tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.affected"))
        other = stored(tmp_path).draft
        assert other
        newer = msgspec.structs.replace(answered(other, {"victim.fear": "no"}), by="Kit Lee")
        CaseRepository(engine_at(tmp_path)).save_draft(newer)
        await pressed(pilot, "y")
        app.save(5)
        await rested(pilot)
        told = screen_text(pilot)
        await pressed(pilot, "escape")

        assert "KEPT ASIDE 12:00:00" in told
        assert "Kit Lee saved a newer version of this draft" in told
        assert "Kept aside: a draft by Sam Patel" in screen_text(pilot)
        assert stored(tmp_path).kept_aside[0].answers["victim.affected"].value == "yes"


async def test_a_damaged_file_is_named_and_the_others_still_open(tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON))
    damaged = next((tmp_path / "cases").glob("*.json"))
    damaged.write_text('{"case": {"1"')
    async with app.run_test(size=(120, 40)) as pilot:
        await pressed(pilot, "2")
        told = screen_text(pilot)
        await pressed(pilot, "enter")

        assert f"Case {damaged.stem} was damaged" in told
        assert "quarantine/" in told
        assert "11 cases" in told
        assert isinstance(app.screen, CaseScreen)


async def test_ctrl_l_hides_everything_even_over_a_half_typed_note(tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+t", *"afraid", "ctrl+l", "y")
        hidden = screen_text(pilot)
        app.save(5)
        on_disk = (tmp_path / "cases" / f"{ONE_CASE}.json").read_text()
        await pressed(pilot, "enter")

        assert "afraid" not in hidden
        assert ONE_CASE not in hidden
        assert '"afraid"' in on_disk
        assert isinstance(app.screen, LongTextScreen)
        assert "afraid" in screen_text(pilot)


async def test_every_screen_says_training(tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON), is_training=True)
    async with app.run_test() as pilot:
        for keys in (["1"], ["escape", "3"], ["enter"], ["escape", "escape", "2"], ["n"], ["escape", "enter"]):
            await pressed(pilot, *keys)
            assert "TRAINING" in screen_text(pilot).splitlines()[0]
        for keys in (["enter"], ["t"], ["escape", "l"], ["escape", "o"], ["escape", "r"], ["question_mark"]):
            await pressed(pilot, *keys)
            assert "TRAINING" in screen_text(pilot).splitlines()[0]


async def test_ctrl_q_and_ctrl_c_do_nothing(tmp_path: Path) -> None:
    app = product(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "ctrl+q", "ctrl+c", "ctrl+z", "ctrl+p")

        assert app.is_running
        assert isinstance(app.screen, HomeScreen)


async def test_esc_stays_at_home_and_q_leaves(tmp_path: Path) -> None:
    app = product(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "escape")
        stays = app.is_running
        await pilot.press("q")
        await pilot.pause()

        assert stays
        assert not app.is_running


async def test_keys_typed_ahead_go_to_the_screens_they_lead_to(tmp_path: Path) -> None:
    app = product(tmp_path)
    async with app.run_test() as pilot:
        await typed_at_once(pilot, "2", "n", *"AB", "tab", *"CR/7", "enter", "1", "enter", "y", "2", "enter", "n")
        app.save(5)

        (told,) = CaseRepository(engine_at(tmp_path)).listing().summaries
        draft = stored(tmp_path, told.id).draft
        assert (told.initials, told.own_reference) == ("AB", "CR/7")
        assert draft
        assert {key: each.value for key, each in draft.answers.items()} == {
            "start.how-spoken": "face-to-face",
            "start.safe-to-talk": "yes",
            "start.time": "enough",
            "start.danger-now": "no",
        }


async def test_a_new_case_left_by_esc_is_asked_about_and_what_was_typed_is_still_there(tmp_path: Path) -> None:
    app = product(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "n", "A", "B", "escape")
        asked = screen_text(pilot)
        await pressed(pilot, "enter")

        assert "Esc once more leaves without it" in asked
        assert isinstance(app.screen, ChecklistScreen)


async def test_a_name_does_not_fit_where_initials_go(tmp_path: Path) -> None:
    app = product(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "n", *"Jane Doe", "enter")

        assert "a name does not belong in a list" in screen_text(pilot)
        assert not list((tmp_path / "cases").glob("*.json"))


async def test_the_clock_of_the_pack_tells_the_days(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    app = product(tmp_path, clock=clock)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "n", "A", "enter", *to("judgement.review-date"), "enter")

        assert "Today is Thu 2 Jul 2026" in screen_text(pilot)


async def test_stored_files_carry_a_schema(tmp_path: Path) -> None:
    app = product(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "n", "A", "enter")

        (file,) = (tmp_path / "cases").glob("*.json")
        assert "schema" in json.dumps(json.loads(file.read_text())["case"])


async def test_a_window_too_small_says_so_and_what_is_typed_meanwhile_is_kept(tmp_path: Path) -> None:
    app = product(tmp_path, a_case_ready_to_sign())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+t", "a")
        await pilot.resize_terminal(50, 15)
        await rested(pilot)
        told = screen_text(pilot).replace("\n", " ")
        for key in "bc":
            app.post_message(events.Key(key, key))
        await pilot.resize_terminal(60, 20)
        await rested(pilot)

        assert "This window is too small. Make it at least 60x20" in told
        assert isinstance(app.screen, LongTextScreen)
        assert checklist(app).draft.answers[checklist(app).at].note == "abc"
