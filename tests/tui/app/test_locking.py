"""Hiding and locking, coming back, going idle, and letting the next person in, through keys."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from content.case.model import Case
from screens.case.case import CaseScreen
from screens.case.case_list import CasesScreen
from screens.checklist.checklist_screen import ChecklistScreen
from screens.dialogs.long_text import LongTextScreen
from screens.dialogs.passphrase import PassphraseScreen
from screens.hidden import HiddenScreen
from screens.lock import LockScreen
from store.crypto.keys import COST
from store.engine.files import disk
from store.engine.files.layout import Layout
from store.engine.files.locks import locked
from tests.drafts import a_new_draft, an_empty_case, answered
from tests.keys import Words
from tests.packs import bexley
from tests.screens.host import is_left, screen_text
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, logged, signed_in_session
from tests.tui.flows.test_sign_in import signs_in, with_kim, words
from tests.tui.product import SkippingLoop, front_door, pressed, rested, skipping
from tui.app import application
from tui.app.application import FourfoldApp

OTHER = "0000-0000"
WRITTEN = "He waits outside her wo"
PATIENCE = 10.0
"""Seconds until a test gives up; never waited out where all is well."""


def two_cases(data: Path) -> Case:
    """A case with a draft, and another one, at which nobody works yet."""
    with_kim(data)
    case = an_empty_case()
    store = signed_in_session(data).store()
    store.create(case)
    store.create(Case(id=OTHER, initials="QZ", own_reference="CR/2", created=case.created, by=SAM))
    store.start_draft(a_new_draft(case, pack=bexley()))
    return case


async def in_note(pilot: Pilot[None]) -> None:
    """Somebody in the middle of a word."""
    await signs_in(pilot)
    await pressed(pilot, "slash", Words(an_empty_case().id), "enter", "enter", "ctrl+t", Words(WRITTEN))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.01)


def note(data: Path) -> str:
    draft = signed_in_session(data).store().case(an_empty_case().id).draft
    assert draft
    return next((each.note for each in draft.answers.values() if each.note), "")


async def test_typing_from_a_disabled_account_is_shown_as_not_saved_and_saved_once_it_is_enabled(
    tmp_path: Path,
) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot, KIM, ANOTHER)
        await pressed(pilot, "slash", Words(an_empty_case().id), "enter", "enter", "ctrl+t")
        sam = signed_in_session(tmp_path)
        sam.accounts.disable(KIM, key=sam.key)
        await pressed(pilot, Words(WRITTEN))
        await until(pilot, lambda: "NOT SAVED" in words(pilot))
        await pressed(pilot, "escape")

        assert "Your account was disabled, so nothing is saved" in words(pilot)
        assert note(tmp_path) == ""

        sam.accounts.enable(KIM, "forty blue umbrellas", key=sam.key)
        await until(pilot, lambda: note(tmp_path) == WRITTEN)


async def test_a_locked_screen_tells_nothing_and_takes_no_key_but_the_passphrase(tmp_path: Path) -> None:
    case = two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "ctrl+l")
        hidden = screen_text(pilot)
        await pressed(pilot, "tab", "down", "g", "question_mark", "ctrl+o", "escape", "2", "q", "escape", "enter")
        still = application.screen
        await pressed(pilot, Words("some wrong words"), "enter")
        refused = words(pilot)
        await pressed(pilot, Words(PASSPHRASE), "enter", Words("rk"))
        application.save(5)

        assert WRITTEN not in hidden
        assert case.id not in hidden
        assert f"Locked by {SAM}" in hidden
        assert isinstance(still, LockScreen)
        assert "The account or the passphrase is wrong: try again." in refused
        assert isinstance(application.screen, LongTextScreen)
        assert note(tmp_path) == f"{WRITTEN}rk"


async def test_the_key_is_gone_while_the_screen_is_locked_and_what_was_typed_is_on_the_disk(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "ctrl+l")

        assert not key_is_held(pilot)
        assert note(tmp_path) == WRITTEN
        assert "What was typed is saved." in screen_text(pilot)
        assert [(each.kind, each.who) for each in logged(tmp_path)][-2] == ("lock", SAM)


async def test_the_screen_is_neutral_in_the_very_repaint_that_the_key_asks_for(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)

        application.action_hide()

        assert isinstance(application.screen, LockScreen)
        assert WRITTEN not in screen_text(pilot)
        await rested(pilot)


async def test_another_person_signs_the_first_one_off_and_never_sees_a_word(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    seen = []
    async with application.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "ctrl+l")
        for keys in (
            ["ctrl+o"],
            ["ctrl+o"],
            [Words(KIM), "tab", Words(ANOTHER), "enter"],
            ["slash", Words(OTHER), "enter"],
            ["escape"],
            ["escape"],
            ["o"],
        ):
            await pressed(pilot, *keys)
            seen.append(words(pilot))
        left = is_left(pilot, LongTextScreen)
        await signs_in(pilot)
        await pressed(pilot, "slash", Words(an_empty_case().id), "enter", "enter", "ctrl+t", Words("rk"))
        application.save(5)

        assert left
        assert WRITTEN not in " ".join(seen)
        assert "Account" in seen[1]
        assert f"{OTHER} QZ" in seen[3]
        assert note(tmp_path) == f"{WRITTEN}rk"
        told = [(each.kind, each.who) for each in logged(tmp_path) if each.kind in {"lock", "log-out", "sign-in"}]
        assert told[-6:-1] == [("lock", SAM), ("log-out", SAM), ("sign-in", KIM), ("log-out", KIM), ("sign-in", SAM)]


async def test_one_key_does_not_sign_anybody_off(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "ctrl+l", "ctrl+o", "escape", "ctrl+o")

        assert isinstance(application.screen, LockScreen)
        assert "Ctrl+O again logs Sam Patel out" in words(pilot)


async def test_what_was_copied_does_not_reach_the_next_person(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)
        application.copy_to_clipboard(WRITTEN)
        await pressed(pilot, "ctrl+l", "ctrl+o", "ctrl+o", "ctrl+v")

        assert isinstance(application.screen, PassphraseScreen)
        assert WRITTEN not in screen_text(pilot)
        assert application.clipboard == ""


async def test_the_lock_screen_reports_a_full_disk_and_what_was_typed_is_saved_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)
        application.save(5)
        with monkeypatch.context() as full:
            full.setattr(disk, "write_all", no_room)
            await pressed(pilot, Words("rk"))
            application.action_hide()
            await until(pilot, lambda: "NOT everything is saved" in words(pilot))
            await pilot.press("ctrl+o", "ctrl+o")
            await until(pilot, lambda: "Nobody can be logged out before everything is saved." in words(pilot))
            told = words(pilot)
        await until(pilot, lambda: not key_is_held(pilot))

        assert WRITTEN not in told
        assert note(tmp_path) == f"{WRITTEN}rk"


async def test_an_unlock_before_everything_is_saved_is_not_followed_by_the_lock_it_overtook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)
        application.save(5)
        with monkeypatch.context() as full:
            full.setattr(disk, "put_in_place", no_room_even_in_the_reserve)
            await pressed(pilot, Words("rk"))
            application.action_hide()
            await until(pilot, lambda: "NOT everything is saved" in words(pilot))
            await pilot.press(*PASSPHRASE, "enter")
            await until(pilot, lambda: isinstance(application.screen, LongTextScreen))
        await rested(pilot)
        is_held = key_is_held(pilot)
        await pressed(pilot, Words("!"))
        application.save(5)

        assert is_held
        assert note(tmp_path) == f"{WRITTEN}rk!"


async def test_on_a_full_disk_what_was_typed_is_kept_and_the_key_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await in_note(pilot)
        application.save(5)
        with monkeypatch.context() as full:
            full.setattr(disk, "put_in_place", no_room_for_cases)
            await pressed(pilot, Words("rk"))
            application.action_hide()
            await until(pilot, lambda: "What was typed is kept, though the disk is full." in words(pilot))
            await until(pilot, lambda: not key_is_held(pilot))
            in_reserve = [path.name for path in (tmp_path / "reserve").iterdir() if path.name != "room"]
            await pilot.press(*PASSPHRASE, "enter")
            await until(pilot, lambda: isinstance(application.screen, LongTextScreen))
        await pressed(pilot, Words("!"))
        application.save(5)

        assert len(in_reserve) == 1
        assert note(tmp_path) == f"{WRITTEN}rk!"
        assert [path.name for path in (tmp_path / "reserve").iterdir()] == ["room"]


class Impatient(FourfoldApp):
    """The application, waiting for no save."""

    CSS_PATH = str(Path(application.__file__).with_name("fourfold.tcss"))

    def save(self, timeout: float) -> bool:
        return super().save(0)


async def test_nobody_is_logged_out_at_home_before_everything_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_cases(tmp_path)
    application = Impatient(front_door(tmp_path).context)
    async with application.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "escape", "escape", "escape", "escape")
        draft = signed_in_session(tmp_path).store().case(an_empty_case().id).draft
        assert draft
        with monkeypatch.context() as full:
            full.setattr(disk, "write_all", no_room)
            application.post_message(ChecklistScreen.Changed(answered(draft, {"victim.fear": "yes"})))
            await pressed(pilot, "o")
            refused = words(pilot)
            is_held = key_is_held(pilot)
        await until(pilot, lambda: application.save(0))
        await pressed(pilot, "enter", "o")

        assert "NOT everything is saved" in refused
        assert is_held
        assert not key_is_held(pilot)
        after = signed_in_session(tmp_path).store().case(an_empty_case().id).draft
        assert after
        assert after.answers["victim.fear"].value == "yes"


def test_after_minutes_without_a_key_it_warns_and_then_locks(tmp_path: Path) -> None:
    two_cases(tmp_path)

    async def walk(loop: SkippingLoop) -> None:
        application = front_door(tmp_path)
        minutes = application.context.pack.policy.idle_minutes
        async with application.run_test() as pilot:
            await in_note(pilot)
            loop.skip(minutes - 0.5)
            await until(pilot, lambda: "LOCKS WITHIN A MINUTE" in screen_text(pilot))
            await pressed(pilot, "r")
            loop.skip(minutes - 1.5)
            await rested(pilot)
            after_a_key = screen_text(pilot)
            loop.skip(1.5)
            await until(pilot, lambda: isinstance(application.screen, LockScreen))
            await rested(pilot)

            assert "LOCKS WITHIN A MINUTE" not in after_a_key
            assert f"{WRITTEN}r" in after_a_key
            assert note(tmp_path) == f"{WRITTEN}r"
            assert ("lock", "idle") in [(each.kind, each.detail) for each in logged(tmp_path)]

    skipping(walk)


def test_before_anybody_signed_in_hiding_needs_no_passphrase_and_nothing_locks_by_itself(tmp_path: Path) -> None:
    with_kim(tmp_path)

    async def walk(loop: SkippingLoop) -> None:
        application = front_door(tmp_path)
        async with application.run_test() as pilot:
            await pressed(pilot, "2", Words(SAM))
            loop.skip(1000)
            await rested(pilot)
            untouched = type(application.screen)
            await pressed(pilot, "ctrl+l")
            hidden = screen_text(pilot)
            await pressed(pilot, "enter")

            assert untouched is PassphraseScreen
            assert "Hidden." in hidden
            assert isinstance(application.screen, PassphraseScreen)

    skipping(walk)


async def test_hiding_while_a_passphrase_is_looked_at_leaves_it_locked(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path, cost=COST)
    async with application.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "tab", Words(PASSPHRASE))
        application.post_message(events.Key("enter", None))
        await until(pilot, lambda: "One moment." in screen_text(pilot))
        application.action_hide()
        hidden = type(application.screen)
        await until(pilot, lambda: isinstance(application.screen, LockScreen))
        await rested(pilot)
        await pressed(pilot, "enter")

        assert hidden is HiddenScreen
        assert isinstance(application.screen, LockScreen)
        assert not key_is_held(pilot)


async def test_what_the_last_key_opened_is_there_when_the_lock_opens(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    layout = Layout(tmp_path)
    async with application.run_test() as pilot:
        await signs_in(pilot)
        # The audit log is busy, so that the case is still being opened when the screen is hidden.
        with locked(layout.audit_lock, "The audit log"):
            application.post_message(events.Key("enter", None))
            await until(pilot, lambda: not application.is_at_rest)
            application.action_hide()
            await pilot.pause(0.3)
            is_held = key_is_held(pilot)
        await rested(pilot)
        dropped = not key_is_held(pilot)
        await pressed(pilot, Words(PASSPHRASE), "enter")

        assert is_held
        assert dropped
        assert isinstance(application.screen, CaseScreen)


async def test_a_copy_of_the_data_directory_tells_no_word_of_a_case(tmp_path: Path) -> None:
    data = tmp_path / "data"
    two_cases(data)
    application = front_door(data)
    async with application.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "escape", "escape", "i", Words("He rang the bell all night"), "escape")
        application.save(5)
        # The room of the reserve is a megabyte of random bytes, in which three letters come up now and then.
        files = (path for path in data.rglob("*") if path.is_file() and path != Layout(data).reserve_room)
        everything = b"".join(path.read_bytes() for path in files)

        for word in (WRITTEN, "He rang", "safe-to-talk", "CR/2", "Bexley", "initials", "QZ "):
            assert word.encode() not in everything
        assert note(data) == WRITTEN


async def test_the_list_behind_a_lock_is_up_to_date_when_it_opens(tmp_path: Path) -> None:
    two_cases(tmp_path)
    application = front_door(tmp_path)
    async with application.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "ctrl+l")
        signed_in_session(tmp_path).store().create(
            Case(id="1111-1111", initials="NEW", own_reference="", created=an_empty_case().created, by=KIM)
        )
        await pressed(pilot, Words(PASSPHRASE), "enter")
        await rested(pilot)

        assert isinstance(application.screen, CasesScreen)
        assert "NEW" in screen_text(pilot)


def key_is_held(pilot: Pilot[None]) -> bool:
    application = pilot.app
    assert hasattr(application, "user")
    return bool(application.user.is_unlocked)


def no_room_for_cases(temporary: Path, path: Path) -> None:
    if path.parent.name == "cases":
        no_room()
    temporary.replace(path)


def no_room_even_in_the_reserve(temporary: Path, path: Path) -> None:
    if path.parent.name == "reserve":
        no_room()
    no_room_for_cases(temporary, path)


def no_room(*_arguments: object) -> None:
    raise OSError(28, "No space left on device")
