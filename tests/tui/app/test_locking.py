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
from screens.dialogs.long_text import LongTextScreen
from screens.dialogs.passphrase import PassphraseScreen
from screens.hidden import HiddenScreen
from screens.lock import LockScreen
from store.crypto.keys import COST
from store.engine.files import disk
from store.engine.files.layout import Layout
from store.engine.files.locks import locked
from tests.drafts import a_new_draft, an_empty_case
from tests.screens.host import is_left, screen_text
from tests.store.people import ANOTHER, KIM, PASSPHRASE, SAM, entered, logged
from tests.tui.flows.test_sign_in import signs_in, with_kim, words
from tests.tui.product import Words, front_door, pressed, rested

OTHER = "0000-0000"
WRITTEN = "He waits outside her wo"
PATIENCE = 10.0
"""Seconds until a test gives up; never waited out where all is well."""


def two_cases(data: Path) -> Case:
    """A case with a draft, and another one, at which nobody works yet."""
    with_kim(data)
    case = an_empty_case()
    store = entered(data).store()
    store.create(case)
    store.create(Case(id=OTHER, initials="QZ", own_reference="CR/2", created=case.created, by=SAM))
    store.start_draft(a_new_draft(case))
    return case


async def in_note(pilot: Pilot[None]) -> None:
    """Somebody in the middle of a word."""
    await signs_in(pilot)
    await pressed(pilot, "slash", Words(an_empty_case().id), "enter", "enter", "t", Words(WRITTEN))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.01)


def note(data: Path) -> str:
    draft = entered(data).store().case(an_empty_case().id).draft
    assert draft
    return next((each.note for each in draft.answers.values() if each.note), "")


async def test_a_locked_screen_tells_nothing_and_takes_no_key_but_the_passphrase(tmp_path: Path) -> None:
    case = two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "ctrl+l")
        hidden = screen_text(pilot)
        await pressed(pilot, "tab", "down", "g", "question_mark", "ctrl+o", "escape", "2", "q", "escape", "enter")
        still = app.screen
        await pressed(pilot, Words("some wrong words"), "enter")
        refused = words(pilot)
        await pressed(pilot, Words(PASSPHRASE), "enter", Words("rk"))
        app.save(5)

        assert WRITTEN not in hidden
        assert case.id not in hidden
        assert f"Locked by {SAM}" in hidden
        assert isinstance(still, LockScreen)
        assert "The account or the passphrase is wrong: try again." in refused
        assert isinstance(app.screen, LongTextScreen)
        assert note(tmp_path) == f"{WRITTEN}rk"


async def test_the_key_is_gone_while_the_screen_is_locked_and_what_was_typed_is_on_the_disk(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "ctrl+l")

        assert not key_is_held(pilot)
        assert note(tmp_path) == WRITTEN
        assert "What was typed is saved." in screen_text(pilot)
        assert [(each.kind, each.who) for each in logged(tmp_path)][-2] == ("lock", SAM)


async def test_the_screen_is_neutral_in_the_very_repaint_that_the_key_asks_for(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await in_note(pilot)

        app.action_hide()

        assert isinstance(app.screen, LockScreen)
        assert WRITTEN not in screen_text(pilot)
        await rested(pilot)


async def test_another_person_signs_the_first_one_off_and_never_sees_a_word(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    seen = []
    async with app.run_test() as pilot:
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
        await pressed(pilot, "slash", Words(an_empty_case().id), "enter", "enter", "t", Words("rk"))
        app.save(5)

        assert left
        assert WRITTEN not in " ".join(seen)
        assert "Account" in seen[1]
        assert f"{OTHER} QZ" in seen[3]
        assert note(tmp_path) == f"{WRITTEN}rk"
        told = [(each.kind, each.who) for each in logged(tmp_path) if each.kind in {"lock", "sign-out", "sign-in"}]
        assert told[-6:-1] == [("lock", SAM), ("sign-out", SAM), ("sign-in", KIM), ("sign-out", KIM), ("sign-in", SAM)]


async def test_one_key_does_not_sign_anybody_off(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "ctrl+l", "ctrl+o", "escape", "ctrl+o")

        assert isinstance(app.screen, LockScreen)
        assert "Ctrl+O again signs Sam Patel off" in words(pilot)


async def test_what_was_copied_does_not_reach_the_next_person(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await in_note(pilot)
        app.copy_to_clipboard(WRITTEN)
        await pressed(pilot, "ctrl+l", "ctrl+o", "ctrl+o", "ctrl+v")

        assert isinstance(app.screen, PassphraseScreen)
        assert WRITTEN not in screen_text(pilot)
        assert app.clipboard == ""


async def test_a_full_disk_is_told_on_the_lock_and_what_was_typed_is_saved_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await in_note(pilot)
        app.save(5)
        with monkeypatch.context() as full:
            full.setattr(disk, "write_all", no_room)
            await pressed(pilot, Words("rk"))
            app.action_hide()
            await until(pilot, lambda: "NOT everything is saved" in words(pilot))
            await pilot.press("ctrl+o", "ctrl+o")
            await until(pilot, lambda: "Nobody can be signed off before everything is saved." in words(pilot))
            told = words(pilot)
        await until(pilot, lambda: not key_is_held(pilot))

        assert WRITTEN not in told
        assert note(tmp_path) == f"{WRITTEN}rk"


async def test_after_minutes_without_a_key_it_warns_and_then_locks(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path, minute=0.1)
    async with app.run_test() as pilot:
        await in_note(pilot)
        await until(pilot, lambda: "LOCKS WITHIN A MINUTE" in screen_text(pilot))
        await pressed(pilot, "r")
        warned_still = "LOCKS WITHIN A MINUTE" in screen_text(pilot)
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await rested(pilot)

        assert not warned_still
        assert note(tmp_path) == f"{WRITTEN}r"
        assert ("lock", "idle") in [(each.kind, each.detail) for each in logged(tmp_path)]


async def test_before_anybody_signed_in_hiding_needs_no_passphrase_and_nothing_locks_by_itself(tmp_path: Path) -> None:
    with_kim(tmp_path)
    app = front_door(tmp_path, minute=0.01)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "ctrl+l")
        hidden = screen_text(pilot)
        await pilot.pause(0.2)
        await pressed(pilot, "enter")

        assert "Hidden." in hidden
        assert isinstance(app.screen, PassphraseScreen)


async def test_hiding_while_a_passphrase_is_looked_at_leaves_it_locked(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path, cost=COST)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", Words(SAM), "tab", Words(PASSPHRASE))
        app.post_message(events.Key("enter", None))
        await until(pilot, lambda: "One moment." in screen_text(pilot))
        app.action_hide()
        hidden = type(app.screen)
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await rested(pilot)
        await pressed(pilot, "enter")

        assert hidden is HiddenScreen
        assert isinstance(app.screen, LockScreen)
        assert not key_is_held(pilot)


async def test_what_the_last_key_opened_is_there_when_the_lock_opens(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    layout = Layout(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        # The record is busy, so that the case is still being opened when the screen is hidden.
        with locked(layout.audit_lock, "The record"):
            app.post_message(events.Key("enter", None))
            await until(pilot, lambda: not app.is_at_rest)
            app.action_hide()
            await pilot.pause(0.3)
            is_held = key_is_held(pilot)
        await rested(pilot)
        dropped = not key_is_held(pilot)
        await pressed(pilot, Words(PASSPHRASE), "enter")

        assert is_held
        assert dropped
        assert isinstance(app.screen, CaseScreen)


async def test_a_copy_of_the_data_directory_tells_no_word_of_a_case(tmp_path: Path) -> None:
    data = tmp_path / "data"
    two_cases(data)
    app = front_door(data)
    async with app.run_test() as pilot:
        await in_note(pilot)
        await pressed(pilot, "escape", "escape", "i", Words("He rang the bell all night"), "escape")
        app.save(5)
        everything = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())

        for word in (WRITTEN, "He rang", "safe-to-talk", "CR/2", "Bexley", "initials", "QZ "):
            assert word.encode() not in everything
        assert note(data) == WRITTEN


async def test_the_list_behind_a_lock_is_up_to_date_when_it_opens(tmp_path: Path) -> None:
    two_cases(tmp_path)
    app = front_door(tmp_path)
    async with app.run_test() as pilot:
        await signs_in(pilot)
        await pressed(pilot, "ctrl+l")
        entered(tmp_path).store().create(
            Case(id="1111-1111", initials="NEW", own_reference="", created=an_empty_case().created, by=KIM)
        )
        await pressed(pilot, Words(PASSPHRASE), "enter")
        await rested(pilot)

        assert isinstance(app.screen, CasesScreen)
        assert "NEW" in screen_text(pilot)


def key_is_held(pilot: Pilot[None]) -> bool:
    app = pilot.app
    assert hasattr(app, "people")
    return bool(app.people.is_open)


def no_room(*_arguments: object) -> None:
    raise OSError(28, "No space left on device")
