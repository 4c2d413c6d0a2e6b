"""Two assessments of a case side by side, with what lies between them and all of them over time."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from content.assessment import answering, sign_off
from content.case.model import Case
from content.training.cases import made_up_cases
from screens.case.compare import CompareScreen
from screens.widgets.columns import NARROW, columns_that_fit, series_line
from tests.builders import a_disclosure, a_note, an_action, an_incident
from tests.drafts import NOON, TODAY, answered, signed_off
from tests.packs import classic
from tests.screens.host import SMALLEST, USUAL, Host, is_left, marked_text, screen_text, shown

LONDON = ZoneInfo("Europe/London")
HOUR = dt.timedelta(hours=1)
SIZES = pytest.mark.parametrize("size", [USUAL, SMALLEST], ids=["80x24", "60x20"])
WHOLE = (80, 300)
"""High enough to show a comparison whole."""

BAR = "▁▂▃▄▅▆▇█ "
"""What the scrollbar is drawn with at the end of a line."""

WHOLE_NARROW = (60, 400)


def comparing(case: Case, *, later: str | None = None) -> Host:
    return Host(CompareScreen(case, LONDON, later=later))


def rising() -> Case:
    """The made-up case whose risk rises over three assessments, with incidents, actions and notes."""
    return made_up_cases(classic(), now=NOON)[0]


def assessed(*values: dict[str, str]) -> Case:
    """A case assessed so many times, a day apart, from noon on."""
    case, _ = signed_off(values=values[0])
    for each in values[1:]:
        case, _ = signed_off(case, each)
    return case


def put_right(case: Case, values: dict[str, str], *, after: dt.timedelta) -> Case:
    """The case with its latest assessment corrected so long after noon."""
    at = NOON + after
    draft = answering.start_correction(case, classic(), draft_id="right", why="The wrong line", now=at, by="kit")
    done = sign_off.sign_off(answered(draft, values), classic(), case, now=at, today=TODAY, by="kit")
    return msgspec.structs.replace(case, assessments=(*case.assessments, done))


def rows(pilot: Pilot[Any]) -> list[str]:
    """The lines that the list shows, without the room for the mark and the scrollbar."""
    return [line[2:].rstrip(BAR) for line in shown(pilot, "Rows").splitlines()]


def section(pilot: Pilot[Any], title: str) -> list[str]:
    """The lines under a heading, up to the gap after them."""
    lines = rows(pilot)
    start = next(number for number, line in enumerate(lines) if line.startswith(title))
    end = lines.index("", start) if "" in lines[start:] else len(lines)
    return lines[start:end]


@SIZES
async def test_it_is_read_from_top_to_bottom_page_by_page(size: tuple[int, int]) -> None:
    async with comparing(rising()).run_test(size=(size[0], 400)) as pilot:
        lines = rows(pilot)
        assert "" not in lines[-3:]

        await pilot.resize_terminal(*size)
        await pilot.pause()
        read = rows(pilot)
        while marked_text(pilot).rstrip(BAR) != lines[-1]:
            assert len(read) < 2 * len(lines)
            await pilot.press("pagedown")
            read += [line for line in rows(pilot) if line not in read[-size[1] :]]

    assert [line for line in lines if line not in read] == []
    order = (
        "THEN: 5 Oct",
        "WHY",
        "Trigger",
        "RECORDED",
        "Incident",
        "Note",
        "Plan",
        "CHANGED TOWARDS",
        "OVER TIME",
        "Date:",
    )
    places = [next(number for number, line in enumerate(lines) if line.startswith(start)) for start in order]
    assert places == sorted(places)


async def test_down_stops_at_every_line_and_at_no_gap() -> None:
    async with comparing(assessed({}, {"victim.fear": "yes"})).run_test(size=WHOLE) as pilot:
        lines = [line for line in rows(pilot) if line]
        read = [marked_text(pilot)]

        await pilot.resize_terminal(*USUAL)
        for _ in lines[1:]:
            await pilot.press("down")
            read.append(marked_text(pilot))

    assert [line.rstrip(BAR) for line in read] == lines


async def test_the_reasons_of_the_later_judgement_stand_before_the_changes() -> None:
    case = assessed(
        {"judgement.level": "high"},
        {
            "judgement.victim-view": "higher",
            "judgement.victim-view-why": "He knows her car",
            "judgement.why-lower": "He moved away",
            "judgement.review-date": "2026-12-01",
            "judgement.why-below-view": "Checked with her",
        },
    )
    async with comparing(case).run_test(size=WHOLE) as pilot:
        assert section(pilot, "WHY") == [
            "WHY, AS THE LATER ONE GIVES IT",
            "Rationale: Seen and heard.",
            "Why the level is lower: He moved away.",
            "The person's own reasons: He knows her car.",
            "Why the level is below the person's own view: Checked with her.",
        ]
        assert "The level is lower than then." in rows(pilot)


async def test_what_was_recorded_between_the_two_has_its_date_text_and_author() -> None:
    case = msgspec.structs.replace(
        assessed({}, {}),
        incidents=(
            an_incident("2026-11-20", id="before", what="Before", at=NOON),
            an_incident("2026-11-24", id="second", what="Rang twice", at=NOON + HOUR, by="kit"),
            an_incident("2026-11-02", id="first", what="Left a card", at=NOON + 24 * HOUR),
            an_incident("2026-11-25", id="after", what="After", at=NOON + 25 * HOUR),
        ),
        notes=(a_note("She sounded calmer", at=NOON + HOUR),),
        actions=(
            an_action(what="Change the locks", at=NOON),
            an_action(what="Change the locks", version=2, state="done", at=NOON + HOUR),
        ),
        disclosures=(a_disclosure("The form", at=NOON + HOUR), a_disclosure("After", id="2", at=NOON + 25 * HOUR)),
    )
    async with comparing(case).run_test(size=WHOLE) as pilot:
        told = section(pilot, "RECORDED")

    assert " ".join(line.strip() for line in told) == (
        "RECORDED BETWEEN THE TWO: 2 incidents, 1 note, 1 change of the plan, 1 disclosure "
        "Incident, Mon 2 Nov 2026: Left a card. Recorded Wed 25 Nov 2026 by sam. "
        "Incident, Tue 24 Nov 2026: Rang twice. Recorded by kit. "
        "Note, Tue 24 Nov 2026: She sounded calmer. Basis: third party. By sam. "
        "Plan, Tue 24 Nov 2026, done: Change the locks. By sam. "
        "Disclosure, Fri 20 Nov 2026, to Ann Lee, Solace: The form. Basis: with consent. The person was told: yes. "
        "Decided by Kim, recorded Tue 24 Nov 2026 by sam."
    )


async def test_it_is_said_where_nothing_was_recorded_between_them() -> None:
    async with comparing(assessed({}, {})).run_test(size=WHOLE) as pilot:
        assert section(pilot, "RECORDED") == ["RECORDED BETWEEN THE TWO: nothing"]


async def test_groups_without_a_change_are_named_in_one_line() -> None:
    async with comparing(assessed({}, {"victim.fear": "yes"})).run_test(size=WHOLE) as pilot:
        assert "CHANGED TOWARDS WORSE, OR NEWLY KNOWN" in rows(pilot)
        told = " ".join(line.strip() for line in section(pilot, "Nothing under:"))
        assert told.startswith("Nothing under: happened again since; no longer known; changed the other way;")


@SIZES
async def test_another_earlier_assessment_brings_what_was_recorded_since_it(size: tuple[int, int]) -> None:
    async with comparing(rising()).run_test(size=(size[0], 400)) as pilot:
        assert "4 incidents, 1 note, 3 changes" in section(pilot, "RECORDED")[0]

        await pilot.press("end", "e")

        told = " ".join(line.strip() for line in section(pilot, "RECORDED"))
        assert told.startswith("RECORDED BETWEEN THE TWO: 1 other assessment, 7 incidents, 1 note, ")
        assert "Assessment, Mon 5 Oct 2026: level Medium, view Stalking." in told
        assert marked_text(pilot).startswith("THEN: 24 Aug 2026")


async def test_escape_leaves() -> None:
    async with comparing(rising()).run_test(size=USUAL) as pilot:
        await pilot.press("escape")

        assert is_left(pilot, CompareScreen)


async def test_a_correction_is_not_taken_for_a_reassessment() -> None:
    case = put_right(assessed({"victim.fear": "no"}), {"victim.fear": "yes", "judgement.level": "high"}, after=HOUR)
    async with comparing(case).run_test(size=WHOLE) as pilot:
        told = rows(pilot)

        assert told[0] == "AS IT WAS: 24 Nov 2026                | AS CORRECTED: 24 Nov 2026"
        assert "A correction, and no reassessment: the level is higher than it was recorded." in told
        assert any("Corrected on 24 Nov 2026 by kit:" in line for line in told)
        assert any("CORRECTED since, on 24 Nov 2026" in line for line in told)
        assert "CORRECTED ANSWERS" in told
        others = ("TOWARDS WORSE", "RECORDED BETWEEN", "OVER TIME")
        assert not [line for line in told if any(words in line for words in others)]


async def test_a_correction_is_compared_and_counts_from_the_day_of_what_it_corrects() -> None:
    case = put_right(assessed({}, {"victim.fear": "no"}), {"victim.fear": "yes"}, after=40 * HOUR)
    case, _ = signed_off(case, {"victim.fear": "yes"})
    at = NOON + 30 * HOUR
    # Recorded after the sign-off of the second and before its correction: it is news for the one after.
    case = msgspec.structs.replace(case, incidents=(an_incident("2026-11-25", what="Rang twice", at=at),))
    async with comparing(case).run_test(size=WHOLE) as pilot:
        assert rows(pilot)[0].startswith("THEN: 25 Nov 2026 ")
        assert any(line.startswith("Nothing under: changed towards worse, or newly known;") for line in rows(pilot))
        assert section(pilot, "RECORDED")[1:] == ["Incident, Wed 25 Nov 2026: Rang twice. Recorded by sam."]
        assert section(pilot, "OVER TIME")[0] == "OVER TIME: all 3"
        assert "Fear:      not asked         then yes               then yes" in rows(pilot)

        await pilot.press("e")
        assert rows(pilot)[0].startswith("THEN: 24 Nov 2026 ")
        assert "1 other assessment, 1 incident" in section(pilot, "RECORDED")[0]


async def test_a_corrected_assessment_is_compared_with_its_correction_and_l_goes_on_to_what_came_after() -> None:
    case = put_right(assessed({}, {"victim.fear": "no"}), {"victim.fear": "yes"}, after=40 * HOUR)
    case, _ = signed_off(case)
    wrong = case.assessments[1].id
    async with comparing(case, later=wrong).run_test(size=WHOLE) as pilot:
        assert rows(pilot)[0].startswith("AS IT WAS: 25 Nov 2026 ")

        await pilot.press("l")

        assert rows(pilot)[0].startswith("THEN: 25 Nov 2026 ")
        assert "| NOW: 27 Nov 2026" in rows(pilot)[0]
        assert any("CORRECTED since, on 26 Nov 2026" in line for line in rows(pilot))


async def test_three_assessments_stand_in_columns_of_words() -> None:
    async with comparing(rising()).run_test(size=WHOLE) as pilot:
        assert section(pilot, "OVER TIME")[:10] == [
            "OVER TIME: all 3",
            "Date:      24 Aug 2026       then 5 Oct 2026        then 15 Nov 2026",
            "Fixated:   no                then no                then yes",
            "Obsessive: no                then no                then yes",
            "Unwanted:  no                then yes               then yes",
            "Repeated:  yes               then yes               then yes",
            "Fear:      no                then no                then yes",
            "Level:     Standard          then Medium            then High",
            "Own view:  the same          then the same          then the same",
            "View:      Stalking          then Stalking          then Stalking",
        ]
        assert "All 3 assessments over time are at the end." in rows(pilot)


async def test_on_a_narrow_screen_each_is_a_sentence() -> None:
    async with comparing(rising()).run_test(size=WHOLE_NARROW) as pilot:
        told = section(pilot, "OVER TIME")

        assert "Fixated: no; then no; then yes" in told
        assert "Level: Standard; then Medium; then High" in told


@pytest.mark.parametrize(("width", "fit"), [(80, 4), (60, 3)])
async def test_the_latest_stand_in_columns_and_it_is_said_how_many_earlier_ones_do_not_fit(
    width: int, fit: int
) -> None:
    case = assessed({"judgement.level": "standard"}, *[{"judgement.level": "high"}] * 5)
    async with comparing(case).run_test(size=(width, 400)) as pilot:
        told = section(pilot, "OVER TIME")

        assert told[0] == f"OVER TIME: the last {fit} of 6"
        assert "24 Nov 2026" not in told[1]
        assert told[1].endswith("29 Nov 2026")
        assert "Standard" not in " ".join(told)
        assert f"{6 - fit} earlier do not fit: e and l bring them here." in told


async def test_two_assessments_have_no_trends() -> None:
    async with comparing(assessed({}, {})).run_test(size=WHOLE) as pilot:
        assert "over time" not in screen_text(pilot).lower()


async def test_what_does_not_fit_its_column_becomes_a_sentence_and_is_not_cut() -> None:
    view = {"judgement.view": "harassment", "judgement.why-not-stalking": "A dispute of the street"}
    async with comparing(assessed(view, view, {"judgement.view": "both"})).run_test(size=WHOLE) as pilot:
        told = section(pilot, "OVER TIME")

        assert "View: Harassment, not stalking; then Harassment, not stalking; then Both" in told
        assert "Level:     Medium            then Medium            then Medium" in told


@SIZES
async def test_hundreds_of_incidents_are_all_there_in_the_order_they_happened_in(size: tuple[int, int]) -> None:
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=number * 7 % 300) for number in range(300)]
    incidents = tuple(
        an_incident(day.isoformat(), id=str(number), what=f"Entry {day.isoformat()}", at=NOON + HOUR)
        for number, day in enumerate(days)
    )
    case = msgspec.structs.replace(assessed({}, {}), incidents=incidents)
    async with comparing(case).run_test(size=(size[0], 1000)) as pilot:
        told = [line for line in rows(pilot) if line.startswith("Incident, ")]
        assert "RECORDED BETWEEN THE TWO: 300 incidents" in rows(pilot)
        assert [line.split("Entry ")[1][:10] for line in told] == sorted(day.isoformat() for day in days)

        await pilot.resize_terminal(*size)
        await pilot.press("end")
        assert marked_text(pilot).startswith("Unchanged answers are not listed here")


async def test_the_mark_stays_on_its_line_when_the_window_changes_in_height() -> None:
    async with comparing(rising()).run_test(size=USUAL) as pilot:
        await pilot.press(*["down"] * 12)
        before = marked_text(pilot)
        assert before.strip()

        await pilot.resize_terminal(80, 20)
        await pilot.pause()

        assert marked_text(pilot) == before


async def test_what_people_wrote_is_never_markup_and_stays_on_its_lines() -> None:
    odd = "[b]x[/b] [@click=app.quit]y[/]\n\x1b[2J"
    case = msgspec.structs.replace(
        assessed({}, {"judgement.rationale": odd}),
        incidents=(an_incident(what=odd, by=odd, at=NOON + HOUR),),
        notes=(a_note(odd, at=NOON + HOUR),),
        actions=(an_action(what=odd, owner=odd, at=NOON + HOUR),),
    )
    async with comparing(case).run_test(size=WHOLE) as pilot:
        safe = "[b]x[/b] [@click=app.quit]y[/] ␛[2J."

        told = " ".join(line.strip() for line in rows(pilot))

        assert f"Rationale: {safe}" in told
        assert f": {safe} Recorded Tue 24 Nov 2026 by {safe}" in told
        assert f"Note, Tue 24 Nov 2026: {safe}" in told
        assert f"new: {safe} Owner [b]x[/b]" in told


WORDS = st.lists(st.text(alphabet="ab 界", min_size=1, max_size=22).map(str.strip).filter(bool), min_size=1, max_size=9)


@given(WORDS, st.integers(20, 200))
def test_every_word_of_a_trend_is_shown_in_full_and_in_order(words: list[str], width: int) -> None:
    words = words[-columns_that_fit(width, 11) :]

    line = series_line("Fear", words, width, 11)

    name, *told = line.replace(":", " then ", 1).replace(";", "").split(" then ")
    assert [name, *(each.strip() for each in told)] == ["Fear", *words]
    if width < NARROW:
        assert "  " not in line.replace("  ", "", sum(word.count("  ") for word in words))
