"""Plain lines on standard output and sentences on standard error, for people, pipes and screen readers."""

import os
import sys
from collections.abc import Iterable, Mapping

from content.text import one_line
from tui.driver import terminal

DONE = 0
WANTING = 1


def printed(lines: Iterable[str]) -> int:
    """Print lines as far as the terminal can show them, and return that all is done."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        for line in lines:
            print(line.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has had enough, as `head` does; what is still to be written at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def refused(sentence: str) -> int:
    """Print why something was not done, and return that it is wanting."""
    print(f"fourfold: {one_line(sentence)}", file=sys.stderr)
    return WANTING


def unusable(environment: Mapping[str, str]) -> str:
    """Why the interface cannot be shown on this terminal, in a sentence; empty if it can."""
    plain = "use 'fourfold guide', 'fourfold contacts' or 'fourfold reassess --plain' for plain text"
    if not terminal.is_interactive():
        return f"this is not a terminal: {plain}"
    term = environment.get("TERM", "")
    return f"this terminal cannot show screens (TERM is '{term}'): {plain}" if terminal.is_dumb(term) else ""
