"""Cases: list, open, start, assess, sign off, reassess."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec

from content.assessment.answering import edition_changes, start_correction, start_draft
from content.case.incidents import new_since
from content.case.model import Assessment, Case, CaseId, Draft
from content.dates import in_words
from content.pack.model import QuestionId, Trigger
from screens.case.assessment_view import ViewScreen, changes_rows
from screens.case.case import CaseScreen
from screens.case.case_list import CaseList, CasesScreen, case_list
from screens.case.case_page import CasePage
from screens.case.chronology import chronology_rows
from screens.case.entry_forms import correction_form
from screens.case.new_case import NewCase, NewCaseScreen
from screens.checklist.checklist import ChecklistScreen
from screens.dialogs.choice import ChoiceScreen
from screens.home import HomeScreen
from screens.widgets.rows import Row
from store.errors import CaseExistsError, CaseInUseError, StoreError
from tui.flows.entries import LEAVING_PATIENCE, NOT_SAVED, EntryFlows, begun
from tui.flows.error_dialogs import errors_shown
from tui.messages.error_messages import draft_owner, error_message, warnings
from tui.runtime.autosave import AutoSaver
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session, fresh_case_id, fresh_id


class CaseFlows:
    """The flows of cases; each is awaited in a worker, and holds the keys while no screen of its own is shown."""

    def __init__(self, app: KeyQueueApp, session: Session, keeper: AutoSaver[Draft], records: EntryFlows) -> None:
        self._app = app
        self._session = session
        self._keeper = keeper
        self._records = records
        self._not_created = NewCase()
        self._edited: CaseId = ""
        self.checklist: ChecklistScreen | None = None
        """The checklist that is open, to be told what became of its draft."""

    async def show_list(self) -> None:
        """Show the list of cases."""
        listed = await self._listed()
        if listed:
            with errors_shown(self._app, self._session.zone):
                await asyncio.to_thread(self._session.record, "consultation", "list")
                self._app.push_screen(CasesScreen(listed))

    async def refresh_list(self, screen: CasesScreen) -> None:
        """Bring a list that came to the front up to date."""
        listed = await self._listed()
        if listed and screen.is_open:
            screen.show(listed)

    async def tell_due(self, screen: HomeScreen) -> None:
        """Say on the home screen what is due; what the store refuses is said when the list is opened."""
        with contextlib.suppress(StoreError):
            count = (await asyncio.to_thread(self._read_list)).count
            if screen.is_open:
                screen.show_due(count)

    async def open(self, case_id: CaseId) -> CaseScreen | None:
        """Show a case, with who else is editing it."""
        session = self._session
        with errors_shown(self._app, self._session.zone):
            case = await asyncio.to_thread(session.store.case, case_id)
            in_use = await asyncio.to_thread(self._in_use, case_id)
            await asyncio.to_thread(session.record, "consultation", case=case_id)
            screen = CaseScreen(session.pack, case, zone=session.zone, today=session.today, in_use=in_use)
            self._app.push_screen(screen)
            return screen
        return None

    async def refresh_case(self, screen: CasePage) -> None:
        """Bring a case that came to the front up to date."""
        with errors_shown(self._app, self._session.zone):
            case = await asyncio.to_thread(self._session.store.case, screen.case.id)
            in_use = await asyncio.to_thread(self._in_use, case.id)
            if screen.is_open:
                screen.show(case, in_use=in_use)

    async def start_case(self) -> None:
        """Ask for what lists show, create the case, and start its first assessment."""
        typed = await self._app.ask(NewCaseScreen(self._not_created))
        if typed is None:
            return
        self._not_created = typed
        case = await self._create(typed)
        if case:
            self._not_created = NewCase()
            screen = await self.open(case.id)
            if screen:
                await self.start(screen)

    async def start(self, screen: CaseScreen) -> None:
        """Start an assessment: the first, or one that follows the latest for a reason that is asked for."""
        session, case = self._session, screen.case
        trigger: Trigger | None = None
        if case.latest:
            triggers = [(each.id, each.name) for each in session.pack.policy.triggers]
            chosen = await self._app.ask(ChoiceScreen("Why reassess now?", triggers, place="Reassess"))
            trigger = session.pack.trigger(chosen) if chosen else None
            if trigger is None:
                return
        await self._editing(screen, partial(self._start, screen, trigger))

    async def _start(self, screen: CaseScreen, trigger: Trigger | None) -> None:
        session, case = self._session, screen.case
        draft = start_draft(
            case,
            session.pack,
            draft_id=fresh_id(),
            now=session.now(),
            by=session.practitioner,
            trigger=trigger,
        )
        draft = await asyncio.to_thread(session.store.start_draft, draft)
        await self._tell_changes(case)
        await self._tell_new(case)
        await self._assess(screen, msgspec.structs.replace(case, draft=draft), draft)

    async def correct(self, screen: CaseScreen) -> None:
        """Put the latest assessment right by a new one, which says why and starts from its answers."""
        session, case = self._session, screen.case
        if case.latest is None or case.draft:
            screen.say(
                "There is a draft to finish first: resume it, then put the assessment right."
                if case.draft
                else "There is no signed-off assessment to put right."
            )
            return
        now, by = session.now(), session.practitioner
        entry = begun(case, "correction", {"corrects": case.latest.id}, {}, now=now, by=by)
        # Why stays kept as it was typed until it is part of a draft that is stored.
        why = await self._records.fill(entry, correction_form(case.latest, session.zone), lambda _why, _typed: None)
        if why is not None:
            await self._editing(screen, partial(self._correct, screen, why))

    async def _correct(self, screen: CaseScreen, why: str) -> None:
        session = self._session
        case = await asyncio.to_thread(session.store.case, screen.case.id)
        draft = start_correction(
            case, session.pack, draft_id=fresh_id(), why=why, now=session.now(), by=session.practitioner
        )
        draft = await asyncio.to_thread(session.store.start_draft, draft)
        await asyncio.to_thread(self._records.drop_typed)
        await self._assess(screen, msgspec.structs.replace(case, draft=draft), draft)

    async def resume(self, screen: CaseScreen) -> None:
        """Go on with the draft of a case."""
        await self._editing(screen, partial(self._resume, screen))

    async def _resume(self, screen: CaseScreen) -> None:
        # What is on screen may be older than what somebody else saved before leaving.
        session = self._session
        case = await asyncio.to_thread(session.store.case, screen.case.id)
        if case.draft is None:
            screen.show(case)
            screen.say("The draft has been signed off meanwhile.")
            return
        if case.draft.edition != session.pack.checklist.edition:
            await self._tell_changes(case)
        # With the first key it is theirs, and the store records that it was handed over.
        draft = msgspec.structs.replace(case.draft, by=session.practitioner)
        await self._assess(screen, case, draft, says=draft_owner(case.draft, session.practitioner, session.zone))

    async def _assess(self, screen: CaseScreen, case: Case, draft: Draft, *, says: str = "") -> None:
        """The checklist, until it is left with everything saved, or signed off."""
        self._keeper.begin(draft)
        at: QuestionId = ""
        while True:
            self.checklist = checklist = self._checklist_of(case, draft, at, says)
            assessment = await self._app.ask(checklist)
            self.checklist = None
            draft, case = checklist.draft, checklist.case
            if assessment:
                case, says = await self._with_news(case)
                if says:
                    at = checklist.at
                    continue
            says = await self._finish(draft, assessment)
            if not says:
                break
            at = checklist.at
        if assessment:
            screen.say(f"Signed off. Review {in_words(assessment.review_date)}.")

    async def _with_news(self, case: Case) -> tuple[Case, str]:
        """The case as it is now, and a sentence where something was recorded that was not there to be seen."""
        try:
            now = await asyncio.to_thread(self._session.store.case, case.id)
        except StoreError as error:
            return case, f"Not signed off: {error_message(error, self._session.zone)}"
        if now.recorded == case.recorded:
            return now, ""
        return now, "Something was recorded on the case meanwhile: r shows it, and then s signs off."

    async def _finish(self, draft: Draft, assessment: Assessment | None) -> str:
        """Save, and sign off where that is wanted; a sentence on why not, or nothing."""
        if not await asyncio.to_thread(self._keeper.flush, LEAVING_PATIENCE):
            return NOT_SAVED
        if assessment:
            stored = msgspec.structs.replace(draft, version=self._keeper.version)
            try:
                await asyncio.to_thread(self._session.store.sign_off, assessment, stored)
            except StoreError as error:
                return f"Not signed off: {error_message(error, self._session.zone)}"
        return ""

    def _checklist_of(self, case: Case, draft: Draft, at: QuestionId, says: str) -> ChecklistScreen:
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
        )

    async def _tell_changes(self, case: Case) -> None:
        """Report how the checklist differs from the one last time, where it does."""
        before = case.latest
        changes = edition_changes(before, self._session.pack.checklist) if before else None
        if changes and changes.any:
            await self._app.ask(ViewScreen("The checklist has changed since last time", changes_rows(changes)))

    async def _tell_new(self, case: Case) -> None:
        """List what was recorded since the last assessment, where a reassessment starts."""
        new = new_since(case.incidents, case.assessed) if case.assessed else ()
        if new:
            only_new = msgspec.structs.replace(case, incidents=new, notes=(), assessments=())
            noun = "incident" if len(new) == 1 else "incidents"
            heading = Row(id="", text=f"{len(new)} {noun} to take up; Esc goes on to the checklist.", look="heading")
            rows = [heading, *chronology_rows(only_new, self._session.zone)]
            await self._app.ask(ViewScreen("New since the last assessment", rows))

    async def _create(self, typed: NewCase) -> Case | None:
        session = self._session
        with errors_shown(self._app, self._session.zone):
            while True:
                case = Case(
                    id=fresh_case_id(),
                    initials=typed.initials,
                    own_reference=typed.own_reference,
                    created=session.now(),
                    by=session.practitioner,
                )
                with contextlib.suppress(CaseExistsError):
                    await asyncio.to_thread(session.store.create, case)
                    return case
        return None

    async def _listed(self) -> CaseList | None:
        with errors_shown(self._app, self._session.zone):
            return await asyncio.to_thread(self._read_list)
        return None

    def _read_list(self) -> CaseList:
        session = self._session
        listing = session.store.listing()
        return case_list(listing.summaries, warnings(listing), today=session.today, zone=session.zone)

    def _in_use(self, case_id: CaseId) -> str:
        """Who else is editing a case, in a sentence; empty where nobody is."""
        if case_id == self._edited:
            return ""
        try:
            self._session.store.lease(case_id, self._session.holder, patience=0).release()
        except CaseInUseError as error:
            return f"{error_message(error, self._session.zone)} You can read it."
        except StoreError as error:
            # A disk that takes no writes still has everything to read.
            return f"It cannot be edited now: {error_message(error, self._session.zone)}"
        return ""

    async def _editing(self, screen: CaseScreen, edit: Callable[[], Awaitable[None]]) -> None:
        """Edit a case while holding its lease; where somebody else has it, or anything fails, say so."""
        store, holder = self._session.store, self._session.holder
        with errors_shown(self._app, self._session.zone):
            lease = await asyncio.to_thread(store.lease, screen.case.id, holder)
            self._edited = screen.case.id
            screen.say("")
            try:
                await edit()
            finally:
                self._edited = ""
                lease.release()
                # The case came to the front before it was signed off and given free.
                screen.post_message(screen.Shown(screen))
