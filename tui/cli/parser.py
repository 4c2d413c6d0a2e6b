"""The parser of the command line: options, and sub-parsers that name what runs each command.

Building it is cheap. Each command's function imports what it needs when it runs, because the interface and the parent
process of a session load none of it.
"""

import argparse
from typing import NoReturn

from tui.cli import account_arguments, pack_arguments, plain_arguments, reference_arguments, storage_arguments
from tui.exit_codes import WRONG_USE
from tui.messages.output import refused


class OneSentenceParser(argparse.ArgumentParser):
    """Reports wrong use in one sentence; argparse makes sub-parsers of the same class."""

    def error(self, message: str) -> NoReturn:
        """Exit with the sentence, and where to find out more."""
        raise SystemExit(refused(f"{message}; see 'fourfold --help'", WRONG_USE))


def parser() -> argparse.ArgumentParser:
    """Build the parser; `run` in its result is the command's function, or None for the interface."""
    line = OneSentenceParser(
        prog="fourfold", description="Stalking and harassment: guide, assessments and contacts, in the terminal."
    )
    line.set_defaults(run=None)
    line.add_argument("--data", metavar="DIR", help="the data directory; else FOURFOLD_DATA, else the platform's")
    line.add_argument("--pack", metavar="DIR", help="the pack to use")
    line.add_argument(
        "--pack-keys",
        metavar="FILE",
        help="use only a pack that one of the public keys in FILE has signed; else FOURFOLD_PACK_KEYS",
    )
    line.add_argument("--training", action="store_true", help="work on made-up cases that are deleted at exit")
    line.add_argument("--version", action="store_true", help="print the version")
    commands = line.add_subparsers(metavar="COMMAND")
    reference_arguments.add(commands)
    pack_arguments.add(commands)
    account_arguments.add(commands)
    plain_arguments.add(commands)
    storage_arguments.add(commands)
    return line
