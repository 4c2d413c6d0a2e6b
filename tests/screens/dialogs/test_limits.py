"""A text has a limit, which is said while it is typed; a paste that does not fit is not taken, and nothing is lost."""

from collections.abc import Mapping
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from content.limits import LINE, TEXT
from screens.dialogs.form import Field, Form, FormReader, FormScreen
from screens.dialogs.long_text import LongTextScreen
from screens.dialogs.passphrase import FieldSpec, PassphraseScreen
from tests.screens.host import Host, screen_text

FIELDS = (Field("what", "What happened", "text"), Field("where", "Place"))


async def pasted(pilot: Pilot[Any], text: str) -> None:
    """Paste a text where the cursor is."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def said(pilot: Pilot[Any]) -> str:
    return " ".join(screen_text(pilot).split())


class Writing(LongTextScreen):
    """A dialog that keeps what it handed over."""

    def __init__(self, text: str = "", *, limit: int = TEXT) -> None:
        self.kept = text
        super().__init__("What was said?", text, lambda typed, _: setattr(self, "kept", typed), limit=limit)


async def test_a_note_of_twenty_thousand_characters_is_taken_and_no_more() -> None:
    screen = Writing()
    async with Host(screen).run_test() as pilot:
        await pasted(pilot, "x" * 20_000)
        await pilot.press("y")

        assert screen.kept == "x" * 20_000
        assert "No room is left: 20,000 characters is the most here." in said(pilot)


async def test_what_is_left_is_said_once_the_limit_is_near() -> None:
    screen = Writing()
    async with Host(screen).run_test() as pilot:
        await pasted(pilot, "x" * 17_999)
        assert "left" not in said(pilot)

        await pasted(pilot, "x" * 801)
        assert "1,200 characters left" in said(pilot)

        await pilot.press("y")
        assert "1,199 characters left" in said(pilot)

        await pilot.press("f7", "backspace")
        assert "left" not in said(pilot)


@pytest.mark.parametrize("before", ["", "He waits at the school.\n"])
async def test_a_paste_that_does_not_fit_is_not_taken_and_what_stood_there_stays(before: str) -> None:
    screen = Writing(before)
    async with Host(screen).run_test(size=(60, 20)) as pilot:
        await pasted(pilot, "x" * 900_000)

        assert screen.kept == before
        fit = f"{20_000 - len(before):,}"
        assert f"Nothing was pasted: it has 900,000 characters, and {fit} more fit here." in said(pilot)
        assert "What was typed before is still there." in said(pilot)

        await pilot.press("!")
        assert screen.kept == f"{before}!"
        assert "pasted" not in said(pilot)


async def test_a_text_that_is_too_long_already_can_be_made_shorter() -> None:
    screen = Writing("x" * 30, limit=20)
    async with Host(screen).run_test() as pilot:
        await pilot.press("y", "backspace", "z")

        assert screen.kept == "x" * 29


def form(typed: Mapping[str, str], changes: list[Mapping[str, str]]) -> FormScreen[Any]:
    return FormScreen(Form("Incident", FIELDS), FormReader(read=dict), typed, changes.append)


async def test_each_field_of_a_form_has_the_limit_of_its_kind() -> None:
    changes: list[Mapping[str, str]] = []
    async with Host(form({"where": "School"}, changes)).run_test() as pilot:
        await pasted(pilot, "x" * (TEXT + 1))
        await pilot.press("tab")
        await pasted(pilot, "x" * LINE)
        assert changes == []

        await pasted(pilot, "x" * (LINE - len("School")))

        assert len(changes[-1]["where"]) == LINE
        assert "No room is left: 1,000 characters is the most here." in said(pilot)


async def test_a_giant_paste_into_a_line_leaves_it_as_it_was() -> None:
    screen: Screen[Any] = PassphraseScreen("Sign in", (FieldSpec("account", "Account", is_secret=False),))
    async with Host(screen).run_test() as pilot:
        await pilot.press("S")
        await pasted(pilot, "x" * 900_000)

        assert "Nothing was pasted" in said(pilot)
        assert "xx" not in said(pilot)
