"""The peer of a list and of a note: the least that a program sends through curses for the same.

Tab moves the mark, and a letter is written and said to be saved.
"""

import curses
import datetime as dt
import sys

ROWS = 12
NEXT = "\t"


def shown(window: curses.window) -> None:
    """Show rows of which one is marked, and what is written."""
    curses.curs_set(0)
    marked, written, saved = 0, "", ""
    while True:
        window.addstr(0, 60, saved)
        for row in range(ROWS):
            look = curses.A_REVERSE if row == marked else curses.A_NORMAL
            text = f"{'>' if row == marked else ' '} 0000-000{row:X} AB     Medium   signed off       review 4 Dec 2026"
            window.addstr(row + 1, 0, text.ljust(79), look)
        window.addstr(ROWS + 2, 0, written)
        window.refresh()
        key = chr(window.getch())
        if key == NEXT:
            marked = (marked + 1) % ROWS
        elif key.isalpha():
            written += key
            window.addstr(0, 60, "saving        ")
            window.addstr(ROWS + 2, 0, written)
            window.refresh()
            saved = f"saved {dt.datetime.now(dt.UTC):%H:%M:%S}"


if __name__ == "__main__":
    sys.exit(curses.wrapper(shown))
