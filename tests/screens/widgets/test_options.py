"""The options widget: one or several options chosen by number."""

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from content.entries.action import AGREED
from content.entries.incident import CHANNELS
from screens.widgets.options import Options
from tests.screens.host import SMALLEST, USUAL, Host, shown

SIZES = pytest.mark.parametrize("size", [USUAL, SMALLEST, (24, 20)], ids=["80x24", "60x20", "narrow"])


class OptionsScreen(Screen[None]):
    """Options under test, a second widget that can have the focus, and a log of what was reported."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"report('screen took {key}')", show=False) for key in ("0", "1", "4", "9", "right")
    ]

    def __init__(self, options: Sequence[str], chosen: Sequence[str], *, many: bool) -> None:
        super().__init__()
        self._options = options
        self._chosen = chosen
        self._many = many
        self._reports: list[str] = []

    def compose(self) -> ComposeResult:
        yield Options(self._options, self._chosen, many=self._many, id="options")
        yield Options(["another"], id="other")
        yield Static(id="reports", markup=False)

    @on(Options.Changed)
    def _changed(self, event: Options.Changed) -> None:
        self.action_report(f"{event.options.id}: {', '.join(event.chosen) or 'none'}")

    def action_report(self, what: str) -> None:
        self._reports.append(what)
        self.query_one("#reports", Static).update("\n".join(self._reports))


def agreed(*chosen: str) -> Host:
    return Host(OptionsScreen(AGREED, chosen, many=False))


def channels(*chosen: str) -> Host:
    return Host(OptionsScreen(CHANNELS, chosen, many=True))


def line(pilot: Pilot[Any]) -> str:
    return shown(pilot, "#options")


def reports(pilot: Pilot[Any]) -> list[str]:
    return shown(pilot, "#reports").splitlines()


async def test_the_options_are_numbered_and_the_chosen_ones_are_in_brackets() -> None:
    async with agreed("no").run_test(size=USUAL) as pilot:
        assert line(pilot) == "> 1 yes  2 [no]  3 not safe to ask"
    async with channels("at work", "phone").run_test(size=USUAL) as pilot:
        assert line(pilot).startswith("> 1 in person  2 [phone]  3 online  4 through others  5 at home  6 [at work]")


async def test_a_number_chooses_and_the_same_number_clears_the_choice() -> None:
    async with agreed().run_test(size=USUAL) as pilot:
        await pilot.press("3")

        assert line(pilot) == "> 1 yes  2 no  3 [not safe to ask]"

        await pilot.press("3")

        assert line(pilot) == "> 1 yes  2 no  3 not safe to ask"
        assert reports(pilot) == ["options: not safe to ask", "options: none"]


async def test_if_one_can_be_chosen_another_number_chooses_that_one_alone() -> None:
    async with agreed("yes").run_test(size=USUAL) as pilot:
        await pilot.press("2")

        assert line(pilot) == "> 1 yes  2 [no]  3 not safe to ask"
        assert reports(pilot) == ["options: no"]


async def test_if_several_can_be_chosen_they_are_reported_in_the_order_of_the_options() -> None:
    async with channels().run_test(size=USUAL) as pilot:
        await pilot.press("6", "3", "1", "3")

        assert reports(pilot) == [
            "options: at work",
            "options: online, at work",
            "options: in person, online, at work",
            "options: in person, at work",
        ]
        assert "1 [in person]  2 phone  3 online" in line(pilot)
        assert "6 [at work]" in line(pilot)


async def test_the_arrows_step_round_the_options_if_one_can_be_chosen() -> None:
    async with agreed().run_test(size=USUAL) as pilot:
        await pilot.press("right", "right", "right", "right", "left")

        assert reports(pilot) == [
            "options: yes",
            "options: no",
            "options: not safe to ask",
            "options: yes",
            "options: not safe to ask",
        ]


async def test_the_arrow_to_the_left_starts_with_the_last_option() -> None:
    async with agreed().run_test(size=USUAL) as pilot:
        await pilot.press("left")

        assert reports(pilot) == ["options: not safe to ask"]


async def test_the_arrows_change_nothing_if_several_can_be_chosen() -> None:
    async with channels("online").run_test(size=USUAL) as pilot:
        before = line(pilot)

        await pilot.press("right", "left")

        assert line(pilot) == before
        assert reports(pilot) == []


async def test_a_number_that_chooses_is_not_passed_on_and_any_other_key_is() -> None:
    async with agreed().run_test(size=USUAL) as pilot:
        await pilot.press("1", "0", "4", "9")

        assert reports(pilot) == ["options: yes", "screen took 0", "screen took 4", "screen took 9"]


async def test_the_mark_is_on_the_focused_widget() -> None:
    async with agreed("yes").run_test(size=USUAL) as pilot:
        assert (line(pilot)[:2], shown(pilot, "#other")[:2]) == ("> ", "  ")

        await pilot.press("tab", "1")

        assert line(pilot) == "  1 [yes]  2 no  3 not safe to ask"
        assert shown(pilot, "#other") == "> 1 [another]"
        assert reports(pilot) == ["other: another"]


@SIZES
async def test_every_option_is_shown_whole_at_any_width(size: tuple[int, int]) -> None:
    async with channels().run_test(size=size) as pilot:
        for number, chosen in enumerate(CHANNELS, start=1):
            await pilot.press(str(number))

            lines = line(pilot).splitlines()
            assert any(f"{number} [{chosen}]" in each for each in lines)
            for other, name in enumerate(CHANNELS[number:], start=number + 1):
                assert any(f"{other} {name}" in each for each in lines)
            assert max(len(each) for each in lines) <= size[0]


async def test_options_that_look_like_markup_are_shown_as_they_are() -> None:
    async with Host(OptionsScreen(["[b]bold[/b]", "[link"], ["[link"], many=False)).run_test(size=USUAL) as pilot:
        assert line(pilot) == "> 1 [b]bold[/b]  2 [[link]"


async def test_a_choice_that_is_not_among_the_options_is_ignored() -> None:
    async with agreed("perhaps", "yes").run_test(size=USUAL) as pilot:
        assert line(pilot) == "> 1 [yes]  2 no  3 not safe to ask"

        await pilot.press("right")

        assert reports(pilot) == ["options: no"]
