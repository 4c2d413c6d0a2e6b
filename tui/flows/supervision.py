"""The tasks of a supervisor: accounts, the audit log, holds and erasure."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from content.access.accounts import Account, Role
from content.access.holds import Hold
from content.case.reference import CaseId
from content.pack.policy import ReasonCode
from screens.case.assessment_view import ViewScreen
from screens.dialogs.choice import ChoiceScreen
from screens.dialogs.message import MessageScreen
from screens.dialogs.passphrase import FieldSpec, PassphraseScreen
from screens.widgets.rows import Row
from store.errors import StoreError
from tui.flows.sign_in import NEW_PASSPHRASE, RefusedError, new_account, new_passphrase
from tui.messages import account_messages, backup_messages
from tui.messages.audit_messages import line_of
from tui.messages.error_messages import error_message, problem_message
from tui.runtime.key_queue import KeyQueueApp
from tui.session.session import Session
from tui.use_cases import accounts, audit, erasure
from tui.use_cases.errors import AuditQueryError

if TYPE_CHECKING:
    # Loaded at sign-in.
    from store.backup.register import CaseBackups
    from store.session import StoreSession

PARTS = (
    ("accounts", "Accounts: add, disable, give another passphrase"),
    ("record", "The audit log: who saw and changed what"),
    ("hold", "Holds: protect a case from being erased, or lift that"),
    ("erase", "Erase a case and every trace of it"),
    ("backups", "Backups: which still hold a case"),
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
SEARCHES = "An empty line matches everything. Days as 2026-11-24. Enter on the last line shows what was found."
REFERENCE = (FieldSpec("case", "The case's reference", is_secret=False),)
MOST = 500
"""The maximum number of events shown, the latest ones."""

Typed = Mapping[str, str]


class SupervisorFlows:
    """The flows of a signed-in supervisor; each is awaited in a worker."""

    def __init__(self, app: KeyQueueApp, session: Session, store_session: "StoreSession") -> None:
        self._app = app
        self._session = session
        self._store_session = store_session

    async def choose(self) -> None:
        """Show the tasks until the supervisor goes back."""
        flows: Mapping[str, Callable[[], Awaitable[None]]] = {
            "accounts": self._accounts,
            "record": self._search,
            "hold": self._hold,
            "erase": self._erase,
            "backups": self._back_ups,
        }
        while part := await self._app.ask(ChoiceScreen("What do you want to do?", PARTS, place="Supervisor")):
            try:
                await flows[part]()
            except StoreError as error:
                await self._say(error_message(error, self._session.zone))

    async def _accounts(self) -> None:
        found = {each.name: each for each in await asyncio.to_thread(accounts.all_accounts, self._store_session)}
        options = [*ADD, *((f"account {name}", account_messages.in_short(each)) for name, each in found.items())]
        chosen = await self._app.ask(ChoiceScreen("Which account?", options, place="Accounts"))
        if chosen in {"practitioner", "supervisor"}:
            await self._add("supervisor" if chosen == "supervisor" else "practitioner")
        elif chosen:
            await self._change(found[chosen.removeprefix("account ")])

    async def _add(self, role: Role) -> None:
        def add(typed: Typed) -> str:
            name, passphrase = new_account(typed)
            account = accounts.add(self._store_session, name, role, passphrase)
            return f"{account_messages.added(account)} They change the passphrase with p on the home screen."

        await self._ask(PassphraseScreen("New account", NEW_ACCOUNT, intro=f"A new account: {role}."), "name", add)

    async def _change(self, account: Account) -> None:
        def enable(typed: Typed) -> str:
            passphrase = new_passphrase(typed, account.name)
            enabled = accounts.enable(self._store_session, account.name, passphrase)
            return f"{account_messages.enabled(enabled)}, and changes it with p at home."

        ways = [("enable", "Give another passphrase: disabled, or forgotten"), ("disable", "Disable: no more sign-ins")]
        way = await self._app.ask(
            ChoiceScreen(f"{account_messages.in_short(account)}. What is to be done?", ways, place="Account")
        )
        if way == "enable":
            screen = PassphraseScreen("Another passphrase", NEW_PASSPHRASE, intro=f"For {account.name}.")
            await self._ask(screen, "passphrase", enable)
        elif way == "disable":
            disabled = await asyncio.to_thread(accounts.disable, self._store_session, account.name)
            await self._say(account_messages.disabled(disabled))

    async def _search(self) -> None:
        found: list[str] = []

        def search(typed: Typed) -> str:
            found[:] = self._found(typed)
            return ""

        if await self._ask(PassphraseScreen("Audit log", SEARCH, intro=SEARCHES), "case", search):
            rows = [Row(id=str(number), text=line, hang=0) for number, line in enumerate(found)]
            nothing = [Row(id="none", text="No line of the audit log matches.")]
            await self._app.ask(ViewScreen("Audit log, latest first", rows or nothing))

    def _found(self, typed: Typed) -> list[str]:
        try:
            query = audit.typed_query(typed)
        except AuditQueryError as error:
            raise RefusedError(error.field, problem_message(error)) from error
        return [line_of(event) for event in audit.latest_events(self._store_session, query, MOST)]

    async def _hold(self) -> None:
        case = await self._reference("Hold", "Which case? Type its reference.")
        if not case:
            return
        hold = await asyncio.to_thread(erasure.current_hold, self._store_session, case)
        if hold:
            await self._offer_to_lift(case, hold)
            return
        reasons = _named(self._session.pack.policy.hold_reasons)
        reason = await self._app.ask(ChoiceScreen("Why is it to be kept?", reasons, place="Hold"))
        if reason:
            await asyncio.to_thread(erasure.place_hold, self._session, self._store_session, case, reason)
            await self._say(f"The hold on case {case} is placed.")

    async def _offer_to_lift(self, case: CaseId, hold: Hold) -> None:
        # The pack may no longer have the reason's words.
        why = dict(_named(self._session.pack.policy.hold_reasons)).get(hold.reason, hold.reason)
        question = f"Case {case} is under a hold that {hold.by} placed ({why})."
        options = [("leave", "Leave it as it is"), ("lift", "Lift the hold: the case can be erased then")]
        if await self._app.ask(ChoiceScreen(question, options, place="Hold")) == "lift":
            await asyncio.to_thread(erasure.lift_hold, self._session, self._store_session, case, hold)
            await self._say(f"The hold on case {case} is lifted.")

    async def _erase(self) -> None:
        reasons = _named(self._session.pack.policy.erasure_reasons)
        reason = await self._app.ask(ChoiceScreen("Why is it to be erased?", reasons, place="Erase a case"))
        case = reason and await self._reference("Erase a case", "Which case? Type its whole reference.")
        if not (reason and case):
            return
        found = await asyncio.to_thread(erasure.prepare_erasure, self._session, self._store_session, case)
        held = backup_messages.backup_counts(found, case)
        sure = [("leave", "Leave it as it is"), ("erase", f"Erase {case} now; nothing brings it back")]
        if await self._app.ask(ChoiceScreen(f"Erase case {case}? {held}", sure, place="Erase a case")) == "erase":
            left = await asyncio.to_thread(erasure.erase, self._session, self._store_session, case, reason)
            await self._show(case, left, f"Case {case} is erased.")

    async def _back_ups(self) -> None:
        case = await self._reference("Backups", "Which case? Type its whole reference; it may be erased.")
        if case:
            await self._show(case, await asyncio.to_thread(erasure.backups_of, self._store_session, case))

    async def _show(self, case: str, found: "CaseBackups", first: str = "") -> None:
        """Show which backups hold a case, a line each."""
        destroy = "Destroy those that are still there." if found.back_ups else ""
        said = (first, backup_messages.backup_counts(found, case), destroy, backup_messages.UNKNOWN)
        head = Row(id="head", text=" ".join(each for each in said if each))
        rows = [Row(id=str(number), text=line) for number, line in enumerate(backup_messages.lines(found))]
        await self._app.ask(ViewScreen("Backups that hold a case, oldest first", [head, *rows]))

    async def _reference(self, place: str, intro: str) -> str:
        typed = [""]

        def take(given: Typed) -> str:
            typed[0] = given["case"].strip().upper()
            return ""

        await self._ask(PassphraseScreen(place, REFERENCE, intro=intro), "case", take)
        return typed[0]

    async def _ask(self, screen: PassphraseScreen, field: str, act: Callable[[Typed], str]) -> bool:
        """Ask until the input is accepted, and show the result; return False if the person went back."""
        await self._app.push_screen(screen)
        done = ""
        while (typed := await self._app.wait_for_result(screen.given())) is not None:
            screen.say("One moment.")
            try:
                done = await asyncio.to_thread(act, typed)
            except RefusedError as refused:
                screen.refuse(refused.field, str(refused))
            except StoreError as error:
                screen.refuse(field, error_message(error, self._session.zone))
            else:
                break
        await self._app.close_screen(screen)
        if done:
            await self._say(done)
        return typed is not None

    async def _say(self, sentence: str) -> None:
        await self._app.ask(MessageScreen(sentence))


def _named(reasons: Sequence[ReasonCode]) -> list[tuple[str, str]]:
    """Reasons as options: the code and the text of each."""
    return [(each.id, each.name) for each in reasons]
