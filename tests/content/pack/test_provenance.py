"""Tests of what an entry rests on, and of what is due for a check."""

import datetime as dt

import msgspec
import pytest

from content.pack.contact_model import Contact
from content.pack.model import Point
from content.pack.provenance import citation, needs_check, overdue
from content.pack.reading.loader import load_pack
from content.pack.sources import PracticeSource
from tests.packs import NATIONAL, a_contact, a_pack, a_point, a_topic, bexley, texts_in

DUE = dt.date(2027, 2, 22)
LATER = DUE + dt.timedelta(days=1)
LAW = PracticeSource(body="Parliament", document="the law", year=1997, sure="high")


def cited(
    point: Point, today: dt.date = DUE, *, source: PracticeSource = LAW, contacts: tuple[Contact, ...] = ()
) -> str:
    pack = a_pack(topics=(a_topic("Topic", point),), contacts=contacts)
    return citation(msgspec.structs.replace(pack, sources={"law": source}), point, today)


def test_a_statement_and_a_practice_source_look_different() -> None:
    assert cited(a_point("x", source="2.3")) == "briefing 2.3"
    assert cited(a_point("x", source="law")) == "Parliament, the law, 1997"


@pytest.mark.parametrize(
    "source",
    [
        msgspec.structs.replace(LAW, sure="low"),
        msgspec.structs.replace(LAW, sure="unverified"),
        msgspec.structs.replace(LAW, year=None),
    ],
)
def test_what_is_low_undated_or_general_knowledge_is_unverified(source: PracticeSource) -> None:
    assert cited(a_point("x", source="law"), source=source).endswith("unverified")


def test_general_knowledge_needs_no_document() -> None:
    known = PracticeSource(body="General knowledge", sure="unverified")

    assert cited(a_point("x", source="law"), source=known) == "General knowledge, unverified"


def test_what_an_overlay_says_is_under_its_name() -> None:
    local = msgspec.structs.replace(a_point("x", source="law"), origin="Bexley")

    assert cited(local) == "Bexley: Parliament, the law, 1997"


def test_an_entry_needs_a_check_after_its_own_day_or_that_of_its_source() -> None:
    point = a_point("x", source="law")
    own = msgspec.structs.replace(point, review_by=DUE)
    source = msgspec.structs.replace(LAW, review_by=DUE)

    assert not cited(own, DUE).endswith("needs a check")
    assert cited(own, LATER) == "Parliament, the law, 1997; needs a check"
    assert cited(point, LATER, source=source) == "Parliament, the law, 1997; needs a check"
    later = msgspec.structs.replace(own, review_by=LATER)
    assert cited(later, LATER, source=source) == "Parliament, the law, 1997"


def test_a_text_that_names_a_stale_contact_says_so() -> None:
    paladin = a_contact("Paladin", "0203 8664107", review_by=DUE)
    point = msgspec.structs.replace(a_point("Ring.", source="law"), named=("paladin",))

    assert cited(point, DUE, contacts=(paladin,)) == "Parliament, the law, 1997"
    assert cited(point, LATER, contacts=(paladin,)).endswith("; the details of Paladin need a check")


def test_everything_that_can_go_out_of_date_is_overdue_once_its_day_has_passed() -> None:
    pack = bexley()
    years = dt.timedelta(days=3 * 366)

    assert overdue(pack, pack.policy.date) == ()
    late = overdue(pack, pack.policy.date + years)
    dated = [name for name, source in pack.sources.items() if source.review_by]
    assert len(late) >= len(dated) + len(pack.contacts) + 2
    for part in ("pack.toml", "closed_days", "sources.toml", "contacts.toml"):
        assert any(part in line for line in late)


@pytest.mark.parametrize("name", ["national", "bexley"])
def test_every_entry_of_the_shipped_packs_that_rests_on_practice_has_a_day_for_its_check(name: str) -> None:
    pack = load_pack(texts_in(NATIONAL.parent / name))
    entries = [point for topic in pack.topics for point in topic.points]
    entries += [*pack.checklist.questions, *pack.prompts, *pack.contacts]  # type: ignore[list-item]

    undated = [entry for entry in entries if entry.source in pack.sources and not needs_check(pack, entry, dt.date.max)]
    assert undated == []
