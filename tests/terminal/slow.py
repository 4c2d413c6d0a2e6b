"""A slow line: so many bits a second, so long for a round trip, and a buffer before it that nobody sees."""

import os
import select
import time
from collections import deque

from tests.terminal.line import Line

BITS_PER_BYTE = 10
"""A byte with its start and its stop."""

TICK = 0.01
HELD_PER_SECOND = 30
"""How often a key that is held down comes, as keyboards have it."""


class SlowLine:
    """Carries keys to a program and what it sends to a terminal, as slowly as a line does."""

    def __init__(self, line: Line, *, bits: int, round_trip: float) -> None:
        """Take a line.

        Args:
            line: The program and its terminal; nothing else may read it meanwhile.
            bits: How much comes through, in bits a second.
            round_trip: Seconds that a question and its answer take on an empty line.
        """
        self._line = line
        self._rate = bits / BITS_PER_BYTE
        self._one_way = round_trip / 2
        self._to_terminal: deque[tuple[float, bytes]] = deque()
        self._to_program: deque[tuple[float, bytes]] = deque()
        self._buffer = bytearray()
        self._allowance = 0.0
        self._looked_at = time.monotonic()

    def type(self, data: bytes) -> None:
        """Press a key; the program gets it later."""
        self._to_program.append((time.monotonic() + self._one_way, data))

    def hold(self, key: str, times: int) -> None:
        """Hold a key down until it has come so many times."""
        begun = time.monotonic()
        for count in range(times):
            self.type(key.encode())
            self.pass_until(begun + (count + 1) / HELD_PER_SECOND)

    def pass_until(self, moment: float) -> None:
        """Let time pass, with everything on its way."""
        while time.monotonic() < moment:
            self._carry()
            time.sleep(TICK)

    def seconds_until(self, text: str, most: float) -> float:
        """How long it takes until a text is on the screen."""
        begun = time.monotonic()
        while text not in self._line.terminal.shown:
            assert time.monotonic() - begun < most, f"no {text!r} within {most} s:\n{self._line.terminal.shown}"
            self.pass_until(time.monotonic() + TICK)
        return time.monotonic() - begun

    def _carry(self) -> None:
        now = time.monotonic()
        self._allowance = min(self._allowance + (now - self._looked_at) * self._rate, self._rate * 0.1)
        self._looked_at = now
        while self._to_program and self._to_program[0][0] <= now:
            os.write(self._line.descriptor, self._to_program.popleft()[1])
        # A server reads whatever comes, and keeps what the line has no room for.
        while select.select([self._line.descriptor], [], [], 0)[0]:
            self._buffer += os.read(self._line.descriptor, 65536)
        if self._buffer and self._allowance >= 1:
            data = bytes(self._buffer[: int(self._allowance)])
            del self._buffer[: len(data)]
            self._allowance -= len(data)
            self._to_terminal.append((now + self._one_way, data))
        while self._to_terminal and self._to_terminal[0][0] <= now:
            data = self._to_terminal.popleft()[1]
            self._line.sent += data
            self._line.terminal.feed(data)
        answers = self._line.terminal.take_answers()
        if answers:
            self.type(answers)
