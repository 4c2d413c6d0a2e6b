"""On a slow line a key that is held down builds up no lag: the newest screen comes, and those before it never do."""

from tests.terminal.line import DOWN
from tests.terminal.slow import SlowLine
from tests.terminal.steps import NOTE, Start, at_home

BITS, ROUND_TRIP = 9600, 0.3
SOON = 2.5
"""Seconds from the last key to the right screen: a round trip, and what may be under way before it."""

HELD = 60


def test_a_key_held_down_in_the_guide_has_its_effect_soon_after_the_last(start: Start) -> None:
    line = at_home(start)
    line.keys("1")
    line.wait_for("1.1")
    line.keys(DOWN * HELD)
    line.wait_for_quiet(0.5)
    marked = next(row for row in line.screen().splitlines() if row.startswith("> "))
    line.keys("\x1b[H")
    line.wait_until(lambda: marked not in line.screen(), "the first point marked again")
    line.wait_for_quiet(0.5)
    slow = SlowLine(line, bits=BITS, round_trip=ROUND_TRIP)

    slow.hold(DOWN, HELD)

    assert slow.seconds_until(marked, SOON * 4) < SOON


def test_letters_typed_faster_than_the_line_are_all_shown_soon_after_the_last(start: Start) -> None:
    line = at_home(start, "--training")
    line.keys("2\r\rt")
    line.wait_for(NOTE)
    line.wait_for_quiet(0.5)
    slow = SlowLine(line, bits=BITS, round_trip=ROUND_TRIP)

    for number in range(HELD):
        slow.hold("abcdefghij"[number % 10], 1)

    assert slow.seconds_until("abcdefghij" * (HELD // 10), SOON * 4) < SOON
