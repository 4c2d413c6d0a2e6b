"""Whatever stands in a stored case, a pack, a holder or an account, every screen shows it as text that does nothing."""

import importlib
import itertools
import json
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from textual.screen import Screen

import screens
from content.assessment.answering import asked_by
from content.errors import PackError
from content.pack.checking.validation import check_pack
from content.pack.model import MAX_LABEL, Pack
from content.training.cases import made_up_cases
from store.cases.reading import stored_case
from store.cases.repository import CaseRepository
from store.engine.codec import PLAIN
from store.engine.places import engine_at
from store.errors import StoreError
from tests.drafts import NOON, an_empty_case, ready_to_sign
from tests.packs import bexley
from tests.screens.host import SMALLEST, screen_text
from tests.tui.hostile_text.strings import STORED, WatchedDriver, counted
from tests.tui.product import Clock, mark, typed_at_once
from tui.app.application import FourfoldApp
from tui.session.session import Session

Keys = frozenset[str]
ANSWERS = {"yes", "no", "not known"}
"""What prompts look for; without it none would be shown."""

CONFIRMED = "SignOffScreen"
"""Where a sign-off is confirmed; the walk's cases cannot be signed off."""

MARK = "mark:"
"""Before the words of a row to be marked, in place of a key."""

WALK: tuple[tuple[str, str], ...] = (
    ("", "Home"), ("1", "Guide"), ("4", "Guide"), ("slash a enter", "Guide"), ("escape escape", "Home"),
    ("3", "Contacts"), ("slash a enter", "Contacts"), ("enter", "Contact"), ("escape", "Contacts"), ("r", "Qr"),
    ("escape escape escape", "Home"),
    ("2", "Cases"), ("slash a", "Find"), ("escape", "Cases"), ("n", "NewCase"), ("escape", "Cases"),
    ("slash 1 0 1 enter", "Case"), ("c", "Chronology"), ("down enter", "View"), ("escape", "Chronology"),
    ("slash a", "Find"), ("escape escape", "Case"),
    ("i", "Form"), ("escape", "Case"), ("p", "Plan"), ("n", "Form"), ("escape", "Plan"), ("d", "Form"),
    ("escape", "Plan"), ("escape", "Case"), ("t", "Form"), ("escape", "Case"), ("T", "Choice"),
    ("escape", "Case"), ("d", "Form"), ("escape", "Case"), ("D", "Disclosures"), ("enter", "View"),
    ("escape", "Disclosures"), ("escape", "Case"), (f"{MARK}15_Nov_2026 enter", "OpenPrompts"), ("escape", "Case"),
    ("v", "Compare"), ("escape", "Case"),
    ("a", "Choice"), ("1 enter", "View"), ("escape", "Checklist"), ("ctrl+a", "Confirm"), ("escape", "Checklist"),
    ("escape", "Case"), ("escape", "Cases"),
    ("slash 1 0 7 enter", "Case"), ("enter", "View"), ("escape", "Checklist"), ("ctrl+t", "LongText"),
    ("escape", "Checklist"), ("ctrl+f p r e g n a n c y enter", "Checklist"), ("l", "Choice"),
    ("escape", "Checklist"), ("y", "Checklist"), ("o", "Prompts"), ("x", "Reply"), ("escape escape", "Checklist"),
    ("7 enter", "ChooseAnswer"), ("escape", "Checklist"), ("end enter", "Date"), ("escape", "Checklist"),
    ("ctrl+e", "Check"), ("escape", "Checklist"), ("question_mark", "Keys"), ("escape ctrl+l", "Hidden"),
)  # fmt: skip
"""Keys from one screen to the next, and what that is."""


def strings(document: Any, key: str = "") -> Iterator[str]:
    """The names of the fields that hold text."""
    if isinstance(document, str) and document:
        yield key
    elif isinstance(document, dict):
        for name, held in document.items():
            yield from strings(held, name)
    elif isinstance(document, list):
        for held in document:
            yield from strings(held, key)


def short(text: str, nasty: str) -> str:
    """A text cut to what fits into a list, most of it nasty."""
    return f"{text[: MAX_LABEL // 3]} {nasty}"[:MAX_LABEL].rstrip()


class Spoiling:
    """Puts something nasty at the end of every text under one of the names, each time something else."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        # A pack may have no braces where a date is put in.
        texts = [each for each in STORED if "{" not in each]
        self._nasty = itertools.cycle(" ".join(texts[at : at + 6]) for at in range(0, len(texts), 6))

    def of(self, document: Any, key: str = "") -> Any:
        if isinstance(document, str):
            if not document or key not in self._keys or document in ANSWERS:
                return document
            return short(document, next(self._nasty)) if key == "short" else f"{document} {next(self._nasty)}"
        if isinstance(document, dict):
            return {name: self.of(held, name) for name, held in document.items()}
        if isinstance(document, list):
            return [self.of(held, key) for held in document]
        return document


def as_spoilt_as_can_be(document: Any, is_taken: Callable[[Any], bool]) -> tuple[Any, Keys]:
    """A document in which every field is spoilt that may hold any text, and their names."""
    keys: Keys = frozenset()
    for key in sorted(set(strings(document))):
        if is_taken(Spoiling(frozenset({key})).of(document)):
            keys |= {key}
    return Spoiling(keys).of(document), keys


def spoilt_pack() -> tuple[Pack, Keys]:
    def is_taken(document: Any) -> bool:
        try:
            check_pack(msgspec.convert(document, Pack, strict=False))
        except (PackError, msgspec.ValidationError):
            return False
        return True

    document = json.loads(msgspec.json.encode(bexley()))
    for section in document["checklist"]["sections"]:
        for question in section["questions"]:
            # The text may be of any length only where there is a short one for lists.
            question["short"] = question["short"] or question["text"]
    document, keys = as_spoilt_as_can_be(document, is_taken)
    # Of another edition than any draft, whatever both were spoilt with.
    document["checklist"]["edition"] += " later"
    return msgspec.convert(document, Pack, strict=False), keys


def spoil_cases(data: Path) -> Keys:
    """Store made-up cases, and spoil their files."""
    store = CaseRepository(engine_at(data))
    found: Keys = frozenset()
    for case in made_up_cases(bexley(), now=NOON):
        store.create(case)
        path = data / "cases" / f"{case.id}.json"

        def is_taken(document: Any, path: Path = path, case_id: str = case.id) -> bool:
            path.write_text(json.dumps(document), encoding="utf-8")
            try:
                stored_case(engine_at(data), PLAIN, case_id)
            except StoreError:
                return False
            return True

        document, keys = as_spoilt_as_can_be(json.loads(path.read_bytes()), is_taken)
        path.write_text(json.dumps(document), encoding="utf-8")
        found |= keys
    return found


def spoilt(data: Path) -> tuple[Path, Pack]:
    """A data directory and a pack in which every text that may be any text is nasty."""
    of_cases = spoil_cases(data)
    pack, of_pack = spoilt_pack()
    assert of_cases >= {"what", "note", "value", "owner", "by", "initials", "own_reference", "trigger_name"}
    assert of_pack >= {
        "text",
        "short",
        "says",
        "title",
        "name",
        "note",
        "why",
        "caution",
        "website",
        "address",
    }
    return data, pack


def screens_of_work() -> set[str]:
    """The names of the screens that show anything of cases or packs."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    found: set[str] = set()
    waiting: list[type[Screen[Any]]] = [Screen]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("screens.") and not kind.__module__.startswith("screens.widgets."):
            found.add(kind.__name__)
    # Two of them show fixed words and a person's name alone; one is seen where a flow is refused or at sign-in.
    found -= {"TooSmallScreen", "LockScreen", "PassphraseScreen", "MessageScreen"}
    # These are bases of other screens.
    return found - {"QuestionsScreen", "AnsweringScreen", "CasePage", "EntriesPage"}


async def test_nothing_stored_acts_on_the_terminal(tmp_path: Path) -> None:
    data, pack = spoilt(tmp_path)
    name = f"Sam {' '.join(STORED)}"
    app = FourfoldApp(
        Session(pack=pack, store=CaseRepository(engine_at(data)), practitioner=name, where=name, now=Clock()),
        driver_class=WatchedDriver,
    )
    async with app.run_test(headless=False, size=SMALLEST) as pilot:
        driver = app._driver
        assert isinstance(driver, WatchedDriver)
        for keys, screen in WALK:
            first, *others = keys.split() or [""]
            if first.startswith(MARK):
                await mark(pilot, first.removeprefix(MARK).replace("_", " "))
                await typed_at_once(pilot, *others)
            else:
                await typed_at_once(pilot, *keys.split())
            await pilot.pause()

            assert (keys, type(app.screen).__name__) == (keys, f"{screen}Screen")
            assert driver.out_of_step() == [], screen
            assert driver.out_of_place(screen_text(pilot).splitlines()) == [], screen

        assert counted(driver.wrong) == []


async def test_nothing_in_a_pack_acts_on_the_terminal_where_a_sign_off_is_confirmed(tmp_path: Path) -> None:
    pack, _ = spoilt_pack()
    store = CaseRepository(engine_at(tmp_path))
    # In the pack's own words, so that no answer has to be confirmed first.
    draft = msgspec.structs.replace(
        ready_to_sign(), pack=pack.edition, edition=pack.checklist.edition, asked=asked_by(pack)
    )
    store.create(msgspec.structs.replace(an_empty_case(), draft=draft))
    app = FourfoldApp(
        Session(pack=pack, store=store, practitioner="Sam Patel", where="10.0.0.7", now=Clock()),
        driver_class=WatchedDriver,
    )
    async with app.run_test(headless=False, size=SMALLEST) as pilot:
        await typed_at_once(pilot, "2", "enter", "enter", "ctrl+e", "s")
        driver = app._driver
        assert isinstance(driver, WatchedDriver)
        assert type(app.screen).__name__ == CONFIRMED
        assert driver.out_of_step() == []
        assert driver.out_of_place(screen_text(pilot).splitlines()) == []
        assert counted(driver.wrong) == []


def test_the_walk_goes_to_every_screen() -> None:
    assert screens_of_work() == {f"{screen}Screen" for _, screen in WALK} | {CONFIRMED}
