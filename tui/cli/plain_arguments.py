"""How the dialogue line by line is asked for on the command line."""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.pack.model import Pack

COMMANDS = frozenset({"assess", "reassess"})

WRONG_USE = 2
NOT_PLAIN = "add --plain for the dialogue line by line, or start 'fourfold' alone for the interface"

Subparsers = Any
"""What argparse keeps for itself: its own name for this is private."""


def add(commands: Subparsers) -> None:
    """Add `assess` and `reassess` to the command line."""
    assess = commands.add_parser("assess", help="assess line by line, for screen readers and the poorest terminals")
    assess.add_argument("--case", dest="reference", default="", metavar="REF", help="a case there is; else a new one")
    reassess = commands.add_parser("reassess", help="reassess line by line, or go on with a reassessment")
    reassess.add_argument("reference", nargs="?", default="", metavar="REF", help="the case; else asks which is due")
    for parser in (assess, reassess):
        parser.add_argument("--plain", action="store_true", help="a plain dialogue: the only way there is")
        # Given after the command too, and not undone by it where it was given before.
        parser.add_argument("--training", action="store_true", default=argparse.SUPPRESS, help="on made-up cases")


def run(pack: "Pack", given: argparse.Namespace) -> int:
    """Do what was asked for, and return the exit status."""
    # Not for a session's parent, which asks for none of this, to keep in memory.
    from tui.messages.output import refused  # noqa: PLC0415

    if not given.plain:
        refused(NOT_PLAIN)
        return WRONG_USE
    from tui.plain import command  # noqa: PLC0415 # with the store, which no other command waits for

    wanted = command.Wanted(
        reference=given.reference,
        is_new=given.command == "assess",
        is_training=given.training,
        data=given.data,
    )
    return command.run(pack, wanted)
