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

from screens.case import CaseScreen
from screens.cases import CasesScreen
from screens.checklist import ChecklistScreen
from screens.contacts import ContactsScreen
from screens.guide import GuideScreen
from screens.hidden import HiddenScreen
from screens.home import CASES, CONTACTS, HomeScreen
from screens.keys import KeysScreen
from screens.too_small import TooSmallScreen, is_too_small
from screens.widgets.page import keys_of
from tui.flows.cases import CaseFlows
from tui.keeper import DraftKeeper, Kept
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

    def __init__(self, kept: Kept) -> None:
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
        self.keeper = DraftKeeper(
            session.store.save_draft, lambda kept: self.post_message(DraftKept(kept)), session.now
        )
        self._session = session
        self._flows = CaseFlows(self, session, self.keeper)
        self._copied = ""

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
            self.run_worker(asyncio.to_thread(self.keeper.flush, PATIENCE), group="hide")

    @on(HiddenScreen.Left)
    def _show_again(self) -> None:
        self.switch_mode(SMALL if is_too_small(self.size) else WORK)
        self.take_typed_back()

    async def action_quit(self) -> None:
        """Leave, once everything is saved."""
        await asyncio.to_thread(self.keeper.flush, PATIENCE)
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

    @on(CaseScreen.Shown)
    @work(exclusive=True, group="case")
    async def _refresh_case(self, event: CaseScreen.Shown) -> None:
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

    @on(CaseScreen.Asked)
    def _from_case(self, event: CaseScreen.Asked) -> None:
        self._run(self._flows.resume(event.screen) if event.what == "resume" else self._flows.start(event.screen))

    @on(ChecklistScreen.Changed)
    def _keep(self, event: ChecklistScreen.Changed) -> None:
        self.keeper.keep(event.draft)

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
            self._flows.checklist.show_kept(kept.draft, kept.at, problem=problem, is_aside=kept.is_aside)

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
