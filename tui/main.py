"""The program's start: the interface in a child whose parent puts the terminal right, anything else at once.

Whatever is imported here stays in the memory of each session's parent; so the command line is read in the child.
"""

import os
import sys
from collections.abc import Sequence

from tui.driver import terminal
from tui.process import supervisor_process

COMMANDS = frozenset(
    {
        *("account", "assess", "audit", "backup", "backups", "contacts", "doctor"),
        *("guide", "pack", "reassess", "restore", "verify"),
    }
)
"""What shows no screens."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program, and return the exit status: 0 done, 1 refused or found wanting, 2 wrong use."""
    words = sys.argv[1:] if arguments is None else arguments
    can_show_screens = terminal.is_interactive() and not terminal.is_dumb(os.environ.get("TERM", ""))
    if not COMMANDS.isdisjoint(words) or not can_show_screens:
        return _run(words)
    return supervisor_process.run_in_child(lambda before: _run(words, before))


def _run(words: Sequence[str], before: terminal.TtyAttributes | None = None) -> int:
    from tui.cli import command_line  # noqa: PLC0415

    return command_line.run(words, before)
