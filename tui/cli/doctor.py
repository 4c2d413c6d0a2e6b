"""The `doctor` command: checks of the terminal, the data directory and the crash log, a line each."""

import argparse
import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from importlib.metadata import version

from content.text import one_line
from store.engine.protocol import Check
from store.errors import StoreError
from store.store import Store
from tui.driver.terminal_info import ASCII, UTF_8, TerminalInfo, terminal_info
from tui.exit_codes import DONE, REFUSED
from tui.messages.output import printed, unusable
from tui.session.client_origin import client_origin
from tui.session.settings import chosen_store

WIDE, HIGH = 80, 24
"""The size of terminal that every screen is laid out for."""


def doctor(given: argparse.Namespace) -> int:
    """Print the result of each check, and mark what needs attention.

    Returns:
        The exit status: 1 if anything needs attention.
    """
    store = chosen_store(given.data, os.environ)
    found = [*_terminal(os.environ), *store.probe(), *_stored(store), _faults(store)]
    printed(one_line(f"{'CHECK' if each.is_problem else 'ok'} {each.what}: {each.says}") for each in found)
    return REFUSED if any(each.is_problem for each in found) else DONE


def _terminal(environment: Mapping[str, str]) -> Iterator[Check]:
    reason = unusable(environment)
    yield Check(what="terminal", says=reason or f"TERM is '{environment.get('TERM', '')}'", is_problem=bool(reason))
    if not reason:
        size = shutil.get_terminal_size()
        is_small = size.columns < WIDE or size.lines < HIGH
        yield Check(
            what="size",
            says=f"{size.columns} columns by {size.lines} lines{', which is small' if is_small else ''}",
            is_problem=is_small,
        )
        yield from _shown(terminal_info(environment), environment)
    yield Check(
        what="versions",
        says=f"Fourfold {version('fourfold')}, Python {platform.python_version()}, Textual {version('textual')}",
    )
    address = client_origin(environment).address
    yield Check(what="line", says=f"SSH from {address}" if address else "no SSH connection")


def _shown(can: TerminalInfo, environment: Mapping[str, str]) -> Iterator[Check]:
    if can.encoding == UTF_8:
        letters = "all that its font has, as UTF-8"
    elif can.encoding == ASCII:
        letters = "ASCII only, because the locale names no larger encoding; others are replaced by the nearest"
    else:
        letters = f"those of {can.encoding}; others are replaced by the nearest"
    yield Check(what="letters", says=letters, is_problem=can.encoding != UTF_8)
    instead = "none, because NO_COLOR is set" if environment.get("NO_COLOR") else "none"
    yield Check(what="colours", says=str(can.colours) if can.colours else f"{instead}: bold and reverse instead")
    if not can.has_partial_blocks:
        yield Check(what="QR codes", says="not shown: the number is shown as text instead")


def _stored(store: Store) -> Iterator[Check]:
    """What a verification without a key finds; there is nothing to verify before Fourfold is first started."""
    if not store.is_prepared():
        return
    try:
        found = store.verify()
    except StoreError as error:
        yield Check(what="stored files", says=str(error), is_problem=True)
        return
    for each in found.problems:
        yield Check(what="stored files", says=f"{each.name}: {each.says}", is_problem=True)
    if not found.problems:
        shut = f"; {found.shut} sealed and not read" if found.shut else ""
        yield Check(what="stored files", says=f"no problem found{shut}")


def _faults(store: Store) -> Check:
    """Summarise the crash log; logged faults do not fail the check."""
    try:
        faults = store.faults()
    except StoreError as error:
        return Check(what="faults", says=str(error), is_problem=True)
    if not faults:
        return Check(what="faults", says="none logged")
    count, last = sum(each.times for each in faults), faults[-1]
    return Check(
        what="faults",
        says=f"{count} logged in faults.log, the last {last.reference} on {last.at:%Y-%m-%d at %H:%M} UTC",
    )
