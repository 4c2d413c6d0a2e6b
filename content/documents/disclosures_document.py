"""The disclosures of a case: what was given to whom, and one of them in full."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from content.case.disclosures import (
    Disclosure,
    basis_in_words,
    recipient_in_words,
    still_to_tell,
    told_in_words,
)
from content.case.model import Case
from content.case.phrases import clock, day
from content.dates import in_words, short
from content.documents.document import Document, Line, Section, Tone, labelled
from content.records import as_utc, correction_of
from content.review.overview import disclosures_line
from content.text import one_line


def disclosures_document(case: Case) -> Document:
    """A line for each disclosure, the latest first; corrected ones stay, and say so."""
    summary = Line(text=disclosures_line(case) or "No disclosures recorded.")
    lines = tuple(disclosure_line(case, each) for each in latest_first(case.disclosures))
    return Document(
        title="Disclosures",
        sections=(Section(name="summary", blocks=(summary,)), Section(name="disclosures", blocks=lines)),
    )


def latest_first(disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """Disclosures by the day they were given on, then by when they were recorded, the latest first."""
    return sorted(disclosures, key=lambda each: (each.day, as_utc(each.at)), reverse=True)


def disclosure_line(case: Case, disclosure: Disclosure) -> Line:
    """One disclosure: recipient, what was given, basis, how it was sent; and what corrects what."""
    words = f"{recipient_in_words(disclosure)}: {one_line(disclosure.what)} ({disclosure.basis}; {disclosure.sent})"
    mark = ""
    tone: Tone = ""
    if correction_of(case.disclosures, disclosure.id):
        mark, tone = "PUT RIGHT by a later entry: ", "quiet"
    elif disclosure.corrects is not None:
        mark = "puts another entry right: "
    if disclosure in still_to_tell(case.disclosures):
        mark, tone = f"{mark}RECIPIENT NOT YET TOLD OF THE ERROR: ", "warning"
    return Line(label=short(disclosure.day), text=mark + words, anchor=disclosure.id, tone=tone)


def disclosure_document(case: Case, disclosure: Disclosure, zone: ZoneInfo) -> Document:
    """Everything that was recorded of one disclosure."""
    corrected = next((each for each in case.disclosures if each.id == disclosure.corrects), None)
    correction = correction_of(case.disclosures, disclosure.id)
    fields = (
        ("Put right by", _reference(correction, zone) if correction else ""),
        ("Why", correction.why_corrected if correction else ""),
        ("Given to", disclosure.to),
        ("Agency", disclosure.agency),
        ("What was given", disclosure.what),
        ("Basis", basis_in_words(disclosure)),
        ("The person was told", told_in_words(disclosure)),
        ("Who decided", disclosure.decided_by),
        ("How it was sent", disclosure.sent),
        ("When", in_words(disclosure.day)),
        ("Puts right", _reference(corrected, zone) if corrected else ""),
        ("Why put right", disclosure.why_corrected),
        ("Told of the error", disclosure.error_told),
        ("Recorded", f"{day(disclosure.at, zone)} {clock(disclosure.at, zone)} by {one_line(disclosure.by)}"),
    )
    return Document(title="Disclosure", sections=(Section(blocks=labelled(fields)),))


def _reference(disclosure: Disclosure, zone: ZoneInfo) -> str:
    """A disclosure as another one refers to it."""
    recorded = f"recorded {day(disclosure.at, zone)} by {one_line(disclosure.by)}"
    return f"{in_words(disclosure.day)}, {recipient_in_words(disclosure)}: {one_line(disclosure.what)} ({recorded})"
