"""The line between a test and the product: a pseudo-terminal that keys go into and that shows a screen."""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

FOURFOLD = Path(sys.executable).with_name("fourfold")
PLAIN = (sys.executable, str(Path(__file__).with_name("plain.py")))
"""The product without accounts, over cases that a test can read."""

ROWS, COLUMNS = 24, 80
PATIENCE = 30.0
"""Seconds until a test gives up on what should be shown or stored; never waited out where all is well."""

ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"

UP, DOWN, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[6~"
ENTER, ESCAPE, TAB, BACKSPACE = "\r", "\x1b", "\t", "\x7f"
CTRL_C, CTRL_E, CTRL_L, CTRL_O, CTRL_Q, CTRL_R = "\x03\x05\x0c\x0f\x11\x12"
CTRL_S, CTRL_T, CTRL_Y, CTRL_Z, CTRL_BACKSLASH = "\x13\x14\x19\x1a\x1c"

_PIECE = 1024
_LOOK = 0.02
_STALLED = 1.0
_HELD = 8
_SWITCH = re.compile(rb"(\x1b\[\?1049[hl])")
# pyte takes these for other sequences, and draws their last letter or underlines what follows.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]")
_UNFINISHED = re.compile(rb"\x1b(?:\[[<>=?0-9;]*)?\Z")


class AnsweringScreen(pyte.Screen):
    """A screen that answers when it is asked whether it is well, as terminals do."""

    def __init__(self, columns: int, rows: int) -> None:
        self.answers = b""
        super().__init__(columns, rows)

    def write_process_input(self, data: str) -> None:
        """Say something to the program."""
        self.answers += data.encode("ascii")


class Terminal:
    """What a person sees: the main screen, and the alternate one while it is shown."""

    def __init__(self, rows: int, columns: int) -> None:
        self.main = AnsweringScreen(columns, rows)
        self.alternate = AnsweringScreen(columns, rows)
        self.is_alternate = False
        self._main_stream = pyte.ByteStream(self.main)
        self._alternate_stream = pyte.ByteStream(self.alternate)
        self._unfinished = b""
        self._shown = ""
        self._is_drawn = False

    def feed(self, data: bytes) -> None:
        """Draw what was sent."""
        self._is_drawn = False
        data = self._unfinished + data
        unfinished = _UNFINISHED.search(data)
        self._unfinished = unfinished[0] if unfinished else b""
        data = data[: len(data) - len(self._unfinished)]
        for part in _SWITCH.split(_UNKNOWN_TO_PYTE.sub(b"", data)):
            if part == ENTER_ALTERNATE:
                self.is_alternate = True
                self.alternate.reset()
            elif part == LEAVE_ALTERNATE:
                self.is_alternate = False
            else:
                (self._alternate_stream if self.is_alternate else self._main_stream).feed(part)

    def take_answers(self) -> bytes:
        """What the terminal has to say to the program since it was asked for last."""
        said, self.alternate.answers = self.alternate.answers, b""
        return said

    def resize(self, rows: int, columns: int) -> None:
        """Be of another size."""
        self._is_drawn = False
        self.main.resize(rows, columns)
        self.alternate.resize(rows, columns)

    @property
    def width_drawn(self) -> int:
        """How many columns of the alternate screen have been drawn on, spaces included."""
        return max((max(row, default=-1) + 1 for row in self.alternate.buffer.values()), default=0)

    @property
    def shown(self) -> str:
        """The text of the screen that is shown."""
        # Reading a screen of pyte takes longer than anything else here.
        if not self._is_drawn:
            self._shown = text_of(self.alternate if self.is_alternate else self.main)
            self._is_drawn = True
        return self._shown


class Line:
    """A program at the other end of a line, 24 by 80 unless told otherwise."""

    def __init__(
        self,
        *arguments: str,
        data: Path | None = None,
        program: Sequence[str] = PLAIN,
        environment: Mapping[str, str] | None = None,
        rows: int = ROWS,
        columns: int = COLUMNS,
    ) -> None:
        """Start a program.

        Args:
            arguments: Its arguments.
            data: The data directory, told by FOURFOLD_DATA.
            program: What to run; the product over plain cases where it is not given.
            environment: What stands in the environment besides what is needed.
            rows: The height of the terminal.
            columns: The width of the terminal.
        """
        self.terminal = Terminal(rows, columns)
        self.sent = bytearray()
        """Every byte that the program sent."""

        self.status: int | None = None
        """How it ended, as a shell tells it; nothing while it runs."""

        self._is_over = False
        command, *first = program
        self._child = pexpect.spawn(
            command,
            [*first, *arguments],
            env=clean_environment(data) | dict(environment or {}),
            dimensions=(rows, columns),
        )
        self._child.delaybeforesend = None
        self.descriptor: int = self._child.child_fd
        """This end of the line."""

        self.process: int = self._child.pid
        self.name = str(Path(f"/proc/{self.process}/fd/0").readlink())
        """The terminal as the program knows it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        if not self.has_ended():
            # It may end by itself meanwhile: its line is gone.
            with contextlib.suppress(ProcessLookupError):
                self.kill()
            self.wait_for_end()

    def keys(self, *typed: str) -> None:
        """Type, as fast as the line takes it."""
        self.raw("".join(typed).encode())

    def raw(self, rest: bytes) -> None:
        """Type what need not be text."""
        while rest:
            self.drain()
            if select.select([], [self.descriptor], [], _LOOK)[1]:
                rest = rest[os.write(self.descriptor, rest[:_PIECE]) :]

    def hold_key_unread(self, key: str, most: int) -> int:
        """Hold a key down and read nothing, until the program sends no more or so many keys; how many were typed."""
        typed, backlog, grown_at = 0, self.backlog(), time.monotonic()
        while typed < most and time.monotonic() - grown_at < _STALLED:
            if select.select([], [self.descriptor], [], _LOOK)[1]:
                typed += os.write(self.descriptor, key.encode() * _HELD)
            select.select([], [], [], _LOOK)
            if self.backlog() > backlog:
                backlog, grown_at = self.backlog(), time.monotonic()
        return typed

    def backlog(self) -> int:
        """How many bytes the program sent that nobody has read."""
        (count,) = struct.unpack("i", fcntl.ioctl(self.descriptor, termios.FIONREAD, b"\0" * 4))
        return int(count)

    def settings(self) -> list[object]:
        """How the line is set: echo, signals and the like."""
        return list(termios.tcgetattr(self.descriptor))

    def screen(self) -> str:
        """The text that is shown now."""
        self.drain()
        return self.terminal.shown

    def await_byte(self, seconds: float = PATIENCE) -> bool:
        """Wait for the first byte of something, and leave it unread; false if none comes."""
        return bool(select.select([self.descriptor], [], [], seconds)[0])

    def drain(self, seconds: float = 0.0) -> int:
        """Draw what has arrived, waiting this long for the first byte; how many bytes there were."""
        count = 0
        while not self._is_over and select.select([self.descriptor], [], [], 0.0 if count else seconds)[0]:
            data = self._read()
            if not data:
                self._is_over = True
                break
            self.sent += data
            self.terminal.feed(data)
            count += len(data)
            self._answer()
        return count

    def wait_for(self, *texts: str, seconds: float = PATIENCE) -> str:
        """Wait until every text is on the screen, and return the screen."""
        wanted = " and ".join(map(repr, texts))
        self.wait_until(lambda: all(text in self.terminal.shown for text in texts), wanted, seconds=seconds)
        return self.terminal.shown

    def wait_for_words(self, text: str, *, seconds: float = PATIENCE) -> None:
        """Wait until a text is on the screen, over however many lines it goes."""
        words = "".join(text.split())
        self.wait_until(lambda: words in "".join(self.terminal.shown.split()), repr(text), seconds=seconds)

    def wait_until(
        self, condition: Callable[[], object], wanted: str, *, seconds: float = PATIENCE, reads: bool = True
    ) -> None:
        """Wait until something is so, reading the line meanwhile unless told not to."""
        until = time.monotonic() + seconds
        while True:
            if reads:
                self.drain()
            if condition():
                return
            left = until - time.monotonic()
            if left <= 0 or (self.has_ended() and not condition()):
                raise AssertionError(f"waited for {wanted}; {self._state()}")
            self.pass_time(min(left, _LOOK), reads=reads)

    def pass_time(self, seconds: float, *, reads: bool = True) -> None:
        """Let time pass, as a slow line or a slow hand does."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if reads and not self._is_over:
                self.drain(left)
            else:
                select.select([], [], [], left)

    def wait_for_quiet(self, seconds: float) -> int:
        """Read until nothing has come for so long; how many bytes had."""
        count = 0
        while more := self.drain(seconds):
            count += more
        return count

    def wait_for_end(self, seconds: float = PATIENCE, *, reads: bool = True) -> int:
        """Wait until the program has ended, and return its status as a shell tells it."""
        self.wait_until(self.has_ended, "its end", seconds=seconds, reads=reads)
        assert self.status is not None
        return self.status

    def has_ended(self) -> bool:
        """Whether the program is gone."""
        if self.status is None:
            gone, status = os.waitpid(self.process, os.WNOHANG)
            if gone:
                code = os.waitstatus_to_exitcode(status)
                self.status = 128 - code if code < 0 else code
        return self.status is not None

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.process, number)

    @property
    def application(self) -> int:
        """The process that shows the interface: the child that the program waits for, or the program itself."""
        return child_of(self.process) or self.process

    def kill(self) -> None:
        """Kill the application, which can do nothing about it."""
        os.kill(self.application, signal.SIGKILL)

    def hang_up(self) -> None:
        """Close this end of the line, and nothing else."""
        if not self._child.closed:
            self._child.ptyproc.fileobj.close()
            # So that pexpect neither closes the number again, which may be another file's by then, nor sends signals.
            self._child.closed = self._child.ptyproc.closed = True
            self._child.child_fd = self._child.ptyproc.fd = -1
            self._is_over = True

    def resize(self, rows: int, columns: int) -> None:
        """Have a terminal of another size, and let the program know."""
        self.drain()
        self.terminal.resize(rows, columns)
        self._child.setwinsize(rows, columns)
        os.kill(self.process, signal.SIGWINCH)

    def _answer(self) -> None:
        said = self.terminal.take_answers()
        if said and not self._is_over:
            os.write(self.descriptor, said)

    def _read(self) -> bytes:
        # pexpect's own reading asks whether the child is alive, and so takes its status away.
        try:
            return os.read(self.descriptor, 65536)
        except OSError:
            return b""

    def _state(self) -> str:
        program = "runs" if self.status is None else f"has ended with status {self.status}"
        shown = "\n".join(f"| {line}" for line in self.terminal.shown.splitlines())
        return f"the program {program}, and shown is\n{shown}"


def text_of(screen: pyte.Screen) -> str:
    """The lines of a screen, without the spaces at their ends."""
    return "\n".join(line.rstrip() for line in screen.display)


def child_of(process: int) -> int:
    """The first child of a process; 0 where it has none."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return int(children[0]) if children else 0


def clean_environment(data: Path | None) -> dict[str, str]:
    """What a program needs from the environment, and nothing of this one's."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": "/nonexistent"}
    return environment | ({"FOURFOLD_DATA": str(data)} if data else {})
