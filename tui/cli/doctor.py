"""What this terminal and this data directory can do, a line each."""

import platform
import shutil
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from content.text import one_line
from store.diagnostics.crash_log import logged
from store.diagnostics.probe import Finding, probe
from store.errors import StoreError
from tui.driver.terminal_info import ASCII, UTF_8, TerminalInfo, terminal_info
from tui.messages.output import DONE, WANTING, printed, unusable

WIDE, HIGH = 80, 24
"""The terminal that everything is laid out for."""


def doctor(directory: Path, environment: Mapping[str, str]) -> int:
    """Print what was looked at and tried, and mark what wants looking after.

    Returns:
        The exit status: 1 if anything does.
    """
    found = [*_terminal(environment), *probe(directory), _faults(directory)]
    printed(one_line(f"{'CHECK' if each.is_wanting else 'ok'} {each.what}: {each.says}") for each in found)
    return WANTING if any(each.is_wanting for each in found) else DONE


def _terminal(environment: Mapping[str, str]) -> Iterator[Finding]:
    reason = unusable(environment)
    yield Finding(what="terminal", says=reason or f"TERM is '{environment.get('TERM', '')}'", is_wanting=bool(reason))
    if not reason:
        size = shutil.get_terminal_size()
        is_small = size.columns < WIDE or size.lines < HIGH
        yield Finding(
            what="size",
            says=f"{size.columns} columns by {size.lines} lines{', which is small' if is_small else ''}",
            is_wanting=is_small,
        )
        yield from _shown(terminal_info(environment), environment)
    yield Finding(
        what="versions",
        says=f"Fourfold {version('fourfold')}, Python {platform.python_version()}, Textual {version('textual')}",
    )
    line = environment.get("SSH_CONNECTION", "").split()[:1]
    yield Finding(what="line", says=f"SSH from {line[0]}" if line else "not told to be SSH")


def _shown(can: TerminalInfo, environment: Mapping[str, str]) -> Iterator[Finding]:
    if can.encoding == UTF_8:
        letters = "all that its font has, in UTF-8"
    elif can.encoding == ASCII:
        letters = "plain ASCII alone, every other letter as the nearest, for the locale names no encoding with more"
    else:
        letters = f"those of {can.encoding}, every other as the nearest"
    yield Finding(what="letters", says=letters, is_wanting=can.encoding != UTF_8)
    instead = "none, as NO_COLOR asks" if environment.get("NO_COLOR") else "none"
    yield Finding(what="colours", says=str(can.colours) if can.colours else f"{instead}: bold and reverse instead")
    if not can.has_partial_blocks:
        yield Finding(what="QR codes", says="not shown: numbers are shown to be read out instead")


def _faults(directory: Path) -> Finding:
    """What the log of faults holds; faults are looked into by its references, and are not wanting themselves."""
    try:
        faults = logged(directory)
    except StoreError as error:
        return Finding(what="faults", says=str(error), is_wanting=True)
    if not faults:
        return Finding(what="faults", says="none logged")
    count, last = sum(each.times for each in faults), faults[-1]
    return Finding(
        what="faults",
        says=f"{count} logged in faults.log, the last {last.reference} on {last.at:%Y-%m-%d at %H:%M} UTC",
    )
