"""People: the first supervisor, signing in, locking, coming back, signing off."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from content.access import recovery_code
from content.access.accounts import AccountName, checked_name
from content.access.passphrases import check_passphrase
from content.errors import PeopleError
from screens.dialogs.message import MessageScreen
from screens.dialogs.passphrase import FieldSpec, PassphraseScreen
from store.errors import AlreadySetUpError, StoreError
from tui.messages.error_messages import error_message
from tui.runtime.key_queue import KeyQueueApp
from tui.runtime.signed_in_user import SignedInUser
from tui.session.session import Session, TerminalContext, session_of

if TYPE_CHECKING:
    # Loaded at sign-in.
    from store.session import StoreSession

SIGN_IN = (FieldSpec("account", "Account", is_secret=False), FieldSpec("passphrase", "Passphrase"))
NEW_PASSPHRASE = (FieldSpec("passphrase", "A new passphrase"), FieldSpec("again", "The same again"))
CHANGE = (FieldSpec("old", "Your passphrase now"), *NEW_PASSPHRASE)
SET_UP = (FieldSpec("name", "Your name", is_secret=False), *NEW_PASSPHRASE)
ASKS_WHO = "The cases ask who you are. A passphrase is not shown. Tab goes to the next line, Enter goes on."
FIRST = (
    "There is no account here yet. Whoever sets up the first one is a supervisor, and adds the others. "
    "A passphrase has at least 12 characters: four or five words are easy to keep in mind."
)
MEANWHILE = "Somebody has set it up meanwhile: go back with Esc, and sign in."
ONE_MOMENT = "One moment."


class SignInFlows:
    """Who is at this desk; each flow is awaited in a worker, and holds the keys while no screen is shown."""

    def __init__(
        self, app: KeyQueueApp, desk: TerminalContext, presence: SignedInUser, entered: Callable[[], object]
    ) -> None:
        """Take whom to tell.

        Args:
            app: Shows the screens.
            desk: Where they are.
            presence: Remembers who is signed in.
            entered: Told as soon as somebody is.
        """
        self._app = app
        self._desk = desk
        self._presence = presence
        self._entered = entered

    async def enter(self, way_in: "Callable[[], StoreSession]") -> Session | None:
        """Have somebody sign in, the first of all by setting up their account; nothing where they went back."""
        try:
            if self._presence.door is None:
                self._presence.door = await asyncio.to_thread(way_in)
            door = self._presence.door
            is_set_up = await asyncio.to_thread(lambda: door.accounts.is_set_up)
        except StoreError as error:
            self._app.push_screen(MessageScreen(error_message(error, self._desk.zone)))
            return None
        if not (await self._signed_in(door) if is_set_up else await self._set_up(door)):
            return None
        return session_of(self._desk, door)

    async def change_passphrase(self) -> None:
        """Have whoever is signed in change their passphrase."""
        who, door = self._presence.who, self._presence.door
        if not (who and door):
            return
        screen = PassphraseScreen("Your passphrase", CHANGE, intro=f"Another passphrase for {who}.")
        await self._app.push_screen(screen)
        while (typed := await self._app.hear(screen.given())) is not None:
            screen.say(ONE_MOMENT)
            try:
                new = new_passphrase(typed, who)
                await asyncio.to_thread(door.change_passphrase, who, typed["old"], new)
            except RefusedError as refused:
                screen.refuse(refused.field, str(refused))
            except StoreError as error:
                screen.refuse("old", error_message(error, self._desk.zone))
            else:
                break
        await self._app.take_away(screen)
        if typed:
            await self._app.ask(MessageScreen("Your passphrase is changed.", place="Your passphrase"))

    async def _signed_in(self, door: "StoreSession") -> bool:
        def sign_in(typed: Mapping[str, str]) -> None:
            try:
                door.sign_in(typed["account"], typed["passphrase"])
            except StoreError as error:
                raise RefusedError("passphrase", error_message(error, self._desk.zone)) from error

        return await self._through(PassphraseScreen("Sign in", SIGN_IN, intro=ASKS_WHO), sign_in)

    async def _set_up(self, door: "StoreSession") -> bool:
        codes: list[str] = []

        def set_up(typed: Mapping[str, str]) -> None:
            name, passphrase = new_account(typed)
            try:
                codes.append(door.set_up(name, passphrase))
            except AlreadySetUpError as error:
                raise RefusedError("name", MEANWHILE) from error
            except StoreError as error:
                raise RefusedError("name", error_message(error, self._desk.zone)) from error

        if not await self._through(PassphraseScreen("First account", SET_UP, intro=FIRST), set_up):
            return False
        await self.show_code(codes[0])
        return True

    async def show_code(self, code: str) -> None:
        """Show a recovery code, and go on only once a part of it was read from paper."""
        number = secrets.randbelow(recovery_code.GROUPS) + 1
        asked = [FieldSpec("group", f"Group {number} of {recovery_code.GROUPS}", is_secret=False)]
        intro = "Type one group of the recovery code from the paper. Esc shows the code again."
        while True:
            await self._app.ask(MessageScreen(CODE.format(code=code), place="Recovery code"))
            screen = PassphraseScreen("Recovery code", asked, intro=intro)
            await self._app.push_screen(screen)
            while (typed := await self._app.hear(screen.given())) is not None:
                if recovery_code.is_group(code, number, typed["group"]):
                    await self._app.take_away(screen)
                    return
                screen.refuse("group", "That is not what the code says there.")
            await self._app.take_away(screen)

    async def _through(self, screen: PassphraseScreen, enter: Callable[[Mapping[str, str]], None]) -> bool:
        """Ask until somebody is signed in or goes back; whether somebody is."""
        await self._app.push_screen(screen)
        while (typed := await self._app.hear(screen.given())) is not None:
            screen.say(ONE_MOMENT)
            try:
                async with self._presence.turn:
                    await asyncio.to_thread(enter, typed)
            except RefusedError as refused:
                screen.refuse(refused.field, str(refused))
                continue
            self._entered()
            break
        await self._app.take_away(screen)
        return typed is not None


CODE = (
    "If every passphrase is lost, only this recovery code opens the cases. It is shown this once. "
    "Write it on paper, and keep the paper where no one can copy it:\n\n    {code}\n\nEnter goes on once it is written."
)


class RefusedError(Exception):
    """What was typed is not taken, because of one line of it."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


def new_account(typed: Mapping[str, str]) -> tuple[str, str]:
    """The name and the passphrase of a new account, as they were typed.

    Raises:
        RefusedError: If one of them cannot be taken, with the line that it is about.
    """
    try:
        name = checked_name(typed["name"])
    except PeopleError as error:
        raise RefusedError("name", f"There is a problem: {error}.") from error
    return name, new_passphrase(typed, name)


def new_passphrase(typed: Mapping[str, str], name: AccountName) -> str:
    """A passphrase that was typed twice alike, for an account.

    Raises:
        RefusedError: If it cannot be taken, with the line that it is about.
    """
    try:
        check_passphrase(typed["passphrase"], name)
    except PeopleError as error:
        raise RefusedError("passphrase", f"There is a problem: {error}.") from error
    if typed["again"] != typed["passphrase"]:
        raise RefusedError("again", "There is a problem: the two passphrases are not the same.")
    return typed["passphrase"]
