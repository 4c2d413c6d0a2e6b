"""The application: it connects screens, flows and use cases."""

import asyncio
import importlib
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, assert_never

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from content.pack.provenance import day_of, overdue
from screens.dialogs.message import MessageScreen
from screens.home import HomeScreen, Part
from screens.widgets.page import keys_of
from tui.app.locking import NOT_SAVED, PATIENCE, LockingApp
from tui.app.modes import WORK
from tui.app.theme import FOURFOLD
from tui.driver.line_filter import SafeTextFilter
from tui.session.session import Session, TerminalContext

if TYPE_CHECKING:
    # Imports that the first screen does not need are deferred.
    from screens.case.case_list import CasesScreen
    from screens.case.case_page import CasePage
    from screens.checklist.checklist_screen import ChecklistScreen
    from tui.app.user_session import DraftSaved, EntrySaved, UserSession
    from tui.flows.sign_in import SignInFlows

WHILE_TYPING = 0.5
"""Seconds to wait before loading modules, so that the passphrase screen is shown and accepts keys first."""

_SAFE_TEXT = SafeTextFilter()


class FourfoldApp(LockingApp):
    """Fourfold in a terminal."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS_PATH = "fourfold.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "hide", "Hide", show=False, priority=True, tooltip="Hide the screen at once; all is saved"),
        Binding("g", "guide", "Guide", show=False, tooltip="The guide"),
        Binding("question_mark", "keys", "Keys", show=False, tooltip="These keys"),
        # People press Ctrl+Q to undo Ctrl+S; Textual's default would end the application without a question.
        Binding("ctrl+q", "nothing", show=False, priority=True, system=True),
        Binding("ctrl+c", "nothing", show=False, system=True),
        # People press Ctrl+Z to stop a program; in a text box it would undo what was typed.
        Binding("ctrl+z", "nothing", show=False, priority=True, system=True),
    ]

    def __init__(self, context: TerminalContext, *, driver_class: type[Driver] | None = None) -> None:
        """Create the application for one terminal.

        Args:
            context: The terminal; a session if one starts at once, without an account.
            driver_class: Textual's driver; Textual chooses it if it is not given.
        """
        super().__init__(context, driver_class=driver_class)
        self.animation_level = "none"
        self.register_theme(FOURFOLD)
        # Set before anything is drawn: changing the theme later would parse every style again.
        self.set_reactive(App.theme, FOURFOLD.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.title = "Fourfold"
        self.fault: Exception | None = None
        """The fault that ended the application, or None."""

        self._user_session = self._new_user_session(context) if isinstance(context, Session) else None
        self._copied = ""

    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and return whether it is on disk; from any thread.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """
        return self._user_session is None or self._user_session.save(timeout)

    @property
    def is_in_reserve(self) -> bool:
        """Whether the last save kept a part of what was typed in the reserve."""
        return self._user_session is not None and self._user_session.is_in_reserve

    def forget(self) -> None:
        """Discard everything of the person who was signed in."""
        if self._user_session:
            self._user_session.end()
        self._user_session = None
        self._copied = ""

    def start_again(self) -> None:
        """Show the home screen, and ask for an account."""
        self._show_home()
        self._run(self._sign_in())

    def on_mount(self) -> None:
        """Show the home screen."""
        # Not earlier: Textual parses every style again when it creates the first screen of a known mode.
        self.add_mode(WORK, Screen)
        self._show_home()
        self.make_room()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters for every line of every widget, with the one that makes text safe."""
        return [*super().get_line_filters(), _SAFE_TEXT]

    # Copied text stays in the application: Textual would send it to the terminal's clipboard.
    @property
    def clipboard(self) -> str:
        """The text that was copied in the application."""
        return self._copied

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text for pasting in the application only."""
        self._copied = text

    def bell(self) -> None:
        """Do not ring the terminal's bell: others are in the room."""

    def action_nothing(self) -> None:
        """Do nothing, for keys without effect."""

    def action_help_quit(self) -> None:
        """Do nothing on Ctrl+C; Textual would advertise Ctrl+Q, which has no effect here."""

    def action_keys(self) -> None:
        """Show every key that works on this screen."""
        from screens.keys import KeysScreen  # noqa: PLC0415

        if self.current_mode == WORK:
            self.push_screen(KeysScreen(tuple(keys_of(self.screen))))

    def action_guide(self) -> None:
        """Open the guide, unless it is open."""
        from screens.reference.guide import GuideScreen  # noqa: PLC0415

        if self.current_mode == WORK and not isinstance(self.screen, GuideScreen):
            self.push_screen(GuideScreen(self.context.pack, day_of(self.context.pack, self.context.now())))

    async def action_quit(self) -> None:
        """Leave, once everything is saved."""
        await asyncio.to_thread(self.end, PATIENCE)
        self.exit()

    @on(HomeScreen.PartChosen)
    def _open_part(self, event: HomeScreen.PartChosen) -> None:
        match event.part:
            case Part.CASES:
                self._run(self._user_session.cases.show_list() if self._user_session else self._sign_in())
            case Part.LOG_OUT:
                # Not in the group of flows, because it cancels all of them.
                self._run(self._log_out(), group="leave")
            case Part.PASSPHRASE:
                self._run(self._change_passphrase())
            case Part.SUPERVISE:
                self._run(self._supervise())
            case Part.CONTACTS:
                self._show_contacts()
            case Part.GUIDE:
                self.action_guide()
            case _:
                assert_never(event.part)

    def _show_contacts(self) -> None:
        from screens.reference.contacts import ContactsScreen  # noqa: PLC0415

        self.push_screen(ContactsScreen(self.context.pack, self.context.now))

    def _new_user_session(self, session: Session) -> "UserSession":
        from tui.app.user_session import UserSession  # noqa: PLC0415

        return UserSession(self, session)

    def _sign_in_flows(self) -> "SignInFlows":
        from tui.flows.sign_in import SignInFlows  # noqa: PLC0415

        return SignInFlows(self, self.context, self.user, self.signed_in)

    async def _sign_in(self) -> None:
        if self.context.new_store_session:
            self.run_worker(self._load_user_session(), group="load")
            session = await self._sign_in_flows().sign_in(self.context.new_store_session)
            if session:
                self._user_session = await asyncio.to_thread(self._new_user_session, session)
                await self._user_session.say_restored()
                await self._user_session.cases.show_list()

    async def _load_user_session(self) -> None:
        """Import the modules for signed-in people while somebody types a passphrase."""
        await asyncio.sleep(WHILE_TYPING)
        await asyncio.to_thread(importlib.import_module, "tui.app.user_session")

    async def _change_passphrase(self) -> None:
        await self._sign_in_flows().change_passphrase()

    async def _supervise(self) -> None:
        from tui.flows.supervision import SupervisorFlows  # noqa: PLC0415

        supervisor = self.user.supervisor_session
        if self._user_session and supervisor:
            await SupervisorFlows(self, self._user_session.session, supervisor).choose()

    async def _log_out(self) -> None:
        if not await asyncio.to_thread(self.save, PATIENCE):
            self.push_screen(MessageScreen(NOT_SAVED))
            return
        await self.log_out()
        self._show_who()

    def _show_home(self) -> None:
        pack = self.context.pack
        late = overdue(pack, day_of(pack, self.context.now()))
        asks_who = self.context.new_store_session is not None
        self.push_screen(HomeScreen(pack.policy, pack.national, asks_who=asks_who, overdue=len(late)))

    def _show_who(self) -> None:
        if isinstance(self.screen, HomeScreen):
            self.screen.show_person(self.user.name, is_supervisor=self.user.supervisor_session is not None)

    # Textual finds these handlers by name, so the screens need not be imported.
    @work(exclusive=True, group="list")
    async def on_cases_screen_refresh_requested(self, event: "CasesScreen.RefreshRequested") -> None:
        """Update the list."""
        if self._user_session:
            await self._user_session.cases.refresh_list(event.screen)

    @on(HomeScreen.RefreshRequested)
    @work(exclusive=True, group="list")
    async def _show_due(self, event: HomeScreen.RefreshRequested) -> None:
        self._show_who()
        if self._user_session:
            await self._user_session.cases.show_due(event.screen)

    @work(exclusive=True, group="case")
    async def on_case_page_refresh_requested(self, event: "CasePage.RefreshRequested") -> None:
        """Update a case."""
        if self._user_session:
            await self._user_session.cases.refresh_case(event.screen)

    def on_cases_screen_new_case_requested(self) -> None:
        """Start a new case."""
        if self._user_session:
            self._run(self._user_session.cases.start_case())

    def on_cases_screen_case_chosen(self, event: "CasesScreen.CaseChosen") -> None:
        """Open a case of the list, and handle the request that came with it."""
        if self._user_session:
            self._run(self._user_session.open_case(event.case, event.request))

    def on_case_page_requested(self, event: "CasePage.Requested") -> None:
        """Handle the request of a screen of a case."""
        if self._user_session:
            self._run(self._user_session.handle(event.screen, event.request))

    def on_checklist_screen_requested(self, event: "ChecklistScreen.Requested") -> None:
        """Handle the request of the checklist."""
        if self._user_session:
            self._run(self._user_session.entries.from_checklist(event.screen, event.request))

    def on_checklist_screen_changed(self, event: "ChecklistScreen.Changed") -> None:
        """Save the draft."""
        if self._user_session:
            self._user_session.drafts.keep(event.draft)

    def _run(self, flow: Coroutine[Any, Any, None], *, group: str = "flow") -> None:
        """Start a flow; keys typed before it shows a screen wait for that screen."""
        self.hold_keys()

        async def held() -> None:
            try:
                await flow
            finally:
                self.release_keys()

        self.run_worker(held(), group=group)

    def on_draft_saved(self, event: "DraftSaved") -> None:
        """Show the result of saving a draft."""
        if self._user_session:
            self._user_session.show_draft_saved(event.result)

    def on_entry_saved(self, event: "EntrySaved") -> None:
        """Show the result of saving a form draft."""
        if self._user_session:
            self._user_session.show_entry_saved(event.result)

    def _handle_exception(self, error: Exception) -> None:
        """End on a fault without Textual's report, which shows values and so personal data."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        self.fault = self.fault or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
