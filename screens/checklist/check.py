"""Check and sign off: what blocks sign-off, what was recorded, what the answers point to, and every answer."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from content.assessment.draft_editor import DraftEditor
from content.documents.check_document import check_document, sign_off_warning
from screens.checklist.question import REMEDIES
from screens.checklist.sign_off_screen import SIGN_OFF, SignOffScreen
from screens.widgets.document_rows import RowStyle, document_rows
from screens.widgets.page import Page
from screens.widgets.rows import Row, Rows


class CheckScreen(Page[str]):
    """Read everything before signing off; dismissed with the line to go to, or with SIGN_OFF."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sign_off", "sign off", tooltip="Sign off, where nothing blocks it"),
        Binding(
            "enter", "focused.choose", "go to", tooltip="Go to the marked question, action or prompt; Esc returns here"
        ),
    ]

    def __init__(self, editor: DraftEditor, *, at: str = "") -> None:
        super().__init__()
        self._editor = editor
        editor.open_check()
        self._at = at
        self.place = f"{editor.case.id}  Check and sign off"

    def compose_body(self) -> ComposeResult:
        """One long list."""
        yield Rows()

    def on_mount(self) -> None:
        """Show the check, with the line that it was left at marked."""
        self._lay_out()
        if self._at:
            self.query_one(Rows).mark(self._at)

    def on_resize(self) -> None:
        """Lay out the check for the new width."""
        if self.is_open:
            self._lay_out()

    @work(exclusive=True, group="sign-off")
    async def action_sign_off(self) -> None:
        """Sign off after one question; if something blocks it, mark the first problem."""
        if self._editor.problems:
            self.query_one(Rows).action_end(-1)
            return
        chosen = await self.app.push_screen_wait(SignOffScreen(sign_off_warning(self._editor)))
        if chosen == SIGN_OFF:
            self.dismiss(SIGN_OFF)

    @on(Rows.Chosen)
    def _choose(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.row.id == SIGN_OFF:
            self.action_sign_off()
        else:
            self.dismiss(event.row.id)

    def _lay_out(self) -> None:
        self.query_one(Rows).show(check_rows(self._editor, max(20, self.room - 3)))


def check_rows(editor: DraftEditor, width: int) -> list[Row]:
    """Every row of the check; the last one signs off, or says why it cannot."""
    document = check_document(editor, REMEDIES)
    rows = document_rows(document.sections, RowStyle(width=width, has_gaps=True))
    rows.append(Row(id="", text=""))
    if editor.problems:
        rows.append(Row(id="", text="Sign-off is blocked: see 'There is a problem' at the top.", look="problem"))
    else:
        rows.append(Row(id=SIGN_OFF, text="Sign off this assessment (s)", look="heading"))
    return rows
