"""What one person's work needs while they are signed in, and what is dropped when they sign off."""

from textual.message import Message

from content.case.model import CaseId, Draft
from content.entries.form_drafts import FormDraft
from screens.case.case import CaseScreen
from screens.case.case_page import CasePage
from screens.case.requests import Assess, CaseRequest, CorrectAssessment
from tui.flows.cases import CaseFlows
from tui.flows.entries import EntryFlows
from tui.messages.error_messages import error_message
from tui.runtime.autosave import AutoSaver, SaveResult
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session


class DraftSaved(Message):
    """The saving thread tells what became of a draft."""

    def __init__(self, kept: SaveResult[Draft]) -> None:
        super().__init__()
        self.kept = kept


class EntrySaved(Message):
    """The saving thread tells what became of an entry that is being typed."""

    def __init__(self, kept: SaveResult[FormDraft]) -> None:
        super().__init__()
        self.kept = kept


class UserSession:
    """The keepers and the flows of one session."""

    def __init__(self, app: KeyQueueApp, session: Session) -> None:
        store, now = session.store, session.now
        self.session = session
        self.drafts = AutoSaver(store.save_draft, lambda kept: app.post_message(DraftSaved(kept)), now)
        self._form_drafts = AutoSaver(store.save_form_draft, lambda kept: app.post_message(EntrySaved(kept)), now)
        self.entries = EntryFlows(app, session, self._form_drafts)
        self.cases = CaseFlows(app, session, self.drafts, self.entries)

    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and say whether it is on disk; for any thread.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """
        return all([self.drafts.flush(timeout), self._form_drafts.flush(timeout)])

    def end(self) -> None:
        """Forget what was typed; everything is saved before."""
        self.drafts.end()
        self._form_drafts.end()

    async def open_case(self, case_id: CaseId, request: CaseRequest | None) -> None:
        """Show a case, and then do what was requested with it."""
        screen = await self.cases.open(case_id)
        if screen and request:
            await self.handle(screen, request)

    async def handle(self, screen: CasePage, request: CaseRequest) -> None:
        """Do what a screen requests of its case."""
        if not isinstance(request, Assess | CorrectAssessment):
            await self.entries.handle(screen, request)
        elif isinstance(screen, CaseScreen):
            await self.cases.handle(screen, request)

    def show_draft_kept(self, kept: SaveResult[Draft]) -> None:
        """Say on the checklist what became of its draft."""
        if self.cases.checklist and self.cases.checklist.is_open:
            problem = error_message(kept.problem, self.session.zone) if kept.problem else ""
            self.cases.checklist.show_kept(kept.typed, kept.at, problem=problem, is_aside=kept.is_aside)

    def show_entry_kept(self, kept: SaveResult[FormDraft]) -> None:
        """Say on the form what became of what is typed in it."""
        self.entries.show_saved(
            kept.typed, kept.at, error_message(kept.problem, self.session.zone) if kept.problem else ""
        )
