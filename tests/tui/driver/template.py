"""A process that imports the driver once and forks an application for each terminal that it is given.

Its arguments are the descriptor, TERM and LANG of each terminal, joined by commas.
"""

import fcntl
import os
import sys
import termios

from textual.app import App, ComposeResult
from textual.widgets import Input

from tui.driver.textual_driver import ThinDriver

GREETING = "Who are you \u2026"


class Greeting(App[None]):
    """Asks for a name."""

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Input(placeholder=GREETING)


def serve(descriptor: int, term: str, lang: str) -> None:
    """Run the application on a terminal."""
    os.setsid()
    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)
    for standard in (0, 1, 2):
        os.dup2(descriptor, standard)
    os.environ.update(TERM=term, LANG=lang)
    Greeting(driver_class=ThinDriver).run(mouse=False)


def main() -> None:
    """Fork a session for each argument, and wait for all of them."""
    sessions = []
    for terminal in sys.argv[1:]:
        descriptor, term, lang = terminal.split(",")
        if session := os.fork():
            sessions.append(session)
            continue
        serve(int(descriptor), term, lang)
        os._exit(0)
    for session in sessions:
        os.waitpid(session, 0)


if __name__ == "__main__":
    main()
