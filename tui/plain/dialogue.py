"""Line-by-line input and output for the dialogue, without cursor movement, colour or redrawing."""

import contextlib
import getpass
import os
import re
import select
import signal
import textwrap
import time
import warnings
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

from content.text import one_line
from tui.driver.glyphs import cells
from tui.driver.terminal_info import UTF_8
from tui.process.shutdown import ENDING_SIGNALS
from tui.session.settings import WARNING_MINUTES

WIDTH = 80
"""The width if the terminal does not report one, in columns."""

NARROWEST = 20

IDLE = "Nobody has typed a line for some minutes: this ends within a minute, with everything saved. Enter continues."

LONGEST = 65536
"""The number of bytes after which unfinished input is taken as a line."""

CANONICAL = 4095
"""The bytes of a line that a terminal passes on (canonical mode); it discards the rest."""

HIDE = b"\x0c"
"""Ctrl+L, which hides as in the interface; a terminal passes it on with its line."""

_STDIN, _STDOUT = 0, 1

_TAKEN_BACK = re.compile("[^\b\x7f][\b\x7f]|^[\b\x7f]+")
# Escape sequences of arrows and other keys, which no text contains.
_KEYS = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.)")


class EndedError(Exception):
    """The dialogue has ended; the message says why."""

    def __init__(self, why: str, *, status: int = 0) -> None:
        super().__init__(why)
        self.status = status
        self.is_saved = True
        """Whether every answer is on disk."""


class Dialogue:
    """Prints paragraphs and reads lines, with an idle timer."""

    def __init__(self, *, encoding: str) -> None:
        """Create a dialogue on standard input and output.

        Args:
            encoding: The encoding of the output, see `tui.driver.terminal_info`.
        """
        self._encoding = encoding
        self._is_terminal = os.isatty(_STDIN)
        self._heard = b""
        self._is_asking = False
        """Whether a prompt waits for input on its line."""

        self._idle = 0.0
        self._warned = 0.0

    @property
    def is_terminal(self) -> bool:
        """Whether the input is a terminal, and not a file or a program."""
        return self._is_terminal

    def watch(self, minutes: int, minute: float) -> None:
        """Start the idle timer: warn in the last minute without a line, or half of a single one, then end.

        Args:
            minutes: The minutes without a line after which the dialogue ends.
            minute: The length of a minute, in seconds.
        """
        self._idle = minutes * minute
        self._warned = min(WARNING_MINUTES, minutes / 2) * minute

    def say(self, *paragraphs: str) -> None:
        """Print paragraphs, each on its own lines.

        Raises:
            EndedError: If the output is closed.
        """
        if self._is_asking:
            self._is_asking = False
            self._put("\n")
        width = max(NARROWEST, _width() - 1)
        for paragraph in paragraphs:
            # Breaking at hyphens would cut a reference or an address in two.
            lines = textwrap.wrap(self._shown(paragraph), width, break_on_hyphens=False)
            self._put("".join(f"{line}\n" for line in lines))

    def ask(self, prompt: str) -> str:
        """Ask for a line, and return it without leading and trailing white space; control characters are made safe.

        Raises:
            EndedError: If the input ends, or the idle time is over.
        """
        width = max(NARROWEST, _width() - 1)
        asked = "\n".join(textwrap.wrap(self._shown(prompt), width, break_on_hyphens=False))
        # Input from a file is not echoed, so the prompt needs a line end.
        self._put(f"{asked} " if self._is_terminal else f"{asked}\n")
        self._is_asking = self._is_terminal
        line = self._line()
        self._is_asking = False
        if HIDE in line:
            self.hide()
        if self._is_terminal and len(line) >= CANONICAL:
            self.say(
                f"That line was cut after {CANONICAL} letters: a terminal accepts no more in one line. Check its end."
            )
        return _text(line, self._encoding)

    def hide(self) -> NoReturn:
        """Scroll everything off the screen, and end the dialogue.

        Raises:
            EndedError: Always.
        """
        self._put("\n" * _lines() if self._is_terminal else "")
        raise EndedError("hidden")

    def secret(self, prompt: str) -> str:
        """Ask for a line without echo.

        Raises:
            EndedError: If the terminal cannot hide it, or the input ends.
        """
        if not self._is_terminal:
            raise EndedError("a passphrase is typed at a terminal that can hide it", status=1)
        with warnings.catch_warnings():
            # getpass would fall back to echo.
            warnings.simplefilter("error", getpass.GetPassWarning)
            self._is_asking = True
            try:
                typed = getpass.getpass(f"{self._shown(prompt)} ")
            except (getpass.GetPassWarning, UnicodeDecodeError) as error:
                raise EndedError("a passphrase is typed at a terminal that can hide it", status=1) from error
            except EOFError as error:
                raise EndedError("nothing more was typed") from error
            self._is_asking = False
            return typed

    def _put(self, text: str) -> None:
        rest = text.encode(self._encoding, "replace")
        try:
            while rest:
                rest = rest[os.write(_STDOUT, rest) :]
        except OSError as error:
            raise EndedError("the output is closed") from error

    def _line(self) -> bytes:
        since = time.monotonic()
        is_warned = False
        while b"\n" not in self._heard and len(self._heard) < LONGEST:
            is_warned = self._wait(since, is_warned=is_warned)
            try:
                more = os.read(_STDIN, LONGEST)
            except OSError:
                # A terminal that is gone, or that another process group controls, reads as the end of input.
                more = b""
            if not more:
                line, self._heard = self._heard, b""
                if line:
                    return line
                raise EndedError("nothing more was typed")
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        return line

    def _wait(self, since: float, *, is_warned: bool) -> bool:
        """Wait for input, and warn once before the idle time is over; return whether the warning was printed."""
        if not self._idle:
            return False
        if not is_warned and not _is_heard_by(since + self._idle - self._warned):
            self.say(IDLE)
            is_warned = True
        if is_warned and not _is_heard_by(since + self._idle):
            raise EndedError("nobody typed a line for too long")
        return is_warned

    def _shown(self, text: str) -> str:
        safe = one_line(text)
        return safe if self._encoding == UTF_8 else "".join(cells(safe, self._encoding))


def end_on_signals() -> None:
    """Make every ending signal end the dialogue, and ignore suspending ones, which would keep the case locked."""

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        # sshd sends several signals; only the first one counts.
        for each in ENDING_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise EndedError("it was interrupted", status=128 + number)

    for number in ENDING_SIGNALS:
        signal.signal(number, end)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Defer ending signals until the end of the block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_heard_by(when: float) -> bool:
    return bool(select.select([_STDIN], [], [], max(0.0, when - time.monotonic()))[0])


def _width() -> int:
    try:
        return os.get_terminal_size(_STDOUT).columns or WIDTH
    except OSError:
        return WIDTH


def _lines() -> int:
    try:
        return os.get_terminal_size(_STDOUT).lines
    except OSError:
        return 0


def _text(line: bytes, encoding: str) -> str:
    try:
        text = line.decode("utf-8", "replace" if encoding == UTF_8 else "strict")
    except UnicodeDecodeError:
        # A terminal that is not set to UTF-8 sends one byte per letter.
        text = line.decode("latin-1" if encoding == "ascii" else encoding, "replace")
    text = _KEYS.sub("", text)
    # The terminal handles one of Backspace (8) and Delete (127) itself, and passes the other on.
    while (shorter := _TAKEN_BACK.sub("", text)) != text:
        text = shorter
    return text.strip()
