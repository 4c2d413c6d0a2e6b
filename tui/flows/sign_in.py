"""Signing in, setting up the first account, and changing a passphrase."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from content.access import recovery_code
from content.access.accounts import AccountName, checked_name
from content.errors import AccountInputError
from screens.dialogs.message import MessageScreen
from screens.dialogs.passphrase import FieldSpec, PassphraseScreen
from store.errors import AlreadySetUpError, StoreError
from tui.messages import account_messages
from tui.messages.error_messages import error_message, problem_message
from tui.runtime.key_queue import KeyQueueApp
from tui.runtime.signed_in_user import SignedInUser
from tui.session.session import Session, TerminalContext
from tui.use_cases import access, accounts
from tui.use_cases.errors import PassphrasesDifferError

if TYPE_CHECKING:
    # Loaded at sign-in.
    from store.session import StoreSession

SIGN_IN = (FieldSpec("account", "Account", is_secret=False), FieldSpec("passphrase", "Passphrase"))
NEW_PASSPHRASE = (FieldSpec("passphrase", "A new passphrase"), FieldSpec("again", "The same again"))
CHANGE = (FieldSpec("old", "Your passphrase now"), *NEW_PASSPHRASE)
SET_UP = (FieldSpec("name", "Your name", is_secret=False), *NEW_PASSPHRASE)
ASKS_WHO = "Sign in to open the cases. The passphrase is not shown. Tab goes to the next line, Enter signs in."
FIRST = (
    "There is no account yet. The first one is a supervisor, who adds the others. "
    "A passphrase has at least 12 characters: four or five words are easy to remember."
)
MEANWHILE = "Somebody else has added the first account meanwhile: press Esc, then sign in."
ONE_MOMENT = "One moment."


class SignInFlows:
    """The flows of one account; each is awaited in a worker, and holds the keys while no screen is shown."""

    def __init__(
        self, app: KeyQueueApp, context: TerminalContext, user: SignedInUser, on_sign_in: Callable[[], object]
    ) -> None:
        """Connect the flows to the application.

        Args:
            app: Shows the screens.
            context: The terminal.
            user: Holds the store session of the person who signs in.
            on_sign_in: Called as soon as somebody is signed in.
        """
        self._app = app
        self._context = context
        self._user = user
        self._on_sign_in = on_sign_in

    async def sign_in(self, new_store_session: "Callable[[], StoreSession]") -> Session | None:
        """Ask for an account, or set up the first one; None if the person goes back."""
        try:
            if self._user.store_session is None:
                self._user.store_session = await asyncio.to_thread(new_store_session)
            store_session = self._user.store_session
            is_set_up = await asyncio.to_thread(lambda: store_session.is_set_up)
        except StoreError as error:
            self._app.push_screen(MessageScreen(error_message(error, self._context.zone)))
            return None
        if not (await self._ask_account(store_session) if is_set_up else await self._set_up(store_session)):
            return None
        return access.session_of(self._context, store_session)

    async def change_passphrase(self) -> None:
        """Let the signed-in person change their passphrase."""
        name, store_session = self._user.name, self._user.store_session
        if not (name and store_session):
            return
        screen = PassphraseScreen("Your passphrase", CHANGE, intro=f"A new passphrase for {name}.")
        await self._app.push_screen(screen)
        while (typed := await self._app.wait_for_result(screen.given())) is not None:
            screen.say(ONE_MOMENT)
            try:
                new = new_passphrase(typed, name)
                await asyncio.to_thread(accounts.change_passphrase, store_session, name, typed["old"], new)
            except RefusedError as refused:
                screen.refuse(refused.field, str(refused))
            except StoreError as error:
                screen.refuse("old", error_message(error, self._context.zone))
            else:
                break
        await self._app.close_screen(screen)
        if typed:
            await self._app.ask(MessageScreen(account_messages.PASSPHRASE_CHANGED, place="Your passphrase"))

    async def _ask_account(self, store_session: "StoreSession") -> bool:
        def sign_in(typed: Mapping[str, str]) -> None:
            try:
                access.sign_in(store_session, typed["account"], typed["passphrase"])
            except StoreError as error:
                raise RefusedError("passphrase", error_message(error, self._context.zone)) from error

        return await self._ask_until(PassphraseScreen("Sign in", SIGN_IN, intro=ASKS_WHO), sign_in)

    async def _set_up(self, store_session: "StoreSession") -> bool:
        """Set up the first account once its recovery code was read back; whether somebody is signed in.

        Nothing is stored before, so a set-up that is cut short can be begun again.
        """
        code = accounts.new_recovery_code()
        is_read_back = False

        async def read_back(typed: Mapping[str, str]) -> None:
            nonlocal is_read_back
            new_account(typed)
            if not is_read_back:
                await self._show_code(code)
                is_read_back = True

        def set_up(typed: Mapping[str, str]) -> None:
            name, passphrase = new_account(typed)
            try:
                access.set_up(store_session, name, passphrase, code)
            except AlreadySetUpError as error:
                raise RefusedError("name", MEANWHILE) from error
            except StoreError as error:
                raise RefusedError("name", error_message(error, self._context.zone)) from error

        return await self._ask_until(PassphraseScreen("First account", SET_UP, intro=FIRST), set_up, first=read_back)

    async def _show_code(self, code: str) -> None:
        """Show a recovery code, and return once one group of it was typed from paper."""
        number = secrets.randbelow(recovery_code.GROUPS) + 1
        asked = [FieldSpec("group", f"Group {number} of {recovery_code.GROUPS}", is_secret=False)]
        intro = "Type one group of the recovery code from the paper. Esc shows the code again."
        while True:
            await self._app.ask(MessageScreen(CODE.format(code=code), place="Recovery code"))
            screen = PassphraseScreen("Recovery code", asked, intro=intro)
            await self._app.push_screen(screen)
            while (typed := await self._app.wait_for_result(screen.given())) is not None:
                if recovery_code.matches_group(code, number, typed["group"]):
                    await self._app.close_screen(screen)
                    return
                screen.refuse("group", account_messages.WRONG_GROUP)
            await self._app.close_screen(screen)

    async def _ask_until(
        self,
        screen: PassphraseScreen,
        act: Callable[[Mapping[str, str]], None],
        *,
        first: Callable[[Mapping[str, str]], Awaitable[None]] | None = None,
    ) -> bool:
        """Ask until the person is signed in or goes back; return whether they are signed in.

        Args:
            screen: Asks.
            act: Signs in, in a thread; raises RefusedError.
            first: Awaited before; raises RefusedError.
        """
        await self._app.push_screen(screen)
        while (typed := await self._app.wait_for_result(screen.given())) is not None:
            screen.say(ONE_MOMENT)
            try:
                if first:
                    await first(typed)
                async with self._user.key_turn:
                    await asyncio.to_thread(act, typed)
            except RefusedError as refused:
                screen.refuse(refused.field, str(refused))
                continue
            self._on_sign_in()
            break
        await self._app.close_screen(screen)
        return typed is not None


CODE = " ".join(account_messages.RECOVERY_CODE) + "\n\n    {code}\n\nPress Enter once you have written it down."


class RefusedError(Exception):
    """A field is not accepted."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


def new_account(typed: Mapping[str, str]) -> tuple[str, str]:
    """Check and return the typed name and passphrase of a new account.

    Raises:
        RefusedError: If one of them is not accepted.
    """
    try:
        name = checked_name(typed["name"])
    except AccountInputError as error:
        raise RefusedError("name", problem_message(error)) from error
    return name, new_passphrase(typed, name)


def new_passphrase(typed: Mapping[str, str], name: AccountName) -> str:
    """Check and return a new passphrase, which was typed twice.

    Raises:
        RefusedError: If it is not accepted.
    """
    try:
        return accounts.new_passphrase(typed["passphrase"], typed["again"], name)
    except AccountInputError as error:
        field = "again" if isinstance(error, PassphrasesDifferError) else "passphrase"
        raise RefusedError(field, problem_message(error)) from error
