"""What one person's work needs while they are signed in, and what is dropped when they sign off."""

from textual.message import Message

from content.case.form_drafts import FormDraft
from content.case.model import CaseId, Draft
from screens.case.case import CaseScreen
from screens.case.case_page import CasePage
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
        self._entries = AutoSaver(store.keep_unfinished, lambda kept: app.post_message(EntrySaved(kept)), now)
        self.records = EntryFlows(app, session, self._entries)
        self.cases = CaseFlows(app, session, self.drafts, self.records)

    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and say whether it is on disk; for any thread.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """
        return all([self.drafts.flush(timeout), self._entries.flush(timeout)])

    def end(self) -> None:
        """Forget what was typed; everything is saved before."""
        self.drafts.end()
        self._entries.end()

    async def from_list(self, case_id: CaseId, what: str) -> None:
        """Do what the list of cases wants of one of them, or start a new one."""
        if what == "new":
            await self.cases.start_case()
            return
        screen = await self.cases.open(case_id)
        if screen and what == "reassess":
            await (self.cases.resume(screen) if screen.case.draft else self.cases.start(screen))
        elif screen and what != "open":
            await self.records.ask(screen, what, "")

    async def from_case(self, screen: CasePage, what: str, about: str) -> None:
        """Do what a screen wants of its case, perhaps about one thing in it."""
        assessing = {"resume": self.cases.resume, "start": self.cases.start, "correct": self.cases.correct}
        if isinstance(screen, CaseScreen) and what in assessing:
            await assessing[what](screen)
        else:
            await self.records.ask(screen, what, about)

    def show_draft_kept(self, kept: SaveResult[Draft]) -> None:
        """Say on the checklist what became of its draft."""
        if self.cases.checklist and self.cases.checklist.is_open:
            problem = error_message(kept.problem, self.session.zone) if kept.problem else ""
            self.cases.checklist.show_kept(kept.typed, kept.at, problem=problem, is_aside=kept.is_aside)

    def show_entry_kept(self, kept: SaveResult[FormDraft]) -> None:
        """Say on the form what became of what is typed in it."""
        self.records.show_kept(
            kept.typed, kept.at, error_message(kept.problem, self.session.zone) if kept.problem else ""
        )
