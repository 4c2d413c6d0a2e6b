"""Screens to read a signed-off assessment, a draft, or one entry of a case."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from content.assessment.answering import EditionChanges
from content.case.model import Assessment, Case, Draft
from content.documents.assessment_document import assessment_document, draft_document, edition_changes_document
from content.documents.document import Document, split_anchor
from content.documents.open_prompts_section import OPEN_PROMPT
from content.pack.model import Pack, PromptId
from screens.widgets.document_rows import RowStyle, document_rows, reading_rows
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class ViewScreen(Page[PromptId]):
    """A read-only list of rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "focused.move(1)", "scroll", show=True, tooltip="Scroll"),
    ]

    def __init__(self, place: str, rows: Iterable[Row]) -> None:
        super().__init__()
        self.place = place
        self._rows = tuple(rows)

    def compose_body(self) -> Iterable[Widget]:
        """One long list."""
        yield Rows(self._rows)

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(Rows).focus()


class OpenPromptsScreen(ViewScreen):
    """A signed-off assessment with open prompts; dismissed with the id of the prompt to answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "focused.choose", "answer prompt", tooltip="Answer the marked prompt"),
    ]

    def __init__(self, place: str, rows: Iterable[Row], prompts: Mapping[str, PromptId]) -> None:
        """Show rows.

        Args:
            place: The title.
            rows: The rows.
            prompts: The open prompts, by the id of their row.
        """
        super().__init__(place, rows)
        self._prompts = prompts

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        prompt = self._prompts.get(event.row.id)
        if prompt:
            self.dismiss(prompt)


def view_document(case: Case, document: Document, style: RowStyle) -> ViewScreen:
    """The screen to read a document of a case."""
    return ViewScreen(f"{case.id}  {document.title}", reading_rows(document.sections, style))


def view_assessment(
    case: Case, assessment: Assessment, pack: Pack, zone: ZoneInfo, *, can_answer: bool = False
) -> ViewScreen:
    """The screen to read a signed-off assessment.

    Args:
        case: The case as it is now.
        assessment: One of its assessments.
        pack: Today's pack.
        zone: The pack's time zone.
        can_answer: Whether Enter answers an open prompt; only the latest assessment has any.
    """
    document = assessment_document(assessment, pack, zone, case=case)
    sections = document.sections if can_answer and assessment == case.latest else ()
    lines = document_rows(sections, RowStyle())
    roles = ((str(number), *split_anchor(row.id)) for number, row in enumerate(lines))
    prompts = {row: name for row, role, name in roles if role == OPEN_PROMPT}
    rows = reading_rows(document.sections, RowStyle())
    place = f"{case.id}  {document.title}"
    return OpenPromptsScreen(place, rows, prompts) if prompts else ViewScreen(place, rows)


def view_draft(case: Case, draft: Draft, zone: ZoneInfo) -> ViewScreen:
    """The screen to read a draft that somebody else is editing, or one that was kept aside."""
    return view_document(case, draft_document(draft, zone), RowStyle())


def report_rows(report: Document) -> list[Row]:
    """The rows of the report of a draft's move to another edition; Esc goes on."""
    goes_on = Row(id="", text="Esc goes on to the checklist. Check and sign off shows this again.", look="heading")
    return [goes_on, *reading_rows(report.sections, RowStyle(has_gaps=True))]


def changes_rows(changes: EditionChanges) -> list[Row]:
    """How today's checklist differs from the one of an earlier assessment."""
    return reading_rows(edition_changes_document(changes).sections, RowStyle())
