"""The contacts screen, through its keys."""

import datetime as dt

import pytest

from content.pack.model import Pack
from content.pack.pack_entry import ContactId
from screens.reference.contact import ContactScreen
from screens.reference.contacts import ContactsScreen
from screens.reference.guide import GuideScreen
from screens.reference.qr import QrScreen
from tests.packs import CONTACTS, NOON, POLICE, a_contact, a_pack, some_hours
from tests.screens.host import SMALLEST, USUAL, Host, is_left, marked_text, screen_text, shown

SIZES = pytest.mark.parametrize("size", [USUAL, SMALLEST], ids=["80x24", "60x20"])


def contacts(pack: Pack | None = None, *, now: dt.datetime = NOON, open_at: ContactId | None = None) -> Host:
    return Host(ContactsScreen(pack or a_pack(), lambda: now, open_at=open_at))


@SIZES
async def test_the_emergency_number_is_above_all_others(size: tuple[int, int]) -> None:
    async with contacts().run_test(size=size) as pilot:
        assert shown(pilot, "#contacts").splitlines() == [
            "> 999           Police - unverified",
            "  0203 8664107  Paladin - unverified",
            "  no number     MARAC - unverified",
        ]


async def test_a_contact_past_its_review_date_is_shown_as_needing_a_check() -> None:
    async with contacts(now=NOON.replace(year=2027)).run_test(size=USUAL) as pilot:
        assert "Paladin - unverified, needs a check" in screen_text(pilot)


async def test_a_contact_says_in_the_list_when_it_is_open() -> None:
    wednesday = (some_hours("Wed", opens="12:30", closes="15:00"),)
    shops = a_contact("Shop", "1", hours=wednesday, status="verified"), a_contact("Stall", "2", hours=wednesday)
    async with contacts(a_pack(contacts=(POLICE, *shops))).run_test(size=USUAL) as pilot:
        assert shown(pilot, "#contacts").splitlines()[1:] == [
            "  1    Shop - verified - next open Wed 25 Nov 12:30",
            "  2    Stall - unverified - said to be next open Wed 25 Nov 12:30; not verified",
        ]


async def test_a_contact_says_in_the_list_that_it_is_closed_or_may_be_closed_on_a_bank_holiday() -> None:
    friday = (some_hours("Fri", opens="09:00", closes="17:00"),)
    closed = a_contact("Shop", "1", hours=friday, status="verified", bank_holidays="closed")
    doubtful = a_contact("Stall", "2", hours=friday, status="verified")
    christmas = dt.datetime(2026, 12, 25, 10, 0, tzinfo=dt.UTC)
    async with contacts(a_pack(contacts=(POLICE, closed, doubtful)), now=christmas).run_test(size=USUAL) as pilot:
        assert " ".join(shown(pilot, "#contacts").split()) == (
            "> 999 Police - unverified "
            "1 Shop - verified - closed today: Christmas Day (bank holiday), next open Fri 1 Jan 09:00 "
            "2 Stall - verified - today is a bank holiday (Christmas Day): may be closed, ring first; "
            "if closed, open again by Fri 1 Jan 09:00"
        )


async def test_a_long_name_is_wrapped_and_not_cut_off() -> None:
    long = a_contact("Paladin National Stalking Advocacy Service", "0203 8664107")
    async with contacts(a_pack(contacts=(POLICE, long))).run_test(size=SMALLEST) as pilot:
        assert shown(pilot, "#contacts").splitlines()[1:] == [
            "  0203 8664107  Paladin National Stalking Advocacy Service",
            "                - unverified",
        ]


@SIZES
async def test_typing_narrows_the_list_below_the_emergency_number(size: tuple[int, int]) -> None:
    async with contacts().run_test(size=size) as pilot:
        await pilot.press("slash", *"866 41")

        assert shown(pilot, "#contacts").splitlines() == [
            "  999           Police - unverified",
            "> 0203 8664107  Paladin - unverified",
        ]
        assert shown(pilot, "#said") == "  1 found for '866 41'; Esc shows all"


@pytest.mark.parametrize("key", ["enter", "down"])
async def test_the_list_can_be_used_once_it_is_narrowed(key: str) -> None:
    async with contacts().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"referrals", key, "enter")

        assert isinstance(pilot.app.screen, ContactScreen)
        assert screen_text(pilot).startswith("Contacts  MARAC")


async def test_finding_nothing_is_shown_and_the_emergency_number_stays() -> None:
    async with contacts().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"zebra")

        assert shown(pilot, "#contacts") == "> 999           Police - unverified"
        assert shown(pilot, "#said") == "  nothing found for 'zebra'"


async def test_the_emergency_number_counts_as_found_if_it_matches() -> None:
    async with contacts().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"999")

        assert shown(pilot, "#said") == "  1 found for '999'; Esc shows all"


async def test_escape_in_the_search_clears_it_and_returns_to_the_list() -> None:
    async with contacts().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"marac", "escape")

        assert len(shown(pilot, "#contacts").splitlines()) == len(CONTACTS)
        assert "Find:" not in screen_text(pilot)
        assert not is_left(pilot, ContactsScreen)


async def test_escape_on_a_narrowed_list_shows_all_and_then_leaves() -> None:
    async with contacts().run_test(size=USUAL) as pilot:
        await pilot.press("slash", *"marac", "enter", "escape")
        assert len(shown(pilot, "#contacts").splitlines()) == len(CONTACTS)

        await pilot.press("escape")
        assert is_left(pilot, ContactsScreen)


async def test_it_opens_at_the_contact_asked_for() -> None:
    async with contacts(open_at="marac").run_test(size=USUAL) as pilot:
        assert marked_text(pilot).endswith("MARAC - unverified")


async def test_r_on_the_list_shows_the_marked_contacts_code() -> None:
    async with contacts(open_at="paladin").run_test(size=USUAL) as pilot:
        await pilot.press("r")

        assert isinstance(pilot.app.screen, QrScreen)
        assert screen_text(pilot).startswith("QR code  Paladin")


@SIZES
async def test_the_details_show_everything_by_line(size: tuple[int, int]) -> None:
    async with contacts(open_at="marac").run_test(size=size) as pilot:
        await pilot.press("enter")

        text = " ".join(screen_text(pilot).split())
        assert "E-mail marac@example.org - not a secure address: do not send personal details" in text
        assert "Status unverified: never checked by a call." in text
        assert "Check due by 22 Feb 2027" in text
        assert "Source briefing 7.6" in text


async def test_details_longer_than_the_screen_can_be_walked_through() -> None:
    long = a_contact("Long", "1", what_for="Very many words. " * 60)
    async with contacts(a_pack(contacts=(long,))).run_test(size=SMALLEST) as pilot:
        await pilot.press("enter")
        assert "the editors" not in screen_text(pilot)

        await pilot.press(*["down"] * 10)

        assert marked_text(pilot) == "Owner      the editors"


async def test_a_withdrawn_contact_says_so_first() -> None:
    gone = a_contact("Gone", "1", status="withdrawn")
    async with contacts(a_pack(contacts=(gone,))).run_test(size=USUAL) as pilot:
        assert marked_text(pilot) == "1  Gone - WITHDRAWN: do not use"

        await pilot.press("enter")

        assert marked_text(pilot) == "Withdrawn  WITHDRAWN: do not use this entry"


async def test_g_on_the_details_opens_the_guide_at_the_contact() -> None:
    async with contacts(open_at="paladin").run_test(size=USUAL) as pilot:
        await pilot.press("enter", "g")

        assert isinstance(pilot.app.screen, GuideScreen)
        assert marked_text(pilot) == "Ring Paladin. (briefing 6.1)"


async def test_escape_goes_back_one_screen_at_a_time() -> None:
    async with contacts(open_at="paladin").run_test(size=USUAL) as pilot:
        await pilot.press("enter", "r", "escape")
        assert isinstance(pilot.app.screen, ContactScreen)

        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ContactsScreen)


async def test_what_a_pack_says_of_a_contact_is_never_markup() -> None:
    odd = a_contact("[b]A[/x]", "[1]", what_for="[/]", email="[@click=app.quit]")
    async with contacts(a_pack(contacts=(odd,))).run_test(size=USUAL) as pilot:
        assert marked_text(pilot) == "[1]  [b]A[/x] - unverified"

        await pilot.press("enter")

        assert "[@click=app.quit] - not a secure address" in screen_text(pilot)
