"""The arguments of `verify`, `backup`, `backups`, `restore` and `doctor`."""

import argparse
from typing import Any

Subparsers = Any
"""argparse has no public name for this type."""


def add(commands: Subparsers) -> None:
    """Add the commands on stored files."""
    verify = commands.add_parser("verify", help="list stored files that are damaged, left over or open to others")
    verify.add_argument("--account", metavar="NAME", help="sign in, and check the content of sealed cases too")
    verify.set_defaults(run=_verify)
    backup = commands.add_parser("backup", help="write everything stored to a new file, also while people work")
    backup.add_argument("file", metavar="FILE")
    backup.set_defaults(run=_backup)
    backups = commands.add_parser("backups", help="list the backups on record, or those that hold a case")
    either = backups.add_mutually_exclusive_group()
    either.add_argument("case", nargs="?", metavar="REF", help="a case's reference")
    either.add_argument("--forget", metavar="FILE", help="remove a destroyed backup from the register")
    backups.set_defaults(run=_backups)
    restore = commands.add_parser("restore", help="restore a backup into an empty data directory")
    restore.add_argument("file", metavar="FILE")
    restore.set_defaults(run=_restore)
    doctor = commands.add_parser("doctor", help="show what this terminal and the data directory can do")
    doctor.set_defaults(run=_doctor)


def _verify(given: argparse.Namespace) -> int:
    from tui.cli import storage_commands  # noqa: PLC0415

    return storage_commands.verify(given)


def _backup(given: argparse.Namespace) -> int:
    from tui.cli import storage_commands  # noqa: PLC0415

    return storage_commands.backup(given)


def _backups(given: argparse.Namespace) -> int:
    from tui.cli import storage_commands  # noqa: PLC0415

    return storage_commands.backups(given)


def _restore(given: argparse.Namespace) -> int:
    from tui.cli import storage_commands  # noqa: PLC0415

    return storage_commands.restore(given)


def _doctor(given: argparse.Namespace) -> int:
    from tui.cli import doctor  # noqa: PLC0415

    return doctor.doctor(given)
