"""The arguments of `guide`, `contacts` and `pack`."""

import argparse
import os
from pathlib import Path
from typing import Any

Subparsers = Any
"""argparse has no public name for this type."""


def add(commands: Subparsers) -> None:
    """Add the commands that print the pack."""
    guide = commands.add_parser("guide", help="print the guide, a topic of it, or what a search finds")
    wanted = guide.add_mutually_exclusive_group()
    wanted.add_argument("topic", nargs="?", metavar="TOPIC", help="1 to 7, or the beginning of a title")
    wanted.add_argument("--search", metavar="WORDS", help="words to find in every topic")
    guide.set_defaults(run=_guide)
    contacts = commands.add_parser("contacts", help="print the contacts, or those that words find")
    contacts.add_argument("words", nargs="*", metavar="WORDS")
    contacts.set_defaults(run=_contacts)
    doing = commands.add_parser("pack", help="check or sign a pack").add_subparsers(required=True, metavar="COMMAND")
    check = doing.add_parser("check", help="check the pack in a folder, and its signature")
    check.add_argument("directory", metavar="DIR")
    # Also accepted after the command; the default must not reset it if it came before.
    check.add_argument("--pack-keys", metavar="FILE", default=argparse.SUPPRESS, help="the public keys to trust")
    check.set_defaults(run=_pack_check)
    sign = doing.add_parser("sign", help="sign the pack in a folder, for use where packs must be signed")
    sign.add_argument("directory", metavar="DIR")
    sign.add_argument("--key", required=True, metavar="FILE", help="a private key made by 'ssh-keygen -t ed25519'")
    sign.set_defaults(run=_pack_sign)


def _guide(given: argparse.Namespace) -> int:
    from content.pack.provenance import day_of  # noqa: PLC0415
    from tui.cli import reference_commands  # noqa: PLC0415
    from tui.cli.chosen_pack import chosen_pack  # noqa: PLC0415
    from tui.session.settings import utc_now  # noqa: PLC0415

    pack = chosen_pack(given)
    return reference_commands.guide(pack, given.topic, given.search, day_of(pack, utc_now()))


def _contacts(given: argparse.Namespace) -> int:
    from tui.cli import reference_commands  # noqa: PLC0415
    from tui.cli.chosen_pack import chosen_pack  # noqa: PLC0415
    from tui.session.settings import utc_now  # noqa: PLC0415

    return reference_commands.contacts(chosen_pack(given), " ".join(given.words), utc_now())


def _pack_check(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415
    from tui.session.settings import pack_keys, utc_now  # noqa: PLC0415

    return pack_commands.pack_check(given.directory, pack_keys(given.pack_keys, os.environ), utc_now().date())


def _pack_sign(given: argparse.Namespace) -> int:
    from tui.cli import pack_commands  # noqa: PLC0415

    return pack_commands.pack_sign(Path(given.directory), Path(given.key))
