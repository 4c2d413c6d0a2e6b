"""The program's entry point: runs the interface in a child process, and a command in this one.

Modules imported here stay in the memory of each session's parent process, so the command line is parsed in the child.
"""

import os
import sys
from collections.abc import Sequence

from tui.driver import terminal
from tui.process import parent_process

_TAKE_A_VALUE = frozenset({"--data", "--pack", "--pack-keys"})
"""The options of the interface whose next word is no command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program, and return the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    can_show_screens = terminal.is_interactive() and not terminal.is_dumb(os.environ.get("TERM", ""))
    if may_be_command(words) or not can_show_screens:
        return _run(words)
    return parent_process.run_in_child(lambda before: _run(words, before))


def may_be_command(words: Sequence[str]) -> bool:
    """Whether a command line may name a command: it has a word that is neither an option nor an option's value."""
    return any(
        not word.startswith("-") and before not in _TAKE_A_VALUE
        for before, word in zip(["", *words], words, strict=False)
    )


def _run(words: Sequence[str], before: terminal.TtyAttributes | None = None) -> int:
    from tui.cli import command_line  # noqa: PLC0415

    return command_line.run(words, before)
