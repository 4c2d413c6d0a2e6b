"""Plain lines on standard output, and errors on standard error."""

import os
import sys
from collections.abc import Iterable, Mapping

from content.text import one_line
from tui.driver import terminal
from tui.exit_codes import DONE, REFUSED


def printed(lines: Iterable[str]) -> int:
    """Print lines, with "?" for characters that the encoding of the output lacks, and return the exit status DONE."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        for line in lines:
            print(line.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has closed the pipe, as `head` does; discard what is still buffered for exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def refused(sentence: str, status: int = REFUSED) -> int:
    """Print an error on standard error, and return the exit status."""
    print(f"fourfold: {one_line(sentence)}", file=sys.stderr)
    return status


def unusable(environment: Mapping[str, str]) -> str:
    """Return why the interface cannot be shown on this terminal; empty if it can."""
    plain = "use 'fourfold guide', 'fourfold contacts' or 'fourfold reassess --plain' for plain text"
    if not terminal.is_interactive():
        return f"this is not a terminal: {plain}"
    term = environment.get("TERM", "")
    return f"this terminal cannot show screens (TERM is '{term}'): {plain}" if terminal.is_dumb(term) else ""
