"""A comparison as a document: its sections, the two sides of a change, and the trends that fit."""

from zoneinfo import ZoneInfo

from content.documents.comparison_document import comparison_document
from content.documents.document import Line, Series, SideBySide
from content.review.comparison import compare
from content.training.cases import made_up_cases
from tests.drafts import NOON, signed_off
from tests.packs import classic

LONDON = ZoneInfo("Europe/London")


def test_two_assessments_are_compared_section_by_section() -> None:
    case, _ = signed_off(values={"victim.fear": "no"})
    case, _ = signed_off(case, {"victim.fear": "yes"})

    document = comparison_document(case, compare(*case.assessments), LONDON)

    assert [section.heading for section in document.sections] == [
        "",
        "WHY, AS THE LATER ONE GIVES IT",
        "RECORDED BETWEEN THE TWO: nothing",
        "GOT WORSE, OR NEWLY KNOWN: 1",
        "",
        "",
    ]
    assert document.sections[3].blocks == (
        Line(text="Does the person live with persistent fear of what might happen?"),
        SideBySide(left=("then: no",), right=("now: yes",), is_nested=True),
    )
    assert document.sections[4].blocks == (
        Line(text="Nothing under: eased, or done since; new this time; changed otherwise.", tone="quiet"),
    )


def test_a_front_end_that_shows_fewer_assessments_has_the_latest_and_the_others_counted() -> None:
    case = made_up_cases(classic(), now=NOON)[0]
    comparison = compare(case.assessments[0], case.assessments[-1])

    everything = comparison_document(case, comparison, LONDON).section("trends")
    fitting = comparison_document(case, comparison, LONDON, most_trends=2).section("trends")

    assert everything.heading == "OVER TIME: all 3"
    assert everything.blocks[0] == Series(label="Date", values=("24 Aug 2026", "5 Oct 2026", "15 Nov 2026"))
    assert fitting.heading == "OVER TIME: the last 2 of 3"
    assert fitting.blocks[0] == Series(label="Date", values=("5 Oct 2026", "15 Nov 2026"))
    assert Line(text="1 earlier does not fit", anchor="earliest") in fitting.blocks
