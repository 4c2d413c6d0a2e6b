"""The command line: runs a command, or else the interface."""

import argparse
import gc
import os
from collections.abc import Sequence

from tui.cli.parser import parser
from tui.driver import terminal
from tui.exit_codes import DONE, INTERRUPTED, WRONG_USE
from tui.messages.output import printed, refused, unusable
from tui.process import parent_process


def run(arguments: Sequence[str], before: terminal.TtyAttributes | None = None) -> int:
    """Run a command line, and return the exit status.

    Args:
        arguments: The words after the program's name.
        before: The terminal's settings before, in the child process of a session; None elsewhere.
    """
    given = parser().parse_args(arguments)
    if given.version:
        return _print_version()
    try:
        return _run_command(given) if given.run else _run_interface(given, before)
    except KeyboardInterrupt:
        return refused("interrupted", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 # a traceback would show what the user was working on
        return refused(_sentence(error, given.data))


def _print_version() -> int:
    from importlib.metadata import version  # noqa: PLC0415 # slow to import, and nothing else needs it

    return printed([f"fourfold {version('fourfold')}"])


def _run_command(given: argparse.Namespace) -> int:
    from tui.session.settings import scrub_environment  # noqa: PLC0415

    scrub_environment()
    status: int = given.run(given)
    return status


def _sentence(error: Exception, data: str | None) -> str:
    """The sentence for an error; a fault is logged, and the sentence has its reference."""
    # Loaded only if something fails.
    from content.errors import AccountInputError, PackError  # noqa: PLC0415
    from store.errors import StoreError  # noqa: PLC0415
    from tui.process import crash_reports  # noqa: PLC0415
    from tui.session.settings import chosen_store  # noqa: PLC0415

    if isinstance(error, PackError | AccountInputError | StoreError):
        return str(error)
    return crash_reports.crash_message(error, chosen_store(data, os.environ))


def _run_interface(given: argparse.Namespace, before: terminal.TtyAttributes | None) -> int:
    reason = unusable(os.environ)
    if reason:
        return refused(reason, WRONG_USE)
    if before is None:
        # Rare: the arguments looked like a command to the parent process, but are not one.
        return parent_process.run_in_child(lambda found: _run_session(given, found))
    return _run_session(given, before)


def _run_session(given: argparse.Namespace, before: terminal.TtyAttributes | None) -> int:
    """Show the interface. Textual is imported only here: after signals are held, and never for a command."""
    from tui.cli.chosen_pack import chosen_pack  # noqa: PLC0415
    from tui.session.settings import chosen_store, scrub_environment  # noqa: PLC0415

    scrub_environment()
    # Loading modules makes no garbage; collecting would only delay the first screen.
    gc.disable()
    # The driver reduces colours itself, so that text stays legible.
    os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"
    pack = chosen_pack(given)
    from tui.app import interface  # noqa: PLC0415

    refusal = interface.run(pack, chosen_store(given.data, os.environ), before, is_training=given.training)
    return refused(refusal) if refusal else DONE
