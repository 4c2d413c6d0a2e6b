"""The arguments of `account` and `audit`."""

import argparse
import datetime as dt
from typing import Any

from content.text import one_line

Subparsers = Any
"""argparse has no public name for this type."""


def add(commands: Subparsers) -> None:
    """Add `account` and `audit`."""
    account = commands.add_parser("account", help="manage the accounts that can sign in")
    account.set_defaults(run=_account)
    doing = account.add_subparsers(required=True, metavar="COMMAND", dest="command")
    add = _named(doing, "add", "add an account; the first is a supervisor")
    add.add_argument("--supervisor", action="store_true", help="add it as a supervisor, who can manage accounts")
    doing.add_parser("list", help="list the accounts")
    _named(doing, "disable", "disable an account: it can no longer sign in")
    _named(doing, "enable", "give an account a new passphrase, and enable it")
    _named(doing, "passphrase", "change the passphrase of your own account")
    recover = _named(doing, "recover", "give a supervisor a new passphrase, with the recovery code")
    recover.add_argument("--new-code", action="store_true", help="make a new recovery code instead, as that supervisor")
    _add_audit(commands)


def _named(doing: Subparsers, command: str, says: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(command, help=says)
    parser.add_argument("name", metavar="NAME")
    return parser


def _add_audit(commands: Subparsers) -> None:
    audit = commands.add_parser("audit", help="check or print the audit log: who saw and changed what")
    doing = audit.add_subparsers(required=True, metavar="COMMAND")
    doing.add_parser("verify", help="check that no line was changed, removed or cut off").set_defaults(run=_verify)
    show = doing.add_parser("show", help="print the audit log")
    show.add_argument("--case", metavar="REFERENCE")
    show.add_argument("--who", metavar="NAME")
    show.add_argument("--kind", metavar="KIND", help="such as consultation")
    show.add_argument("--since", type=_day, metavar="DAY", help="such as 2026-11-22, in UTC")
    show.add_argument("--until", type=_day, metavar="DAY")
    show.set_defaults(run=_show)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{one_line(text)}' is not a day such as 2026-11-22") from error


def _account(given: argparse.Namespace) -> int:
    from tui.cli import account_commands  # noqa: PLC0415

    return account_commands.run(given)


def _verify(given: argparse.Namespace) -> int:
    from tui.cli import audit_commands  # noqa: PLC0415

    return audit_commands.verify(given)


def _show(given: argparse.Namespace) -> int:
    from tui.cli import audit_commands  # noqa: PLC0415

    return audit_commands.show(given)
