"""The screen that compares two assessments of a case."""

from collections.abc import Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from content.case.model import Assessment, AssessmentId, Case
from content.documents.comparison_document import EARLIEST, comparison_document
from content.review.comparison import Comparison, compare
from content.review.period_changes import assessment_events, earlier_choices, later_choices, pair
from screens.widgets.columns import columns_that_fit
from screens.widgets.document_rows import SERIES, RowStyle, reading_rows
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class CompareScreen(Page[None]):
    """Compare any two signed-off assessments of a case."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "other('earlier')", "other earlier", tooltip="Another assessment as the earlier one"),
        Binding("l", "other('later')", "other later", tooltip="Another assessment as the later one"),
    ]

    def __init__(self, case: Case, zone: ZoneInfo, *, later: AssessmentId | None = None) -> None:
        """Compare an assessment with the one before it; a corrected one with its correction.

        Args:
            case: A case with two assessments or more.
            zone: The pack's time zone.
            later: The assessment to compare; by default the latest.
        """
        super().__init__()
        self._case = case
        self._zone = zone
        self._occasions = assessment_events(case)
        self._earlier, self._later = pair(self._occasions, later)
        self.place = f"{case.id}  Compare"

    def compose_body(self) -> ComposeResult:
        """One list, read from top to bottom."""
        yield Rows()

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(Rows).focus()

    def on_resize(self) -> None:
        """Lay out the comparison for the new width."""
        self._lay_out()

    def action_other(self, which: str) -> None:
        """Show another assessment on one side; the earlier one always precedes the later one."""
        if which == "earlier":
            self._earlier = _next(earlier_choices(self._occasions, self._later), self._earlier)
        else:
            self._later = _next(later_choices(self._occasions, self._earlier), self._later)
        self._lay_out(at="")

    def _lay_out(self, *, at: str | None = None) -> None:
        width = max(20, self.room - 3)
        rows = comparison_rows(self._case, compare(self._earlier, self._later), self._zone, width)
        self.query_one(Rows).show(rows, at=at)


def comparison_rows(case: Case, comparison: Comparison, zone: ZoneInfo, width: int) -> list[Row]:
    """The rows of a comparison.

    Args:
        case: The case.
        comparison: Two of its assessments compared.
        zone: The pack's time zone.
        width: The width of a line, in cells.
    """
    document = comparison_document(case, comparison, zone, most_trends=columns_that_fit(width, SERIES))
    style = RowStyle(width=width, has_gaps=True, hints={EARLIEST: ": e and l bring them here."})
    return reading_rows(document.sections, style)


def _next(choices: Sequence[Assessment], now: Assessment) -> Assessment:
    ids = [assessment.id for assessment in choices]
    return choices[(ids.index(now.id) + 1) % len(ids) if now.id in ids else 0]
