"""The home screen names the pack, and says how much of it is past its review date."""

import msgspec
import pytest

from screens.home import HomeScreen
from tests.packs import a_pack
from tests.screens.host import Host, screen_text

POLICY = a_pack().policy
NATIONAL = msgspec.structs.replace(POLICY, name="The national pack", version="9")


async def test_it_names_the_pack_and_the_national_pack_below_it() -> None:
    async with Host(HomeScreen(POLICY, NATIONAL)).run_test(size=(80, 24)) as pilot:
        assert "A small pack, 1, over The national pack, 9" in screen_text(pilot)


@pytest.mark.parametrize(
    ("late", "says"),
    [(1, "1 source or contact is past the review date"), (12, "12 sources and contacts are past the review date")],
)
async def test_it_tells_the_owner_how_much_needs_a_check(late: int, says: str) -> None:
    async with Host(HomeScreen(POLICY, overdue=late)).run_test(size=(80, 24)) as pilot:
        text = " ".join(screen_text(pilot).split())

    assert says in text
    assert "To be checked by: the editors." in text


async def test_nothing_is_said_while_nothing_needs_a_check() -> None:
    async with Host(HomeScreen(POLICY)).run_test(size=(80, 24)) as pilot:
        assert "review date" not in screen_text(pilot)
