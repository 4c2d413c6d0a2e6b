"""The entries of a case: forms, autosave of forms, and the screens above a case or a checklist."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, assert_never

import msgspec

from content.case.model import Case
from content.case.phrases import clock
from content.case.reference import CaseId
from content.entries.action import PROMPT, RESOLUTION
from content.entries.form_drafts import FormDraft
from content.entries.note import PROMPT_SAYS, PROMPT_STATE, TRIGGER
from content.entries.registry import Entry
from content.entries.typed_fields import EARLIER
from screens.case.assessment_view import view_assessment
from screens.case.case import NOTHING_TO_COMPARE
from screens.case.case_page import CasePage
from screens.case.chronology import ChronologyScreen
from screens.case.compare import CompareScreen
from screens.case.disclosures import DisclosuresScreen
from screens.case.entry_forms import FORMS
from screens.case.plan_screen import PlanScreen
from screens.case.requests import (
    Compare,
    FormRequest,
    PlanForPrompt,
    RecordEntry,
    RecordTrigger,
    ReplyToPrompt,
    ResumeForm,
    ShowAssessment,
    ShowChronology,
    ShowContact,
    ShowDisclosures,
    ShowPlan,
    ViewRequest,
)
from screens.checklist.checklist_screen import ChecklistScreen
from screens.dialogs.choice import ChoiceScreen
from screens.dialogs.form import Form, FormReader, FormScreen
from screens.dialogs.message import MessageScreen
from screens.reference.contact import ContactScreen
from screens.widgets.page import SAVING
from store.errors import StoreError
from tui.flows.error_dialogs import errors_shown
from tui.messages.error_messages import error_message
from tui.runtime.autosave import AutoSaver
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session
from tui.use_cases import entries
from tui.use_cases.form_drafts import FormDraftSaver

Made = TypeVar("Made")

LEAVING_PATIENCE = 1.5
"""Seconds that leaving a form or a checklist waits for the last save before it reports a failure."""

NOT_SAVED = "Not everything is saved yet, so this stays open. Saving is retried."
LOST = "The entry that this changes no longer exists. What you typed is kept on the case."


class EntryFlows:
    """The flows of entries; each is awaited in a worker, and holds the keys while no screen is shown."""

    def __init__(
        self, app: KeyQueueApp, session: Session, saver: AutoSaver[FormDraft], form_drafts: FormDraftSaver
    ) -> None:
        self._app = app
        self._session = session
        self._saver = saver
        self._form_drafts = form_drafts
        self.form: FormScreen[Any] | None = None
        """The open form, which shows whether its text is saved."""

        self._draft: FormDraft | None = None
        self._saved_at = session.now()
        self._problem = ""

    def delete_form_draft(self) -> None:
        """Delete the last form draft, once its text is stored as part of something else."""
        if self._draft:
            emptied = msgspec.structs.replace(self._draft, version=self._saver.version, typed={})
            self._form_drafts.save(emptied)

    async def handle(self, screen: CasePage, request: FormRequest | ViewRequest) -> None:
        """Handle the request of a screen of a case: show another part of it, or record something."""
        case = await self._read(screen.case.id)
        if case is None:
            return
        if isinstance(request, RecordEntry | RecordTrigger | PlanForPrompt | ReplyToPrompt | ResumeForm):
            draft = await self._form_draft(case, request)
            if draft:
                self._say(screen, await self._record(case, draft))
        else:
            await self._show(case, request)

    async def from_checklist(self, checklist: ChecklistScreen, request: ShowPlan | PlanForPrompt | RecordEntry) -> None:
        """Show the plan or a form above a checklist, then return to it."""
        case = await self._read(checklist.case.id)
        if case is None:
            return
        says = ""
        if isinstance(request, ShowPlan):
            session = self._session
            await self._app.ask(PlanScreen(case, zone=session.zone, today=session.today, at=request.at))
        elif draft := await self._form_draft(case, request):
            says = await self._record(case, draft)
        now = await self._read(checklist.case.id)
        if now and checklist.is_open:
            is_disclosure = isinstance(request, RecordEntry)
            checklist.show_case(now, says=says if is_disclosure else "")
            if not is_disclosure and request != ShowPlan():
                checklist.action_back()

    async def fill(
        self, draft: FormDraft, form: Form, reader: FormReader[Made], record: Callable[[Made, FormDraft], object]
    ) -> Made | None:
        """Show a form, save it during typing, and record the entry unless the user leaves.

        Args:
            draft: The form draft, with the text so far.
            form: The form to show.
            reader: Makes a value of the text.
            record: Stores the value, off the event loop; a store error is shown on the form.

        Returns:
            What was recorded, or None if the user left.
        """
        says = ""
        self._draft, self._saved_at = draft, self._session.now()
        self._saver.begin(draft)
        while True:
            self.form = shown = FormScreen(form, reader, self._draft.typed, self._changed, says=says)
            made = await self._app.ask(shown)
            self.form = None
            if not await asyncio.to_thread(self._saver.flush, LEAVING_PATIENCE):
                says = NOT_SAVED
                continue
            if made is None:
                return None
            try:
                await asyncio.to_thread(record, made, self._draft)
            except StoreError as error:
                says = f"Not recorded: {error_message(error, self._session.zone)}"
                continue
            return made

    def show_saved(self, draft: FormDraft, at: dt.datetime, problem: str, *, is_aside: bool = False) -> None:
        """Show on the form whether it is saved; "saved" is shown only if the saved text is the text on screen."""
        if not (self.form and self.form.is_open):
            return
        if problem or self._problem:
            self.form.say(problem)
        # What is kept aside stays said: the next save may succeed in its new place.
        self._problem = "" if is_aside else problem
        if problem:
            zone = self._session.zone
            self.form.status = (
                f"KEPT ASIDE {clock(at, zone)}" if is_aside else f"NOT SAVED since {clock(self._saved_at, zone)}"
            )
        else:
            self._saved_at = at
            if draft is self._draft:
                self.form.status = f"saved {clock(at, self._session.zone)}"

    async def _read(self, case_id: CaseId) -> Case | None:
        with errors_shown(self._app, self._session.zone):
            return await asyncio.to_thread(self._session.store.case, case_id)
        return None

    def _changed(self, typed: Mapping[str, str]) -> None:
        if self._draft and self.form:
            now, by = self._session.now(), self._session.practitioner
            self._draft = msgspec.structs.replace(self._draft, typed=typed, at=now, by=by)
            self.form.status = SAVING
            self._saver.keep(self._draft)

    async def _form_draft(self, case: Case, request: FormRequest) -> FormDraft | None:
        """The form draft to fill in: an unfinished one, or a new one; None if no trigger is chosen."""
        session = self._session
        match request:
            case RecordEntry(kind, earlier, resolution):
                about = {EARLIER: earlier} if earlier else {}
                return entries.begin(session, case, kind, {**about, RESOLUTION: resolution} if resolution else about)
            case PlanForPrompt(prompt, says):
                return entries.begin(session, case, "action", {PROMPT: prompt}, typed={"concern": says})
            case ReplyToPrompt(prompt, state, says):
                about = {PROMPT: prompt, PROMPT_STATE: state, PROMPT_SAYS: says}
                return entries.begin(session, case, "note", about)
            case RecordTrigger():
                triggers = [(each.id, each.name) for each in session.pack.policy.triggers]
                chosen = await self._app.ask(ChoiceScreen("Which reason to reassess?", triggers, place="Trigger"))
                return None if chosen is None else entries.begin(session, case, "note", {TRIGGER: chosen})
            case ResumeForm(wanted):
                return entries.resume(session, case, wanted)
            case _:
                assert_never(request)

    async def _record(self, case: Case, draft: FormDraft) -> str:
        """Show a form, record its entry, and return the sentence that says what happened."""
        session = self._session
        if entries.is_detached(session, case, draft):
            self._app.push_screen(MessageScreen(LOST))
            return ""
        kind = entries.kind_of(draft)
        form = FORMS[entries.entry_name(draft)](entries.context(session, case, draft), session.zone)
        reader: FormReader[Entry] = FormReader(
            read=lambda typed: entries.read(session, case, draft, typed),
            echo=lambda field, text: kind.echo(field, text, entries.context(session, case, draft)),
        )

        def record(entry: Entry, typed: FormDraft) -> None:
            entries.record(session, entry, typed, stored=self._form_drafts.stored(typed))

        made = await self.fill(draft, form, reader, record)
        if made:
            return kind.confirmation(made)
        return "" if self._draft is draft else "Kept, but not recorded: the same key continues it."

    def _say(self, screen: CasePage, sentence: str) -> None:
        screen.say(sentence)
        screen.post_message(screen.RefreshRequested(screen))

    async def _show(self, case: Case, request: ViewRequest) -> None:
        session = self._session
        match request:
            case Compare(later):
                await self._compare(case, later)
            case ShowPlan(at):
                self._app.push_screen(PlanScreen(case, zone=session.zone, today=session.today, at=at))
            case ShowChronology(at):
                self._app.push_screen(ChronologyScreen(case, zone=session.zone, today=session.today, at=at))
            case ShowDisclosures(at):
                self._app.push_screen(DisclosuresScreen(case, zone=session.zone, at=at))
            case ShowContact(wanted):
                self._show_contact(wanted)
            case ShowAssessment(wanted):
                if assessment := case.assessment(wanted):
                    self._app.push_screen(view_assessment(case, assessment, session.pack, session.zone))
            case _:
                assert_never(request)

    async def _compare(self, case: Case, later: str) -> None:
        if len(case.finished) < 2:
            self._app.push_screen(MessageScreen(NOTHING_TO_COMPARE))
            return
        with errors_shown(self._app, self._session.zone):
            await asyncio.to_thread(self._session.record, "combination", case=case.id)
            self._app.push_screen(CompareScreen(case, self._session.zone, later=later))

    def _show_contact(self, wanted: str) -> None:
        session = self._session
        contact = next((each for each in session.pack.contacts if each.id == wanted), None)
        if contact:
            self._app.push_screen(ContactScreen(session.pack, contact, session.now()))
