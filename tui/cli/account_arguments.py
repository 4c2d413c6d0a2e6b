"""How accounts and the audit log are asked for on the command line."""

import argparse
import datetime as dt
from typing import Any

from content.text import one_line

Subparsers = Any
"""What argparse keeps for itself: its own name for this is private."""


def add(commands: Subparsers, parser_class: type[argparse.ArgumentParser]) -> None:
    """Add `account` and `audit` to the command line."""
    account = commands.add_parser("account", help="the people who may sign in")
    doing = account.add_subparsers(dest="doing", required=True, metavar="COMMAND", parser_class=parser_class)
    add = doing.add_parser("add", help="add an account; the first one is a supervisor's")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--supervisor", action="store_true", help="may add and disable others")
    doing.add_parser("list", help="list the accounts")
    for name, says in (
        ("disable", "let an account sign in no more"),
        ("enable", "give an account another passphrase"),
        ("passphrase", "change the passphrase of your own account"),
    ):
        doing.add_parser(name, help=says).add_argument("name", metavar="NAME")
    recover = doing.add_parser("recover", help="give a supervisor another passphrase, by the recovery code")
    recover.add_argument("name", metavar="NAME")
    recover.add_argument("--new-code", action="store_true", help="make a new recovery code instead, as that supervisor")
    _add_audit(commands, parser_class)


def _add_audit(commands: Subparsers, parser_class: type[argparse.ArgumentParser]) -> None:
    audit = commands.add_parser("audit", help="the record of who saw and changed what")
    doing = audit.add_subparsers(dest="doing", required=True, metavar="COMMAND", parser_class=parser_class)
    doing.add_parser("verify", help="check that no line was changed, removed or cut off")
    show = doing.add_parser("show", help="print the record")
    show.add_argument("--case", metavar="REFERENCE")
    show.add_argument("--who", metavar="NAME")
    show.add_argument("--kind", metavar="KIND", help="such as consultation")
    show.add_argument("--since", type=_day, metavar="DAY", help="such as 2026-11-22, in UTC")
    show.add_argument("--until", type=_day, metavar="DAY")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{one_line(text)}' is no day such as 2026-11-22") from error
