"""What a supervisor looks after from the home screen, through keys."""

import datetime as dt
from pathlib import Path

import pytest
from textual.pilot import Pilot

from content.access.accounts import Account
from content.access.holds import standing_hold
from screens.home import HomeScreen
from store.backup.archive import back_up
from store.engine.places import engine_at
from store.errors import CaseNotFoundError, WrongPassphraseError
from store.lease_holder import LeaseHolder
from tests.drafts import NOON, an_empty_case
from tests.keys import Words
from tests.screens.host import screen_text
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, kinds, logged, new_session, signed_in_session
from tests.tui.flows.test_sign_in import signs_in, with_kim, words
from tests.tui.product import front_door, pressed

NEW = "four quiet lamps burn"
CASE = an_empty_case().id


def account(data: Path, name: str) -> Account:
    return next(each for each in new_session(data).accounts.list() if each.name == name)


async def test_a_supervisor_adds_a_practitioner_who_can_sign_in(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "1", "1", Words("Lee Wong"), "tab", Words(NEW), "tab", Words(NEW), "enter")
        said = words(pilot)

    assert "Added Lee Wong, practitioner." in said
    assert new_session(tmp_path).sign_in("Lee Wong", NEW).role == "practitioner"
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
    assert new_session(tmp_path).sign_in(KIM, NEW).is_enabled


async def test_the_last_supervisor_cannot_be_disabled_and_sees_why(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "1", "3", "2")

        assert "Sam Patel is the last supervisor who can sign in" in words(pilot)
        assert account(tmp_path, SAM).is_enabled


async def test_the_audit_log_is_searched_by_person_and_kind_and_a_wrong_day_is_reported_beside_it(
    tmp_path: Path,
) -> None:
    with_kim(tmp_path)
    kim = new_session(tmp_path)
    kim.sign_in(KIM, ANOTHER)
    kim.log_out()
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "2", "tab", Words("kim lee"), "tab", Words("sign-in"), "tab")
        await pressed(pilot, Words("yesterday"), "tab", "enter")
        refused = words(pilot)
        await pressed(pilot, *["backspace"] * 9, "tab", "enter")
        found = words(pilot)

        assert "There is a problem: type a day as 2026-11-24." in refused
        assert "sign-in by Kim Lee" in found
        assert "log-out" not in found
        assert SAM not in found


async def test_a_case_is_erased_in_two_steps_for_a_reason_and_the_record_keeps_that(tmp_path: Path) -> None:
    with_kim(tmp_path)
    signed_in_session(tmp_path).store().create(an_empty_case())
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "4", "2", Words(CASE.lower()), "enter", "enter")
        kept = signed_in_session(tmp_path).store().case(CASE)
        await pressed(pilot, "4", "2", Words(CASE), "enter", "2")
        said = words(pilot)

    assert kept.id == CASE
    assert f"Case {CASE} is erased." in said
    with pytest.raises(CaseNotFoundError):
        signed_in_session(tmp_path).store().case(CASE)
    (erased,) = [each for each in logged(tmp_path) if each.kind == "erasure"]
    assert (erased.case, erased.who, erased.reason) == (CASE, SAM, "person-asked")


def unbroken(pilot: Pilot[None]) -> str:
    """What is on the screen, without any space: a long place goes over more lines than one."""
    return "".join(screen_text(pilot).split())


def backed_up(data: Path, *names: str) -> None:
    for name in names:
        days = len(list((data / "backups").iterdir()))
        back_up(engine_at(data), data.parent / name, NOON + dt.timedelta(days=days))


async def test_an_erasure_says_before_and_after_which_back_ups_hold_the_case(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with_kim(data)
    signed_in_session(data).store().create(an_empty_case())
    backed_up(data, "first.zip", "second.zip")
    (tmp_path / "first.zip").unlink()
    app = front_door(data)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "4", "2", Words(CASE), "enter")
        before = words(pilot)
        backed_up(data, "third.zip")
        await pressed(pilot, "2")
        after, listed = words(pilot), unbroken(pilot)

    assert f"Erase case {CASE}? 2 backups on record hold case {CASE}: 1 still there, 1 no longer there." in before
    assert f"Case {CASE} is erased. 3 backups on record hold case {CASE}: 2 still there, 1 no longer there." in after
    assert "Destroy those that are still there." in after
    assert listed.index("first.zip") < listed.index("second.zip") < listed.index("third.zip")
    assert "2026-11-24 12:00 UTC, no longer there" in after


async def test_the_back_ups_that_hold_an_erased_case_are_seen_again_and_a_long_list_is_read_to_its_end(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with_kim(data)
    signed_in_session(data).store().create(an_empty_case())
    backed_up(data, *(f"night-{number:02}.zip" for number in range(30)))
    signed_in_session(data).erasure().erase(
        CASE, "person-asked", LeaseHolder(who=SAM, where="10.0.0.7", since=NOON, pid=1)
    )
    app = front_door(data)
    async with app.run_test(size=(60, 20)) as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "5", Words(CASE.lower()), "enter")
        head, first = words(pilot), unbroken(pilot)
        await pressed(pilot, "end")
        last = unbroken(pilot)
        await pressed(pilot, "escape", "5", Words("nonsense"), "enter")
        refused = words(pilot)

    assert f"30 backups on record hold case {CASE}" in head
    assert "night-00.zip" in first
    assert "night-29.zip" in last
    assert "There is no case NONSENSE." in refused


async def test_where_none_is_on_record_that_is_said_and_so_is_an_entry_that_cannot_be_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with_kim(data)
    backed_up(data, "before.zip", "damaged.zip")
    sorted((data / "backups").iterdir())[1].write_bytes(b"")
    signed_in_session(data).store().create(an_empty_case())
    app = front_door(data)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "4", "2", Words(CASE), "enter")
        before = words(pilot)
        await pressed(pilot, "2")
        after = words(pilot)

    known = (
        f"No backup on record holds case {CASE}. "
        "1 entry of the register cannot be read (see 'fourfold verify'): there may be more backups."
    )
    assert f"Erase case {CASE}? {known}" in before
    assert f"Case {CASE} is erased. {known}" in after
    assert "before.zip" not in after


async def test_a_case_under_a_hold_is_not_erased_until_the_hold_is_lifted(tmp_path: Path) -> None:
    with_kim(tmp_path)
    signed_in_session(tmp_path).store().create(an_empty_case())
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "escape", "s", "3", Words(CASE), "enter", "1", "enter")
        await pressed(pilot, "4", "1", Words(CASE), "enter", "2")
        refused = words(pilot)
        # The first Enter on the question whether to lift it leaves it as it is.
        await pressed(pilot, "enter", "3", Words(CASE), "enter")
        question = words(pilot)
        await pressed(pilot, "enter")
        left = standing_hold(signed_in_session(tmp_path).erasure().holds(CASE))
        await pressed(pilot, "3", Words(CASE), "enter", "2", "enter", "4", "1", Words(CASE), "enter", "2")
        erased = words(pilot)

        assert f"Case {CASE} is under a hold that {SAM} placed" in refused
        assert f"Case {CASE} is under a hold that {SAM} placed (A criminal case)." in question
        assert left is not None
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
        new_session(tmp_path).sign_in(KIM, ANOTHER)
    assert new_session(tmp_path).sign_in(KIM, NEW).name == KIM
