"""Limited terminals: single-byte encodings, few colours or none, and readable text on each of them."""

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
from tui.driver.canvas import Canvas
from tui.driver.diff import ScreenDiff
from tui.driver.palette import MIN_CONTRAST, lowest_contrast
from tui.driver.styles import parse_sgr
from tui.driver.terminal_info import TerminalInfo, terminal_info

SIZE = (80, 24)
HIGH_CONTRAST_RATIO = 7.0
"""The contrast of the high-contrast theme; the standard theme has MIN_CONTRAST."""

WRITING = ("2", "enter", "enter", "t")
PLACES = (
    (), ("1",), ("3",), ("3", "down", "down", "r"), ("2",), ("2", "slash", *"over"), ("2", "enter", "enter"),
    WRITING, ("2", "enter", "enter", "r"), ("2", "end", "enter", "v"), ("question_mark",),
)  # fmt: skip


FOUND = "import os; from tui.driver.terminal_info import terminal_info; print(terminal_info(os.environ))"


def found_by_a_process(**environment: str) -> str:
    """The terminal as a new process describes it."""
    return subprocess.run(
        [sys.executable, "-c", FOUND],
        env={"PATH": os.environ["PATH"], "TERM": "xterm"} | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({"LANG": "C.UTF-8"}, "utf-8"),
        # A locale of the client that this machine does not have.
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
def test_the_locale_names_utf8_a_single_byte_encoding_or_ascii(environment: dict[str, str], encoding: str) -> None:
    # Python's coercion of the C locale has a test of its own, which takes a process for each case.
    assert terminal_info({"TERM": "xterm"} | environment, was_coerced=False).encoding == encoding


@pytest.mark.parametrize(
    ("environment", "encoding"), [({"LANG": "C"}, "ascii"), ({"LC_ALL": "C.UTF-8"}, "utf-8")], ids=str
)
def test_a_locale_that_python_coerced_is_ignored(environment: dict[str, str], encoding: str) -> None:
    assert f"encoding='{encoding}'" in found_by_a_process(**environment)


@pytest.mark.parametrize(
    ("environment", "can"),
    [
        ({"TERM": "xterm-256color"}, "colours=256, has_bce=True, has_rep=False, has_scroll_region=True"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "colours=0, has_bce=True"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "colours=256"),
        ({"TERM": "linux"}, "colours=8, has_bce=True, has_rep=False, has_scroll_region=True"),
        ({"TERM": "linux", "LANG": "C.UTF-8"}, "has_partial_blocks=False"),
        ({"TERM": "xterm", "LANG": "C.UTF-8"}, "has_partial_blocks=True"),
        ({"TERM": "xterm", "LANG": "C"}, "has_partial_blocks=False"),
        ({"TERM": "screen"}, "colours=8, has_bce=False, has_rep=False, has_scroll_region=True"),
        ({"TERM": "vt100"}, "colours=0, has_bce=False, has_rep=False, has_scroll_region=True, has_attribute_off=False"),
        ({"TERM": "never-heard-of"}, "colours=8, has_bce=False, has_rep=False, has_scroll_region=False"),
        ({"TERM": "never-heard-of-256color"}, "colours=256, has_bce=False"),
    ],
    ids=str,
)
def test_abilities_come_from_the_terminfo_entry(environment: dict[str, str], can: str) -> None:
    assert can in str(terminal_info(environment, was_coerced=False))


def test_terminals_of_several_types_can_be_described_in_one_process() -> None:
    colours = [terminal_info({"TERM": term}).colours for term in ("vt100", "xterm-256color", "linux", "vt100")]

    assert colours == [0, 256, 8, 0]


def test_an_entry_of_the_users_own_is_found_first(tmp_path: Path) -> None:
    entry = next(path for path in (Path("/lib/terminfo/v/vt100"), Path("/usr/share/terminfo/v/vt100")) if path.exists())
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "xterm").write_bytes(entry.read_bytes())

    assert terminal_info({"TERM": "xterm", "TERMINFO": str(tmp_path)}).colours == 0


@pytest.mark.parametrize("data", [b"", b"\x1a\x01", b"\x1a\x01" + b"\xff\x7f" * 5, b"#!/bin/sh\n" * 9], ids=repr)
def test_a_damaged_entry_counts_as_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "damaged").write_bytes(data)

    assert terminal_info({"TERM": "damaged", "TERMINFO": str(tmp_path)}) == terminal_info({"TERM": "never-heard-of"})


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
def test_without_utf8_every_character_is_the_nearest_in_ascii(text: str, shown: str) -> None:
    terminal = TerminalInfo(encoding="ascii")
    canvas, ours = Canvas(40, 1, terminal), Emulator(40, 1)

    canvas.write(f"\x1b[1;1H{text}")
    painted = ScreenDiff(terminal).update(canvas)

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
        # cp1252 has these between 0x80 and 0x9f, where other encodings have C1 controls.
        ("cp1252", "\u201cquoted\u201d \u20ac", '"quoted" E'),
    ],
)
def test_a_single_byte_terminal_shows_the_characters_that_it_has(encoding: str, text: str, shown: str) -> None:
    terminal = TerminalInfo(encoding=encoding)
    canvas, ours = Canvas(40, 1, terminal), Emulator(40, 1)

    canvas.write(f"\x1b[1;1H{text}")
    painted = ScreenDiff(terminal).update(canvas)

    ours.feed(painted.encode(encoding).decode(encoding))
    assert ours.text == [shown]


def test_partial_blocks_are_rounded_to_full_ones() -> None:
    terminal = TerminalInfo(has_partial_blocks=False)
    canvas, ours = Canvas(40, 1, terminal), Emulator(40, 1)

    canvas.write("\x1b[1;1H\u2581\u2583\u2584\u2587\u2588|\u2589\u258c\u258d\u258f|\u2500\u00e9")
    ours.feed(ScreenDiff(terminal).update(canvas))

    assert ours.text == ["  \u2588\u2588\u2588|\u2588\u2588  |\u2500\u00e9"]


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=20), encoding=st.sampled_from(["ascii", "iso-8859-1", "iso-8859-6", "cp1252", "tis-620"]))
def test_no_character_is_sent_as_a_control_byte(text: str, encoding: str) -> None:
    terminal = TerminalInfo(encoding=encoding)
    canvas = Canvas(80, 1, terminal)

    canvas.write(f"\x1b[1;1H{text}")

    shown = "".join(canvas.rows[0].chars)
    assert not {*range(0x20), *range(0x7F, 0xA0)} & set(shown.encode(encoding))
    assert len(shown) == 80


@pytest.mark.parametrize("colours", [8, 16, 256])
@pytest.mark.parametrize("ground", ["0;0;0", "28;28;28", "18;18;18", "255;255;255", "0;100;200", "128;128;128"])
@pytest.mark.parametrize("text", ["228;228;228", "255;135;135", "0;0;0", "138;138;138", "0;0;255", "128;0;128"])
def test_any_text_is_readable_on_its_background(text: str, ground: str, colours: int) -> None:
    style = parse_sgr(f"38;2;{text};48;2;{ground}", colours)

    assert style.foreground is not None
    assert style.background is not None
    best = max(
        lowest_contrast(other, style.background) for other in (range(colours) if colours < 256 else range(16, 256))
    )
    assert lowest_contrast(style.foreground, style.background) >= min(MIN_CONTRAST, best)


class LimitedDriver(Driver):
    """Draws on canvases with 256, 16, 8 and no colours, and in ASCII."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type] # Textual's own arguments
        self.canvases = {colours: Canvas(*SIZE, TerminalInfo(colours=colours)) for colours in (256, 16, 8, 0)}
        self.ascii = Canvas(*SIZE, TerminalInfo(encoding="ascii"))

    def write(self, data: str) -> None:
        for canvas in (*self.canvases.values(), self.ascii):
            canvas.write(data)

    def start_application_mode(self) -> None:
        self.process_message(events.Resize(Size(*SIZE), Size(*SIZE)))

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
async def test_each_screen_is_readable_on_limited_terminals(place: tuple[str, ...], tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON), is_training=True, pack=bexley())
    app.driver_class = LimitedDriver
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pressed(pilot, *place)
        driver = app._driver
        assert isinstance(driver, LimitedDriver)
        await in_high_contrast(pilot, driver)

    for colours in (256, 16, 8):
        low = [cell for cell in cells(driver.canvases[colours]) if cell[1] < MIN_CONTRAST]
        assert low == [], colours
    plain = driver.canvases[0]
    assert {(style.foreground, style.background) for row in plain.rows for style in row.styles} == {(None, None)}
    assert "".join("".join(row.chars) for row in driver.ascii.rows).isascii()
    assert styles(driver.canvases[256]) <= styles(plain)
    # The cursor of a note is drawn by its background alone.
    assert "reverse" in styles(plain) or place != WRITING


async def in_high_contrast(pilot: Pilot[None], driver: LimitedDriver) -> None:
    """Check the contrast in the high-contrast theme, and return to the usual one."""
    usual = pilot.app.theme
    pilot.app.register_theme(HIGH_CONTRAST)
    for theme in (HIGH_CONTRAST.name, usual):
        pilot.app.theme = theme
        await rested(pilot)
        if theme != usual:
            assert [cell for cell in cells(driver.canvases[256]) if cell[1] < HIGH_CONTRAST_RATIO] == []


def cells(canvas: Canvas) -> list[tuple[str, float]]:
    """The visible characters of a screen, each with its contrast."""
    return [
        (char, lowest_contrast(style.foreground, style.background))
        for row in canvas.rows
        for char, style in zip(row.chars, row.styles, strict=True)
        if char.strip() and style.foreground is not None and style.background is not None
    ]


def styles(canvas: Canvas) -> set[str]:
    return {"reverse" for row in canvas.rows for style in row.styles if style.reverse}
