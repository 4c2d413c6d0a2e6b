"""Disclosures through keys and files: recorded, refused beside the field, kept half typed, corrected, read."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from content.case.model import Case
from content.entries.disclosure import Disclosure
from screens.case.disclosures import DisclosuresScreen
from screens.checklist.checklist_screen import ChecklistScreen
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from tests.builders import a_disclosure
from tests.drafts import NOON, TODAY, an_empty_case, ready_to_sign
from tests.keys import Words
from tests.screens.host import marked_text, screen_text, shown
from tests.tui.product import pressed, product, rested, typed_at_once

ONE_CASE = an_empty_case().id
TO_ANN = (*"Ann Lee", "tab", *"Solace", "tab", *"The form", "tab")
"""The form from its first field to the basis."""

REST = ("tab", "1", "tab", "tab", *"Kim", "tab", "2", "tab")
YESTERDAY = (*REST, *"yesterday")
"""From why without consent to the day: the person was told, Kim decided, it was told by phone."""


def stored(directory: Path) -> Case:
    return CaseRepository(engine_at(directory)).case(ONE_CASE)


def disclosed(*disclosures: Disclosure) -> Case:
    return msgspec.structs.replace(an_empty_case(), disclosures=disclosures)


async def test_a_disclosure_is_recorded_from_the_list_of_cases(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "d")
        await typed_at_once(pilot, *TO_ANN, "1", "tab", *YESTERDAY, "ctrl+o")

        case = stored(tmp_path)
        (disclosure,) = case.disclosures
        assert (disclosure.to, disclosure.agency, disclosure.what) == ("Ann Lee", "Solace", "The form")
        assert (disclosure.basis, disclosure.told, disclosure.sent) == ("consent", "yes", "phone")
        assert (disclosure.decided_by, disclosure.day) == ("Kim", TODAY - dt.timedelta(days=1))
        assert (disclosure.at, disclosure.by) == (NOON, "Sam Patel")
        assert case.form_drafts == ()
        assert shown(pilot, "#says") == "Recorded: given to Ann Lee, Solace on Mon 23 Nov 2026."
        assert "Ann Lee, Solace: The form (consent; phone)" in shown(pilot, "Rows")


@pytest.mark.parametrize(
    ("keys", "field", "sentence"),
    [
        ([], "to", "to whom it was given is needed: a person, an agency, or both."),
        ([*TO_ANN, "3"], "why", "why it was given without consent is needed."),
        ([*TO_ANN, "1", "tab", *REST, *"in 2 days"], "day", "Thu 26 Nov 2026 is ahead"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_in_view_and_all_that_was_typed_is_kept(
    keys: list[str], field: str, sentence: str, tmp_path: Path
) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test(size=(60, 20)) as pilot:
        await pressed(pilot, "2", "enter", "d")
        await typed_at_once(pilot, *keys, "ctrl+o")
        app.save(5)

        assert sentence in " ".join(shown(pilot, f"#about-{field}").split())
        assert sentence.split(maxsplit=1)[0] in screen_text(pilot)
        assert app.focused
        assert app.focused.id == field
        assert stored(tmp_path).disclosures == ()
        assert [each.typed.get("to") for each in stored(tmp_path).form_drafts] == (["Ann Lee"] if keys else [])


async def test_the_day_is_read_back_in_view_at_the_foot_of_the_smallest_screen(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test(size=(60, 20)) as pilot:
        await pressed(pilot, "2", "enter", "d", "shift+tab", Words("yesterday"))

        assert "Mon 23 Nov 2026" in screen_text(pilot)


async def test_plain_email_is_warned_of_beside_the_field_and_not_forbidden(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "d")
        await typed_at_once(pilot, *TO_ANN, "1", "tab", *REST[:-2], "4")
        warned = " ".join(shown(pilot, "#about-sent").split())
        await pressed(pilot, "tab", Words("today"), "ctrl+o")

        assert warned == "Do not e-mail a referral. Ask for the secure route; give no names."
        assert [each.sent for each in stored(tmp_path).disclosures] == ["plain e-mail"]


async def test_a_half_typed_disclosure_is_on_disk_and_anybody_can_go_on_with_it(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "d")
        await typed_at_once(pilot, *TO_ANN, "3")
        app.save(5)
        await rested(pilot)
    later = product(tmp_path, store=CaseRepository(engine_at(tmp_path)), by="Kit Lee")
    async with later.run_test() as pilot:
        await pressed(pilot, "2", "enter")
        offered = screen_text(pilot)
        await pressed(pilot, "home", "enter")
        await typed_at_once(pilot, *["tab"] * 4, *"He was there", *YESTERDAY, "ctrl+o")

        assert "Not recorded yet: disclosure by Sam Patel, 24 Nov 2026 12:00: Ann Lee" in offered
        (disclosure,) = stored(tmp_path).disclosures
        assert (disclosure.to, disclosure.basis, disclosure.why) == ("Ann Lee", "not safe to ask", "He was there")
        assert disclosure.by == "Kit Lee"
        assert stored(tmp_path).form_drafts == ()


async def test_a_disclosure_is_corrected_by_a_new_one_that_waits_until_its_recipient_is_told(tmp_path: Path) -> None:
    wrong = a_disclosure("He waits in Elm Road")
    app = product(tmp_path, disclosed(wrong))
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "2", "enter", "D", "x", "ctrl+o")
        refused = shown(pilot, "#about-why_corrected")
        await pressed(pilot, Words("Oak Road"), "ctrl+o")
        unsaid = shown(pilot, "#about-error_told")
        await pressed(pilot, "2", "ctrl+o", "x")
        again = shown(pilot, "#says")
        await pressed(pilot, "escape", "home")
        waiting = marked_text(pilot)
        await pressed(pilot, "enter", "x", Words("They rang back"), "tab", "1", "ctrl+o", "escape")

        assert "why the earlier entry is corrected is needed" in refused
        assert "say whether the earlier recipient was told of the error" in " ".join(unsaid.split())
        assert again == "This entry is corrected already, by Sam Patel: correct that one."
        assert waiting.startswith("NOT YET TOLD OF AN ERROR: Ann Lee, Solace.")
        first, second, third = stored(tmp_path).disclosures
        assert first == wrong
        assert (second.corrects, second.why_corrected, second.error_told) == (wrong.id, "Oak Road", "not yet")
        assert (second.what, second.day, second.basis) == (wrong.what, wrong.day, wrong.basis)
        assert (third.corrects, third.why_corrected, third.error_told) == (second.id, "They rang back", "yes")
        assert "NOT YET TOLD" not in screen_text(pilot)


async def test_a_disclosure_is_read_in_full_and_found_by_its_words(tmp_path: Path) -> None:
    old = a_disclosure("Her shifts", id="old", to="Bo Ray", day=dt.date(2026, 10, 1))
    app = product(tmp_path, disclosed(a_disclosure(), old))
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "end", "enter")
        at = marked_text(pilot)
        await pressed(pilot, "slash", Words("where he waits"), "enter", "enter")
        full = " ".join(screen_text(pilot).split())

        assert "1 Oct 2026 Bo Ray, Solace: Her shifts" in " ".join(at.split())
        for told in (
            "Given to Ann Lee",
            "Agency Solace",
            "What was given Where he waits for her, and when",
            "Basis with consent",
            "The person was told yes",
            "Who decided Kim",
            "How it was sent phone",
            "When Fri 20 Nov 2026",
            "Recorded 20 Nov 2026 14:05:30 by sam",
        ):
            assert told in full


async def test_the_case_shows_the_latest_three_that_stand_and_counts_them_all(tmp_path: Path) -> None:
    days = [dt.date(2026, 11, day) for day in (1, 2, 3, 4)]
    each = [a_disclosure(f"Thing {day.day}", id=str(day.day), day=day) for day in days]
    right = a_disclosure("Thing 4 corrected", id="right", day=days[3], corrects="4")
    app = product(tmp_path, disclosed(*each, right))
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter")
        rows = shown(pilot, "Rows")

        assert "Disclosures: 4, latest first (D reads all)" in rows
        assert [f"Thing {day}" in rows for day in (1, 2, 3)] == [False, True, True]
        assert "Thing 4 corrected" in rows
        assert "Thing 4 (" not in rows


async def test_a_referral_is_recorded_from_the_checklist_and_the_check_lists_it(tmp_path: Path) -> None:
    case = msgspec.structs.replace(an_empty_case(), draft=ready_to_sign())
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter", "ctrl+d")
        await typed_at_once(pilot, *TO_ANN, "1", "tab", *YESTERDAY, "ctrl+o")
        back, said = app.screen, screen_text(pilot)
        await pressed(pilot, "ctrl+d", Words("B"), "escape")
        kept = screen_text(pilot)
        await pressed(pilot, "ctrl+e")

        assert isinstance(back, ChecklistScreen)
        assert "Recorded: given to Ann Lee, Solace on Mon 23 Nov 2026." in said
        assert "Kept, but not recorded: the same key continues it." in kept
        assert [each.to for each in stored(tmp_path).disclosures] == ["Ann Lee"]
        assert "Disclosures recorded so far: 1" in screen_text(pilot)
        assert "Mon 23 Nov 2026, to Ann Lee, Solace: The form" in screen_text(pilot)


async def test_what_is_disclosed_while_a_draft_is_open_is_seen_before_it_is_signed_off(tmp_path: Path) -> None:
    case = msgspec.structs.replace(an_empty_case(), draft=ready_to_sign())
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "enter")
        CaseRepository(engine_at(tmp_path)).record(ONE_CASE, a_disclosure())
        await pressed(pilot, "ctrl+e", "s", "2")
        told = screen_text(pilot)
        after = stored(tmp_path)
        await pressed(pilot, "ctrl+e", "s", "2")

        assert "Something was recorded on the case meanwhile" in told
        assert after.assessments == ()
        assert len(stored(tmp_path).assessments) == 1


async def test_x_says_when_there_is_nothing_to_correct(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "D", "x", "enter")

        assert isinstance(app.screen, DisclosuresScreen)
        assert shown(pilot, "#says") == "There is nothing to correct yet: d records a disclosure."
