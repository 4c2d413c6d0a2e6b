"""The application: it joins screens, flows and the store, and lets nothing out."""

import asyncio
import traceback
from collections.abc import Coroutine
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.worker import WorkerFailed

from content.cases import Draft
from content.unfinished import Unfinished
from screens.case import CaseScreen
from screens.cases import CasesScreen
from screens.checklist import ChecklistScreen
from screens.contacts import ContactsScreen
from screens.guide import GuideScreen
from screens.hidden import HiddenScreen
from screens.home import CASES, CONTACTS, HomeScreen
from screens.keys import KeysScreen
from screens.too_small import TooSmallScreen, is_too_small
from screens.widgets.case_page import CasePage
from screens.widgets.page import keys_of
from tui.flows.cases import CaseFlows
from tui.flows.records import RecordFlows
from tui.keeper import Keeper, Kept
from tui.saying import told
from tui.session import Session
from tui.theme import FOURFOLD
from tui.typeahead import TypeAheadApp

PATIENCE = 5.0
"""Seconds that quitting and hiding wait for the last save."""


# Each mode has a stack of its own, so that no flow can put a screen over the one that hides.
WORK, HIDDEN, SMALL = "work", "hidden", "small"


class DraftKept(Message):
    """The saving thread tells what became of a draft."""

    def __init__(self, kept: Kept[Draft]) -> None:
        super().__init__()
        self.kept = kept


class EntryKept(Message):
    """The saving thread tells what became of an entry that is being typed."""

    def __init__(self, kept: Kept[Unfinished]) -> None:
        super().__init__()
        self.kept = kept


class FourfoldApp(TypeAheadApp):
    """Fourfold in a terminal."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS_PATH = "fourfold.tcss"
    DEFAULT_MODE = WORK
    MODES = {WORK: Screen, HIDDEN: HiddenScreen, SMALL: TooSmallScreen}  # noqa: RUF012 # as Textual declares it
    AT_ONCE = frozenset({"ctrl+l"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "hide", "Hide", show=False, priority=True, tooltip="Hide the screen at once; all is saved"),
        Binding("g", "guide", "Guide", show=False, tooltip="The guide"),
        Binding("question_mark", "keys", "Keys", show=False, tooltip="These keys"),
        # People press it to undo Ctrl+S; by default it ends the application, unasked.
        Binding("ctrl+q", "nothing", show=False, priority=True, system=True),
        Binding("ctrl+c", "nothing", show=False, system=True),
        # People press it to stop a program; in a box to type into it would take back what was typed.
        Binding("ctrl+z", "nothing", show=False, priority=True, system=True),
    ]

    def __init__(self, session: Session, *, driver_class: type[Driver] | None = None) -> None:
        """Take the session.

        Args:
            session: Who works here, where, and with what.
            driver_class: What stands between Textual and the line; Textual's own choice where it is not given.
        """
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"
        self.title = "Fourfold"
        self.sub_title = "TRAINING" if session.is_training else ""
        self.crash = ""
        self._drafts = Keeper(session.store.save_draft, lambda kept: self.post_message(DraftKept(kept)), session.now)
        self._entries = Keeper(
            session.store.keep_unfinished, lambda kept: self.post_message(EntryKept(kept)), session.now
        )
        self._session = session
        self._records = RecordFlows(self, session, self._entries)
        self._flows = CaseFlows(self, session, self._drafts, self._records)
        self._copied = ""

    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and say whether it is on disk; for any thread.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """
        return all([self._drafts.flush(timeout), self._entries.flush(timeout)])

    def on_mount(self) -> None:
        """Show where everything starts."""
        self.register_theme(FOURFOLD)
        self.theme = FOURFOLD.name
        policy = self._session.pack.policy
        self.push_screen(HomeScreen(policy.name, policy.version))
        self._make_room()

    @property
    def keys_wait(self) -> bool:
        """Whether what is typed waits: for room, or for a flow; a hidden screen takes its keys at once."""
        return self.current_mode == SMALL or (self.current_mode == WORK and super().keys_wait)

    def push_screen(self, *arguments: Any, **options: Any) -> Any:
        """Show a screen where people work, hidden or not."""
        return super().push_screen(*arguments, **{**options, "mode": WORK})

    def on_resize(self) -> None:
        """Wait for room where there is too little; what is typed meanwhile goes where it was meant to."""
        # Once Textual has taken the new size: a switch before that has its screens resize one another for ever.
        self.call_later(self._make_room)

    # What is copied stays in the application: Textual would hand it to the terminal's clipboard.
    @property
    def clipboard(self) -> str:
        """What was copied here."""
        return self._copied

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text for pasting here, and nowhere else."""
        self._copied = text

    def action_nothing(self) -> None:
        """Leave a key without effect."""

    def action_help_quit(self) -> None:
        """Leave Ctrl+C without effect; Textual would tell of Ctrl+Q, which has none either."""

    def action_keys(self) -> None:
        """Tell every key that works on this screen."""
        if self.current_mode == WORK:
            self.push_screen(KeysScreen(tuple(keys_of(self.screen))))

    def action_guide(self) -> None:
        """Open the guide, unless it is open."""
        if self.current_mode == WORK and not isinstance(self.screen, GuideScreen):
            self.push_screen(GuideScreen(self._session.pack))

    def action_hide(self) -> None:
        """Hide everything at once, and save; what was typed before is kept for when it is shown again."""
        if self.current_mode != HIDDEN:
            self.set_typed_aside()
            self.switch_mode(HIDDEN)
            self.run_worker(asyncio.to_thread(self.save, PATIENCE), group="hide")

    @on(HiddenScreen.Left)
    def _show_again(self) -> None:
        self.switch_mode(SMALL if is_too_small(self.size) else WORK)
        self.take_typed_back()

    async def action_quit(self) -> None:
        """Leave, once everything is saved."""
        await asyncio.to_thread(self.save, PATIENCE)
        self.exit()

    @on(HomeScreen.Wanted)
    def _open_part(self, event: HomeScreen.Wanted) -> None:
        if event.part == CASES:
            self._run(self._flows.show_list())
        elif event.part == CONTACTS:
            self.push_screen(ContactsScreen(self._session.pack, self._session.now))
        else:
            self.push_screen(GuideScreen(self._session.pack))

    @on(CasesScreen.Shown)
    @work(exclusive=True, group="list")
    async def _refresh_list(self, event: CasesScreen.Shown) -> None:
        await self._flows.refresh_list(event.screen)

    @on(HomeScreen.Shown)
    @work(exclusive=True, group="list")
    async def _tell_due(self, event: HomeScreen.Shown) -> None:
        await self._flows.tell_due(event.screen)

    @on(CasePage.Shown)
    @work(exclusive=True, group="case")
    async def _refresh_case(self, event: CasePage.Shown) -> None:
        await self._flows.refresh_case(event.screen)

    @on(CasesScreen.Asked)
    def _from_list(self, event: CasesScreen.Asked) -> None:
        if event.what == "new":
            self._run(self._flows.start_case())
        else:
            self._run(self._open_and(event.case, event.what))

    async def _open_and(self, case_id: str, what: str) -> None:
        screen = await self._flows.open(case_id)
        if screen and what == "reassess":
            await (self._flows.resume(screen) if screen.case.draft else self._flows.start(screen))
        elif screen and what == "compare":
            screen.action_compare()
        elif screen and what != "open":
            await self._records.ask(screen, what, "")

    @on(CasePage.Asked)
    def _from_case(self, event: CasePage.Asked) -> None:
        screen, assessing = event.screen, {"resume": self._flows.resume, "start": self._flows.start}
        if isinstance(screen, CaseScreen) and event.what in assessing:
            self._run(assessing[event.what](screen))
        elif isinstance(screen, CaseScreen) and event.what == "correct":
            self._run(self._flows.correct(screen))
        else:
            self._run(self._records.ask(screen, event.what, event.about))

    @on(ChecklistScreen.Asked)
    def _from_checklist(self, event: ChecklistScreen.Asked) -> None:
        self._run(self._records.from_checklist(event.screen, event.action, event.prompt, event.says))

    @on(ChecklistScreen.Changed)
    def _keep(self, event: ChecklistScreen.Changed) -> None:
        self._drafts.keep(event.draft)

    def _make_room(self) -> None:
        if self.current_mode != HIDDEN:
            self.switch_mode(SMALL if is_too_small(self.size) else WORK)
            self.go_on()

    def _run(self, flow: Coroutine[Any, Any, None]) -> None:
        """Start a flow; what is typed before it shows a screen waits for that screen."""
        self.hold_keys()

        async def held() -> None:
            try:
                await flow
            finally:
                self.release_keys()

        self.run_worker(held(), group="flow")

    @on(DraftKept)
    def _show_kept(self, event: DraftKept) -> None:
        kept = event.kept
        problem = told(kept.problem, self._session.zone) if kept.problem else ""
        if self._flows.checklist:
            self._flows.checklist.show_kept(kept.typed, kept.at, problem=problem, is_aside=kept.is_aside)

    @on(EntryKept)
    def _show_entry_kept(self, event: EntryKept) -> None:
        kept = event.kept
        self._records.show_kept(kept.typed, kept.at, told(kept.problem, self._session.zone) if kept.problem else "")

    def _handle_exception(self, error: Exception) -> None:
        """End on a fault, and tell its place and kind alone: Textual's report shows values, and they are a life."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "an unknown place"
        self.crash = f"{type(error).__name__} at {where}"
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
