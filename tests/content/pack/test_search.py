"""Tests of searching the guide and the contacts."""

from content.pack.search import PointMatch, find_contacts, find_points, in_order, with_emergency
from tests.packs import CONTACTS, MARAC, PALADIN, POLICE, TOPICS, a_contact, a_point, a_topic


def test_every_word_must_occur_in_any_order_and_any_case() -> None:
    assert find_points(TOPICS, "FEAR persistent") == (PointMatch(1, 0),)
    assert find_points(TOPICS, "fear pattern") == ()


def test_words_are_found_in_cautions_and_topic_titles() -> None:
    assert find_points(TOPICS, "fear") == (PointMatch(1, 0), PointMatch(3, 1))
    assert find_points(TOPICS, "digital online") == (PointMatch(4, 0),)


def test_accents_and_curly_apostrophes_do_not_matter() -> None:
    topics = (a_topic("One", a_point("Don\u2019t leave the caf\u00e9s."), a_point("na\u00efve")),)

    assert find_points(topics, "don't CAFES") == (PointMatch(0, 0),)
    assert find_points(topics, "nai\u0308ve") == (PointMatch(0, 1),)


def test_no_words_match_no_point() -> None:
    assert find_points(TOPICS, "  ") == ()


def test_a_number_is_found_with_any_grouping_of_its_digits() -> None:
    spaced = a_contact("Solace", "0203 198 4659")

    for words in ("02031984659", "0203 198 4659", "198 4659", "1984", "0203 1984659"):
        assert find_contacts((PALADIN, spaced), words) == (spaced,)


def test_a_contact_is_found_by_its_description() -> None:
    strict = a_contact("Strict", "1", eligibility="Tenants of the borough")

    assert find_contacts(CONTACTS, "advocacy") == (PALADIN,)
    assert find_contacts(CONTACTS, "staff") == (PALADIN,)
    assert find_contacts(CONTACTS, "example.org") == (MARAC,)
    assert find_contacts((*CONTACTS, strict), "tenants") == (strict,)


def test_emergency_contacts_come_first_and_the_rest_stay_in_the_packs_order() -> None:
    assert in_order(CONTACTS) == (POLICE, PALADIN, MARAC)
    assert find_contacts(CONTACTS, "") == (POLICE, PALADIN, MARAC)


def test_emergency_contacts_are_listed_above_the_matches() -> None:
    assert with_emergency(CONTACTS, find_contacts(CONTACTS, "marac")) == (POLICE, MARAC)
    assert with_emergency(CONTACTS, find_contacts(CONTACTS, "police")) == (POLICE,)
    assert with_emergency(CONTACTS, ()) == (POLICE,)
