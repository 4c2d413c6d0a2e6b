"""On a slow line a key that is held down builds up no lag: the newest screen comes, and those before it never do."""

from tests.terminal.slow import SlowLine
from tests.terminal.steps import NOTE, Start, at_home

BITS, ROUND_TRIP = 9600, 0.3
SOON = 2.5
"""Seconds from the last key to the right screen: a round trip, and what may be under way before it."""

LATEST = 5.0
"""The same for a whole screen, of which one more may be under way before it."""

HELD = 60


def test_screens_passed_through_on_the_way_to_another_do_not_delay_it(start: Start) -> None:
    line = at_home(start)
    line.keys("14")
    line.wait_for("4 of 7")
    line.wait_for_quiet(0.5)
    wanted = line.screen()
    line.keys("1")
    line.wait_for("1 of 7")
    line.wait_for_quiet(0.5)
    slow = SlowLine(line, bits=BITS, round_trip=ROUND_TRIP)

    for topic in "234567" * (HELD // 6) + "4":
        slow.hold(topic, 1)

    assert slow.seconds_until(wanted, LATEST * 8) < LATEST


def test_letters_typed_faster_than_the_line_are_all_shown_soon_after_the_last(start: Start) -> None:
    line = at_home(start, "--training")
    line.keys("2\r\rt")
    line.wait_for(NOTE)
    line.wait_for_quiet(0.5)
    slow = SlowLine(line, bits=BITS, round_trip=ROUND_TRIP)

    for number in range(HELD):
        slow.hold("abcdefghij"[number % 10], 1)

    assert slow.seconds_until("abcdefghij" * (HELD // 10), SOON * 4) < SOON
