"""Poor terminals: plain ASCII, few colours or none, and text that can be read on each of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot

from content.training.cases import made_up_cases
from tests.drafts import NOON
from tests.packs import bexley
from tests.tui.emulator import Emulator
from tests.tui.product import pressed, product, rested
from tui.app.theme import HIGH_CONTRAST
from tui.line.abilities import Abilities, abilities
from tui.line.canvas import Canvas
from tui.line.colours import LEGIBLE, contrast_of
from tui.line.looks import look_of
from tui.line.painting import Painter

SIZE = (80, 24)
VERY_LEGIBLE = 7.0
"""The contrast of the theme for it, where another one has LEGIBLE."""

WRITING = ("2", "enter", "enter", "t")
PLACES = (
    (), ("1",), ("3",), ("3", "down", "down", "r"), ("2",), ("2", "slash", *"over"), ("2", "enter", "enter"),
    WRITING, ("2", "enter", "enter", "r"), ("2", "end", "enter", "v"), ("question_mark",),
)  # fmt: skip


def told(**environment: str) -> str:
    """What a session finds that its terminal can do; a process reads the terminal's entry once."""
    return subprocess.run(
        [sys.executable, "-c", "import os; from tui.line.abilities import abilities; print(abilities(os.environ))"],
        env={"PATH": os.environ["PATH"], "TERM": "xterm"} | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({"LANG": "C.UTF-8"}, "utf-8"),
        # A locale that this machine does not have, named by a terminal that does.
        ({"LANG": "xx_XX.utf8"}, "utf-8"),
        ({"LC_ALL": "C", "LANG": "C.UTF-8"}, "ascii"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8"),
        ({"LANG": "en_GB.ISO-8859-1"}, "ISO8859-1"),
        ({"LANG": "de_DE.iso885915@euro"}, "ISO8859-15"),
        ({"LANG": "ru_RU.KOI8-R"}, "KOI8-R"),
        ({"LANG": "en_GB"}, "ascii"),
        ({"LANG": "en_US.ANSI_X3.4-1968"}, "ascii"),
        ({"LANG": "ja_JP.eucJP"}, "ascii"),
        ({"LANG": "ja_JP.SJIS"}, "ascii"),
        ({"LANG": "ja_JP.ISO-2022-JP"}, "ascii"),
        ({"LANG": "en_US.cp037"}, "ascii"),
        ({"LANG": "en_GB.rot13"}, "ascii"),
        ({"LANG": "en_GB.no-such"}, "ascii"),
        ({}, "ascii"),
    ],
    ids=str,
)
def test_letters_are_sent_as_the_locale_says_where_each_is_a_byte_or_it_is_utf8(
    environment: dict[str, str], encoding: str
) -> None:
    # Which locale Python makes of it has a test of its own: a process for each of these would take long.
    assert abilities({"TERM": "xterm"} | environment, was_coerced=False).encoding == encoding


@pytest.mark.parametrize(
    ("environment", "encoding"), [({"LANG": "C"}, "ascii"), ({"LC_ALL": "C.UTF-8"}, "utf-8")], ids=str
)
def test_the_locale_that_python_puts_in_place_of_a_plain_one_is_not_taken_for_the_terminals(
    environment: dict[str, str], encoding: str
) -> None:
    assert f"encoding='{encoding}'" in told(**environment)


@pytest.mark.parametrize(
    ("environment", "can"),
    [
        ({"TERM": "xterm-256color"}, "colours=256, erases_in_colour=True, repeats=False, scrolls=True"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "colours=0, erases_in_colour=True"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "colours=256"),
        ({"TERM": "linux"}, "colours=8, erases_in_colour=True, repeats=False, scrolls=True"),
        ({"TERM": "linux", "LANG": "C.UTF-8"}, "draws_parts=False"),
        ({"TERM": "xterm", "LANG": "C.UTF-8"}, "draws_parts=True"),
        ({"TERM": "xterm", "LANG": "C"}, "draws_parts=False"),
        ({"TERM": "screen"}, "colours=8, erases_in_colour=False, repeats=False, scrolls=True"),
        ({"TERM": "vt100"}, "colours=0, erases_in_colour=False, repeats=False, scrolls=True, ends_looks_singly=False"),
        ({"TERM": "never-heard-of"}, "colours=8, erases_in_colour=False, repeats=False, scrolls=False"),
        ({"TERM": "never-heard-of-256color"}, "colours=256, erases_in_colour=False"),
    ],
    ids=str,
)
def test_what_is_sent_is_what_the_terminal_has(environment: dict[str, str], can: str) -> None:
    assert can in told(**environment)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zo\u00eb O\u2019Connor \u2013 \u0141ukasz \u00d8ster", "Zoe O'Connor - Lukasz Oster"),
        ("\u250c\u2500\u2510\u2502\u2514\u2588\u2588", "+-+|+##"),
        ("\u2022 \u2713 done\u2026 \u00a350", "* v done~ L50"),
        ("\u6f22\u5b57 \U0001f600 e\u0301", "???? ?? e"),
        ("\u0418\u0432\u0430\u043d", "????"),
    ],
    ids=["names", "lines", "marks", "wide", "other letters"],
)
def test_without_utf8_every_character_is_an_ascii_one_as_near_as_can_be(text: str, shown: str) -> None:
    terminal = Abilities(encoding="ascii")
    canvas, ours = Canvas(40, 1, terminal), Emulator(40, 1)

    canvas.take(f"\x1b[1;1H{text}")
    painted = Painter(terminal).paint(canvas)

    assert painted.isascii()
    ours.feed(painted)
    assert ours.text == [shown]


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        (
            "iso-8859-1",
            "Zo\u00eb Zoe\u0308 \u00a350 \u20ac5 \u2013 \u0141ukasz\u2026",
            "Zo\u00eb Zo\u00eb \u00a350 E5 - Lukasz~",
        ),
        ("iso-8859-15", "\u00a350 \u20ac5", "\u00a350 \u20ac5"),
        ("iso-8859-2", "\u0141ukasz Zo\u00eb", "\u0141ukasz Zo\u00eb"),
        ("koi8-r", "\u0418\u0432\u0430\u043d \u2500\u2502", "\u0418\u0432\u0430\u043d -|"),
        ("iso-8859-1", "soft\u00adhyphen no\u00a0break", "soft<U+00AD>hyphen no break"),
        # Its bytes for these act on terminals.
        ("cp1252", "\u201cquoted\u201d \u20ac", '"quoted" E'),
    ],
)
def test_a_terminal_with_a_byte_for_each_letter_shows_those_it_has(encoding: str, text: str, shown: str) -> None:
    terminal = Abilities(encoding=encoding)
    canvas, ours = Canvas(40, 1, terminal), Emulator(40, 1)

    canvas.take(f"\x1b[1;1H{text}")
    painted = Painter(terminal).paint(canvas)

    ours.feed(painted.encode(encoding).decode(encoding))
    assert ours.text == [shown]


def test_a_terminal_without_blocks_for_parts_of_a_cell_shows_whole_ones() -> None:
    terminal = Abilities(draws_parts=False)
    canvas, ours = Canvas(40, 1, terminal), Emulator(40, 1)

    canvas.take("\x1b[1;1H\u2581\u2583\u2584\u2587\u2588|\u2589\u258c\u258d\u258f|\u2500\u00e9")
    ours.feed(Painter(terminal).paint(canvas))

    assert ours.text == ["  \u2588\u2588\u2588|\u2588\u2588  |\u2500\u00e9"]


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=20), encoding=st.sampled_from(["ascii", "iso-8859-1", "iso-8859-6", "cp1252", "tis-620"]))
def test_no_byte_that_acts_on_a_terminal_is_sent_for_a_letter(text: str, encoding: str) -> None:
    terminal = Abilities(encoding=encoding)
    canvas = Canvas(80, 1, terminal)

    canvas.take(f"\x1b[1;1H{text}")

    shown = "".join(canvas.rows[0].chars)
    assert not {*range(0x20), *range(0x7F, 0xA0)} & set(shown.encode(encoding))
    assert len(shown) == 80


@pytest.mark.parametrize("colours", [8, 16, 256])
@pytest.mark.parametrize("ground", ["0;0;0", "28;28;28", "18;18;18", "255;255;255", "0;100;200", "128;128;128"])
@pytest.mark.parametrize("text", ["228;228;228", "255;135;135", "0;0;0", "138;138;138", "0;0;255", "128;0;128"])
def test_any_text_can_be_read_on_its_background(text: str, ground: str, colours: int) -> None:
    look = look_of(f"38;2;{text};48;2;{ground}", colours)

    assert look.text is not None
    assert look.ground is not None
    best = max(contrast_of(other, look.ground) for other in (range(colours) if colours < 256 else range(16, 256)))
    assert contrast_of(look.text, look.ground) >= min(LEGIBLE, best)


class PoorDriver(Driver):
    """Draws on terminals with 256, 16, 8 and no colours, and without UTF-8."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type] # whatever Textual gives
        self.canvases = {colours: Canvas(*SIZE, Abilities(colours=colours)) for colours in (256, 16, 8, 0)}
        self.ascii = Canvas(*SIZE, Abilities(encoding="ascii"))

    def write(self, data: str) -> None:
        for canvas in (*self.canvases.values(), self.ascii):
            canvas.take(data)

    def start_application_mode(self) -> None:
        self.process_message(events.Resize(Size(*SIZE), Size(*SIZE)))

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
async def test_each_screen_can_be_read_on_poor_terminals(place: tuple[str, ...], tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON), is_training=True)
    app.driver_class = PoorDriver
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pressed(pilot, *place)
        driver = app._driver
        assert isinstance(driver, PoorDriver)
        await in_high_contrast(pilot, driver)

    for colours in (256, 16, 8):
        low = [cell for cell in cells(driver.canvases[colours]) if cell[1] < LEGIBLE]
        assert low == [], colours
    plain = driver.canvases[0]
    assert {(look.text, look.ground) for row in plain.rows for look in row.looks} == {(None, None)}
    assert "".join("".join(row.chars) for row in driver.ascii.rows).isascii()
    assert styles(driver.canvases[256]) <= styles(plain)
    # The cursor of a note is drawn by its background alone.
    assert "reverse" in styles(plain) or place != WRITING


async def in_high_contrast(pilot: Pilot[None], driver: PoorDriver) -> None:
    """See that the screen is as legible as the theme for that says, and go back to the usual one."""
    usual = pilot.app.theme
    pilot.app.register_theme(HIGH_CONTRAST)
    for theme in (HIGH_CONTRAST.name, usual):
        pilot.app.theme = theme
        await rested(pilot)
        if theme != usual:
            assert [cell for cell in cells(driver.canvases[256]) if cell[1] < VERY_LEGIBLE] == []


def cells(canvas: Canvas) -> list[tuple[str, float]]:
    """The characters of a screen that are read, with the contrast each has."""
    return [
        (char, contrast_of(look.text, look.ground))
        for row in canvas.rows
        for char, look in zip(row.chars, row.looks, strict=True)
        if char.strip() and look.text is not None and look.ground is not None
    ]


def styles(canvas: Canvas) -> set[str]:
    return {"reverse" for row in canvas.rows for look in row.looks if look.reverse}
