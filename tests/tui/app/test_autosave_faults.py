"""The interface over a disk that is slow, refuses, or takes no writes: no key waits, and nothing typed is lost."""

import errno
import os
import threading
from pathlib import Path

import msgspec
import pytest

from content.case.model import Case
from screens.case.case import CaseScreen
from screens.checklist.checklist_screen import ChecklistScreen
from store.cases.repository import CaseRepository
from store.engine.files import disk
from store.engine.places import engine_at
from tests.builders import a_draft, an_assessment
from tests.drafts import an_empty_case, ready_to_sign
from tests.keys import to
from tests.screens.host import screen_text
from tests.store.engine.test_files import refusing
from tests.tui.product import pressed, product, rested
from tui.flows import cases

EVILS = "\u202e../../etc/passwd\x1b[2J"


def a_case_in_work() -> Case:
    case = an_empty_case()
    return msgspec.structs.replace(case, draft=ready_to_sign(case))


def values(data: Path) -> dict[str, str]:
    draft = CaseRepository(engine_at(data)).case(an_empty_case().id).draft
    assert draft
    return {name: answer.value for name, answer in draft.answers.items() if name.startswith("victim.")}


async def test_every_key_is_answered_while_a_save_waits_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = product(tmp_path, a_case_in_work())
    waiting, freed = threading.Event(), threading.Event()
    sync = disk.sync

    def sync_late(descriptor: int) -> None:
        waiting.set()
        assert freed.wait(10), "the keys wait for the disk"
        sync(descriptor)

    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.suicide"))
        before = values(tmp_path)
        monkeypatch.setattr(disk, "sync", sync_late)

        await pressed(pilot, "y", "n", "u")

        assert waiting.wait(5)
        assert "18 of 85 answered" in screen_text(pilot)
        assert values(tmp_path) == before
        freed.set()
        assert app.save(5)
        await rested(pilot)
        assert values(tmp_path) == before | {
            "victim.suicide": "yes",
            "victim.care-needs": "no",
            "victim.interpreter": "not known",
        }


async def test_a_checklist_that_cannot_be_left_while_the_disk_hangs_never_says_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = product(tmp_path, a_case_in_work())
    freed = threading.Event()
    sync = disk.sync

    def sync_late(descriptor: int) -> None:
        assert freed.wait(10), "the keys wait for the disk"
        sync(descriptor)

    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.suicide"))
        monkeypatch.setattr(disk, "sync", sync_late)
        monkeypatch.setattr(cases, "LEAVING_PATIENCE", 0.01)

        await pressed(pilot, "y", "escape")

        stays = screen_text(pilot)
        freed.set()
        assert app.save(5)
        await rested(pilot)
        assert "Not everything is saved yet, so this stays open." in stays.replace("\n", " ")
        assert "NOT SAVED since 12:00:00" in stays.splitlines()[0]
        assert screen_text(pilot).splitlines()[0].endswith(" saved 12:00:00")


@pytest.mark.parametrize(
    ("step", "number", "says"),
    [
        ("put_in_place", errno.EROFS, "could not be written: read-only file system."),
        ("sync_folder", errno.EMFILE, "could not be written: too many open files."),
    ],
)
async def test_a_save_that_the_machine_refuses_is_reported_stays_on_screen_and_is_retried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, says: str
) -> None:
    app = product(tmp_path, a_case_in_work())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.suicide"))
        with monkeypatch.context() as patched:
            patched.setattr(disk, step, refusing(number))
            await pressed(pilot, "y")
            assert not app.save(0.2)
            await pressed(pilot, "n")
            assert not app.save(0.2)
            await rested(pilot)
            told = screen_text(pilot)

        assert app.save(5)
        await rested(pilot)

        assert "NOT SAVED since 12:00:00" in told
        assert says in told.replace("\n", " ")
        assert "17 of 85 answered" in told
        assert "saved 12:00:00" in screen_text(pilot).splitlines()[0]
        case = CaseRepository(engine_at(tmp_path)).case(an_empty_case().id)
        assert case.kept_aside == ()
        assert {"victim.suicide": "yes", "victim.care-needs": "no"}.items() <= values(tmp_path).items()


async def test_a_case_on_a_disk_that_takes_no_writes_can_be_read_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = product(tmp_path, a_case_in_work())
    real = os.open

    def read_only(path: str, flags: int, *arguments: int, **options: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(tmp_path)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, *arguments, **options)

    async with app.run_test() as pilot:
        monkeypatch.setattr(os, "open", read_only)
        await pressed(pilot, "2", "enter")
        told = screen_text(pilot).replace("\n", " ")

        assert isinstance(app.screen, CaseScreen)
        assert "It cannot be edited now: " in told
        assert "read-only file system." in told
        assert "last saved 24 Nov 2026" in told


async def test_what_was_typed_is_shown_with_visible_marks_for_what_could_act(tmp_path: Path) -> None:
    case = an_empty_case()
    store = CaseRepository(engine_at(tmp_path))
    store.create(
        msgspec.structs.replace(
            case,
            initials="\u202eDJ",
            own_reference=EVILS,
            assessments=(an_assessment(case=case.id, by=EVILS),),
            draft=a_draft(id="draft-2", case=case.id, by=EVILS),
        )
    )
    app = product(tmp_path, store=store)
    async with app.run_test() as pilot:
        await pressed(pilot, "2")
        listed = screen_text(pilot)
        await pressed(pilot, "enter")
        opened = screen_text(pilot)

        assert "<U+202E>" in listed
        assert "../../etc/passwd" in opened
        assert "\u241b[2J" in opened
        assert all(char.isprintable() or char == "\n" for char in listed + opened)
        assert not isinstance(app.screen, ChecklistScreen)
