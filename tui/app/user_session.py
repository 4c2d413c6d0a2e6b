"""The autosavers and flows of one person, from signing in to logging out."""

import asyncio
from functools import partial

from textual.message import Message

from content.case.model import Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from screens.case.case import CaseScreen
from screens.case.case_page import CasePage
from screens.case.requests import Assess, CaseRequest, CorrectAssessment
from screens.dialogs.message import MessageScreen
from tui.flows.cases import CaseFlows
from tui.flows.entries import EntryFlows
from tui.messages.error_messages import error_message
from tui.runtime.autosave import AutoSaver, Reserve, SaveResult
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session
from tui.use_cases import drafts
from tui.use_cases.form_drafts import FormDraftSaver


class DraftSaved(Message):
    """Posted by the saving thread after a draft was saved or refused."""

    def __init__(self, result: SaveResult[Draft]) -> None:
        super().__init__()
        self.result = result


class EntrySaved(Message):
    """Posted by the saving thread after a form draft was saved or refused."""

    def __init__(self, result: SaveResult[FormDraft]) -> None:
        super().__init__()
        self.result = result


class UserSession:
    """The autosavers and flows of one session."""

    def __init__(self, app: KeyQueueApp, session: Session) -> None:
        now = session.now
        self.session = session
        self._app = app
        save = partial(drafts.save, session)
        keep, drop = partial(drafts.keep_unsaved, session), partial(drafts.drop_unsaved, session)
        self.drafts: AutoSaver[Draft] = AutoSaver(
            save, lambda result: app.post_message(DraftSaved(result)), now, Reserve(keep, drop)
        )
        form_drafts = FormDraftSaver(session)
        self._form_drafts: AutoSaver[FormDraft] = AutoSaver(
            form_drafts.save, lambda result: app.post_message(EntrySaved(result)), now, Reserve(keep, drop)
        )
        self.is_in_reserve = False
        """Whether a part of what was typed is only in the reserve, because the disk is full."""

        self.entries = EntryFlows(app, session, self._form_drafts, form_drafts)
        self.cases = CaseFlows(app, session, self.drafts, self.entries)

    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and return whether it is on disk; from any thread.

        What the disk refuses is kept in the reserve, and then counts as on disk.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """
        savers = (self.drafts, self._form_drafts)
        unsaved = [saver for saver in savers if not saver.flush(timeout)]
        kept = [saver.keep_in_reserve() for saver in unsaved]
        self.is_in_reserve = bool(unsaved) and all(kept)
        return all(kept)

    async def say_restored(self) -> None:
        """Save what a full disk kept from being saved at the last session, and say so."""
        said = await asyncio.to_thread(drafts.restore_unsaved, self.session)
        if said:
            await self._app.ask(MessageScreen("\n\n".join(said), place="Kept for you"))

    def end(self) -> None:
        """Stop saving; call it once everything is saved."""
        self.drafts.end()
        self._form_drafts.end()

    async def open_case(self, case_id: CaseId, request: CaseRequest | None) -> None:
        """Show a case, and then handle a request about it."""
        screen = await self.cases.open(case_id)
        if screen and request:
            await self.handle(screen, request)

    async def handle(self, screen: CasePage, request: CaseRequest) -> None:
        """Handle the request of a screen of a case."""
        if not isinstance(request, Assess | CorrectAssessment):
            await self.entries.handle(screen, request)
        elif isinstance(screen, CaseScreen):
            await self.cases.handle(screen, request)

    def show_draft_saved(self, result: SaveResult[Draft]) -> None:
        """Show the result of saving on the checklist."""
        if self.cases.checklist and self.cases.checklist.is_open:
            problem = error_message(result.problem, self.session.zone) if result.problem else ""
            self.cases.checklist.show_save_result(result.typed, result.at, problem=problem, is_aside=result.is_aside)

    def show_entry_saved(self, result: SaveResult[FormDraft]) -> None:
        """Show the result of saving on the form."""
        problem = error_message(result.problem, self.session.zone) if result.problem else ""
        self.entries.show_saved(result.typed, result.at, problem, is_aside=result.is_aside)
