"""The guide screen, through its keys."""

import pytest

from content.pack.pack_entry import SourceId
from screens.reference.guide import GuideScreen
from tests.packs import NOON, a_pack, a_point, a_topic
from tests.screens.host import SMALLEST, USUAL, Host, is_left, marked_text, screen_text, shown

SIZES = pytest.mark.parametrize("size", [USUAL, SMALLEST], ids=["80x24", "60x20"])


def guide(*, open_at: SourceId | None = None, topic: int = 0) -> Host:
    return Host(GuideScreen(a_pack(), NOON.date(), open_at=open_at, topic=topic))


def title(text: str) -> str:
    return text.splitlines()[0]


@SIZES
async def test_the_title_says_which_topic_of_how_many(size: tuple[int, int]) -> None:
    async with guide(topic=3).run_test(size=size) as pilot:
        assert title(screen_text(pilot)).startswith("Guide  4 of 7  Assess the risk ")
        assert title(screen_text(pilot)).endswith("TRAINING")


async def test_do_and_do_not_are_distinguished_in_words_with_source_and_caution() -> None:
    async with guide(topic=3).run_test(size=USUAL) as pilot:
        assert shown(pilot, "#points").splitlines() == [
            "> DO       Put risk first. (briefing 4.1)",
            "  DO NOT   Do not suggest that they meet. (briefing 4.10)",
            "           Caution: Fear of refusing counts too.",
        ]


async def test_a_number_goes_to_its_topic() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        await pilot.press("7")

        assert title(screen_text(pilot)).startswith("Guide  7 of 7  Further information")


async def test_a_number_without_a_topic_does_nothing() -> None:
    screen = GuideScreen(a_pack(topics=(a_topic("Only", a_point("This.")),)), NOON.date())
    async with Host(screen).run_test(size=USUAL) as pilot:
        await pilot.press("7")

        assert title(screen_text(pilot)).startswith("Guide  1 of 1  Only")


async def test_left_and_right_turn_to_the_topic_beside_and_stop_at_the_ends() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        await pilot.press("left")
        assert title(screen_text(pilot)).startswith("Guide  1 of 7")

        await pilot.press("right")
        assert title(screen_text(pilot)).startswith("Guide  2 of 7")

        await pilot.press(*["right"] * 9)
        assert title(screen_text(pilot)).startswith("Guide  7 of 7")


async def test_the_keys_for_topics_are_on_the_key_line() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        assert shown(pilot, ".key-line") == "/ Search  1-7 Topic  Left Previous  Right Next  Esc Back  ? keys"


async def test_the_note_of_a_topic_is_shown_above_its_points() -> None:
    async with guide(topic=1).run_test(size=USUAL) as pilot:
        assert shown(pilot, "#points").splitlines()[0] == "  Think stalking first."


@SIZES
async def test_down_walks_through_a_long_topic_to_its_end(size: tuple[int, int]) -> None:
    async with guide(topic=5).run_test(size=size) as pilot:
        assert marked_text(pilot).startswith("DO       Step 1 ")
        assert "Step 12 of many" not in screen_text(pilot)

        await pilot.press(*["down"] * 11)

        assert marked_text(pilot).startswith("DO       Step 12 of many.")


@SIZES
async def test_page_down_and_page_up_move_by_about_a_screen(size: tuple[int, int]) -> None:
    async with guide(topic=5).run_test(size=size) as pilot:
        await pilot.press("pagedown")
        after = marked_text(pilot)
        assert not after.startswith(("DO       Step 1 ", "DO       Step 2 "))

        await pilot.press("pageup")
        assert marked_text(pilot).startswith("DO       Step 1 ")


@SIZES
async def test_it_opens_at_the_point_asked_for_and_marks_it(size: tuple[int, int]) -> None:
    async with guide(open_at="4.10").run_test(size=size) as pilot:
        assert title(screen_text(pilot)).startswith("Guide  4 of 7")
        assert marked_text(pilot).startswith("DO NOT   Do not suggest")
        assert shown(pilot, "#said") == "  opened at briefing 4.10"


async def test_a_source_that_the_guide_does_not_use_is_said_to_be_missing() -> None:
    async with guide(open_at="law").run_test(size=USUAL) as pilot:
        assert title(screen_text(pilot)).startswith("Guide  1 of 7")
        assert shown(pilot, "#said") == "  nothing in the guide is from Parliament, the law, 1997"


async def test_a_source_that_the_pack_does_not_have_is_no_fault() -> None:
    async with guide(open_at="gone.since").run_test(size=USUAL) as pilot:
        assert shown(pilot, "#said") == "  nothing in the guide is from gone.since"


@SIZES
async def test_a_search_goes_to_the_first_match_in_any_topic(size: tuple[int, int]) -> None:
    async with guide(topic=6).run_test(size=size) as pilot:
        await pilot.press("slash", *"fear", "enter")

        assert shown(pilot, "#said") == "  match 1 of 2 for 'fear'"
        assert marked_text(pilot) == "ASK      Is there persistent fear? (briefing 2.2)"


@SIZES
async def test_a_match_far_down_a_topic_is_brought_into_view(size: tuple[int, int]) -> None:
    async with guide().run_test(size=size) as pilot:
        await pilot.press("slash", *"step 11", "enter")

        assert marked_text(pilot).startswith("DO       Step 11 of many.")


async def test_n_goes_round_the_matches_across_topics() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"FEAR", "enter", "n")
        assert title(screen_text(pilot)).startswith("Guide  4 of 7")
        assert shown(pilot, "#said") == "  match 2 of 2 for 'FEAR'"

        await pilot.press("n")
        assert shown(pilot, "#said") == "  match 1 of 2 for 'FEAR'"


async def test_capital_n_goes_to_the_match_before_and_from_the_first_to_the_last() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"step", "enter", "N")
        assert shown(pilot, "#said") == "  match 12 of 12 for 'step'"
        assert marked_text(pilot).startswith("DO       Step 12 of many.")

        await pilot.press("N")
        assert shown(pilot, "#said") == "  match 11 of 12 for 'step'"


async def test_a_search_that_finds_nothing_says_so_and_stays_where_it_is() -> None:
    async with guide(topic=4).run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"zebra", "enter")

        assert shown(pilot, "#said") == "  nothing found for 'zebra'"
        assert title(screen_text(pilot)).startswith("Guide  5 of 7")


async def test_n_does_nothing_before_a_search() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        await pilot.press("n", "N")

        assert title(screen_text(pilot)).startswith("Guide  1 of 7")
        assert "Next match" not in shown(pilot, ".key-line")


async def test_keys_of_the_screen_are_letters_in_the_search_line() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"n1/ N")

        assert shown(pilot, "SearchLine") == "  Find: n1/ N"
        assert title(screen_text(pilot)).startswith("Guide  1 of 7")


async def test_escape_closes_the_search_line_first_and_then_leaves() -> None:
    async with guide().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"fear", "escape")
        assert "Find:" not in screen_text(pilot)
        assert not is_left(pilot, GuideScreen)

        await pilot.press("escape")
        assert is_left(pilot, GuideScreen)


async def test_what_a_pack_says_is_never_markup() -> None:
    topics = (a_topic("[b]T[/x]", a_point("[red]a[/red] [@click=app.quit]b[/]"), note="[/]"),)
    async with Host(GuideScreen(a_pack(topics=topics), NOON.date())).run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"[/nothing]", "enter")

        assert "Guide  1 of 1  [b]T[/x]" in screen_text(pilot)
        assert "[red]a[/red] [@click=app.quit]b[/] (briefing 1.1)" in screen_text(pilot)
        assert "nothing found for '[/nothing]'" in screen_text(pilot)


async def test_the_mark_stays_on_its_point_when_the_window_changes() -> None:
    async with guide(topic=5).run_test(size=USUAL) as pilot:
        await pilot.press(*["down"] * 8)

        await pilot.resize_terminal(*SMALLEST)
        await pilot.pause()

        assert marked_text(pilot).startswith("DO       Step 9 of many.")
