"""The list of rows: texts taller than the screen are read to their last word, by the keys that move the mark."""

import re
from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from screens.case.assessment_view import ViewScreen
from screens.widgets.rows import MORE, Row, Rows
from tests.screens.host import SMALLEST, USUAL, Host, marked_text, screen_text

WORDS = [f"word{number}" for number in range(600)]
LONG = " ".join(WORDS)


def reading(rows: Sequence[Row]) -> Host:
    return Host(ViewScreen("Reading", rows))


def rows_with(text: str, *, is_marked: bool) -> list[Row]:
    """A row above a text and rows below it; the text is a row that can be marked, or a note that cannot."""
    below = [Row(id=f"below-{number}", text=f"Below {number}", hang=6) for number in range(3)]
    return [Row(id="above", text="Above"), Row(id="long" if is_marked else "", text=text, hang=2), *below]


async def words_seen(pilot: Pilot[None], key: str, presses: int) -> list[str]:
    """The words on the screen, in the order in which they come into view."""
    seen: dict[str, None] = {}
    for _ in range(presses):
        seen |= dict.fromkeys(re.findall(r"word\d+", screen_text(pilot)))
        await pilot.press(key)
    return list(seen)


@pytest.mark.parametrize("size", [USUAL, SMALLEST], ids=str)
@pytest.mark.parametrize("is_marked", [True, False], ids=["a row", "a note"])
@pytest.mark.parametrize(("key", "presses"), [("pagedown", 10), ("down", 120)])
async def test_every_word_of_a_long_text_is_seen(
    key: str, presses: int, size: tuple[int, int], *, is_marked: bool
) -> None:
    async with reading(rows_with(LONG, is_marked=is_marked)).run_test(size=size) as pilot:
        seen = await words_seen(pilot, key, presses)

        assert seen == WORDS
        assert marked_text(pilot) == "Below 2"


@pytest.mark.parametrize(("key", "presses"), [("pageup", 10), ("up", 120)])
async def test_a_long_text_is_read_backwards_too(key: str, presses: int) -> None:
    async with reading(rows_with(LONG, is_marked=True)).run_test() as pilot:
        await pilot.press("end")
        seen = await words_seen(pilot, key, presses)

        assert set(seen) == set(WORDS)
        assert marked_text(pilot) == "Above"


async def test_a_text_taller_than_the_screen_says_that_there_is_more() -> None:
    async with reading(rows_with(LONG, is_marked=True)).run_test() as pilot:
        await pilot.press("down")
        first = MORE in screen_text(pilot).splitlines()
        await pilot.press(*["pagedown"] * 6)

        assert first
        assert MORE not in screen_text(pilot)


async def test_short_rows_are_left_by_one_key_each() -> None:
    rows = [Row(id=str(number), text=f"Row {number}") for number in range(60)]
    async with reading(rows).run_test() as pilot:
        await pilot.press("down", "pagedown")
        down = marked_text(pilot)
        await pilot.press("pageup")

        assert [text.split()[:2] for text in (down, marked_text(pilot))] == [["Row", "22"], ["Row", "1"]]
        assert not pilot.app.screen.query_one(Rows).is_at_end


async def test_going_up_to_the_first_row_below_a_heading_shows_the_heading() -> None:
    groups = [
        row
        for group in range(4)
        for row in (
            Row(id="", text=f"Heading {group}", look="heading"),
            *(Row(id=f"{group}-{number}", text=f"Row {group}.{number}") for number in range(12)),
        )
    ]
    async with reading(groups).run_test(size=USUAL) as pilot:
        await pilot.press("end", *["up"] * 23)

        assert marked_text(pilot) == "Row 2.0"
        assert "Heading 2" in screen_text(pilot)
