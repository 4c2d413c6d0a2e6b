"""Captures: each screen as text, compared with a stored copy. They show changes of layout; behaviour has its own tests.

`FOURFOLD_LOOKS=keep make test` replaces the stored copies; read the diff before committing them.
"""

import os
from pathlib import Path

import pytest

from content.training.cases import made_up_cases
from tests.drafts import NOON
from tests.keys import Words
from tests.packs import bexley
from tests.screens.host import SMALLEST, USUAL, screen_text
from tests.tui.product import pressed, product, rested

LOOKS = Path(__file__).parent / "captures"
DRAFT = ("2", "down", "down", "enter", "enter")
"""Keys that open the draft of a made-up case."""

YES_NO = ("ctrl+f", Words("followed or watched"), "enter")
"""Keys from any question to one that is answered by yes or no."""

RISEN = ("2", "down", "down", "down", "enter")
"""Keys that open a made-up case whose risk rises."""

TO_TELL = ("2", "slash", *"UV", "enter")
"""Keys that open a made-up case with a recipient who still has to be informed of an error."""

PLACES: dict[str, tuple[str, ...]] = {
    "home": (),
    "guide": ("1", "4"),
    "guide-search": ("1", "slash", *"safe", "enter"),
    "contacts": ("3",),
    "contact": ("3", "down", "down", "enter"),
    "qr": ("3", "down", "down", "r"),
    "cases": ("2",),
    "find": ("2", "slash", *"overdue"),
    "new-case": ("2", "n"),
    "case": RISEN,
    "chronology": (*RISEN, "c"),
    "entry": (*RISEN, "c", "down", "enter"),
    "incident": (*RISEN, "i", *"He rang", "tab", *"yesterday", "tab", "tab", "2"),
    "plan": (*RISEN, "p"),
    "action": (*RISEN, "p", "n", *"Ring", "ctrl+o"),
    "action-done": (*RISEN, "p", "d"),
    "note": (*RISEN, "t"),
    "trigger": (*RISEN, "T"),
    "disclosure": (*RISEN, "d", *"Ann", *["shift+tab"] * 2, "4", "tab", *"today"),
    "disclosures": (*TO_TELL, "D"),
    "disclosure-right": (*TO_TELL, "D", "x"),
    "case-to-tell": TO_TELL,
    "why-reassess": ("2", "end", "a"),
    "new-incidents": ("2", *["down"] * 5, "a", "1", "enter"),
    "correction": (*RISEN, "x"),
    "checklist": DRAFT,
    "choice": (*DRAFT, "ctrl+f", Words("level of risk"), "enter", "enter"),
    "writing": (*DRAFT, *YES_NO, "t"),
    "date": (*DRAFT, "ctrl+f", Words("next be reassessed"), "enter", "enter"),
    "sections": (*DRAFT, *YES_NO, "l"),
    "prompts": (*DRAFT, "ctrl+o"),
    "check": (*DRAFT, "ctrl+e"),
    "view": ("2", "end", "enter", "enter"),
    "compare": (*RISEN, "v"),
    "keys": (*DRAFT, *YES_NO, "question_mark"),
    "keys-text": (*DRAFT, "ctrl+f", Words("safe ways"), "enter", "question_mark"),
    "hidden": ("2", "enter", "ctrl+l"),
}

WIDE = (200, 60)
SEEN = [
    *((place, size) for place in PLACES for size in (USUAL, SMALLEST)),
    *((place, WIDE) for place in ("home", "guide", "case", "incident", "checklist", "compare")),
]
"""Each screen and size that has a capture."""


@pytest.mark.parametrize(("place", "size"), SEEN, ids=str)
async def test_a_screen_looks_as_it_did(place: str, size: tuple[int, int], tmp_path: Path) -> None:
    app = product(tmp_path, *made_up_cases(bexley(), now=NOON), is_training=True, pack=bexley())
    kept = LOOKS / f"{place}-{size[0]}x{size[1]}.txt"
    async with app.run_test(size=size) as pilot:
        await rested(pilot)
        await pressed(pilot, *PLACES[place])
        # Autosave runs in a thread: wait for it, so that the save status is always the same.
        app.save(5)
        await rested(pilot)
        look = screen_text(pilot) + "\n"

    if os.environ.get("FOURFOLD_LOOKS") == "keep":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(look, encoding="utf-8")
    assert look == kept.read_text(encoding="utf-8")
