"""Two assessments of a case side by side: what got worse, what eased, what is new."""

from collections.abc import Iterator
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from content.cases import Assessment, AssessmentId, Case
from content.comparison import Change, Comparison, compare, concerns, victim_view_in_words, view_in_words
from content.judgement import moved
from content.text import one_line
from content.wording import day, kind_in_words
from screens.widgets.columns import side_by_side
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class CompareScreen(Page[None]):
    """Compare any two signed-off assessments of a case."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "other('earlier')", "other earlier", tooltip="Another assessment as the earlier one"),
        Binding("l", "other('later')", "other later", tooltip="Another assessment as the later one"),
    ]

    def __init__(self, case: Case, zone: ZoneInfo, *, later: AssessmentId | None = None) -> None:
        """Compare an assessment with the one before it.

        Args:
            case: A case with two assessments or more.
            zone: The pack's time zone.
            later: The assessment to be compared; the latest where it is not given.
        """
        super().__init__()
        self._case = case
        self._zone = zone
        ids = [assessment.id for assessment in case.assessments]
        self._later = max(1, ids.index(later)) if later in ids else len(ids) - 1
        self._earlier = self._later - 1
        self.place = f"{case.id}  Compare"

    def compose_body(self) -> ComposeResult:
        """One list, to be read from top to bottom."""
        yield Rows()

    def on_mount(self) -> None:
        """Show the comparison."""
        self.query_one(Rows).focus()
        self._lay_out()

    def on_resize(self) -> None:
        """Put the two sides into the new width."""
        self._lay_out()

    def action_other(self, which: str) -> None:
        """Go on to another assessment on one side; the earlier always stays before the later."""
        count = len(self._case.assessments)
        if which == "earlier":
            self._earlier = (self._earlier + 1) % self._later
        else:
            self._later = self._later + 1 if self._later + 1 < count else self._earlier + 1
        self._lay_out()

    def _lay_out(self) -> None:
        pair = (self._case.assessments[self._earlier], self._case.assessments[self._later])
        rows = list(comparison_rows(compare(*pair), self._zone, max(20, self.size.width - 3)))
        numbered = [Row(id=str(number), text=row.text, look=row.look) for number, row in enumerate(rows)]
        self.query_one(Rows).show(numbered)


def comparison_rows(comparison: Comparison, zone: ZoneInfo, width: int) -> Iterator[Row]:
    """Every line of a comparison."""
    earlier, later = comparison.earlier, comparison.later
    yield from _beside(_head("THEN", earlier, zone), _head("NOW", later, zone), width)
    change = moved(later.level_rank, earlier.level_rank)
    yield Row(id="", text=f"The level is {_plain(change) or 'the same'}.")
    groups = (
        ("GOT WORSE, OR NEWLY KNOWN", comparison.worse),
        ("EASED, OR DONE SINCE", comparison.eased),
        ("NEW THIS TIME", comparison.new),
        ("CHANGED OTHERWISE", comparison.other),
    )
    for title, changes in groups:
        yield Row(id="", text="")
        yield Row(id="", text=f"{title}: {len(changes) or 'nothing'}", look="heading")
        for change_of in changes:
            yield from _change(change_of, width)
    yield Row(id="", text="")
    yield Row(id="", text=f"Unchanged and folded away: {comparison.unchanged} answers.", look="quiet")


def _plain(change: str) -> str:
    return change.replace("than last time", "than then")


def _head(name: str, assessment: Assessment, zone: ZoneInfo) -> list[str]:
    return [
        f"{name}: {day(assessment.signed_off, zone)}",
        f"Level {assessment.level_name} ({assessment.level_rank} of {assessment.level_ranks})",
        f"View: {view_in_words(assessment)}",
        f"Person's own view: {victim_view_in_words(assessment)}",
        f"Concerns: {concerns(assessment)}",
        f"{kind_in_words(assessment).capitalize()}, by {one_line(assessment.by)}",
    ]


def _change(change: Change, width: int) -> Iterator[Row]:
    yield Row(id="", text=change.text)
    then = [f"then: {one_line(change.before)}"]
    now = [f"now: {one_line(change.after)}"]
    if change.note_before:
        then.append(f"note: {one_line(change.note_before)}")
    if change.note and change.note != change.note_before:
        now.append(f"note: {one_line(change.note)}")
    yield from _beside([f"  {line}" for line in then], now, width)


def _beside(left: list[str], right: list[str], width: int) -> Iterator[Row]:
    for line in side_by_side(left, right, width):
        yield Row(id="", text=line)
