"""What is recorded on a case at any time, through keys and files: incidents, notes, triggers, the plan, corrections."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from content.case.model import Case
from screens.case.case import CaseScreen
from screens.case.chronology import ChronologyScreen
from screens.case.plan_screen import PlanScreen
from screens.checklist.checklist_screen import ChecklistScreen
from screens.dialogs.form import FormScreen
from store.cases.repository import CaseRepository
from store.engine.places import engine_at
from store.errors import StoreFullError
from store.lease_holder import LeaseHolder
from tests.builders import an_action, an_incident
from tests.drafts import NOON, TODAY, WHOLE, a_new_draft, an_empty_case, answered, signed_off, signed_off_as_shipped
from tests.keys import Words, to
from tests.packs import bexley
from tests.screens.host import marked_text, screen_text, shown
from tests.tui.product import Clock, FailingStore, mark, pressed, product, rested

ONE_CASE = an_empty_case().id
A_DAY = dt.timedelta(days=1)


def stored(directory: Path) -> Case:
    return CaseRepository(engine_at(directory)).case(ONE_CASE)


def on_the_next_day() -> Clock:
    clock = Clock()
    clock.now = NOON + A_DAY
    return clock


async def test_an_incident_is_recorded_without_opening_an_assessment(tmp_path: Path) -> None:
    case, _ = signed_off()
    app = product(tmp_path, case, clock=on_the_next_day())
    async with app.run_test() as pilot:
        await pressed(
            pilot, "2", "enter", "i", Words("He rang"), "tab", Words("yesterday"), "tab", "tab", "2", "5", "ctrl+o"
        )

        (incident,) = stored(tmp_path).incidents
        assert (incident.what, incident.happened, incident.how) == ("He rang", "2026-11-24", ("phone", "at home"))
        assert (incident.by, incident.at) == ("Sam Patel", NOON + A_DAY)
        assert stored(tmp_path).form_drafts == ()
        assert shown(pilot, "#says") == "Recorded: Tue 24 Nov 2026."
        assert "1 NEW since the last assessment" in " ".join(shown(pilot, "#stands").split())


async def test_a_new_incident_marks_the_case_in_the_list_before_all_else_that_is_due(tmp_path: Path) -> None:
    case, _ = signed_off()
    clock = Clock()
    clock.now = NOON + 60 * A_DAY
    app = product(tmp_path, case, clock=clock)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "i", Words("He rang"), "tab", Words("today"), "ctrl+o")
        at = app.screen
        await pressed(pilot, "escape")

        assert isinstance(at, CaseScreen)
        assert "1 case: 1 overdue, 1 new since the last assessment" in screen_text(pilot)
        assert "1 NEW incident since the last assessment; review" in marked_text(pilot)


@pytest.mark.parametrize(
    ("keys", "field", "sentence"),
    [
        (
            [Words("He rang"), "tab", Words("25 Nov 2026")],
            "happened",
            "Wed 25 Nov 2026 is ahead: write when it happened.",
        ),
        (
            [Words("He rang"), "tab", Words("today"), "tab", Words("1 Nov 2026")],
            "until",
            "Sun 1 Nov 2026 is before the start",
        ),
        ([Words("He rang"), "tab", Words("soon")], "happened", "'soon' is not a date"),
        ([Words("He rang")], "happened", "when it happened is needed"),
        (["tab", Words("today")], "what", "what happened is needed"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_all_that_was_typed_is_kept(
    keys: list[str], field: str, sentence: str, tmp_path: Path
) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", *keys)
        before = screen_text(pilot)
        await pressed(pilot, "ctrl+o")

        assert sentence in " ".join(shown(pilot, f"#about-{field}").split())
        assert app.focused
        assert app.focused.id == field
        assert {line for line in before.splitlines() if "He rang" in line} <= set(screen_text(pilot).splitlines())
        assert stored(tmp_path).incidents == ()


async def test_the_date_of_an_incident_is_read_or_refused_at_every_key(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = dt.datetime(2027, 1, 20, 12, 0, tzinfo=dt.UTC)
    app = product(tmp_path, an_empty_case(), clock=clock)
    said: dict[str, str] = {}
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He rang"), "tab")
        typed = ""
        for key in "15/01/2027":
            await pressed(pilot, key)
            typed += key
            said[typed] = " ".join(shown(pilot, "#about-happened").split())
        await pressed(pilot, "ctrl+o")

        assert said["15/0"].startswith("not a date yet")
        assert said["15/01/2027"] == "Fri 15 Jan 2027"
        assert [each.happened for each in stored(tmp_path).incidents] == ["2027-01-15"]


async def test_a_draft_whose_review_date_stops_after_a_zero_can_be_opened_and_completed(tmp_path: Path) -> None:
    others = {name: value for name, value in WHOLE.items() if name != "judgement.review-date"}
    draft = answered(a_new_draft(pack=bexley()), others)
    app = product(tmp_path, msgspec.structs.replace(an_empty_case(), draft=draft))
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "a", *to("judgement.review-date"), *"15/0")
        echo = shown(pilot, "#echo")
        app.save(5)
    later = product(tmp_path, store=CaseRepository(engine_at(tmp_path)))
    async with later.run_test() as pilot:
        await pressed(pilot, "2", "enter", "a", *to("judgement.review-date"))
        kept = review_date(tmp_path)
        detail = shown(pilot, "#detail")
        await pressed(pilot, "ctrl+e")
        check = screen_text(pilot)
        await pressed(pilot, "escape", "enter", *"1/2027", "enter")
        later.save(5)

        assert echo == "not a date yet"
        assert kept == "15/0"
        assert "15/0" in detail
        assert "'15/0' is not a date" in check
        assert review_date(tmp_path) == "2027-01-15"


def review_date(directory: Path) -> str:
    draft = stored(directory).draft
    assert draft
    return draft.answers["judgement.review-date"].value


async def test_a_half_typed_incident_is_on_disk_and_anybody_can_go_on_with_it(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He was at the"))
        app.save(5)
        await rested(pilot)
        status = screen_text(pilot).splitlines()[0]
    later = product(tmp_path, store=CaseRepository(engine_at(tmp_path)), by="Kit Lee")
    async with later.run_test() as pilot:
        await pressed(pilot, "2", "enter")
        offered = screen_text(pilot)
        await pressed(pilot, "home", "enter", Words(" gate"), "tab", Words("today"), "ctrl+o")

        assert "saved 12:00:00" in status
        assert "Not recorded yet: incident by Sam Patel, 24 Nov 2026 12:00: He was at the" in offered
        case = stored(tmp_path)
        assert [(each.what, each.by) for each in case.incidents] == [("He was at the gate", "Kit Lee")]
        assert case.form_drafts == ()


async def test_leaving_keeps_what_was_typed_and_the_same_key_goes_on_with_it(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He"), "escape")
        said = shown(pilot, "#says")
        await pressed(pilot, "i", Words(" rang"), "escape")

        assert said == "Kept, but not recorded: the same key continues it."
        assert [dict(each.typed) for each in stored(tmp_path).form_drafts] == [{"what": "He rang"}]


async def test_an_entry_that_is_emptied_is_gone(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "t", Words("He"), "escape", "t", "backspace", "backspace", "escape")

        assert stored(tmp_path).form_drafts == ()
        assert "Not recorded yet" not in screen_text(pilot)


async def test_an_incident_that_cannot_be_stored_is_kept_on_the_form(tmp_path: Path) -> None:
    store = FailingStore(engine_at(tmp_path))
    app = product(tmp_path, an_empty_case(), store=store)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He rang"), "tab", Words("today"))
        app.save(5)
        store.refuses = StoreFullError("There is no room on the disk.")
        await pressed(pilot, "ctrl+o")
        told = screen_text(pilot)
        store.refuses = None
        await pressed(pilot, "ctrl+o")

        assert "Not recorded: There is no room on the disk." in told
        assert "He rang" in told
        assert [each.what for each in stored(tmp_path).incidents] == ["He rang"]


async def test_typing_that_cannot_be_saved_says_so_with_the_reason_and_is_not_left(tmp_path: Path) -> None:
    store = FailingStore(engine_at(tmp_path))
    app = product(tmp_path, an_empty_case(), store=store)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i")
        store.refuses = StoreFullError("There is no room on the disk.")
        await pressed(pilot, Words("He"), "escape")
        told = screen_text(pilot)
        store.refuses = None
        app.save(5)
        await pressed(pilot, "escape")

        assert "NOT SAVED since 12:00:00" in told
        assert "There is no room on the disk." in told
        assert "He" in shown(pilot, "Rows")
        assert isinstance(app.screen, CaseScreen)


async def test_an_incident_can_be_recorded_while_somebody_else_edits_the_case(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    theirs = CaseRepository(engine_at(tmp_path)).lease(
        ONE_CASE, LeaseHolder(who="Kit Lee", where="10.0.0.9", since=NOON, pid=1)
    )
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", Words("He rang"), "tab", Words("today"), "ctrl+o")
        theirs.release()

        assert [each.what for each in stored(tmp_path).incidents] == ["He rang"]


async def test_an_entry_is_corrected_by_a_new_one_and_both_stay_readable(tmp_path: Path) -> None:
    case = msgspec.structs.replace(an_empty_case(), incidents=(an_incident("2026-11-15", what="Rang twice"),))
    app = product(tmp_path, case)
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "2", "enter", "c", "x", Words("It was three times"), "tab", "end", "!", "ctrl+o")
        both = shown(pilot, "Rows")
        await pressed(pilot, "down", "x")

        first, second = stored(tmp_path).incidents
        assert first == an_incident("2026-11-15", what="Rang twice")
        assert (second.corrects, second.what, second.happened) == (first.id, "Rang twice!", "2026-11-15")
        assert second.why_corrected == "It was three times"
        assert "CORRECTED by a later entry" in both
        assert "corrects an earlier entry" in both
        assert shown(pilot, "#says") == "This entry is corrected already, by Sam Patel: correct that one."


async def test_a_trigger_brings_the_review_forward_to_today_and_is_named(tmp_path: Path) -> None:
    case, _ = signed_off()
    app = product(tmp_path, case, clock=on_the_next_day())
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "2", "enter", "T", "3", "ctrl+o")
        stands = " ".join(shown(pilot, "#stands").split())
        await pressed(pilot, "escape")

        (note,) = stored(tmp_path).notes
        assert (note.trigger, note.trigger_name, note.text) == (
            "breach",
            "Bail conditions or an order have been broken",
            "",
        )
        assert "review today, brought forward on Wed 25 Nov 2026 by: Bail conditions" in stands
        assert "review due today: Bail conditions" in marked_text(pilot)


async def test_a_note_carries_its_basis_and_its_writer(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "t", Words("Seen there"), "tab", "3", "ctrl+o")

        (note,) = stored(tmp_path).notes
        assert (note.text, note.basis, note.by, note.trigger) == ("Seen there", "seen or verified", "Sam Patel", None)
        assert "Seen there (Sam Patel)" in shown(pilot, "Rows")


async def test_an_action_is_recorded_with_owner_day_and_agreement(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "p", "n", Words("Ring work"), "tab", "tab", Words("in 3 days"), "tab", "3", "ctrl+o")
        refused = " ".join(shown(pilot, "#about-owner").split())
        await pressed(pilot, Words("PC Lee"), "ctrl+o")

        assert refused == "There is a problem: an action needs an owner: the person or agency who does it."
        (action,) = stored(tmp_path).actions
        assert (action.what, action.owner, action.agreed) == ("Ring work", "PC Lee", "not safe to ask")
        assert action.due == TODAY + 3 * A_DAY
        assert isinstance(app.screen, PlanScreen)
        assert "Ring work - PC Lee" in marked_text(pilot)


@pytest.mark.parametrize(
    ("keys", "state", "due"),
    [
        (["d", Words("Rang her"), "ctrl+o"], "done", TODAY - 4 * A_DAY),
        (["s", "ctrl+o"], "open", TODAY - 4 * A_DAY),
        (["s", *["backspace"] * 20, Words("in 7 days"), "ctrl+o"], "open", TODAY + 7 * A_DAY),
        (["x", Words("She moved"), "ctrl+o"], "no longer suitable", TODAY - 4 * A_DAY),
    ],
)
async def test_what_became_of_an_action_is_a_new_version_of_it(
    keys: list[str], state: str, due: dt.date, tmp_path: Path
) -> None:
    case = msgspec.structs.replace(an_empty_case(), actions=(an_action(due=TODAY - 4 * A_DAY),))
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "p")
        late = marked_text(pilot)
        await pressed(pilot, *keys)

        before, now = stored(tmp_path).actions
        assert before == case.actions[0]
        assert (now.version, now.state, now.due, now.by) == (2, state, due, "Sam Patel")
        assert "OVERDUE 4 d" in late


async def test_an_action_is_not_dropped_without_a_reason(tmp_path: Path) -> None:
    case = msgspec.structs.replace(an_empty_case(), actions=(an_action(due=TODAY),))
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "p", "x", "ctrl+o")

        assert "why it is no longer suitable is needed" in " ".join(shown(pilot, "#about-why").split())
        assert stored(tmp_path).actions == case.actions


async def test_a_reassessment_starts_with_what_is_new(tmp_path: Path) -> None:
    case, _ = signed_off_as_shipped()
    known = an_incident(id="old", what="Sent flowers", at=NOON - A_DAY)
    case = msgspec.structs.replace(case, incidents=(known, an_incident(what="Broke the door", at=NOON + A_DAY)))
    app = product(tmp_path, case, clock=on_the_next_day())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "a", "1", "enter")
        told = screen_text(pilot)
        await pressed(pilot, "escape")

        assert "1 incident to consider" in told
        assert "Broke the door" in told
        assert "Sent flowers" not in told
        assert isinstance(app.screen, ChecklistScreen)


async def test_a_mistake_is_corrected_by_a_new_assessment_that_names_the_one_and_says_why(tmp_path: Path) -> None:
    case, first = signed_off_as_shipped()
    app = product(tmp_path, case, clock=on_the_next_day())
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "2", "enter", "x", "ctrl+o")
        refused = shown(pilot, "#about-why")
        await pressed(pilot, Words("Wrong level"), "ctrl+o", "ctrl+e", "s", "2")

        after = stored(tmp_path)
        assert "a reason for the correction is needed" in refused
        assert after.assessments[0] == first
        assert (after.assessments[1].corrects, after.assessments[1].why_corrected) == (first.id, "Wrong level")
        assert after.form_drafts == ()
        await mark(pilot, "CORRECTED by the one of 25 Nov 2026")


async def test_a_half_typed_reason_for_a_correction_is_continued_from_its_line_by_anybody(tmp_path: Path) -> None:
    case, first = signed_off()
    app = product(tmp_path, case)
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "2", "enter", "x", Words("Wrong"), "escape")
    later = product(tmp_path, store=CaseRepository(engine_at(tmp_path)), by="Kit Lee")
    async with later.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "2", "enter", "home", "enter", Words(" level"), "ctrl+o")

        draft = stored(tmp_path).draft
        assert draft
        assert (draft.corrects, draft.why_corrected) == (first.id, "Wrong level")
        assert stored(tmp_path).form_drafts == ()


async def test_enter_on_a_week_opens_the_chronology_there(tmp_path: Path) -> None:
    old, new = an_incident("2026-10-06", id="old", what="Sent flowers"), an_incident("2026-11-20", what="Rang")
    case = msgspec.structs.replace(an_empty_case(), incidents=(old, new))
    app = product(tmp_path, case)
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "end", "enter")

        assert isinstance(app.screen, ChronologyScreen)
        assert "Sent flowers" in marked_text(pilot)


async def test_the_home_screen_counts_what_is_due(tmp_path: Path) -> None:
    case, _ = signed_off()
    clock = Clock()
    clock.now = NOON + 60 * A_DAY
    app = product(tmp_path, case, clock=clock)
    async with app.run_test() as pilot:
        await rested(pilot)

        assert "1 case: 1 overdue" in screen_text(pilot)


async def test_every_field_of_the_form_can_be_reached_and_left_with_enter_and_arrows(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "i", "tab", "enter", "down", "up", "shift+tab")

        assert isinstance(app.screen, FormScreen)
        assert app.focused
        assert app.focused.id == "happened"


async def test_v_in_the_list_says_where_there_is_nothing_to_compare_yet(tmp_path: Path) -> None:
    app = product(tmp_path, an_empty_case())
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "v")

        assert "There is nothing to compare yet" in screen_text(pilot)


async def test_enter_on_an_action_shows_every_version_of_it(tmp_path: Path) -> None:
    first = an_action(what="Ring the school", owner="PC Lee", at=NOON)
    second = msgspec.structs.replace(
        first, version=2, owner="DC Roe", state="done", outcome="They know", at=NOON + A_DAY
    )
    other = an_action(id="action-2", what="Change the locks", at=NOON)
    app = product(tmp_path, msgspec.structs.replace(an_empty_case(), actions=(other, first, second)))
    async with app.run_test() as pilot:
        await pressed(pilot, "2", "enter", "p", "end", "enter")
        lines = screen_text(pilot).splitlines()

    history = [line.removeprefix(">").strip() for line in lines]
    assert "24 Nov 2026 12:00, sam: open" in history
    assert "25 Nov 2026 12:00, sam: done" in history
    assert [" ".join(line.split()) for line in history if line.startswith(("What", "Owner", "Outcome"))] == [
        "What Ring the school",
        "Owner PC Lee",
        "What Ring the school",
        "Owner DC Roe",
        "Outcome They know",
    ]
