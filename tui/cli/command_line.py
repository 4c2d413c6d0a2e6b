"""The command line: which part of the product is wanted, and in what directory."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from content.text import one_line
from tui.cli import account_arguments, plain_arguments
from tui.driver import terminal
from tui.messages.output import unusable
from tui.process import supervisor_process

if TYPE_CHECKING:
    from content.pack.model import Pack

WRONG_USE = 2
REFUSED = 1
BROKEN_OFF = 130
STORED = frozenset({"account", "audit", "verify", "backup", "backups", "restore", "doctor"})
"""The commands that need the store and no pack."""


class OneSentenceParser(argparse.ArgumentParser):
    """Tells wrong use in one sentence."""

    def error(self, message: str) -> NoReturn:
        """End with the sentence, and where to find out more."""
        raise SystemExit(_refuse(f"{message}; see 'fourfold --help'", WRONG_USE))


def run(arguments: Sequence[str], before: terminal.TtyAttributes | None = None) -> int:
    """Do what a command line asks for, and return the exit status: 0 done, 1 refused or found wanting, 2 wrong use.

    Args:
        arguments: The words after the program's name.
        before: How the line was set before, in the child that a session runs in; elsewhere nothing.
    """
    given = parser().parse_args(arguments)
    if given.version:
        return _version()
    try:
        return _plainly(given) if given.command else _interface(given, before)
    except KeyboardInterrupt:
        return _refuse("broken off", BROKEN_OFF)
    except Exception as error:  # noqa: BLE001 # no traceback reaches a person: it shows what they were working on
        return _refuse(_told(error, given.data))


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    line = OneSentenceParser(
        prog="fourfold", description="Stalking and harassment: guide, assessments and contacts, in the terminal."
    )
    line.add_argument("--data", metavar="DIR", help="where cases are kept; else FOURFOLD_DATA, else the platform's")
    line.add_argument("--pack", metavar="DIR", help="the pack to use")
    line.add_argument("--training", action="store_true", help="work on made-up cases that go at exit")
    line.add_argument("--version", action="store_true", help="print the version")
    reference_commands = line.add_subparsers(dest="command", metavar="COMMAND", parser_class=OneSentenceParser)
    guide = reference_commands.add_parser("guide", help="print the guide, a topic of it, or what a search finds")
    wanted = guide.add_mutually_exclusive_group()
    wanted.add_argument("topic", nargs="?", metavar="TOPIC", help="1 to 7, or the beginning of a title")
    wanted.add_argument("--search", metavar="WORDS", help="words to find in every topic")
    contacts = reference_commands.add_parser("contacts", help="print the contacts, or those that words find")
    contacts.add_argument("words", nargs="*", metavar="WORDS")
    pack = reference_commands.add_parser("pack", help="check a pack")
    pack_commands = pack.add_subparsers(
        dest="pack_command", required=True, metavar="check", parser_class=OneSentenceParser
    )
    pack_commands.add_parser("check", help="check the pack in a folder").add_argument("directory", metavar="DIR")
    account_arguments.add(reference_commands, OneSentenceParser)
    plain_arguments.add(reference_commands)
    verify = reference_commands.add_parser(
        "verify", help="name each stored file that is damaged, left over or open to others"
    )
    verify.add_argument("--account", metavar="NAME", help="sign in, and look into sealed cases too")
    backup = reference_commands.add_parser(
        "backup", help="write everything stored to a new file, also while people work"
    )
    backup.add_argument("file", metavar="FILE")
    backups = reference_commands.add_parser("backups", help="list the back-ups on record, or those that hold a case")
    either = backups.add_mutually_exclusive_group()
    either.add_argument("case", nargs="?", metavar="REF", help="a case's reference")
    either.add_argument("--forget", metavar="FILE", help="take a back-up that was destroyed off the record")
    restore = reference_commands.add_parser("restore", help="put a back-up into an empty data directory")
    restore.add_argument("file", metavar="FILE")
    reference_commands.add_parser("doctor", help="tell what this terminal and the data directory can do")
    return line


def _version() -> int:
    from importlib.metadata import version  # noqa: PLC0415 # slow to import, and nothing else needs it

    print(f"fourfold {version('fourfold')}")  # noqa: T201 # the answer
    return 0


def _plainly(given: argparse.Namespace) -> int:
    from tui.cli import reference_commands  # noqa: PLC0415
    from tui.session.settings import scrub_environment, utc_now  # noqa: PLC0415

    scrub_environment()
    if given.command == "pack":
        return reference_commands.pack_check(Path(given.directory))
    if given.command in STORED:
        return _of_the_store(given)
    pack = _pack(given)
    if isinstance(pack, str):
        return _refuse(pack)
    if given.command in plain_arguments.COMMANDS:
        return plain_arguments.run(pack, given)
    if given.command == "guide":
        return reference_commands.guide(pack, given.topic, given.search)
    return reference_commands.contacts(pack, " ".join(given.words), utc_now())


def _pack(given: argparse.Namespace) -> "Pack | str":
    """The pack that is wanted, checked; or why it cannot be used, in a sentence."""
    from content.errors import PackError  # noqa: PLC0415
    from content.pack.loader import load_pack  # noqa: PLC0415
    from content.pack.validation import check_pack  # noqa: PLC0415
    from tui.session.settings import PACK  # noqa: PLC0415

    try:
        pack = load_pack(Path(given.pack or PACK))
        check_pack(pack)
    except PackError as error:
        return str(error)
    return pack


def _of_the_store(given: argparse.Namespace) -> int:
    # The guide does not wait for the store, nor the interface for what archives need.
    from tui.cli import account_commands, doctor, storage_commands  # noqa: PLC0415
    from tui.session.settings import data_directory, utc_now  # noqa: PLC0415

    if given.command in {"account", "audit"} or (given.command == "verify" and given.account):
        return account_commands.run(given)
    data = data_directory(given.data, os.environ)
    if given.command == "doctor":
        return doctor.doctor(data, os.environ)
    if given.command == "verify":
        return storage_commands.verify(data)
    if given.command == "backup":
        return storage_commands.backup(data, Path(given.file), utc_now())
    if given.command == "backups":
        return storage_commands.backups(data, given.case, given.forget)
    return storage_commands.restore(data, Path(given.file))


def _refuse(sentence: str, status: int = REFUSED) -> int:
    print(f"fourfold: {one_line(sentence)}", file=sys.stderr)  # noqa: T201 # the person's answer
    return status


def _told(error: Exception, data: str | None) -> str:
    """What to say of a fault, once it is logged."""
    from tui.process import crash_reports  # noqa: PLC0415
    from tui.session.settings import data_directory  # noqa: PLC0415

    return crash_reports.crash_message(error, data_directory(data, os.environ))


def _interface(given: argparse.Namespace, before: terminal.TtyAttributes | None) -> int:
    reason = unusable(os.environ)
    if reason:
        return _refuse(reason, WRONG_USE)
    # Seldom: where a folder is named as a command is, so that it could not be told before.
    return _session(given, before) if before else supervisor_process.run_in_child(lambda found: _session(given, found))


def _session(given: argparse.Namespace, before: terminal.TtyAttributes | None) -> int:
    """Show the interface. Textual is imported only here: after signals are held, and never for a plain command."""
    from tui.session.settings import scrub_environment  # noqa: PLC0415

    scrub_environment()
    # Nothing that is loaded is garbage: looking for some in it would only make the first screen wait.
    gc.disable()
    # The driver reduces colours itself, so that what is left of them can be read.
    os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"
    pack = _pack(given)
    if isinstance(pack, str):
        return _refuse(pack)
    from tui.app import interface  # noqa: PLC0415

    refusal = interface.run(pack, given.data, before, is_training=given.training)
    return _refuse(refusal) if refusal else 0
