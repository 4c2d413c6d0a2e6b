"""Whatever is typed or pasted into whichever field, it is text: on the screen, on the line, and where it is kept."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

import screens
import tui
from content.text import sanitised
from content.training.cases import made_up_cases
from screens.widgets.search_line import SearchLine
from store.cases.repository import CaseRepository
from tests.drafts import NOON
from tests.keys import Words, to
from tests.packs import bexley
from tests.store.people import PASSPHRASE, SAM, signed_in_session
from tests.tui.flows.test_sign_in import with_kim
from tests.tui.hostile_text.strings import MARKUP, STORED, WatchedDriver, counted
from tests.tui.product import front_door, pressed, rested
from tui.driver.keyboard import PASTE_END, PASTE_START, Keyboard
from tui.flows.supervision import SEARCH

TYPED = b"[\xc2\x9b\x07\x00\xe2\x80\xaee\xcc\x81\xf0\x9f\x91\xa8\xe2\x80\x8d\xed\xa0\xffx\x7f"
"""Markup, a control of eight bits, a bell, a null, an override, an accent, a joiner, half of a pair, and no UTF-8."""

PASTED = " ".join(["\r\n\t", *MARKUP, *(each for each in STORED if each not in MARKUP and each != PASTE_END)])
TRICK = f"{PASTE_END}t"
"""The end of a paste in the middle of it: what follows is typed, as by a hand."""

Box = Input | TextArea
Site = tuple[str, str, str]
WAY_IN = ("2", Words(SAM), "tab", Words(PASSPHRASE), "enter")
WALK: tuple[tuple[str, ...], ...] = (
    ("1", "slash"), ("escape", "escape", "3", "slash"), ("escape", "escape", "2"), ("escape", *WAY_IN, "slash"),
    ("escape", "n"), ("escape", "escape", "slash", *"101", "enter", "c", "slash"),
    ("escape", "end", "x"), ("escape", "escape", "p", "n"), ("escape", "d"),
    ("escape", "escape", "t"),
    ("escape", "d"), ("escape", "D", "slash"), ("escape", "end", "x"),
    ("escape", "escape", "x"), ("escape", "escape", "slash", *"draft", "enter", "enter", "ctrl+f"),
    ("escape", "ctrl+t"), ("escape", *to("start.never-contact"), "enter"),
    ("escape", *to("judgement.review-date"), "enter"), ("escape", "ctrl+o", "x"),
    ("escape", "escape", "escape", "escape", "escape", "p"), ("escape", "s", "1", "1"), ("escape", "1", "3", "1"),
    ("escape", "2"), ("escape", "3"), ("escape", "4", "1"), ("ctrl+l",),
)  # fmt: skip
"""Keys from each screen with something to type on to the next."""


class Met:
    """The fields that were filled in."""

    def __init__(self) -> None:
        self.sites: set[Site] = set()
        self.places: set[str] = set()
        self.wrong: list[str] = []

    async def fill_in(self, pilot: Pilot[None]) -> None:
        """Type and paste into every field of the screen that is shown."""
        screen: Screen[Any] = pilot.app.screen
        boxes = [box for box in screen.query("Input, TextArea").results() if isinstance(box, Box) and box.region]
        if not boxes:
            self.wrong.append(f"there is nothing to type on in {screen} after {sorted(self.sites)}")
        for box in boxes:
            box.focus()
            before = held(box)
            await send(pilot, TYPED + f"{PASTE_START}{PASTED}{TRICK}".encode("utf-8", "surrogatepass"))
            owner = box.parent if isinstance(box.parent, SearchLine) else screen
            self.sites.add((type(owner).__name__, type(box).__name__, box.id or ""))
            self.places.add(getattr(screen, "place", ""))
            self.wrong += [f"{box} of {screen} {each}" for each in wrong_with(box, before)]


def wrong_with(box: Box, before: str) -> Iterator[str]:
    """What is wrong with what was taken into a field."""
    text = held(box)
    if sanitised(text) != text:
        yield f"holds {text!r}"
    missing = [each for each in MARKUP if each not in text]
    if missing or text == before:
        yield f"lost {missing}: {text!r}"


def held(box: Box) -> str:
    return box.value if isinstance(box, Input) else box.text


async def send(pilot: Pilot[None], data: bytes) -> None:
    """Send bytes as a terminal does."""
    keyboard = Keyboard()
    for event in keyboard.feed(data):
        pilot.app.post_message(event)
    assert keyboard.timeout is None
    await rested(pilot)


async def test_what_is_typed_anywhere_is_text(tmp_path: Path) -> None:
    with_kim(tmp_path / "kept")
    store: CaseRepository = signed_in_session(tmp_path / "kept").store()
    for case in made_up_cases(bexley(), now=NOON):
        store.create(case)
    met = Met()

    await walk(tmp_path / "kept", WALK, met)
    setting_up = (Words(SAM), "tab", Words(PASSPHRASE), "tab", Words(PASSPHRASE), "enter", "enter")
    await walk(tmp_path / "none", (("2",), ("escape", "2", *setting_up)), met)

    assert met.wrong == [], "\n".join(met.wrong)
    assert {site for site in fields() if not any(fits(site, each) for each in met.sites)} == set()
    assert names() - {name for _, _, name in met.sites} == set()
    assert places() - met.places == set()


async def walk(data: Path, steps: tuple[tuple[str, ...], ...], met: Met) -> None:
    app = front_door(data)
    app.driver_class = WatchedDriver
    async with app.run_test(headless=False) as pilot:
        driver = app._driver
        assert isinstance(driver, WatchedDriver)
        for keys in steps:
            await pressed(pilot, *keys)
            await met.fill_in(pilot)
            met.wrong += [f"{app.screen}: {each}" for each in driver.out_of_step()]
        assert counted(driver.wrong) == []


@functools.cache
def calls(package: Any) -> tuple[tuple[str, str, ast.Call], ...]:
    """Each call in a package by a plain name: the class it is in, if any, and that name."""
    return tuple(_calls(package))


def _calls(package: Any) -> Iterator[tuple[str, str, ast.Call]]:
    for path in sorted(Path(package.__path__[0]).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        within = {
            id(node): each.name for each in ast.walk(tree) if isinstance(each, ast.ClassDef) for node in ast.walk(each)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield within.get(id(node), ""), node.func.id, node


def fields() -> set[Site]:
    """Each place in the source that makes something to type on: whose it is, what it is, and its name if it has one."""
    kinds = {"TextLine", "SecretLine", "TextBox", "Input", "TextArea"}
    return {(owner, kind, constant(call, "id")) for owner, kind, call in calls(screens) if kind in kinds}


def names() -> set[str]:
    """The names of all that forms and the way in ask for."""
    asked = {each.id for each in SEARCH}
    for package in (screens, tui):
        for _, kind, call in calls(package):
            if (
                kind in {"Field", "FieldSpec"}
                and call.args
                and isinstance(call.args[0], ast.Constant)
                and is_typed(call)
            ):
                asked.add(str(call.args[0].value))
    return asked


def is_typed(call: ast.Call) -> bool:
    """Whether it is a field to type on, and not one to choose from."""
    return not any(isinstance(each, ast.Constant) and each.value in {"one", "some"} for each in call.args)


def places() -> set[str]:
    """The title lines of screens that are used for more than one thing."""
    kinds = {"FindScreen", "LongTextScreen"}
    return {constant(call, "place") for _, kind, call in calls(screens) if kind in kinds}


def constant(call: ast.Call, name: str) -> str:
    found = next((each.value for each in call.keywords if each.arg == name), None)
    return str(found.value) if isinstance(found, ast.Constant) else ""


def fits(site: Site, met: Site) -> bool:
    return site[:2] == met[:2] and site[2] in {"", met[2]}
