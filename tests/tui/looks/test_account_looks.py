"""Captures of the screens of accounts, the lock and supervisors, as in `test_looks`."""

import os
import secrets
from pathlib import Path

import pytest

from tests.drafts import an_empty_case
from tests.keys import Words
from tests.screens.host import SMALLEST, USUAL, screen_text
from tests.store.people import PASSPHRASE, SAM, signed_in_session
from tests.tui.flows.test_sign_in import with_kim
from tests.tui.looks.test_looks import LOOKS
from tests.tui.product import front_door, pressed, rested

LARGE = (200, 60)
IN = ("2", Words(SAM), "tab", Words(PASSPHRASE), "enter")
HOME = (*IN, "escape")
NEW = ("2", Words(SAM), "tab", Words(PASSPHRASE), "tab", Words(PASSPHRASE))
CASE = an_empty_case().id

PLACES: dict[str, tuple[str, ...]] = {
    "first-account": NEW,
    "recovery-code": (*NEW, "enter"),
    "recovery-code-asked": (*NEW, "enter", "enter", "Z"),
    "sign-in": IN[:-1],
    "sign-in-refused": (*IN[:3], Words("other wrong words"), "enter"),
    "home-signed-in": HOME,
    "lock": (*IN, "ctrl+l", "x"),
    "lock-log-out": (*IN, "ctrl+l", "ctrl+o"),
    "passphrase": (*HOME, "p"),
    "supervisor": (*HOME, "s"),
    "accounts": (*HOME, "s", "1"),
    "account": (*HOME, "s", "1", "3"),
    "record-search": (*HOME, "s", "2"),
    "record": (*HOME, "s", "2", "tab", "tab", Words("account"), "tab", "tab", "enter"),
    "hold": (*HOME, "s", "3", Words(CASE), "enter"),
    "erase": (*HOME, "s", "4", "1", Words(CASE), "enter"),
    "erased": (*HOME, "s", "4", "1", Words(CASE), "enter", "2"),
}
WITHOUT_ACCOUNTS = frozenset({"first-account", "recovery-code", "recovery-code-asked"})


@pytest.mark.parametrize("place", PLACES)
async def test_a_screen_looks_as_it_did(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if place in WITHOUT_ACCOUNTS:
        # Only the recovery code and the group that is asked for are random on these screens.
        monkeypatch.setattr(secrets, "randbits", lambda bits: 2**bits // 7)
        monkeypatch.setattr(secrets, "randbelow", lambda below: below // 2)
    else:
        with_kim(tmp_path)
        signed_in_session(tmp_path).store().create(an_empty_case())
    app = front_door(tmp_path)
    looks = {}
    async with app.run_test(size=USUAL) as pilot:
        await pressed(pilot, *PLACES[place])
        for size in (USUAL, SMALLEST, LARGE):
            await pilot.resize_terminal(*size)
            await rested(pilot)
            looks[LOOKS / f"{place}-{size[0]}x{size[1]}.txt"] = screen_text(pilot) + "\n"

    for kept, look in looks.items():
        if os.environ.get("FOURFOLD_LOOKS") == "keep":
            kept.write_text(look, encoding="utf-8")
        assert look == kept.read_text(encoding="utf-8")
