"""The `account` commands."""

import argparse
import os
import secrets
from collections.abc import Callable, Mapping

from content.access import recovery_code
from content.access.accounts import Role, checked_name
from store.session import StoreSession
from tui.cli.terminal_input import ask, ask_new_passphrase, ask_secret
from tui.exit_codes import DONE
from tui.messages import account_messages
from tui.messages.output import printed, refused
from tui.session.settings import chosen_store
from tui.use_cases import access, accounts


def run(given: argparse.Namespace) -> int:
    """Run the command that the arguments name, and return the exit status.

    Raises:
        AccountInputError: If something typed is not accepted.
        StoreError: If the store refuses.
    """
    store_session = chosen_store(given.data, os.environ).session()
    try:
        COMMANDS[given.command](store_session, given)
    except (KeyboardInterrupt, EOFError):
        return refused("interrupted; nothing more was changed")
    finally:
        store_session.drop_key()
    return DONE


def add(store_session: StoreSession, given: argparse.Namespace) -> None:
    """Add an account; without any account yet, set up the first supervisor."""
    name = checked_name(given.name)
    if not store_session.is_set_up:
        printed([f"There is no account yet: {name} becomes the first supervisor."])
        passphrase = ask_new_passphrase(name)
        access.set_up(store_session, name, passphrase, _read_back(accounts.new_recovery_code()))
        printed([account_messages.SET_UP])
        return
    _sign_in_supervisor(store_session)
    role: Role = "supervisor" if given.supervisor else "practitioner"
    account = accounts.add(store_session, name, role, ask_new_passphrase(name))
    printed([account_messages.added(account)])


def show_list(store_session: StoreSession, _given: argparse.Namespace) -> None:
    """Print every account."""
    printed(
        f"{account_messages.in_short(each)}, added {each.added:%Y-%m-%d} by {each.added_by}"
        for each in accounts.all_accounts(store_session)
    )


def disable(store_session: StoreSession, given: argparse.Namespace) -> None:
    """Disable an account."""
    _sign_in_supervisor(store_session)
    printed([account_messages.disabled(accounts.disable(store_session, given.name))])


def enable(store_session: StoreSession, given: argparse.Namespace) -> None:
    """Give an account a new passphrase."""
    _sign_in_supervisor(store_session)
    account = accounts.enable(store_session, given.name, ask_new_passphrase(given.name))
    printed([f"{account_messages.enabled(account)}."])


def change_passphrase(store_session: StoreSession, given: argparse.Namespace) -> None:
    """Change one's own passphrase."""
    old = ask_secret("Your passphrase: ")
    accounts.change_passphrase(store_session, given.name, old, ask_new_passphrase(given.name))
    printed([account_messages.PASSPHRASE_CHANGED])


def recover(store_session: StoreSession, given: argparse.Namespace) -> None:
    """Give a supervisor a new passphrase by the recovery code, or replace the code."""
    if given.new_code:
        access.sign_in_supervisor(store_session, given.name, ask_secret("Your passphrase: "))
        accounts.replace_recovery_code(store_session, _read_back(accounts.new_recovery_code()))
        printed([account_messages.CODE_REPLACED])
        return
    code = ask_secret("Recovery code: ")
    recovery_code.parse(code)
    account = accounts.recover(store_session, code, given.name, ask_new_passphrase(given.name))
    printed([f"{account_messages.enabled(account)}; the recovery code stays as it is."])


def _sign_in_supervisor(store_session: StoreSession) -> None:
    access.sign_in_supervisor(store_session, ask("Supervisor's account: "), ask_secret("Supervisor's passphrase: "))


def _read_back(code: str) -> str:
    """Print a new recovery code, and return it once one group of it was typed from paper."""
    printed([*account_messages.RECOVERY_CODE, "", f"    {code}", ""])
    number = secrets.randbelow(recovery_code.GROUPS) + 1
    prompt = f"Read group {number} of {recovery_code.GROUPS} from the paper: "
    while not recovery_code.matches_group(code, number, ask_secret(prompt)):
        printed([account_messages.WRONG_GROUP])
    return code


COMMANDS: Mapping[str, Callable[[StoreSession, argparse.Namespace], None]] = {
    "add": add,
    "list": show_list,
    "disable": disable,
    "enable": enable,
    "passphrase": change_passphrase,
    "recover": recover,
}
