"""What becomes of a fault: a line in the log of faults and a sentence with its reference; never a traceback."""

import contextlib
import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path


def crash_message(error: BaseException, directory: Path) -> str:
    """Log a fault, and say what happened, what is kept and what to do."""
    reference = note(error, directory)
    if reference:
        return (
            "ended on a fault; everything saved is kept: start again to go on, "
            f"and give the reference {reference} to the person who looks after Fourfold"
        )
    return (
        f"ended on a fault ({_place(error)}) that could not be logged; everything saved is kept: "
        "start again to go on, and tell the person who looks after Fourfold"
    )


def note(error: BaseException, directory: Path) -> str:
    """Log a fault, and return its reference; nothing where it could not be logged."""
    # Whatever fails here must not hide the fault itself, and nothing is left that could be told of it.
    with contextlib.suppress(Exception):
        return _logged(error, directory)
    return ""


@contextlib.contextmanager
def noted(directory: Path) -> Iterator[None]:
    """Go on after a fault, which is logged."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 # the process is about to end, and has still to put things right
        note(error, directory)


def keep_off_the_screen(directory: Path) -> None:
    """Have whatever Python and the libraries would print of a fault logged instead, for the rest of the process.

    A thread, clean-up and the event loop each print a traceback of their own, raw onto what is shown.
    """

    def in_thread(caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value:
            note(caught.exc_value, directory)

    def in_cleaning_up(caught: "sys.UnraisableHookArgs") -> None:
        if caught.exc_value:
            note(caught.exc_value, directory)

    threading.excepthook = in_thread
    sys.unraisablehook = in_cleaning_up
    faulthandler.disable()
    logging.raiseExceptions = False
    logging.getLogger().handlers = [_Log(directory)]


class _Log(logging.Handler):
    """Takes the exceptions out of what libraries log, and nothing else; the event loop logs those it meets."""

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory

    def emit(self, record: logging.LogRecord) -> None:
        """Note the exception of a record, if it has one."""
        if record.exc_info and record.exc_info[1]:
            note(record.exc_info[1], self._directory)


def _logged(error: BaseException, directory: Path) -> str:
    # Loaded where there is a fault, which is next to never.
    import secrets  # noqa: PLC0415
    from importlib.metadata import version  # noqa: PLC0415

    from store.diagnostics import crash_log  # noqa: PLC0415
    from tui.session.settings import utc_now  # noqa: PLC0415

    reference = crash_log.reference(secrets.randbits(crash_log.REFERENCE_BITS))
    fault = crash_log.Fault(
        at=utc_now(), reference=reference, version=version("fourfold"), raised=crash_log.raised(error)
    )
    return crash_log.add(directory, fault)


def _place(error: BaseException) -> str:
    """The type of a fault, and the file and line that raised it."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    where = f" at {last.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{last.tb_lineno}" if last else ""
    return f"{type(error).__name__}{where}"
