"""A signed-off assessment, a draft, or one entry of a case, to be read."""

from collections.abc import Iterable
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.widget import Widget

from content.assessment.answering import EditionChanges
from content.case.model import Assessment, Case, Draft
from content.documents.assessment_document import assessment_document, draft_document, edition_changes_document
from content.documents.document import Document
from content.pack.model import Pack
from screens.widgets.document_rows import RowStyle, reading_rows
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class ViewScreen(Page[None]):
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


def view_document(case: Case, document: Document, style: RowStyle) -> ViewScreen:
    """A document of a case to be read."""
    return ViewScreen(f"{case.id}  {document.title}", reading_rows(document.sections, style))


def view_assessment(case: Case, assessment: Assessment, pack: Pack, zone: ZoneInfo) -> ViewScreen:
    """A signed-off assessment to be read."""
    return view_document(case, assessment_document(assessment, pack, zone), RowStyle())


def view_draft(case: Case, draft: Draft, pack: Pack, zone: ZoneInfo) -> ViewScreen:
    """A draft to be read: one that somebody else is editing, or one that was kept aside."""
    return view_document(case, draft_document(draft, pack, zone), RowStyle())


def changes_rows(changes: EditionChanges) -> list[Row]:
    """How today's checklist differs from the one of an earlier assessment."""
    return reading_rows(edition_changes_document(changes).sections, RowStyle())
