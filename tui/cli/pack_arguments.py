"""The arguments of `pack`."""

import argparse
import os
from pathlib import Path
from typing import Any

Subparsers = Any
"""argparse has no public name for this type."""


def add(commands: Subparsers) -> None:
    """Add the commands that make, check, show, compare and sign packs."""
    pack = commands.add_parser("pack", help="make, check, show, compare or sign a pack")
    doing = pack.add_subparsers(required=True, metavar="COMMAND")
    new = _of_folder(doing, "new", "make a new pack for your organisation, over the national pack")
    new.add_argument("--name", required=True, metavar="NAME", help='such as "London Borough of Bexley"')
    new.set_defaults(run=_new)
    check = _of_folder(doing, "check", "check the pack in a folder, and its signature")
    # Also accepted after the command; the default must not reset it if it came before.
    check.add_argument("--pack-keys", metavar="FILE", default=argparse.SUPPRESS, help="the public keys to trust")
    check.set_defaults(run=_check)
    _of_folder(doing, "show", "print all that a pack says, with its sources").set_defaults(run=_show)
    compare = _of_folder(doing, "compare", "print the briefing's sentences beside the pack's words")
    compare.set_defaults(run=_compare)
    diff = doing.add_parser("diff", help="print what changed between two versions of a pack")
    diff.add_argument("old", metavar="OLD", help="the folder of the earlier version")
    diff.add_argument("new", metavar="NEW", help="the folder of the later version")
    diff.add_argument("--account", metavar="NAME", help="sign in, and name the open cases that it touches")
    diff.set_defaults(run=_diff)
    sign = _of_folder(doing, "sign", "sign the pack in a folder, for use where packs must be signed")
    sign.add_argument("--key", required=True, metavar="FILE", help="a private key made by 'ssh-keygen -t ed25519'")
    sign.set_defaults(run=_sign)


def _of_folder(doing: Subparsers, command: str, says: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(command, help=says)
    parser.add_argument("directory", metavar="DIR")
    return parser


def _new(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415

    return pack_commands.new(given)


def _check(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415
    from tui.session.settings import pack_keys, utc_now  # noqa: PLC0415

    return pack_commands.check(given.directory, pack_keys(given.pack_keys, os.environ), utc_now().date())


def _show(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415

    return pack_commands.show(given)


def _compare(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415

    return pack_commands.compare(given)


def _diff(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415

    return pack_commands.diff(given)


def _sign(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415

    return pack_commands.sign(Path(given.directory), Path(given.key))
