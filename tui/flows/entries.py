"""What is recorded on a case at any time: incidents, notes, triggers, disclosures and the plan."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

import msgspec

from content.case import form_drafts
from content.case.disclosure_reader import typed_disclosure
from content.case.entry_readers import typed_action, typed_incident
from content.case.form_drafts import Entry, FormDraft
from content.case.model import Case, CaseId
from content.case.phrases import clock
from content.case.plan import RESOLUTIONS, Resolution, current_actions
from screens.case.assessment_view import view_assessment
from screens.case.case import NOTHING_TO_COMPARE
from screens.case.case_page import CasePage
from screens.case.chronology import ChronologyScreen
from screens.case.compare import CompareScreen
from screens.case.disclosure_form import disclosure_form
from screens.case.disclosures import DisclosuresScreen
from screens.case.entry_forms import EntryAuthor, action_form, incident_form, note_form, resolve_form
from screens.case.plan import PlanScreen
from screens.checklist.checklist import ChecklistScreen
from screens.dialogs.choice import ChoiceScreen
from screens.dialogs.form import Form, FormScreen
from screens.dialogs.message import MessageScreen
from screens.reference.contact import ContactScreen
from screens.widgets.page import SAVING
from store.errors import StoreError
from tui.flows.error_dialogs import errors_shown
from tui.messages.error_messages import error_message
from tui.runtime.autosave import AutoSaver
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session, fresh_id

Made = TypeVar("Made")

LEAVING_PATIENCE = 1.5
"""Seconds that leaving what was typed waits for the last save before it says that there is none."""

NOT_SAVED = "Not everything is saved yet, so this stays open; saving is tried again and again."

ENTRIES: Mapping[str, Entry] = {
    "incident": "incident",
    "correct incident": "incident",
    "note": "note",
    "trigger": "note",
    "disclosure": "disclosure",
    "correct disclosure": "disclosure",
    "new action": "action",
    "change": "action",
    **dict.fromkeys(RESOLUTIONS, "action"),
}
"""What a screen can ask to be recorded, and what kind of entry that is."""

BELONGS: Mapping[str, str] = {
    "correct incident": "corrects",
    "correct disclosure": "corrects",
    "change": "action",
    **dict.fromkeys(RESOLUTIONS, "action"),
}
"""What of that is about something recorded before, and how the entry names it."""


class EntryFlows:
    """The flows of what is recorded; each is awaited in a worker, and holds the keys while no screen is shown."""

    def __init__(self, app: KeyQueueApp, session: Session, keeper: AutoSaver[FormDraft]) -> None:
        self._app = app
        self._session = session
        self._keeper = keeper
        self._writer = EntryAuthor(session.practitioner, session.now, session.zone)
        self.form: FormScreen[Any] | None = None
        """The form that is open, to be told what became of what is typed in it."""

        self._typing: FormDraft | None = None
        self._saved_at = session.now()
        self._problem = ""

    def drop_typed(self) -> None:
        """Drop what was typed last, which has become part of something else that is stored."""
        if self._typing:
            emptied = msgspec.structs.replace(self._typing, version=self._keeper.version, typed={})
            self._session.store.keep_unfinished(emptied)

    async def ask(self, screen: CasePage, what: str, about: str) -> None:
        """Do what a screen wants of its case: show another part of it, or record something."""
        case = await self._read(screen.case.id)
        if case is None:
            return
        if what == "finish":
            entry = next((each for each in case.unfinished if each.id == about), None)
            if entry:
                entry = msgspec.structs.replace(entry, by=self._session.practitioner)
                self._say(screen, await self._record(case, entry))
        elif what == "compare":
            await self._compare(case, about)
        elif what in ENTRIES:
            entry = await self._begun(case, what, about)
            if entry:
                self._say(screen, await self._record(case, entry))
        else:
            self._show(case, what, about)

    async def from_checklist(self, asked: ChecklistScreen.Asked) -> None:
        """Show the plan or a form above a checklist, as it asked for, and go back to it."""
        checklist = asked.screen
        case = await self._read(checklist.case.id)
        says = ""
        if case and asked.is_disclosure:
            says = await self._record(case, self._new(case, "disclosure", {}, {}))
        elif case and asked.prompt:
            about, typed = {"prompt": asked.prompt}, {"concern": asked.says}
            await self._record(case, self._new(case, "action", about, typed))
        elif case:
            session = self._session
            await self._app.ask(PlanScreen(case, zone=session.zone, today=session.today, at=asked.action))
        now = await self._read(checklist.case.id) if case else None
        if now and checklist.is_open:
            checklist.show_case(now, says=says)
            if asked.action or asked.prompt:
                checklist.action_back()

    async def fill(
        self, entry: FormDraft, form: Form[Made], record: Callable[[Made, FormDraft], object]
    ) -> Made | None:
        """Have a form filled in, kept as it is typed, until it is recorded or left.

        Args:
            entry: What is typed so far.
            form: What is asked for.
            record: Stores what was made of it, off the event loop; what the store refuses is said on the form.

        Returns:
            What was recorded; nothing where the form was left.
        """
        says = ""
        self._typing, self._saved_at = entry, self._session.now()
        self._keeper.begin(entry)
        while True:
            self.form = shown = FormScreen(form, self._typing.typed, self._changed, says=says)
            made = await self._app.ask(shown)
            self.form = None
            if not await asyncio.to_thread(self._keeper.flush, LEAVING_PATIENCE):
                says = NOT_SAVED
                continue
            if made is None:
                return None
            try:
                await asyncio.to_thread(record, made, self._typing)
            except StoreError as error:
                says = f"Not recorded: {error_message(error, self._session.zone)}"
                continue
            return made

    def show_kept(self, entry: FormDraft, at: dt.datetime, problem: str) -> None:
        """Say on the form whether what is typed is saved: only the very entry on screen counts."""
        if not (self.form and self.form.is_open):
            return
        if problem or self._problem:
            self.form.say(problem)
        self._problem = problem
        if problem:
            self.form.status = f"NOT SAVED since {clock(self._saved_at, self._session.zone)}"
        else:
            self._saved_at = at
            if entry is self._typing:
                self.form.status = f"saved {clock(at, self._session.zone)}"

    async def _compare(self, case: Case, about: str) -> None:
        if len(case.assessments) < 2:
            self._app.push_screen(MessageScreen(NOTHING_TO_COMPARE))
            return
        with errors_shown(self._app, self._session.zone):
            await asyncio.to_thread(self._session.record, "combination", case=case.id)
            self._app.push_screen(CompareScreen(case, self._session.zone, later=about))

    async def _read(self, case_id: CaseId) -> Case | None:
        with errors_shown(self._app, self._session.zone):
            return await asyncio.to_thread(self._session.store.case, case_id)
        return None

    def _changed(self, typed: Mapping[str, str]) -> None:
        if self._typing and self.form:
            now, by = self._session.now(), self._session.practitioner
            self._typing = msgspec.structs.replace(self._typing, typed=typed, at=now, by=by)
            self.form.status = SAVING
            self._keeper.keep(self._typing)

    async def _begun(self, case: Case, what: str, about: str) -> FormDraft | None:
        """The entry to go on with: the one begun before about the same, or a new one."""
        belongs = {BELONGS[what]: about} if what in BELONGS else {}
        if what == "trigger":
            triggers = [(each.id, each.name) for each in self._session.pack.policy.triggers]
            chosen = await self._app.ask(ChoiceScreen("Which reason to reassess?", triggers, place="Trigger"))
            if chosen is None:
                return None
            belongs = {"trigger": chosen}
        elif what in RESOLUTIONS:
            belongs["resolution"] = what
        return self._new(case, ENTRIES[what], belongs, typed_before(case, what, about))

    def _new(self, case: Case, entry: Entry, about: Mapping[str, str], typed: Mapping[str, str]) -> FormDraft:
        return begun(case, entry, about, typed, now=self._session.now(), by=self._session.practitioner)

    async def _record(self, case: Case, entry: FormDraft) -> str:
        """Have an entry filled in and recorded, and return what is to be said of it."""
        form = self._form(case, entry)
        if form is None:
            self._app.push_screen(MessageScreen("What this belongs to is no longer there; it is kept on the case."))
            return ""
        store = self._session.store
        made = await self.fill(entry, form, lambda made, typed: store.record(case.id, made, finishing=typed.id))
        if made:
            return form.said(made)
        return "" if self._typing is entry else "Kept and not recorded: the same key goes on with it."

    def _say(self, screen: CasePage, sentence: str) -> None:
        if screen.is_open:
            screen.say(sentence)
            screen.post_message(screen.Shown(screen))

    def _form(self, case: Case, entry: FormDraft) -> Form[Any] | None:
        about, writer, pack = entry.about, self._writer, self._session.pack
        if entry.entry == "incident":
            corrected = next((each for each in case.incidents if each.id == about.get("corrects")), None)
            return incident_form(writer, entry.id, corrected)
        if entry.entry == "note":
            return note_form(writer, entry.id, pack.trigger(about.get("trigger", "")))
        if entry.entry == "disclosure":
            wrong = next((each for each in case.disclosures if each.id == about.get("corrects")), None)
            return disclosure_form(writer, entry.id, wrong, plain_email=pack.policy.plain_email)
        action = next((each for each in current_actions(case.actions) if each.id == about.get("action")), None)
        if "resolution" in about:
            return resolve_form(writer, action, cast("Resolution", about["resolution"])) if action else None
        return action_form(writer, entry.id, before=action, prompt=about.get("prompt"))

    def _show(self, case: Case, what: str, about: str) -> None:
        session = self._session
        if what == "plan":
            self._app.push_screen(PlanScreen(case, zone=session.zone, today=session.today, at=about))
        elif what == "chronology":
            at = dt.date.fromisoformat(about) if about else None
            self._app.push_screen(ChronologyScreen(case, zone=session.zone, today=session.today, at=at))
        elif what == "disclosures":
            self._app.push_screen(DisclosuresScreen(case, zone=session.zone, at=about))
        elif what == "contact":
            contact = next((each for each in session.pack.contacts if each.id == about), None)
            if contact:
                self._app.push_screen(ContactScreen(session.pack, contact, session.now()))
        elif assessment := case.assessment(about):
            self._app.push_screen(view_assessment(case, assessment, session.pack, session.zone))


def typed_before(case: Case, what: str, about: str) -> Mapping[str, str]:
    """What a form starts with: what is put right or changed, as it would have been typed; nothing for a new entry."""
    earlier: Mapping[str, tuple[Iterable[Any], Callable[[Any], Mapping[str, str]]]] = {
        "correct incident": (case.incidents, typed_incident),
        "correct disclosure": (case.disclosures, typed_disclosure),
        "change": (current_actions(case.actions), typed_action),
    }
    records, typed = earlier.get(what, ((), dict))
    return next((typed(each) for each in records if each.id == about), {})


def begun(
    case: Case, entry: Entry, about: Mapping[str, str], typed: Mapping[str, str], *, now: dt.datetime, by: str
) -> FormDraft:
    """The entry that this person began before about the same and did not record, else a new one."""
    fresh = FormDraft(id=fresh_id(), case=case.id, entry=entry, about=about, typed=typed, at=now, by=by)
    return form_drafts.begun(case.unfinished, fresh)
