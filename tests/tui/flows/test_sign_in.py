"""Signing in where cases begin, setting up the first account, and signing off, through keys."""

import re
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from content.access.accounts import Account
from screens.case.case_list import CasesScreen
from screens.checklist.checklist_screen import ChecklistScreen
from screens.home import HomeScreen
from screens.reference.contacts import ContactsScreen
from screens.reference.guide import GuideScreen
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import NotSealedError
from store.session import StoreSession
from tests.builders import a_note
from tests.drafts import a_new_draft, an_empty_case, signed_off
from tests.keys import Words, answer, answers
from tests.packs import bexley
from tests.screens.host import screen_text
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, kinds, logged, new_session, set_up, signed_in_session
from tests.tui.product import Clock, front_door, pressed, rested, typed_at_once
from tui.app.application import FourfoldApp

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}")


def with_kim(data: Path, clock: Clock | None = None) -> None:
    """A data directory with two accounts and nobody signed in."""
    door = set_up(data)
    door.accounts.add(KIM, "practitioner", ANOTHER, key=door.key, now=(clock or Clock()).now)
    door.log_out()


def in_store(data: Path) -> StoreSession:
    return signed_in_session(data)


async def signs_in(pilot: Pilot[None], name: str = SAM, passphrase: str = PASSPHRASE) -> None:
    await pressed(pilot, "2", Words(name), "tab", Words(passphrase), "enter")


async def test_the_guide_and_the_contacts_ask_nobody_who_they_are(tmp_path: Path) -> None:
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "1")
        guide = app.screen
        await pressed(pilot, "escape", "3")

        assert isinstance(guide, GuideScreen)
        assert isinstance(app.screen, ContactsScreen)
        assert not (tmp_path / "accounts.json").exists()


async def test_the_first_to_come_sets_up_a_supervisor_and_reads_the_code_back_from_paper(tmp_path: Path) -> None:
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "tab", Words(PASSPHRASE), "tab", Words(PASSPHRASE), "enter")
        shown = CODE.search(screen_text(pilot))
        assert shown
        await pressed(pilot, "enter")
        asked = screen_text(pilot)
        number = re.search(r"Group (\d) of 6", asked)
        assert number
        await pressed(pilot, Words("ZZZZ"), "enter")
        refused = words(pilot)
        await pressed(pilot, *["backspace"] * 4, Words(shown[0].split("-")[int(number[1]) - 1].lower()), "enter")

        assert not CODE.search(asked)
        assert "That does not match the recovery code." in refused
        assert isinstance(app.screen, CasesScreen)
        assert [(each.name, each.role) for each in accounts(tmp_path)] == [(SAM, "supervisor")]
        assert kinds(tmp_path)[0] == ("account", "set-up")


async def test_the_recovery_code_is_shown_again_until_it_is_written_down(tmp_path: Path) -> None:
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "tab", Words(PASSPHRASE), "tab", Words(PASSPHRASE), "enter")
        first = CODE.search(screen_text(pilot))
        await pressed(pilot, "enter", "escape")
        again = CODE.search(screen_text(pilot))
        await pressed(pilot, "escape", "escape", "escape")

        assert first
        assert again
        assert first[0] == again[0]
        assert CODE.search(screen_text(pilot)) or "Type one group" in screen_text(pilot)


async def test_nothing_is_stored_before_the_code_was_read_back_so_a_set_up_that_is_cut_short_begins_again(
    tmp_path: Path,
) -> None:
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "tab", Words(PASSPHRASE), "tab", Words(PASSPHRASE), "enter")
        assert CODE.search(screen_text(pilot))
        assert not (tmp_path / "accounts.json").exists()

    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2")

        assert "There is no account yet." in words(pilot)


async def test_what_is_wrong_with_a_new_account_is_shown_beside_its_line(tmp_path: Path) -> None:
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "tab", Words("too short"), "tab", Words("too short"), "enter")
        short = words(pilot)
        await pressed(pilot, Words(PASSPHRASE), "tab", Words(ANOTHER), "enter")
        differing = words(pilot)

        assert "There is a problem: a passphrase has at least 12 characters" in short
        assert "There is a problem: the two passphrases are not the same." in differing
        assert PASSPHRASE not in short + differing
        assert accounts(tmp_path) == []


async def test_a_wrong_passphrase_is_reported_slows_down_and_is_never_shown(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot, KIM, "some wrong words")
        wrong = words(pilot)
        await pressed(pilot, Words("other wrong words"), "enter")
        slowed = words(pilot)
        await pressed(pilot, Words(ANOTHER), "enter")
        too_soon = words(pilot)

        assert "The account or the passphrase is wrong: try again." in wrong
        assert "try again in 1 second." in slowed
        assert "Too many wrong tries for this account: try again in 1 second." in too_soon
        assert "words" not in wrong + slowed + too_soon
        assert kinds(tmp_path)[-3:] == [("failure", "passphrase"), ("failure", "passphrase"), ("failure", "too soon")]


async def test_the_signed_in_person_is_the_author_of_everything_and_alone_sees_what_is_due(tmp_path: Path) -> None:
    with_kim(tmp_path)
    case = an_empty_case()
    signed_in_session(tmp_path).store().create(case)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await rested(pilot)
        before = screen_text(pilot)
        await signs_in(pilot, "kim  LEE", ANOTHER)
        await pressed(pilot, "enter", "a", *answers({"start.safe-to-talk": "yes"}), "escape", "escape", "escape")
        home = screen_text(pilot)

        draft = in_store(tmp_path).store().case(case.id).draft
        assert draft
        assert draft.answers["start.safe-to-talk"].by == KIM
        assert "needs an account" in before
        assert "1 case" not in before
        assert "1 case" in home
        assert KIM in home


async def test_signing_off_at_home_takes_what_is_due_away_and_the_next_signs_in(tmp_path: Path) -> None:
    with_kim(tmp_path)
    in_store(tmp_path).store().create(an_empty_case())
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "o")
        home = screen_text(pilot)
        await pressed(pilot, "2")
        asked = screen_text(pilot)
        await pressed(pilot, Words(KIM), "tab", Words(ANOTHER), "enter")

        assert "1 case" not in home
        assert SAM not in home
        assert "Account" in asked
        assert [(each.kind, each.who) for each in logged(tmp_path)][-3:-1] == [("log-out", SAM), ("sign-in", KIM)]
        assert isinstance(app.screen, CasesScreen)


async def test_quitting_signs_off(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape")
        await pilot.press("q")
        await pilot.pause()

    assert [(each.kind, each.who) for each in logged(tmp_path)][-1] == ("log-out", SAM)
    assert not held(app)


async def test_a_plain_case_beside_accounts_is_named_and_never_opened_or_sealed(tmp_path: Path) -> None:
    case, _ = signed_off(values={"victim.fear": "yes"})
    CaseRepository(engine_at(tmp_path)).create(case)
    path = tmp_path / "cases" / f"{case.id}.json"
    planted = path.read_bytes()
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)

        text = " ".join(screen_text(pilot).split())
        assert f"Not sealed, so not written by Fourfold here, and not opened: {case.id}. Tell your supervisor." in text
    with pytest.raises(NotSealedError):
        in_store(tmp_path).store().case(case.id)
    with pytest.raises(NotSealedError):
        in_store(tmp_path).store().record(case.id, a_note())
    assert path.read_bytes() == planted


async def test_opening_a_case_to_read_is_in_the_record_once(tmp_path: Path) -> None:
    with_kim(tmp_path)
    case = an_empty_case()
    in_store(tmp_path).store().create(case)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot, KIM, ANOTHER)
        await pressed(pilot, "enter", "c", "escape")

        looks = [each for each in logged(tmp_path) if each.kind == "consultation" and each.case]
        assert [(each.who, each.case) for each in looks] == [(KIM, case.id)]


async def test_going_on_with_anothers_draft_says_whose_it_was_and_records_the_hand_over(tmp_path: Path) -> None:
    with_kim(tmp_path)
    case = an_empty_case()
    store = in_store(tmp_path).store()
    store.create(case)
    store.start_draft(msgspec.structs.replace(a_new_draft(case, pack=bexley()), by=SAM))
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot, KIM, ANOTHER)
        await pressed(pilot, "enter", "enter")
        told = words(pilot)
        checklist = app.screen
        await pressed(pilot, *answer("start.how-spoken", "telephone"), "escape")

        assert isinstance(checklist, ChecklistScreen)
        assert f"This draft was begun by {SAM}, last saved" in told
        assert ("handover", KIM) in [(each.kind, each.who) for each in logged(tmp_path)]


async def test_what_is_typed_while_a_passphrase_is_looked_at_waits_for_what_it_opens(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await typed_at_once(
            pilot, "2", *SAM, "tab", *PASSPHRASE, "enter", "n", *"AB", "tab", *"CR/7", "enter", "1", "enter", "y"
        )
        app.save(5)

        (told,) = in_store(tmp_path).store().listing().summaries
        assert (told.initials, told.own_reference) == ("AB", "CR/7")
        assert isinstance(app.screen, ChecklistScreen)
        draft = in_store(tmp_path).store().case(told.id).draft
        assert draft
        assert {name: each.value for name, each in draft.answers.items()} == {
            "start.how-spoken": "face-to-face",
            "start.safe-to-talk": "yes",
        }


async def test_esc_leaves_the_sign_in_for_home(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "escape")

        assert isinstance(app.screen, HomeScreen)
        assert ("sign-in", "") not in kinds(tmp_path)


def words(pilot: Pilot[None]) -> str:
    """What is on the screen, however it is wrapped."""
    return " ".join(screen_text(pilot).split())


def accounts(data: Path) -> list[Account]:
    door = new_session(data)
    return list(door.accounts.list()) if door.accounts.is_set_up else []


def held(app: FourfoldApp) -> bool:
    """Whether somebody is still signed in."""
    return bool(app.user.name)


async def test_comparing_two_assessments_is_in_the_record(tmp_path: Path) -> None:
    with_kim(tmp_path)
    case, _ = signed_off()
    case, _ = signed_off(case)
    in_store(tmp_path).store().create(case)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot, KIM, ANOTHER)
        await pressed(pilot, "v")

        assert "THEN: 24 Nov 2026" in screen_text(pilot)
        looks = [each for each in logged(tmp_path) if each.kind == "combination"]
        assert [(each.who, each.case) for each in looks] == [(KIM, case.id)]
