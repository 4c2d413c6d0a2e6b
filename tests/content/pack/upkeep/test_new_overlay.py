"""A new overlay passes the check under any name, and so do all of its examples."""

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import PackError
from content.pack.checking.validation import checked_pack
from content.pack.model import Pack
from content.pack.reading.loader import national_tables
from content.pack.upkeep.new_overlay import MOST_CHARACTERS, MOST_SHORT, names_of, new_overlay

TODAY = dt.date(2028, 2, 29)
EXAMPLE = re.compile(r"^#(?=\S)|^#$", re.MULTILINE)


def with_examples(texts: Mapping[str, str]) -> dict[str, str]:
    """The files with every example in use, as somebody would who deletes the `#`."""
    return {name: EXAMPLE.sub("", text) for name, text in texts.items()}


def tried(name: str) -> tuple[str, Pack | None]:
    """Why a name was refused, or else the pack that it makes."""
    try:
        return "", checked_pack(new_overlay(name, TODAY))
    except PackError as error:
        return str(error), None


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=MOST_CHARACTERS + 20) | st.text(alphabet="\"'\\#{}[]=\n\t aé", max_size=30))
def test_every_name_makes_a_pack_that_says_the_name_or_is_refused_in_a_sentence(name: str) -> None:
    refusal, pack = tried(name)

    if pack is None:
        assert re.match(r"the name (has|is) [^\n]*: (type|write) ", refusal)
        return
    assert pack.policy.owner == " ".join(name.split())
    assert 0 < len(pack.policy.short_name) <= MOST_SHORT
    assert re.fullmatch(r"[a-z0-9-]+", pack.policy.id)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ('"', "is empty"),
        ("a\x1b[2J", "cannot be shown"),
        ("a\x85b", "cannot be shown"),
        ("a\x00b", "cannot be shown"),
        ("a\u202eb", "cannot be shown"),
        ("a\udcffb", "cannot be shown"),
        ("a" * 5000, "has 5,000 characters: write 100 or fewer"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(name: str, says: str) -> None:
    with pytest.raises(PackError, match=re.escape(says)):
        new_overlay(name, TODAY)


@pytest.mark.parametrize(
    ("name", "short_name", "pack_id"),
    [
        ("London Borough of Ashcombe", "Ashcombe", "ashcombe"),
        ("Royal Borough of Kensington and Chelsea", "Kensington and Chelsea", "kensington-and-chelsea"),
        ("City of Westminster", "Westminster", "westminster"),
        ("Blaenau Gwent County Borough Council", "Blaenau Gwent", "blaenau-gwent"),
        ("King's Lynn", "King's Lynn", "kings-lynn"),
        ("Città di Forlì", "Città di Forlì", "citta-di-forli"),
        ('The "Ash" \\ Combe', 'The "Ash" \\ Combe', "the-ash-combe"),
        ("Ж", "Ж", "local"),
        ("National Council", "National", "local"),
        ("Council", "Council", "council"),
        ("The United Boroughs of Ashcombe and Elmstead", "The United Boroughs of", "the-united-boroughs-of"),
        ("A" * 60, "A" * 24, "a" * 24),
    ],
)
def test_the_short_name_and_the_id_come_from_the_name(name: str, short_name: str, pack_id: str) -> None:
    names = names_of(name)

    assert (names.short_name, names.pack_id) == (short_name, pack_id)


def test_a_new_overlay_has_each_contact_that_the_national_pack_cannot_name() -> None:
    pack = checked_pack(new_overlay("Ashcombe", TODAY))

    to_fill = {contact.id for contact in pack.contacts if contact.to_fill and contact.origin == "Ashcombe"}
    assert to_fill == {entry["id"] for entry in national_tables()["contacts.toml"]["contacts"] if entry.get("to_fill")}
    assert len(to_fill) == 5


def test_a_new_overlay_is_dated_today_and_reviewed_within_a_year() -> None:
    policy = checked_pack(new_overlay("Ashcombe", TODAY)).policy

    assert (policy.date, policy.version, policy.review_by) == (TODAY, "2028.1", dt.date(2029, 2, 28))
    assert policy.base_version == national_tables()["pack.toml"]["version"]


def test_each_example_can_be_used_by_deleting_the_hash() -> None:
    texts = with_examples(new_overlay("London Borough of Ashcombe", TODAY))

    pack = checked_pack(texts)

    assert pack.policy.triggers[-1].id == "housing-moved"
    support = next(topic for topic in pack.topics if topic.id == "support")
    ids = [point.id for point in support.points]
    assert ids.index("local-panel") == ids.index("marac") + 1
    assert "asb" not in ids
    own = next(rule for rule in pack.prompts if rule.id == "local-fear")
    assert own.says == "Ask the local support service for a place on the safety planning course."
    assert all(rule.id != "dispute-route-not-asked" for rule in pack.prompts)
    assert pack.checklist.edition.endswith("-ashcombe.1")
    assert pack.checklist.question("happening.police-officer") is None
    local = pack.contact("local-support")
    assert (local.email_secure, local.bank_holidays, len(local.closed)) == (True, "closed", 1)
