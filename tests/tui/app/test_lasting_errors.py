"""A session under a damaged case or another session's change says so, loses nothing that was typed, and can be left."""

from pathlib import Path

import msgspec
import pytest

from content.case.model import Case
from content.entries.form_drafts import FormDraft
from screens.case.case import CaseScreen
from screens.checklist.checklist_screen import ChecklistScreen
from screens.dialogs.form import FormScreen
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.drafts import an_empty_case, ready_to_sign
from tests.keys import Words, to
from tests.screens.host import screen_text, shown
from tests.tui.product import pressed, product, rested

ONE_CASE = an_empty_case().id


def a_case_in_work() -> Case:
    case = an_empty_case()
    return msgspec.structs.replace(case, draft=ready_to_sign(case))


def damage(data: Path) -> None:
    (data / "cases" / f"{ONE_CASE}.json").write_bytes(b"garbled")


def kept_beside(data: Path) -> bytes:
    [typed] = (data / "quarantine").glob(f"{ONE_CASE}-*.typed-*.json")
    assert (data / "quarantine" / typed.name.replace(typed.name[typed.name.index(".typed") :], ".json")).exists()
    return typed.read_bytes()


async def test_a_case_damaged_under_an_open_checklist_is_named_with_its_place_and_the_draft_is_kept_beside_it(
    tmp_path: Path,
) -> None:
    app = product(tmp_path, a_case_in_work())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", *to("victim.suicide"))
        damage(tmp_path)

        await pressed(pilot, "y")
        assert app.save(5)
        await rested(pilot)
        told = " ".join(screen_text(pilot).split())
        await pressed(pilot, "n")
        assert app.save(5)
        await pressed(pilot, "escape")
        after = " ".join(screen_text(pilot).split())

        assert f"Case {ONE_CASE} was found damaged" in told
        assert f"kept as quarantine/{ONE_CASE}-" in told
        assert "what you typed beside it as quarantine/" in told
        assert "KEPT ASIDE" in told
        assert not isinstance(app.screen, ChecklistScreen)
        assert f"Case {ONE_CASE} was found damaged" in after
        assert b'"victim.suicide":{"value":"yes"' in kept_beside(tmp_path)
        assert b'"victim.care-needs":{"value":"no"' in kept_beside(tmp_path)


async def test_a_case_damaged_under_an_open_form_keeps_what_was_typed_beside_it(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He had a"))
        assert app.save(5)
        damage(tmp_path)

        await pressed(pilot, Words(" knife"))
        assert app.save(5)
        await rested(pilot)
        told = " ".join(screen_text(pilot).split())
        await pressed(pilot, "escape")

        assert "KEPT ASIDE" in told
        assert f"Case {ONE_CASE} was found damaged" in told
        assert not isinstance(app.screen, FormScreen)
        assert b"He had a knife" in kept_beside(tmp_path)


async def test_a_form_of_a_case_that_is_gone_can_be_left(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He"))
        assert app.save(5)
        (tmp_path / "cases" / f"{ONE_CASE}.json").unlink()

        await pressed(pilot, Words(" rang"))
        # Waits for the autosave, which the case that is gone refuses.
        app.save(5)
        await rested(pilot)
        told = " ".join(screen_text(pilot).split())
        await pressed(pilot, "escape")

        assert "NOT SAVED" in told
        assert f"There is no case {ONE_CASE}." in told
        assert not isinstance(app.screen, FormScreen)


@pytest.mark.parametrize("keys", [["escape"], ["ctrl+o"]])
async def test_a_form_that_another_session_goes_on_with_is_kept_as_an_entry_of_its_own(
    tmp_path: Path, keys: list[str]
) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He rang"), "tab", Words("today"))
        assert app.save(5)
        theirs = take_over(tmp_path)

        await pressed(pilot, "shift+tab", Words(" twice"))
        assert app.save(5)
        await rested(pilot)
        told = " ".join(screen_text(pilot).split())
        await pressed(pilot, *keys)

        assert "Kim Lee has been editing this entry in another session" in told
        assert "kept as an entry of its own" in told
        assert isinstance(app.screen, CaseScreen)
        case = CaseRepository(engine_at(tmp_path)).case(ONE_CASE)
        assert theirs in case.form_drafts
        if keys == ["escape"]:
            assert [each.typed["what"] for each in case.form_drafts if each != theirs] == ["He rang twice"]
        else:
            assert case.form_drafts == (theirs,)
            [incident] = case.incidents
            assert incident.what == "He rang twice"
            assert incident.id != theirs.id
            assert shown(pilot, "#says").startswith("Recorded")


def take_over(data: Path) -> FormDraft:
    store = CaseRepository(engine_at(data))
    [draft] = store.case(ONE_CASE).form_drafts
    return store.save_form_draft(msgspec.structs.replace(draft, by="Kim Lee", typed={"what": "He came"}))
