"""The application: it joins screens, flows and the store, and lets nothing out."""

import asyncio
import importlib
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from screens.dialogs.message import MessageScreen
from screens.home import CASES, CONTACTS, PASSPHRASE, SIGN_OFF, SUPERVISE, HomeScreen
from screens.widgets.page import keys_of
from tui.app.locking import NOT_SAVED, PATIENCE, WORK, LockingApp
from tui.app.theme import FOURFOLD
from tui.driver.line_filter import SafeTextFilter
from tui.session.session import Session, TerminalContext

if TYPE_CHECKING:
    # What is not on the first screen is loaded when it is wanted: starting must not pay for it.
    from screens.case.case_list import CasesScreen
    from screens.case.case_page import CasePage
    from screens.checklist.checklist import ChecklistScreen
    from tui.app.user_session import DraftSaved, EntrySaved, UserSession
    from tui.flows.sign_in import SignInFlows

WHILE_TYPING = 0.5
"""Seconds after which the screen that asks for a passphrase is shown, and somebody types."""

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
        # People press it to undo Ctrl+S; by default it ends the application, unasked.
        Binding("ctrl+q", "nothing", show=False, priority=True, system=True),
        Binding("ctrl+c", "nothing", show=False, system=True),
        # People press it to stop a program; in a box to type into it would take back what was typed.
        Binding("ctrl+z", "nothing", show=False, priority=True, system=True),
    ]

    def __init__(self, desk: TerminalContext, *, driver_class: type[Driver] | None = None) -> None:
        """Take the desk.

        Args:
            desk: Where people work; a session where one begins at once, without an account.
            driver_class: What stands between Textual and the line; Textual's own choice where it is not given.
        """
        super().__init__(desk, driver_class=driver_class)
        self.animation_level = "none"
        self.register_theme(FOURFOLD)
        # Told before anything is drawn: a change of theme has every style read again.
        self.set_reactive(App.theme, FOURFOLD.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.title = "Fourfold"
        self.fault: Exception | None = None
        """What ended it, where that was a fault."""

        self._work = self._begun(desk) if isinstance(desk, Session) else None
        self._copied = ""

    def save(self, timeout: float) -> bool:
        """Save everything typed at once, and say whether it is on disk; for any thread.

        Args:
            timeout: How long to wait for each of a draft and an entry, in seconds.
        """
        return self._work is None or self._work.save(timeout)

    def forget(self) -> None:
        """Drop whatever belongs to the person who was signed in."""
        if self._work:
            self._work.end()
        self._work = None
        self._copied = ""

    def start_again(self) -> None:
        """Show what everybody may see, and ask who is there."""
        self._show_home()
        self._run(self._enter())

    def on_mount(self) -> None:
        """Show where everything starts."""
        # Only now: Textual reads every style again where it makes the first screen of a mode that it knows already.
        self.add_mode(WORK, Screen)
        self._show_home()
        self.make_room()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line of every widget goes through before it is drawn."""
        return [*super().get_line_filters(), _SAFE_TEXT]

    # What is copied stays in the application: Textual would hand it to the terminal's clipboard.
    @property
    def clipboard(self) -> str:
        """What was copied here."""
        return self._copied

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text for pasting here, and nowhere else."""
        self._copied = text

    def bell(self) -> None:
        """Make no sound: the room is public, and a bell is no text."""

    def action_nothing(self) -> None:
        """Leave a key without effect."""

    def action_help_quit(self) -> None:
        """Leave Ctrl+C without effect; Textual would tell of Ctrl+Q, which has none either."""

    def action_keys(self) -> None:
        """Tell every key that works on this screen."""
        from screens.keys import KeysScreen  # noqa: PLC0415

        if self.current_mode == WORK:
            self.push_screen(KeysScreen(tuple(keys_of(self.screen))))

    def action_guide(self) -> None:
        """Open the guide, unless it is open."""
        from screens.reference.guide import GuideScreen  # noqa: PLC0415

        if self.current_mode == WORK and not isinstance(self.screen, GuideScreen):
            self.push_screen(GuideScreen(self.desk.pack))

    async def action_quit(self) -> None:
        """Leave, once everything is saved."""
        await asyncio.to_thread(self.end, PATIENCE)
        self.exit()

    @on(HomeScreen.Wanted)
    def _open_part(self, event: HomeScreen.Wanted) -> None:
        if event.part == CASES:
            self._run(self._work.cases.show_list() if self._work else self._enter())
        elif event.part == SIGN_OFF:
            # Not among the flows, all of which it ends.
            self._run(self._leave(), group="leave")
        elif event.part == PASSPHRASE:
            self._run(self._change_passphrase())
        elif event.part == SUPERVISE:
            self._run(self._supervise())
        elif event.part == CONTACTS:
            self._show_contacts()
        else:
            self.action_guide()

    def _show_contacts(self) -> None:
        from screens.reference.contacts import ContactsScreen  # noqa: PLC0415

        self.push_screen(ContactsScreen(self.desk.pack, self.desk.now))

    def _begun(self, session: Session) -> "UserSession":
        from tui.app.user_session import UserSession  # noqa: PLC0415

        return UserSession(self, session)

    def _people(self) -> "SignInFlows":
        from tui.flows.sign_in import SignInFlows  # noqa: PLC0415

        return SignInFlows(self, self.desk, self.people, self.entered)

    async def _enter(self) -> None:
        if self.desk.door:
            self.run_worker(self._load_work(), group="load")
            session = await self._people().enter(self.desk.door)
            if session:
                self._work = await asyncio.to_thread(self._begun, session)
                await self._work.cases.show_list()

    async def _load_work(self) -> None:
        """Load what a signed-in person needs while they type their passphrase."""
        await asyncio.sleep(WHILE_TYPING)
        await asyncio.to_thread(importlib.import_module, "tui.app.user_session")

    async def _change_passphrase(self) -> None:
        await self._people().change_passphrase()

    async def _supervise(self) -> None:
        from tui.flows.supervision import SupervisorFlows  # noqa: PLC0415

        if self._work and self.people.supervisors:
            await SupervisorFlows(self, self._work.session, self.people.supervisors).choose()

    async def _leave(self) -> None:
        if not await asyncio.to_thread(self.save, PATIENCE):
            self.push_screen(MessageScreen(NOT_SAVED))
            return
        await self.sign_off()
        self._tell_home()

    def _show_home(self) -> None:
        policy = self.desk.pack.policy
        self.push_screen(HomeScreen(policy.name, policy.version, asks_who=self.desk.door is not None))

    def _tell_home(self) -> None:
        if isinstance(self.screen, HomeScreen):
            self.screen.show_person(self.people.who, is_supervisor=self.people.supervisors is not None)

    # Named as Textual finds them, so that the screens they belong to need not be loaded.
    @work(exclusive=True, group="list")
    async def on_cases_screen_shown(self, event: "CasesScreen.Shown") -> None:
        """Bring the list up to date."""
        if self._work:
            await self._work.cases.refresh_list(event.screen)

    @on(HomeScreen.Shown)
    @work(exclusive=True, group="list")
    async def _tell_due(self, event: HomeScreen.Shown) -> None:
        self._tell_home()
        if self._work:
            await self._work.cases.tell_due(event.screen)

    @work(exclusive=True, group="case")
    async def on_case_page_shown(self, event: "CasePage.Shown") -> None:
        """Bring a case up to date."""
        if self._work:
            await self._work.cases.refresh_case(event.screen)

    def on_cases_screen_asked(self, event: "CasesScreen.Asked") -> None:
        """Do what the list wants."""
        if self._work:
            self._run(self._work.from_list(event.case, event.what))

    def on_case_page_asked(self, event: "CasePage.Asked") -> None:
        """Do what a case wants."""
        if self._work:
            self._run(self._work.from_case(event.screen, event.what, event.about))

    def on_checklist_screen_asked(self, event: "ChecklistScreen.Asked") -> None:
        """Do what the checklist wants."""
        if self._work:
            self._run(self._work.records.from_checklist(event))

    def on_checklist_screen_changed(self, event: "ChecklistScreen.Changed") -> None:
        """Keep the draft."""
        if self._work:
            self._work.drafts.keep(event.draft)

    def _run(self, flow: Coroutine[Any, Any, None], *, group: str = "flow") -> None:
        """Start a flow; what is typed before it shows a screen waits for that screen."""
        self.hold_keys()

        async def held() -> None:
            try:
                await flow
            finally:
                self.release_keys()

        self.run_worker(held(), group=group)

    def on_draft_kept(self, event: "DraftSaved") -> None:
        """Say what became of a draft."""
        if self._work:
            self._work.show_draft_kept(event.kept)

    def on_entry_kept(self, event: "EntrySaved") -> None:
        """Say what became of an entry that is being typed."""
        if self._work:
            self._work.show_entry_kept(event.kept)

    def _handle_exception(self, error: Exception) -> None:
        """End on a fault without a word; Textual's own report shows values, and they are a life."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        self.fault = self.fault or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
