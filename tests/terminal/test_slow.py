"""On a slow line a key that is held down builds up no lag: the newest screen comes, and those before it never do."""

from tests.terminal.line import CTRL_T
from tests.terminal.slow import SlowLine
from tests.terminal.steps import NOTE, Start, at_home

SLOWEST = 2400
"""Bits a second: less than letters need that are each shown."""

ROUND_TRIP = 0.3
LATEST = 6.0
"""Seconds from the last key to the right screen: a round trip, and what may be under way before it."""

LETTERS = "abcdefghij"


def test_letters_typed_faster_than_the_line_are_all_shown_soon_after_the_last(start: Start) -> None:
    line = at_home(start, "--training")
    line.keys(f"2/TRAIN/103\r\r{CTRL_T}")
    line.wait_for(NOTE)
    line.wait_for_quiet(0.5)
    slow = SlowLine(line, bits=SLOWEST, round_trip=ROUND_TRIP)

    for letter in LETTERS * 9:
        slow.hold(letter, 1)

    assert slow.seconds_until(LETTERS * 6, LATEST * 4) < LATEST
