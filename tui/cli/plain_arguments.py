"""The arguments of `assess --plain` and `reassess --plain`."""

import argparse
from typing import Any

from tui.exit_codes import WRONG_USE
from tui.messages.output import refused

NOT_PLAIN = "add --plain for the dialogue line by line, or start 'fourfold' alone for the interface"

Subparsers = Any
"""argparse has no public name for this type."""


def add(commands: Subparsers) -> None:
    """Add `assess` and `reassess`."""
    assess = commands.add_parser("assess", help="assess line by line, for screen readers or limited terminals")
    assess.add_argument("--case", dest="reference", default="", metavar="REF", help="an existing case; else a new one")
    reassess = commands.add_parser("reassess", help="reassess line by line, or continue a draft")
    reassess.add_argument(
        "reference", nargs="?", default="", metavar="REF", help="the case; else choose from those that are due"
    )
    for parser, is_new in ((assess, True), (reassess, False)):
        parser.add_argument("--plain", action="store_true", help="required: the dialogue line by line")
        # Also accepted after the command; the default must not reset it if it came before.
        parser.add_argument("--training", action="store_true", default=argparse.SUPPRESS, help="on made-up cases")
        parser.set_defaults(run=_run, is_new=is_new)


def _run(given: argparse.Namespace) -> int:
    if not given.plain:
        return refused(NOT_PLAIN, WRONG_USE)
    from tui.cli.chosen_pack import chosen_pack  # noqa: PLC0415
    from tui.plain import command  # noqa: PLC0415

    request = command.Request(
        reference=given.reference, is_new=given.is_new, is_training=given.training, data=given.data
    )
    return command.run(chosen_pack(given), request)
