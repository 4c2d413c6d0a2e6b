"""The crash log: one line for each fault, with its place in the program and without data."""

import datetime as dt
import secrets
import sys
import traceback
from collections.abc import Iterator

import msgspec

from content.case.reference import SYMBOLS
from content.records import Record
from store.engine.protocol import Engine
from store.errors import StoreUnreadableError

MOST_KEPT = 100
"""The number of faults in the log; a new one replaces the oldest."""

REFERENCE_BITS = 30

_MOST_FRAMES = 40
_MOST_CHAINED = 6
_PATIENCE = 1.0
_GROUP = 3


class Raised(Record, frozen=True, kw_only=True):
    """One exception."""

    kind: str
    """The name of its class; not its message, which may contain data."""

    frames: tuple[str, ...]
    """The stack, innermost frame last: file, line and function."""


class Fault(Record, frozen=True, kw_only=True):
    """An unexpected exception, for later analysis."""

    at: dt.datetime
    reference: str
    """The reference that was shown on the screen, such as `F-7K4-M2X`."""

    version: str
    raised: tuple[Raised, ...]
    """The exception, followed by its causes."""

    times: int = 1
    """How often it happened in a row; `at` is the time of the last."""


def fault(error: BaseException, at: dt.datetime, version: str) -> Fault:
    """The fault for an unexpected exception, with a new reference."""
    return Fault(at=at, reference=reference(secrets.randbits(REFERENCE_BITS)), version=version, raised=raised(error))


def reference(random_bits: int) -> str:
    """A reference made of 30 random bits, in the symbols of case references but in another format."""
    symbols = "".join(SYMBOLS[random_bits >> shift & 31] for shift in range(REFERENCE_BITS - 5, -5, -5))
    return f"F-{symbols[:_GROUP]}-{symbols[_GROUP:]}"


def raised(error: BaseException) -> tuple[Raised, ...]:
    """An exception and its causes, without messages, arguments or variables."""
    return tuple(Raised(kind=_kind(each), frames=_frames(each)) for each in _chain(error))


def add(engine: Engine, fault: Fault) -> str:
    """Add a fault to the log.

    Returns:
        The reference of the fault: that of the last one in the log, if the same fault happened again.

    Raises:
        StoreError: If it could not be logged; the log is unchanged.
    """
    if not engine.is_prepared():
        raise StoreUnreadableError(f"There is no data directory {engine.place}.")
    with engine.crashes.locked(patience=_PATIENCE):
        lines = _lines(engine)
        last = _read(lines[-1]) if lines else None
        if last and (last.raised, last.version) == (fault.raised, fault.version):
            fault = msgspec.structs.replace(last, at=fault.at, times=last.times + 1)
            del lines[-1]
        lines = [*lines, msgspec.json.encode(fault)][-MOST_KEPT:]
        engine.crashes.write(b"".join(b"%b\n" % line for line in lines))
    return fault.reference


def logged(engine: Engine) -> tuple[Fault, ...]:
    """The faults in the log, oldest first; lines that cannot be decoded are skipped.

    Raises:
        StoreError: If the log cannot be read.
    """
    return tuple(fault for line in _lines(engine) if (fault := _read(line)))


def _lines(engine: Engine) -> list[bytes]:
    return (engine.crashes.read() or b"").splitlines()


def _read(line: bytes) -> Fault | None:
    try:
        return msgspec.json.decode(line, type=Fault)
    except (ValueError, msgspec.MsgspecError):
        return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, its causes and contexts, and the members of groups, each once."""
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
    """The path of a module, relative to its entry of `sys.path`."""
    places = [place for place in sys.path if place and name.startswith(f"{place}/")]
    return name.removeprefix(max(places, key=len) + "/") if places else name.rsplit("/", 1)[-1]
