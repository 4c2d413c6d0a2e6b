"""What a supervisor looks after: accounts, the record, holds and erasure."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from content.access.accounts import Account, Role
from content.access.holds import Hold, standing_hold
from content.errors import PeopleError
from content.pack.model import ReasonCode
from screens.case.assessment_view import ViewScreen
from screens.dialogs.choice import ChoiceScreen
from screens.dialogs.message import MessageScreen
from screens.dialogs.passphrase import FieldSpec, PassphraseScreen
from screens.widgets.rows import Row
from store.errors import StoreError
from tui.flows.sign_in import NEW_PASSPHRASE, RefusedError, new_account, new_passphrase
from tui.messages import backup_messages
from tui.messages.audit_messages import line_of, sought
from tui.messages.error_messages import error_message
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session

if TYPE_CHECKING:
    # Loaded at sign-in.
    from store.backup.register import CaseBackups
    from store.session import StoreSession

PARTS = (
    ("accounts", "Accounts: add, disable, give another passphrase"),
    ("record", "The record: who saw and changed what"),
    ("hold", "A hold: keep a case from being erased, or lift that"),
    ("erase", "Erase a case, and every trace of it"),
    ("back-ups", "Back-ups: which still hold a case"),
)
ADD: tuple[tuple[Role, str], ...] = (("practitioner", "Add a practitioner"), ("supervisor", "Add a supervisor"))
NEW_ACCOUNT = (FieldSpec("name", "Their name", is_secret=False), *NEW_PASSPHRASE)
SEARCH = tuple(
    FieldSpec(name, label, is_secret=False)
    for name, label in (
        ("case", "Case"),
        ("who", "Person"),
        ("kind", "Kind"),
        ("since", "From the day"),
        ("until", "Until the day"),
    )
)
SEARCHES = "Leave a line empty to leave it open. Days as 2026-11-24. Enter on the last line shows what was found."
REFERENCE = (FieldSpec("case", "The case's reference", is_secret=False),)
MOST = 500
"""Lines of the record that are shown, the latest."""

Typed = Mapping[str, str]


class SupervisorFlows:
    """The flows of one supervisor who is signed in; each is awaited in a worker."""

    def __init__(self, app: KeyQueueApp, session: Session, door: "StoreSession") -> None:
        self._app = app
        self._session = session
        self._door = door

    async def choose(self) -> None:
        """Choose what to look after, until the person goes back."""
        flows: Mapping[str, Callable[[], Awaitable[None]]] = {
            "accounts": self._accounts,
            "record": self._search,
            "hold": self._hold,
            "erase": self._erase,
            "back-ups": self._back_ups,
        }
        while part := await self._app.ask(ChoiceScreen("What do you look after?", PARTS, place="Supervisor")):
            try:
                await flows[part]()
            except StoreError as error:
                await self._say(error_message(error, self._session.zone))

    async def _accounts(self) -> None:
        accounts = {each.name: each for each in await asyncio.to_thread(self._door.accounts.list)}
        options = [*ADD, *((f"account {name}", _of(each)) for name, each in accounts.items())]
        chosen = await self._app.ask(ChoiceScreen("Which account?", options, place="Accounts"))
        if chosen in {"practitioner", "supervisor"}:
            await self._add("supervisor" if chosen == "supervisor" else "practitioner")
        elif chosen:
            await self._change(accounts[chosen.removeprefix("account ")])

    async def _add(self, role: Role) -> None:
        door = self._door

        def add(typed: Typed) -> str:
            name, passphrase = new_account(typed)
            account = door.accounts.add(name, role, passphrase, key=door.key, now=self._session.now())
            return f"Added {account.name}, {account.role}. They change the passphrase with p on the home screen."

        await self._ask(PassphraseScreen("New account", NEW_ACCOUNT, intro=f"A new account: {role}."), "name", add)

    async def _change(self, account: Account) -> None:
        door = self._door

        def enable(typed: Typed) -> str:
            passphrase = new_passphrase(typed, account.name)
            door.accounts.enable(account.name, passphrase, key=door.key)
            return f"{account.name} can sign in with the new passphrase, and changes it with p at home."

        ways = [("enable", "Give another passphrase: disabled, or forgotten"), ("disable", "Disable: no more sign-ins")]
        way = await self._app.ask(ChoiceScreen(f"{_of(account)}. What is to be done?", ways, place="Account"))
        if way == "enable":
            screen = PassphraseScreen("Another passphrase", NEW_PASSPHRASE, intro=f"For {account.name}.")
            await self._ask(screen, "passphrase", enable)
        elif way == "disable":
            await asyncio.to_thread(door.accounts.disable, account.name, key=door.key)
            await self._say(f"{account.name} can sign in no more.")

    async def _search(self) -> None:
        found: list[str] = []

        def search(typed: Typed) -> str:
            found[:] = self._found(typed)
            return ""

        if await self._ask(PassphraseScreen("The record", SEARCH, intro=SEARCHES), "case", search):
            rows = [Row(id=str(number), text=line, hang=0) for number, line in enumerate(found)]
            nothing = [Row(id="none", text="Nothing in the record is like that.")]
            await self._app.ask(ViewScreen("The record, latest first", rows or nothing))

    def _found(self, typed: Typed) -> list[str]:
        # Loaded with the rest of the store, at sign-in.
        from store.audit import reader  # noqa: PLC0415

        try:
            wanted = sought(typed)
        except PeopleError as error:
            raise RefusedError(str(error.args[1]), f"There is a problem: {error.args[0]}.") from error
        events = list(reader.events(self._door.directory, wanted))[-MOST:]
        return [line_of(event) for event in reversed(events)]

    async def _hold(self) -> None:
        case = await self._reference("Hold", "Which case? Type its reference.")
        if not case:
            return
        custody, reasons = self._door.custody(), self._session.pack.policy.hold_reasons
        standing = standing_hold(await asyncio.to_thread(custody.holds, case))
        if standing:
            lift = [("leave", "Leave it as it is"), ("lift", "Lift the hold: the case can be erased then")]
            # The words of a reason that the pack no longer has are not known.
            why = dict(_named(reasons)).get(standing.reason, standing.reason)
            question = f"Case {case} is under a hold that {standing.by} placed ({why})."
            is_lifted = await self._app.ask(ChoiceScreen(question, lift, place="Hold")) == "lift"
            reason = standing.reason if is_lifted else None
        else:
            reason = await self._app.ask(ChoiceScreen("Why is it to be kept?", _named(reasons), place="Hold"))
        if reason:
            now, by = self._session.now(), self._session.practitioner
            hold = Hold(is_placed=standing is None, at=now, by=by, reason=reason)
            await asyncio.to_thread(custody.record_hold, case, hold)
            await self._say(f"The hold on case {case} is {'placed' if hold.is_placed else 'lifted'}.")

    async def _erase(self) -> None:
        reasons = _named(self._session.pack.policy.erasure_reasons)
        reason = await self._app.ask(ChoiceScreen("Why is it to be erased?", reasons, place="Erase a case"))
        case = reason and await self._reference("Erase a case", "Which case? Type its whole reference.")
        if not (reason and case):
            return
        # Refuses one that is not there before the second step.
        await asyncio.to_thread(self._session.store.case, case)
        held = backup_messages.state_in_words(await self._holding(case), case)
        sure = [("leave", "Leave it as it is"), ("erase", f"Erase {case} now; nothing brings it back")]
        if await self._app.ask(ChoiceScreen(f"Erase case {case}? {held}", sure, place="Erase a case")) == "erase":
            await asyncio.to_thread(self._door.custody().erase, case, reason, self._session.holder)
            # Looked at again: a back-up may have begun meanwhile.
            await self._show(case, await self._holding(case), f"Case {case} is erased.")

    async def _back_ups(self) -> None:
        case = await self._reference("Back-ups", "Which case? Type its whole reference; it may be erased.")
        if case:
            await self._show(case, await self._holding(case))

    async def _holding(self, case: str) -> "CaseBackups":
        return await asyncio.to_thread(self._door.custody().back_ups, case)

    async def _show(self, case: str, found: "CaseBackups", first: str = "") -> None:
        """Show which back-ups hold a case, a line each however many there are."""
        destroy = "Those that are still there are yours to destroy." if found.back_ups else ""
        said = (first, backup_messages.state_in_words(found, case), destroy, backup_messages.UNKNOWN)
        head = Row(id="head", text=" ".join(each for each in said if each))
        rows = [Row(id=str(number), text=line) for number, line in enumerate(backup_messages.lines(found))]
        await self._app.ask(ViewScreen("Back-ups that hold a case, oldest first", [head, *rows]))

    async def _reference(self, place: str, intro: str) -> str:
        typed = [""]

        def take(given: Typed) -> str:
            typed[0] = given["case"].strip().upper()
            return ""

        await self._ask(PassphraseScreen(place, REFERENCE, intro=intro), "case", take)
        return typed[0]

    async def _ask(self, screen: PassphraseScreen, field: str, act: Callable[[Typed], str]) -> bool:
        """Ask until what is typed is taken, and say what was done; whether anything was."""
        await self._app.push_screen(screen)
        done = ""
        while (typed := await self._app.hear(screen.given())) is not None:
            screen.say("One moment.")
            try:
                done = await asyncio.to_thread(act, typed)
            except RefusedError as refused:
                screen.refuse(refused.field, str(refused))
            except StoreError as error:
                screen.refuse(field, error_message(error, self._session.zone))
            else:
                break
        await self._app.take_away(screen)
        if done:
            await self._say(done)
        return typed is not None

    async def _say(self, sentence: str) -> None:
        await self._app.ask(MessageScreen(sentence))


def _of(account: Account) -> str:
    return f"{account.name}: {account.role}{'' if account.is_enabled else ', disabled'}"


def _named(reasons: Sequence[ReasonCode]) -> list[tuple[str, str]]:
    """Reasons as they are chosen: each one's code and its words."""
    return [(each.id, each.name) for each in reasons]
