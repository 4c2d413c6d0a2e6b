"""The disclosures as a document: their order, what corrects what, and one disclosure in full."""

from zoneinfo import ZoneInfo

from content.documents.disclosures_document import DISCLOSURE_KINDS, disclosures_document
from content.documents.document import Line
from content.documents.entry_document import entry_document, listed_entries
from tests.builders import LATER, a_case, a_disclosure

LONDON = ZoneInfo("Europe/London")
WORDS = "Ann Lee, Solace: Where he waits for her, and when (consent; phone)"


def test_a_correction_whose_recipient_is_not_told_warns_and_the_wrong_one_is_quiet() -> None:
    wrong = a_disclosure(id="wrong")
    right = a_disclosure(id="right", at=LATER, corrects="wrong", error_told="not yet")

    first, second = disclosures_document(a_case(disclosures=(wrong, right)), LONDON).section("disclosures").blocks

    assert first == Line(
        label="20 Nov 2026",
        text=f"corrects an earlier entry: RECIPIENT NOT YET TOLD OF THE ERROR: {WORDS}",
        anchor="right",
        tone="warning",
    )
    assert second == Line(
        label="20 Nov 2026", text=f"CORRECTED by a later entry: {WORDS}", anchor="wrong", tone="quiet"
    )


def test_a_disclosure_in_full_names_its_correction_first() -> None:
    wrong, right = a_disclosure(id="wrong"), a_disclosure(id="right", at=LATER, corrects="wrong")
    listed, _ = listed_entries(a_case(disclosures=(wrong, right)), DISCLOSURE_KINDS)

    (section,) = entry_document(listed, LONDON, title="Disclosure").sections

    fields = [(line.label, line.text) for line in section.blocks if isinstance(line, Line)]
    reference = "Fri 20 Nov 2026, Ann Lee, Solace: Where he waits for her, and when (recorded 20 Nov 2026 by sam)"
    assert fields[:4] == [
        ("Corrected by", reference),
        ("Why", "It was another street"),
        ("Given to", "Ann Lee"),
        ("Agency", "Solace"),
    ]
    assert fields[-1] == ("Recorded", "20 Nov 2026 14:05:30 by sam")
