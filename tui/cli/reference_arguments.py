"""The arguments of `guide` and `contacts`."""

import argparse
from typing import Any

Subparsers = Any
"""argparse has no public name for this type."""


def add(commands: Subparsers) -> None:
    """Add the commands that print the guide and the contacts."""
    guide = commands.add_parser("guide", help="print the guide, a topic of it, or what a search finds")
    wanted = guide.add_mutually_exclusive_group()
    wanted.add_argument("topic", nargs="?", metavar="TOPIC", help="1 to 7, or the beginning of a title")
    wanted.add_argument("--search", metavar="WORDS", help="words to find in every topic")
    guide.set_defaults(run=_guide)
    contacts = commands.add_parser("contacts", help="print the contacts, or those that words find")
    contacts.add_argument("words", nargs="*", metavar="WORDS")
    contacts.set_defaults(run=_contacts)


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
