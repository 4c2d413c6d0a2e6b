"""Plain lines on standard output and sentences on standard error, for people, pipes and screen readers."""

import os
import sys
from collections.abc import Iterable

from content.text import one_line
from tui.exit_codes import DONE, REFUSED


def printed(lines: Iterable[str]) -> int:
    """Print lines with the characters that the terminal can show, and return the exit status DONE."""
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
    """Print why something was not done, and return the exit status."""
    print(f"fourfold: {one_line(sentence)}", file=sys.stderr)
    return status
