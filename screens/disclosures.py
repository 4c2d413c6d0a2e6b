"""The disclosures of a case: what left the organisation, to whom, and whether it was put right."""

from collections.abc import Iterator, Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from content.cases import Case
from content.dates import in_words, short
from content.disclosures import (
    Disclosure,
    DisclosureId,
    basis_in_words,
    recipient_in_words,
    still_to_tell,
    told_in_words,
)
from content.overview import disclosures_line
from content.records import comparable, correction_of
from content.text import one_line
from content.wording import clock, day
from screens.find import FindScreen
from screens.view import ViewScreen
from screens.widgets.case_page import CasePage
from screens.widgets.rows import Row, Rows

DATE = 13
"""Cells for the day at the left of a disclosure."""

NAME = 20
"""Cells for the name of each part of one, where it is read in full."""


class DisclosuresScreen(CasePage):
    """Read what was given to whom, the latest first; add to it, and put one right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "read", tooltip="Read the marked disclosure in full"),
        Binding("d", "ask('disclosure')", "disclosure", tooltip="Record a disclosure"),
        Binding("x", "correct", "put right", tooltip="Put the marked disclosure right by a new entry"),
        Binding("slash", "find", "find", tooltip="Find words in the disclosures"),
    ]

    def __init__(self, case: Case, *, zone: ZoneInfo, at: DisclosureId = "") -> None:
        """Show the disclosures of a case.

        Args:
            case: The case.
            zone: The pack's time zone.
            at: The one to mark first.
        """
        super().__init__(case)
        self._zone = zone
        self._at = at
        self.place = f"{case.id} {one_line(case.initials)}  Disclosures"

    def compose_body(self) -> ComposeResult:
        """How many there are, then each."""
        yield Static(id="count", classes="asked", markup=False)
        yield Static(id="says", classes="says", markup=False)
        yield Rows()

    def on_mount(self) -> None:
        """Show what was given, at the one that was asked for."""
        self.query_one(Rows).focus()
        self.say("")
        self.show_case()
        self.query_one(Rows).mark(self._at)

    def action_correct(self) -> None:
        """Put the marked disclosure right."""
        disclosure = self._marked()
        correction = correction_of(self._case.disclosures, disclosure.id) if disclosure else None
        if disclosure is None:
            self.say("There is nothing to put right yet: d records a disclosure.")
        elif correction:
            self.say(f"This entry was put right already, by {one_line(correction.by)}: put that one right.")
        else:
            self.say("")
            self.ask("correct disclosure", disclosure.id)

    @work(exclusive=True, group="find")
    async def action_find(self) -> None:
        """Find a disclosure by its words."""
        found = await self.app.push_screen_wait(FindScreen(disclosures_rows(self._case), place="Find"))
        if found:
            self.query_one(Rows).mark(found)

    def show_case(self) -> None:
        """Show the disclosures as they are now."""
        self.query_one("#count", Static).update(disclosures_line(self._case) or "No disclosures recorded.")
        self.query_one(Rows).show(disclosures_rows(self._case))

    @on(Rows.Chosen)
    def _read(self, event: Rows.Chosen) -> None:
        event.stop()
        disclosure = self._marked()
        if disclosure:
            rows = list(disclosure_rows(self._case, disclosure, self._zone))
            self.app.push_screen(ViewScreen(f"{self._case.id}  Disclosure", rows))

    def _marked(self) -> Disclosure | None:
        row = self.query_one(Rows).row
        return next((each for each in self._case.disclosures if row and each.id == row.id), None)


def latest_first(disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """Disclosures by the day they were given on, then by when they were recorded, the latest first."""
    return sorted(disclosures, key=lambda each: (each.day, comparable(each.at)), reverse=True)


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
    told = (
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
    for name, text in told:
        if text:
            yield Row(id=name, text=f"{name:<{NAME}}{one_line(text)}", hang=NAME)


def _named(disclosure: Disclosure, zone: ZoneInfo) -> str:
    recorded = f"recorded {day(disclosure.at, zone)} by {one_line(disclosure.by)}"
    return f"{in_words(disclosure.day)}, {recipient_in_words(disclosure)}: {one_line(disclosure.what)} ({recorded})"
