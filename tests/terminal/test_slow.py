"""On a slow line a key that is held down builds up no lag: the newest screen comes, and those before it never do."""

from tests.terminal.slow import SlowLine
from tests.terminal.steps import NOTE, Start, at_home

SLOW, SLOWEST = 9600, 2400
"""Bits a second; the second is less than letters need that are each shown."""

ROUND_TRIP = 0.3
LATEST = 6.0
"""Seconds from the last key to the right screen: a round trip, and what may be under way before it."""

LETTERS = "abcdefghij"


def test_screens_passed_through_on_the_way_to_another_do_not_delay_it(start: Start) -> None:
    line = at_home(start)
    line.keys("14")
    line.wait_for("4 of 7")
    line.wait_for_quiet(0.5)
    wanted = line.screen()
    line.keys("1")
    line.wait_for("1 of 7")
    line.wait_for_quiet(0.5)
    slow = SlowLine(line, bits=SLOW, round_trip=ROUND_TRIP)

    for topic in "234567" * 10 + "4":
        slow.hold(topic, 1)

    assert slow.seconds_until(wanted, LATEST * 4) < LATEST


def test_letters_typed_faster_than_the_line_are_all_shown_soon_after_the_last(start: Start) -> None:
    line = at_home(start, "--training")
    line.keys("2/TRAIN/103\r\rt")
    line.wait_for(NOTE)
    line.wait_for_quiet(0.5)
    slow = SlowLine(line, bits=SLOWEST, round_trip=ROUND_TRIP)

    for letter in LETTERS * 9:
        slow.hold(letter, 1)

    assert slow.seconds_until(LETTERS * 6, LATEST * 4) < LATEST
