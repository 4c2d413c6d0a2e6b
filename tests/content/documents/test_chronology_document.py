"""The chronology as a document: the order of its entries, what each says of itself, and one entry in full."""

import datetime as dt
from zoneinfo import ZoneInfo

from content.documents.chronology_document import CHRONOLOGY_KINDS, chronology_document, entry_in_week
from content.documents.document import Line
from content.documents.entry_document import entry_document, listed_entries
from tests.builders import LATER, NOW, TODAY, a_case, a_note, an_assessment, an_incident

LONDON = ZoneInfo("Europe/London")


def test_entries_are_listed_latest_first_by_when_they_happened() -> None:
    case = a_case(
        incidents=(an_incident("2026-11-15", id="second"), an_incident("2026-10-01", id="first")),
        notes=(a_note(id="fourth"),),
        assessments=(an_assessment(id="third", signed_off=NOW - dt.timedelta(days=1)),),
    )

    document = chronology_document(case, LONDON, TODAY)

    lines = document.section("entries").blocks
    assert [line.anchor for line in lines if isinstance(line, Line)] == ["fourth", "third", "second", "first"]
    (summary,) = document.section("summary").blocks
    assert summary == Line(
        text="Incidents: 1 in the last 14 days, none in the 14 before; 2 NEW since the last assessment."
    )


def test_a_corrected_incident_says_so_quietly_and_its_correction_says_what_it_is() -> None:
    case = a_case(incidents=(an_incident(id="wrong"), an_incident(id="right", at=LATER, corrects="wrong")))

    right, wrong = chronology_document(case, LONDON, TODAY).section("entries").blocks

    words = "in person, at work: Waited outside her work (recorded 20 Nov 2026)"
    assert right == Line(label="15 Nov 2026", text=f"corrects an earlier entry: {words}", anchor="right")
    assert wrong == Line(label="15 Nov 2026", text=f"CORRECTED by a later entry: {words}", anchor="wrong", tone="quiet")


def test_an_incident_with_no_exact_day_keeps_its_place_without_a_label() -> None:
    (line,) = chronology_document(a_case(incidents=(an_incident("2026-10"),)), LONDON, TODAY).section("entries").blocks

    assert isinstance(line, Line)
    assert line.label == ""
    assert line.text.startswith("in person, at work: Oct 2026: Waited")


def test_an_entry_in_full_has_a_line_for_each_field_that_was_filled_in() -> None:
    (listed,) = listed_entries(a_case(incidents=(an_incident(),)), CHRONOLOGY_KINDS)

    (section,) = entry_document(listed, LONDON, title="Entry").sections

    assert [(line.label, line.text) for line in section.blocks if isinstance(line, Line)] == [
        ("What happened", "Waited outside her work"),
        ("When", "Sun 15 Nov 2026"),
        ("How and where", "in person, at work"),
        ("Reported", "not asked"),
        ("Recorded", "20 Nov 2026 14:05:30 by sam"),
    ]


def test_the_latest_entry_up_to_the_end_of_a_week_is_found() -> None:
    case = a_case(incidents=(an_incident("2026-11-15", id="sunday"), an_incident("2026-11-16", id="monday")))

    assert entry_in_week(case, dt.date(2026, 11, 9), LONDON) == "sunday"
    assert entry_in_week(case, dt.date(2026, 11, 16), LONDON) == "monday"
    assert entry_in_week(case, dt.date(2026, 11, 2), LONDON) == ""
