"""What a supervisor looks after from the home screen, through keys."""

from pathlib import Path

import pytest

from content.people import Account
from screens.home import HomeScreen
from store.errors import CaseNotFoundError, WrongPassphraseError
from tests.drafts import an_empty_case
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, a_door, entered, kinds, logged
from tests.tui.product import Words, front_door, pressed
from tests.tui.test_people_entering import signs_in, with_kim, words

NEW = "four quiet lamps burn"
CASE = an_empty_case().id


def account(data: Path, name: str) -> Account:
    return next(each for each in a_door(data).accounts.list() if each.name == name)


async def test_a_supervisor_adds_a_practitioner_who_can_sign_in(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "1", "1", Words("Lee Wong"), "tab", Words(NEW), "tab", Words(NEW), "enter")
        said = words(pilot)

    assert "Added Lee Wong, practitioner." in said
    assert a_door(tmp_path).sign_in("Lee Wong", NEW).role == "practitioner"
    assert ("account", "added") in kinds(tmp_path)


async def test_a_supervisor_disables_an_account_and_gives_another_passphrase(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "1", "4", "2")
        disabled = account(tmp_path, KIM).is_enabled
        await pressed(pilot, "enter", "1", "4", "1", Words(NEW), "tab", Words(NEW), "enter")

    assert not disabled
    assert a_door(tmp_path).sign_in(KIM, NEW).is_enabled


async def test_the_last_supervisor_cannot_be_disabled_and_is_told_so(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "1", "3", "2")

        assert "Sam Patel is the last supervisor who can sign in" in words(pilot)
        assert account(tmp_path, SAM).is_enabled


async def test_the_record_is_searched_by_person_and_kind_and_a_wrong_day_is_told_beside_it(tmp_path: Path) -> None:
    with_kim(tmp_path)
    kim = a_door(tmp_path)
    kim.sign_in(KIM, ANOTHER)
    kim.sign_out()
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "2", "tab", Words("kim lee"), "tab", Words("sign-in"), "tab")
        await pressed(pilot, Words("yesterday"), "tab", "enter")
        refused = words(pilot)
        await pressed(pilot, *["backspace"] * 9, "tab", "enter")
        found = words(pilot)

        assert "There is a problem: a day is typed as 2026-11-24." in refused
        assert "sign-in by Kim Lee" in found
        assert "sign-out" not in found
        assert SAM not in found


async def test_a_case_is_erased_in_two_steps_for_a_reason_and_the_record_keeps_that(tmp_path: Path) -> None:
    with_kim(tmp_path)
    entered(tmp_path).store().create(an_empty_case())
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "4", "2", Words(CASE.lower()), "enter", "1")
        kept = entered(tmp_path).store().case(CASE)
        await pressed(pilot, "4", "2", Words(CASE), "enter", "2")
        said = words(pilot)

    assert kept.id == CASE
    assert f"Case {CASE} is erased." in said
    with pytest.raises(CaseNotFoundError):
        entered(tmp_path).store().case(CASE)
    (erased,) = [each for each in logged(tmp_path) if each.kind == "erasure"]
    assert (erased.case, erased.who, erased.reason) == (CASE, SAM, "person-asked")


async def test_a_case_under_a_hold_is_not_erased_until_the_hold_is_lifted(tmp_path: Path) -> None:
    with_kim(tmp_path)
    entered(tmp_path).store().create(an_empty_case())
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "3", Words(CASE), "enter", "1", "enter")
        await pressed(pilot, "4", "1", Words(CASE), "enter", "2")
        refused = words(pilot)
        await pressed(pilot, "enter", "3", Words(CASE), "enter", "1", "enter", "4", "1", Words(CASE), "enter", "2")
        erased = words(pilot)

        assert f"Case {CASE} is under a hold that {SAM} placed" in refused
        assert f"Case {CASE} is erased." in erased


async def test_a_practitioner_has_none_of_this(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot, KIM, ANOTHER)
        await pressed(pilot, "escape", "s")

        assert isinstance(app.screen, HomeScreen)
        assert "supervisor" not in words(pilot)


async def test_everybody_changes_their_own_passphrase(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot, KIM, ANOTHER)
        await pressed(pilot, "escape", "p", Words(PASSPHRASE), "tab", Words(NEW), "tab", Words(NEW), "enter")
        refused = words(pilot)
        await pressed(pilot, Words(ANOTHER), "tab", Words(NEW), "tab", Words(NEW), "enter")
        said = words(pilot)

    assert "The account or the passphrase is wrong" in refused
    assert "Your passphrase is changed." in said
    with pytest.raises(WrongPassphraseError):
        a_door(tmp_path).sign_in(KIM, ANOTHER)
    assert a_door(tmp_path).sign_in(KIM, NEW).name == KIM
