"""The log of faults: where in the program each happened, a line each, and no word of what it was working on."""

import datetime as dt
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import msgspec

from content.case.model import SYMBOLS
from content.records import Record
from store.engine import files
from store.engine.layout import Layout
from store.engine.locks import locked
from store.errors import StoreUnreadableError

MOST_KEPT = 100
"""How many faults the log holds; the oldest goes for the newest."""

REFERENCE_BITS = 30

_MOST_FRAMES = 40
_MOST_CHAINED = 6
_PATIENCE = 1.0
_GROUP = 3


class Raised(Record, frozen=True, kw_only=True):
    """One exception."""

    kind: str
    """The name of its class; never its message, which may hold a value."""

    frames: tuple[str, ...]
    """Where it came through, the innermost place last: file, line and function."""


class Fault(Record, frozen=True, kw_only=True):
    """What nobody expected, as it is looked into later."""

    at: dt.datetime
    reference: str
    """What the person was told, such as `F-7K4-M2X`."""

    version: str
    raised: tuple[Raised, ...]
    """The exception, and then what led to it."""

    times: int = 1
    """How often it came in a row; the moment is the last one's."""


def reference(random_bits: int) -> str:
    """A reference from 30 random bits: symbols as in a case's, and no case's."""
    symbols = "".join(SYMBOLS[random_bits >> shift & 31] for shift in range(REFERENCE_BITS - 5, -5, -5))
    return f"F-{symbols[:_GROUP]}-{symbols[_GROUP:]}"


def raised(error: BaseException) -> tuple[Raised, ...]:
    """An exception and what led to it, by names of the program alone: no message, no argument, no variable."""
    return tuple(Raised(kind=_kind(each), frames=_frames(each)) for each in _chain(error))


def add(directory: Path, fault: Fault) -> str:
    """Add a fault to the log of a data directory.

    Returns:
        The reference that it is found under: the one before's, where the very same came again.

    Raises:
        StoreError: If it could not be logged; what stood in the log is untouched.
    """
    layout = Layout(directory)
    # A lock would make its folder, and the data directory with it.
    if not layout.locks.is_dir():
        raise StoreUnreadableError(f"There is no data directory {directory}.")
    with locked(layout.faults_lock, "The log of faults", patience=_PATIENCE):
        lines = _lines(layout)
        last = _read(lines[-1]) if lines else None
        if last and (last.raised, last.version) == (fault.raised, fault.version):
            fault = msgspec.structs.replace(last, at=fault.at, times=last.times + 1)
            del lines[-1]
        lines = [*lines, msgspec.json.encode(fault)][-MOST_KEPT:]
        files.replace_durably(layout.faults, b"".join(b"%b\n" % line for line in lines))
    return fault.reference


def logged(directory: Path) -> tuple[Fault, ...]:
    """The faults in the log, the newest last; a line that is garbled is left out.

    Raises:
        StoreError: If it cannot be read.
    """
    return tuple(fault for line in _lines(Layout(directory)) if (fault := _read(line)))


def _lines(layout: Layout) -> list[bytes]:
    return (files.read_whole(layout.faults) or b"").splitlines()


def _read(line: bytes) -> Fault | None:
    try:
        return msgspec.json.decode(line, type=Fault)
    except (ValueError, msgspec.MsgspecError):
        return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Each exception once, with what it was raised from, and the members of a group."""
    waiting, met = [error], set[int]()
    while waiting and len(met) < _MOST_CHAINED:
        each = waiting.pop(0)
        if id(each) in met:
            continue
        met.add(id(each))
        yield each
        members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        before = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        waiting += [*members, *([before] if before else [])]


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(error: BaseException) -> tuple[str, ...]:
    frames = [
        f"{_file(frame.f_code.co_filename)}:{line}:{frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    return tuple(frames[-_MOST_FRAMES:])


def _file(name: str) -> str:
    """A module's file from where modules are found on: the rest says nothing but where things are installed."""
    places = [place for place in sys.path if place and name.startswith(f"{place}/")]
    return name.removeprefix(max(places, key=len) + "/") if places else name.rsplit("/", 1)[-1]
