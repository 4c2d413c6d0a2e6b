"""Cases: list, open, start, assess, sign off, reassess."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial
from typing import assert_never

import msgspec

from content.assessment.answering import EditionChanges
from content.case.model import Assessment, Case, Draft
from content.case.reference import CaseId
from content.dates import day_in_words
from content.documents.document import Document
from content.entries.incident import Incident
from content.entries.typed_fields import EARLIER
from content.pack.model import QuestionId
from content.pack.policy import Trigger
from screens.case.assessment_view import ViewScreen, changes_rows, report_rows
from screens.case.case import CaseScreen
from screens.case.case_list import CaseList, CasesScreen, case_list
from screens.case.case_page import CasePage
from screens.case.chronology import chronology_rows
from screens.case.entry_forms import correction_form
from screens.case.new_case import NewCase, NewCaseScreen
from screens.case.requests import Assess, AssessmentRequest, CorrectAssessment
from screens.checklist.checklist_screen import ChecklistScreen
from screens.dialogs.choice import ChoiceScreen
from screens.dialogs.form import FormReader
from screens.home import HomeScreen
from screens.widgets.rows import Row
from store.cases.listing import Listing
from store.errors import StoreError
from tui.flows.entries import LEAVING_PATIENCE, NOT_SAVED, EntryFlows
from tui.flows.error_dialogs import errors_shown
from tui.messages.error_messages import (
    DRAFT_GONE,
    NEW_ENTRIES,
    not_editable_message,
    not_signed_off_message,
    taken_over_message,
    warnings,
)
from tui.runtime.autosave import AutoSaver
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session
from tui.use_cases import cases, drafts, signing_off
from tui.use_cases.drafts import OpenDraft
from tui.use_cases.entries import begin, read_reason, resume
from tui.use_cases.errors import DraftGoneError, NewEntriesError


class CaseFlows:
    """The flows of cases; each is awaited in a worker, and holds the keys while no screen of its own is shown."""

    def __init__(self, app: KeyQueueApp, session: Session, autosaver: AutoSaver[Draft], entries: EntryFlows) -> None:
        self._app = app
        self._session = session
        self._autosaver = autosaver
        self._entries = entries
        self._not_created = NewCase()
        self._edited: CaseId = ""
        self.checklist: ChecklistScreen | None = None
        """The open checklist, which shows whether its draft is saved."""

    async def show_list(self) -> None:
        """Show the list of cases."""
        with errors_shown(self._app, self._session.zone):
            listing = await asyncio.to_thread(cases.consult_list, self._session)
            self._app.push_screen(CasesScreen(self._as_shown(listing)))

    async def refresh_list(self, screen: CasesScreen) -> None:
        """Update a list that came to the front."""
        with errors_shown(self._app, self._session.zone):
            listing = await asyncio.to_thread(cases.list_cases, self._session)
            screen.show(self._as_shown(listing))

    async def show_due(self, screen: HomeScreen) -> None:
        """Show on the home screen how many cases are due; errors are left to the list."""
        with contextlib.suppress(StoreError):
            count = self._as_shown(await asyncio.to_thread(cases.list_cases, self._session)).count
            screen.show_due(count)

    async def open(self, case_id: CaseId) -> CaseScreen | None:
        """Show a case, and which other session is editing it."""
        session = self._session
        with errors_shown(self._app, session.zone):
            case = await asyncio.to_thread(cases.consult_case, session, case_id)
            in_use = await asyncio.to_thread(self._not_editable, case_id)
            screen = CaseScreen(session.pack, case, zone=session.zone, today=session.today, in_use=in_use)
            self._app.push_screen(screen)
            return screen
        return None

    async def refresh_case(self, screen: CasePage) -> None:
        """Update a case that came to the front."""
        with errors_shown(self._app, self._session.zone):
            case = await asyncio.to_thread(cases.read_case, self._session, screen.case.id)
            in_use = await asyncio.to_thread(self._not_editable, case.id)
            screen.show(case, in_use=in_use)

    async def start_case(self) -> None:
        """Ask for initials and own reference, create the case, and start its first assessment."""
        typed = await self._app.ask(NewCaseScreen(self._not_created))
        if typed is None:
            return
        self._not_created = typed
        with errors_shown(self._app, self._session.zone):
            create = partial(
                cases.create_case, self._session, initials=typed.initials, own_reference=typed.own_reference
            )
            case = await asyncio.to_thread(create)
            self._not_created = NewCase()
            screen = await self.open(case.id)
            if screen:
                await self.start(screen)

    async def handle(self, screen: CaseScreen, request: AssessmentRequest) -> None:
        """Start, resume or correct an assessment."""
        match request:
            case Assess():
                await (self.resume(screen) if screen.case.draft else self.start(screen))
            case CorrectAssessment():
                await self.correct(screen, request)
            case _:
                assert_never(request)

    async def start(self, screen: CaseScreen) -> None:
        """Start the first assessment, or ask for a trigger and start a reassessment."""
        session = self._session
        trigger: Trigger | None = None
        if screen.case.latest:
            triggers = [(each.id, each.name) for each in session.pack.policy.triggers]
            chosen = await self._app.ask(ChoiceScreen("Why reassess now?", triggers, place="Reassess"))
            trigger = session.pack.trigger(chosen) if chosen else None
            if trigger is None:
                return
        await self._editing(screen, partial(self._start, screen, trigger))

    async def _start(self, screen: CaseScreen, trigger: Trigger | None) -> None:
        started = await asyncio.to_thread(drafts.start, self._session, screen.case, trigger)
        await self._show_changes(started.changes)
        await self._show_new(started.case, started.new_incidents)
        await self._assess(screen, started)

    async def correct(self, screen: CaseScreen, request: CorrectAssessment) -> None:
        """Start a correction of the latest assessment, once the practitioner has said why."""
        session, case = self._session, screen.case
        if case.latest is None or case.draft:
            screen.say(
                "There is a draft to finish first: resume it, then correct the assessment."
                if case.draft
                else "There is no signed-off assessment to correct."
            )
            return
        # The reason stays a form draft until it is part of a stored draft.
        form_draft = resume(session, case, request.form_draft) if request.form_draft else None
        form_draft = form_draft or begin(session, case, "correction", {EARLIER: case.latest.id})
        form = correction_form(case.latest, session.zone)
        why = await self._entries.fill(form_draft, form, FormReader(read_reason), lambda _why, _form_draft: None)
        if why is not None:
            await self._editing(screen, partial(self._correct, screen, why))

    async def _correct(self, screen: CaseScreen, why: str) -> None:
        started = await asyncio.to_thread(drafts.start_correction, self._session, screen.case.id, why)
        await asyncio.to_thread(self._entries.delete_form_draft)
        await self._show_report(started.report)
        await self._assess(screen, started)

    async def resume(self, screen: CaseScreen) -> None:
        """Continue the draft of a case."""
        await self._editing(screen, partial(self._resume, screen))

    async def _resume(self, screen: CaseScreen) -> None:
        try:
            resumed = await asyncio.to_thread(drafts.resume, self._session, screen.case.id)
        except DraftGoneError as gone:
            screen.show(gone.case)
            screen.say(DRAFT_GONE)
            return
        await self._show_report(resumed.report)
        says = taken_over_message(resumed.taken_over, self._session.zone) if resumed.taken_over else ""
        await self._assess(screen, resumed, says=says)

    async def _assess(self, screen: CaseScreen, opened: OpenDraft, *, says: str = "") -> None:
        """Show the checklist until the user leaves with everything saved, or signs off."""
        case, draft = opened.case, opened.draft
        self._autosaver.begin(draft)
        at: QuestionId = ""
        unsaved_since: dt.datetime | None = None
        while True:
            self.checklist = checklist = self._checklist_of(case, draft, at, says, unsaved_since)
            assessment = await self._app.ask(checklist)
            self.checklist = None
            draft = checklist.draft
            case, says = await self._finish(checklist.case, draft, assessment)
            if not says:
                break
            at = checklist.at
            unsaved_since = None if self._autosaver.flush(0) else checklist.kept_at
        if assessment:
            screen.say(f"Signed off. Review {day_in_words(assessment.review_date)}.")

    async def _finish(self, case: Case, draft: Draft, assessment: Assessment | None) -> tuple[Case, str]:
        """Save, and sign off an assessment; return the case, and why it failed or an empty string."""
        if not await asyncio.to_thread(self._autosaver.flush, LEAVING_PATIENCE):
            return case, NOT_SAVED
        if assessment is None:
            return case, ""
        stored = msgspec.structs.replace(draft, version=self._autosaver.version)
        sign_off = partial(signing_off.sign_off, self._session, assessment, stored, seen=case)
        try:
            return await asyncio.to_thread(sign_off), ""
        except NewEntriesError as error:
            return error.case, f"{NEW_ENTRIES}: Ctrl+E shows it, and then s signs off."
        except StoreError as error:
            return case, not_signed_off_message(error, self._session.zone)

    def _checklist_of(
        self, case: Case, draft: Draft, at: QuestionId, says: str, unsaved_since: dt.datetime | None
    ) -> ChecklistScreen:
        session = self._session
        return ChecklistScreen(
            session.pack,
            case,
            draft,
            now=session.now,
            by=session.practitioner,
            zone=session.zone,
            at=at,
            says=says,
            unsaved_since=unsaved_since,
        )

    async def _show_changes(self, changes: EditionChanges | None) -> None:
        if changes:
            await self._app.ask(ViewScreen("The checklist has changed since last time", changes_rows(changes)))

    async def _show_report(self, report: Document | None) -> None:
        """Show what has changed with the pack since a draft was saved, before anything of it is shown."""
        if report:
            await self._app.ask(ViewScreen(report.title, report_rows(report)))

    async def _show_new(self, case: Case, new: tuple[Incident, ...]) -> None:
        """List the incidents recorded since the last assessment."""
        if new:
            only_new = msgspec.structs.replace(case, incidents=new, notes=(), assessments=())
            noun = "incident" if len(new) == 1 else "incidents"
            heading = Row(id="", text=f"{len(new)} {noun} to consider; Esc continues to the checklist.", look="heading")
            rows = [heading, *chronology_rows(only_new, self._session.zone)]
            await self._app.ask(ViewScreen("New since the last assessment", rows))

    def _as_shown(self, listing: Listing) -> CaseList:
        session = self._session
        return case_list(listing.summaries, warnings(listing), today=session.today, zone=session.zone)

    def _not_editable(self, case_id: CaseId) -> str:
        """Why a case cannot be edited now, in a sentence; empty if it can, or if this session is editing it."""
        error = None if case_id == self._edited else cases.why_not_editable(self._session, case_id)
        return not_editable_message(error, self._session.zone) if error else ""

    async def _editing(self, screen: CaseScreen, edit: Callable[[], Awaitable[None]]) -> None:
        """Edit a case while holding its lease; show an error if another session has it or the store refuses."""
        with errors_shown(self._app, self._session.zone):
            lease = await asyncio.to_thread(cases.edit_case, self._session, screen.case.id)
            self._edited = screen.case.id
            screen.say("")
            try:
                await edit()
            finally:
                self._edited = ""
                lease.release()
                # The case came to the front before it was signed off and its lease released.
                screen.post_message(screen.RefreshRequested(screen))
