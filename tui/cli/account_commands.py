"""The accounts and the audit log on the command line; passphrases are typed at the terminal and nowhere else."""

import argparse
import getpass
import os
import secrets
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from content.access import recovery_code
from content.access.accounts import Role, checked_name
from content.access.audit_events import KINDS, AuditQuery
from content.access.passphrases import check_passphrase
from content.errors import PeopleError
from content.text import one_line
from store.audit import reader
from store.crypto.sealing import sealing
from store.errors import NotSupervisorError, StoreError
from store.session import StoreSession
from tui.cli import storage_commands
from tui.messages.audit_messages import line_of
from tui.session.client_origin import client_origin, syslog_copy
from tui.session.settings import data_directory, utc_now

DONE, WANTING, WRONG_USE = 0, 1, 2


class _RefusedError(Exception):
    """What this module itself refuses, in a sentence."""


def run(given: argparse.Namespace) -> int:
    """Do what was asked for of accounts or the audit log, and return the exit status."""
    directory = data_directory(given.data, os.environ)
    try:
        if given.command == "audit":
            return _AUDIT[given.doing](directory, given)
        door = StoreSession(directory, client_origin(os.environ), utc_now, copy=syslog_copy(os.environ))
        try:
            if given.command == "verify":
                return _look_through(door, given)
            _ACCOUNT[given.doing](door, given)
        finally:
            door.key.drop()
    except (PeopleError, StoreError, _RefusedError) as error:
        return _refuse(str(error))
    except (KeyboardInterrupt, EOFError):
        return _refuse("broken off; nothing more was changed")
    return DONE


def _look_through(door: StoreSession, given: argparse.Namespace) -> int:
    """Look into sealed cases too, which takes an account."""
    door.sign_in(given.account, _secret("Your passphrase: "))
    try:
        return storage_commands.verify(door.directory, sealing(door.key))
    finally:
        door.sign_out()


def _add(door: StoreSession, given: argparse.Namespace) -> None:
    name = checked_name(given.name)
    if not door.accounts.is_set_up:
        print(f"There is no account yet: {name} becomes the first supervisor.")
        code = door.set_up(name, _new_passphrase(name))
        _show_once(code)
        return
    _sign_in_supervisor(door)
    role: Role = "supervisor" if given.supervisor else "practitioner"
    account = door.accounts.add(name, role, _new_passphrase(name), key=door.key, now=utc_now())
    print(f"Added {account.name}, {account.role}.")


def _list(door: StoreSession, _given: argparse.Namespace) -> None:
    for account in door.accounts.list():
        state = "" if account.is_enabled else ", disabled"
        added = account.added.strftime("%Y-%m-%d")
        print(f"{account.name}: {account.role}{state}, added {added} by {account.added_by}")


def _disable(door: StoreSession, given: argparse.Namespace) -> None:
    _sign_in_supervisor(door)
    account = door.accounts.disable(given.name, key=door.key)
    print(f"{account.name} can sign in no more.")


def _enable(door: StoreSession, given: argparse.Namespace) -> None:
    _sign_in_supervisor(door)
    account = door.accounts.enable(given.name, _new_passphrase(given.name), key=door.key)
    print(f"{account.name} can sign in with the new passphrase.")


def _passphrase(door: StoreSession, given: argparse.Namespace) -> None:
    old = _secret("Your passphrase: ")
    door.change_passphrase(given.name, old, _new_passphrase(given.name))
    print("Your passphrase is changed.")


def _recover(door: StoreSession, given: argparse.Namespace) -> None:
    if given.new_code:
        door.sign_in(given.name, _secret("Your passphrase: "))
        code = door.accounts.new_recovery_code(key=door.key)
        _show_once(code)
        return
    code = _secret("Recovery code: ")
    recovery_code.parse(code)
    account = door.accounts.recover(code, given.name, _new_passphrase(given.name), door.key)
    print(f"{account.name} can sign in with the new passphrase; the recovery code stays as it is.")


def _sign_in_supervisor(door: StoreSession) -> None:
    """Sign a supervisor in."""
    _need_terminal()
    account = door.sign_in(input("Supervisor's account: "), _secret("Supervisor's passphrase: "))
    if account.role != "supervisor":
        raise NotSupervisorError


def _new_passphrase(name: str) -> str:
    """A passphrase typed twice alike."""
    passphrase = _secret(f"New passphrase for {name}: ")
    check_passphrase(passphrase, name)
    if _secret("The same again: ") != passphrase:
        raise _RefusedError("the two passphrases are not the same; nothing was changed")
    return passphrase


def _show_once(code: str) -> None:
    """Show a recovery code, and go on only once it is on paper."""
    print("If every passphrase is lost, only this recovery code opens the cases. It is shown this once.")
    print("Write it on paper, and keep the paper where no one can copy it:")
    print(f"\n    {code}\n")
    number = secrets.randbelow(recovery_code.GROUPS) + 1
    while not recovery_code.is_group(
        code, number, _secret(f"Read group {number} of {recovery_code.GROUPS} from the paper: ")
    ):
        print("That is not what the code says there.")


def _secret(prompt: str) -> str:
    """What is typed at the terminal, not shown."""
    _need_terminal()
    with warnings.catch_warnings():
        # getpass would fall back to showing what is typed.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, UnicodeDecodeError) as error:
            raise _RefusedError("a passphrase is typed at a terminal that can hide it") from error


def _need_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise _RefusedError("accounts are changed at a terminal, where nothing typed is kept or shown")


def _verify(directory: Path, _given: argparse.Namespace) -> int:
    verified = reader.verify(directory)
    for finding in verified.findings:
        _refuse(f"audit.log: {finding}")
    if verified.findings:
        return WANTING
    print(f"audit.log: {verified.lines} {'line' if verified.lines == 1 else 'lines'}, each as it was written.")
    return DONE


def _show(directory: Path, given: argparse.Namespace) -> int:
    if given.kind is not None and given.kind not in KINDS:
        return _refuse(f"'{given.kind}' is no kind of event; the kinds are {', '.join(KINDS)}", WRONG_USE)
    sought = AuditQuery(case=given.case, who=given.who, kind=given.kind, since=given.since, until=given.until)
    for event in reader.events(directory, sought):
        print(line_of(event))
    return DONE


def _refuse(sentence: str, status: int = WANTING) -> int:
    print(f"fourfold: {one_line(sentence)}", file=sys.stderr)
    return status


_ACCOUNT: dict[str, Callable[[StoreSession, argparse.Namespace], None]] = {
    "add": _add,
    "list": _list,
    "disable": _disable,
    "enable": _enable,
    "passphrase": _passphrase,
    "recover": _recover,
}
_AUDIT: dict[str, Callable[[Path, argparse.Namespace], int]] = {"verify": _verify, "show": _show}
