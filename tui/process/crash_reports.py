"""Crash reports: a fault is logged and reported in one sentence with its reference; no traceback is printed."""

import contextlib
import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Imported only by type checkers: the parent process of a session does not need it.
    from store.store import Store


def crash_message(error: BaseException, store: "Store") -> str:
    """Log a fault, and return a sentence: what happened, what is saved and what to do."""
    reference = log_fault(error, store)
    if reference:
        return (
            "ended on a fault; everything saved is kept: start again to go on, "
            f"and give the reference {reference} to the person who looks after Fourfold"
        )
    return (
        f"ended on a fault ({_place(error)}) that could not be logged; everything saved is kept: "
        "start again to go on, and tell the person who looks after Fourfold"
    )


def log_fault(error: BaseException, store: "Store") -> str:
    """Log a fault, and return its reference; empty if it could not be logged."""
    # A failure here must not hide the fault itself.
    with contextlib.suppress(Exception):
        return _logged(error, store)
    return ""


@contextlib.contextmanager
def log_faults(store: "Store") -> Iterator[None]:
    """Log a fault, and go on after the block."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 # the process is ending, and still has to restore the terminal
        log_fault(error, store)


def log_tracebacks(store: "Store") -> None:
    """Log the faults that Python and libraries would print as tracebacks, for the rest of the process.

    Threads, finalisers and the event loop each print a traceback of their own over the screen.
    """

    def in_thread(caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value:
            log_fault(caught.exc_value, store)

    def in_cleaning_up(caught: "sys.UnraisableHookArgs") -> None:
        if caught.exc_value:
            log_fault(caught.exc_value, store)

    threading.excepthook = in_thread
    sys.unraisablehook = in_cleaning_up
    faulthandler.disable()
    logging.raiseExceptions = False
    logging.getLogger().handlers = [_Log(store)]


class _Log(logging.Handler):
    """Logs the exceptions in log records of libraries, such as the event loop's, without their messages."""

    def __init__(self, store: "Store") -> None:
        super().__init__()
        self._store = store

    def emit(self, record: logging.LogRecord) -> None:
        """Log the exception of a record, if it has one."""
        if record.exc_info and record.exc_info[1]:
            log_fault(record.exc_info[1], self._store)


def _logged(error: BaseException, store: "Store") -> str:
    from importlib.metadata import version  # noqa: PLC0415 # slow to import, and needed only for a fault

    return store.log_fault(error, version("fourfold"))


def _place(error: BaseException) -> str:
    """The type of a fault, and the file and line that raised it."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    where = f" at {last.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{last.tb_lineno}" if last else ""
    return f"{type(error).__name__}{where}"
