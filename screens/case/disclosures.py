"""The disclosures of a case: what left the organisation, to whom, and whether it was put right."""

from collections.abc import Iterator, Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType

from content.case.disclosures import (
    Disclosure,
    DisclosureId,
    basis_in_words,
    recipient_in_words,
    still_to_tell,
    told_in_words,
)
from content.case.model import Case
from content.case.phrases import clock, day
from content.dates import in_words, short
from content.records import as_utc, correction_of
from content.review.overview import disclosures_line
from content.text import one_line
from screens.case.assessment_view import ViewScreen
from screens.case.entries_page import DATE, EntriesPage, part_rows
from screens.widgets.rows import Row, Rows


class DisclosuresScreen(EntriesPage):
    """Read what was given to whom, the latest first; add to it, and put one right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked disclosure in full"),
        Binding("d", "ask('disclosure')", "disclosure", tooltip="Record a disclosure"),
        Binding("x", "correct", "put right", tooltip="Put the marked disclosure right by a new entry"),
        Binding("slash", "find", "find", tooltip="Find words in the disclosures"),
    ]
    CORRECTING = "correct disclosure"
    NOTHING_TO_CORRECT = "There is nothing to put right yet: d records a disclosure."

    def __init__(self, case: Case, *, zone: ZoneInfo, at: DisclosureId = "") -> None:
        """Show the disclosures of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            at: The one to mark first.
        """
        super().__init__(case, zone, at)
        self.place = f"{case.id} {one_line(case.initials)}  Disclosures"

    def summary(self) -> str:
        """How many there are."""
        return disclosures_line(self._case) or "No disclosures recorded."

    def rows(self) -> list[Row]:
        """A line for each disclosure, the latest first."""
        return disclosures_rows(self._case)

    def correctable(self) -> Sequence[Disclosure]:
        """Every disclosure."""
        return self._case.disclosures

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        disclosure = next((each for each in self._case.disclosures if each.id == event.row.id), None)
        if disclosure:
            rows = list(disclosure_rows(self._case, disclosure, self._zone))
            self.app.push_screen(ViewScreen(f"{self._case.id}  Disclosure", rows))


def latest_first(disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """Disclosures by the day they were given on, then by when they were recorded, the latest first."""
    return sorted(disclosures, key=lambda each: (each.day, as_utc(each.at)), reverse=True)


def disclosures_rows(case: Case) -> list[Row]:
    """A line for each disclosure, the latest first; those put right stay, and say so."""
    rows = [disclosure_row(case, each) for each in latest_first(case.disclosures)]
    return rows or [Row(id="", text="Nothing here yet: d records what was given to whom, such as a referral.")]


def disclosure_row(case: Case, disclosure: Disclosure) -> Row:
    """One disclosure on a line."""
    words = f"{recipient_in_words(disclosure)}: {one_line(disclosure.what)} ({disclosure.basis}; {disclosure.sent})"
    mark, is_quiet = "", False
    if correction_of(case.disclosures, disclosure.id):
        mark, is_quiet = "PUT RIGHT by a later entry: ", True
    elif disclosure.corrects is not None:
        mark = "puts another entry right: "
    is_problem = disclosure in still_to_tell(case.disclosures)
    if is_problem:
        mark += "RECIPIENT NOT YET TOLD OF THE ERROR: "
    return Row(
        id=disclosure.id,
        text=f"{short(disclosure.day):<{DATE}}{mark}{words}",
        hang=DATE,
        look="quiet" if is_quiet else "problem" if is_problem else "",
    )


def disclosure_rows(case: Case, disclosure: Disclosure, zone: ZoneInfo) -> Iterator[Row]:
    """Every line of one disclosure."""
    corrected = next((each for each in case.disclosures if each.id == disclosure.corrects), None)
    correction = correction_of(case.disclosures, disclosure.id)
    parts = (
        ("Put right by", _named(correction, zone) if correction else ""),
        ("Why", correction.why_corrected if correction else ""),
        ("Given to", disclosure.to),
        ("Agency", disclosure.agency),
        ("What was given", disclosure.what),
        ("Basis", basis_in_words(disclosure)),
        ("The person was told", told_in_words(disclosure)),
        ("Who decided", disclosure.decided_by),
        ("How it was sent", disclosure.sent),
        ("When", in_words(disclosure.day)),
        ("Puts right", _named(corrected, zone) if corrected else ""),
        ("Why put right", disclosure.why_corrected),
        ("Told of the error", disclosure.error_told),
        ("Recorded", f"{day(disclosure.at, zone)} {clock(disclosure.at, zone)} by {one_line(disclosure.by)}"),
    )
    yield from part_rows(parts)


def _named(disclosure: Disclosure, zone: ZoneInfo) -> str:
    recorded = f"recorded {day(disclosure.at, zone)} by {one_line(disclosure.by)}"
    return f"{in_words(disclosure.day)}, {recipient_in_words(disclosure)}: {one_line(disclosure.what)} ({recorded})"
