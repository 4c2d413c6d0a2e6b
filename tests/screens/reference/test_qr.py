"""The QR code of a contact's number."""

import pytest
import segno

from content.pack.model import Contact
from screens.reference.qr import QrScreen, qr_lines
from tests.packs import MARAC, PALADIN, a_contact
from tests.screens.host import SMALLEST, USUAL, Host, screen_text, shown

SIZES = pytest.mark.parametrize("size", [USUAL, SMALLEST], ids=["80x24", "60x20"])
DARK = {"\u2588": "00", "\u2580": "01", "\u2584": "10", " ": "11"}
TOO_SMALL = (60, 12)


def qr(contact: Contact = PALADIN) -> Host:
    return Host(QrScreen(contact))


def modules(lines: tuple[str, ...]) -> list[str]:
    """The modules of a code as drawn, one string for each row, 1 for dark."""
    return ["".join(DARK[char][half] for char in line) for line in lines for half in (0, 1)]


def test_the_code_holds_the_number_to_dial_without_its_spaces() -> None:
    code = segno.make("tel:02038664107", error="l", boost_error=False, micro=False)
    expected = ["".join(str(int(dark)) for dark in row) for row in code.matrix_iter(border=4)]

    assert modules(qr_lines("0203 8664107"))[: len(expected)] == expected


def test_a_plus_is_dialled_and_punctuation_is_not() -> None:
    assert qr_lines("+44 (20) 3866-4107") == qr_lines("+442038664107")
    assert qr_lines("+442038664107") != qr_lines("442038664107")


@SIZES
async def test_the_whole_code_is_shown_with_number_and_warning_beside_it(size: tuple[int, int]) -> None:
    async with qr().run_test(size=size) as pilot:
        code = [line.ljust(29) for line in shown(pilot, "#code").splitlines()]
        beside = " ".join(shown(pilot, "#beside").split())

        assert tuple(code) == qr_lines("0203 8664107")
        assert "Paladin 0203 8664107" in beside
        assert "phone may be watched or shared" in beside
        assert beside.endswith("Use a safe phone.")


async def test_the_code_is_dark_on_light_whatever_the_theme() -> None:
    async with qr().run_test(size=USUAL) as pilot:
        segment = next(iter(pilot.app.screen._compositor.render_strips()[1]))

        assert segment.text.startswith("\u2588" * 29)
        assert segment.style
        assert segment.style.color
        assert segment.style.bgcolor
        assert segment.style.color.get_truecolor() == (255, 255, 255)
        assert segment.style.bgcolor.get_truecolor() == (0, 0, 0)


async def test_without_room_the_number_is_spelled_out_instead() -> None:
    async with qr().run_test(size=TOO_SMALL) as pilot:
        said = screen_text(pilot)

        assert "The QR code needs a larger window" in said
        assert "0  2  0  3  8  6  6  4  1  0  7" in said
        assert "\u2588" not in said


async def test_the_code_comes_back_when_the_window_grows() -> None:
    async with qr().run_test(size=TOO_SMALL) as pilot:
        await pilot.resize_terminal(*USUAL)
        await pilot.pause()

        assert "\u2588" in shown(pilot, "#code")
        assert "needs a larger window" not in screen_text(pilot)


async def test_a_contact_without_a_number_says_so_in_a_sentence() -> None:
    async with qr(MARAC).run_test(size=USUAL) as pilot:
        assert shown(pilot, "#beside") == "  MARAC has no telephone number, so there is no QR code."
        assert "\u2588" not in screen_text(pilot)


async def test_n_shows_the_next_of_several_numbers() -> None:
    async with qr(a_contact("Police", "101", "18001 101")).run_test(size=USUAL) as pilot:
        assert "101 (1 of 2)" in screen_text(pilot)

        await pilot.press("n")

        assert "18001 101 (2 of 2)" in screen_text(pilot)
        assert shown(pilot, "#code").splitlines()[2] == qr_lines("18001 101")[2]


async def test_there_is_no_next_where_there_is_one_number() -> None:
    async with qr().run_test(size=USUAL) as pilot:
        assert "Next number" not in shown(pilot, ".key-line")
