"""Autosave: a thread saves the newest version of what is typed, and retries until it is on disk."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from content.case.model import Draft
from content.entries.form_drafts import FormDraft
from store.errors import (
    CaseNotFoundError,
    CaseQuarantinedError,
    DraftChangedError,
    FormDraftChangedError,
    InternalError,
    StoreError,
    StoreFullError,
    StoreUnwritableError,
)

Typed = TypeVar("Typed", Draft, FormDraft)

SAVE_INTERVAL = 0.2
"""Seconds between two saves during typing; the documented limit is half a second."""

SAVE_DELAY = 0.03
"""Seconds between a change and its save, so that the key is drawn first: saving competes with drawing for the CPU."""

RETRY = 1.0
"""Seconds until a failed save is tried again."""

FLUSH_RETRY = 0.05
"""Seconds until a failed save is tried again during `flush`."""


@dataclass(frozen=True)
class SaveResult(Generic[Typed]):
    """The result of a save."""

    typed: Typed
    at: dt.datetime
    problem: StoreError | OSError | None = None
    """Why the save failed, or why the text was kept aside; None if it was saved."""

    is_aside: bool = False
    """Whether the text is on disk, but beside a version that another session saved, or beside a damaged case."""


@dataclass(frozen=True)
class Reserve(Generic[Typed]):
    """The reserve for what the disk has no room for."""

    keep: Callable[[Typed], bool]
    """Keeps a version; whether it is kept."""

    drop: Callable[[Typed], object]
    """Removes what was kept."""


class AutoSaver(Generic[Typed]):
    """Saves one draft or entry in a thread of its own; a newer version replaces one that is not yet written.

    Thread-safe. `tell` is called from the saving thread with the result of each save.
    """

    def __init__(
        self,
        save: Callable[[Typed], Typed],
        tell: Callable[[SaveResult[Typed]], object],
        now: Callable[[], dt.datetime],
        reserve: Reserve[Typed] | None = None,
    ) -> None:
        """Create the saver.

        Args:
            save: Saves a version, and returns it with its new version number.
            tell: Is told the result of each save.
            now: The clock.
            reserve: Where a version is kept that the disk has no room for; None for none.
        """
        self._reserve: Reserve[Typed] | None = reserve
        self._is_in_reserve = False
        self._is_full = False
        self._save: Callable[[Typed], Typed] = save
        self._tell: Callable[[SaveResult[Typed]], object] = tell
        self._now = now
        self._change = threading.Condition()
        self._wanted: Typed | None = None
        self._kept: Typed | None = None
        self._version = 0
        self._hurried = False
        self._has_ended = False
        self._thread: threading.Thread | None = None

    def begin(self, typed: Typed) -> None:
        """Start with a draft or an entry as it was read from the store."""
        with self._change:
            self._wanted = self._kept = typed
            self._version = typed.version

    def keep(self, typed: Typed) -> None:
        """Schedule a version to be saved soon, and return at once."""
        with self._change:
            self._wanted = typed
            self._start()
            self._change.notify_all()

    def flush(self, timeout: float) -> bool:
        """Save without delay, and return whether everything is on disk.

        Args:
            timeout: How long to wait, in seconds.
        """
        with self._change:
            self._hurried = True
            self._is_full = False
            if self._wanted is not self._kept:
                self._start()
            self._change.notify_all()
            done = self._change.wait_for(lambda: self._wanted is self._kept, timeout)
            self._hurried = False
            return done

    def keep_in_reserve(self) -> bool:
        """Keep what is not saved in the reserve, if the disk refused it in the last `flush`; return whether it is kept.

        Saving is still retried; the first save that succeeds removes it from the reserve.
        """
        with self._change:
            typed, version = self._wanted, self._version
            if not (self._reserve and self._is_full and typed):
                return False
            self._is_in_reserve = True
        return self._reserve.keep(msgspec.structs.replace(typed, version=version))

    def end(self) -> None:
        """Discard what is not saved, and stop saving."""
        with self._change:
            self._wanted = self._kept = None
            self._has_ended = True
            self._change.notify_all()

    @property
    def version(self) -> int:
        """The version number that the store gave the last save."""
        with self._change:
            return self._version

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="autosave", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._has_ended:
            with self._change:
                self._change.wait_for(lambda: self._wanted is not self._kept or self._has_ended)
                self._change.wait_for(lambda: self._hurried or self._has_ended, SAVE_DELAY)
                typed, version = self._wanted, self._version
            if typed is not None:
                if self._try(typed, version):
                    self._rest(SAVE_INTERVAL)
                else:
                    self._rest(RETRY)
                    time.sleep(FLUSH_RETRY)

    def _try(self, typed: Typed, version: int) -> bool:
        lost: DraftChangedError | FormDraftChangedError | CaseNotFoundError | None = None
        try:
            version = self._save(msgspec.structs.replace(typed, version=version)).version
        except (DraftChangedError, FormDraftChangedError, CaseNotFoundError) as error:
            # This text is set aside on disk, and will be again after the next change; or there is no case any more to
            # save it to, and the screen must not stay open for ever.
            lost = error
        except (StoreError, OSError) as error:
            self._is_full = isinstance(error, StoreFullError | StoreUnwritableError)
            self._tell(SaveResult(typed=typed, at=self._now(), problem=error))
            return False
        except Exception:
            # The error ends this thread, so that it is logged; the next change starts another thread.
            self._tell(SaveResult(typed=typed, at=self._now(), problem=InternalError()))
            raise
        with self._change:
            if self._has_ended:
                return True
            self._kept, self._version = typed, version
            self._is_full = False
            in_reserve, self._is_in_reserve = self._is_in_reserve, False
            self._change.notify_all()
        if in_reserve and self._reserve:
            self._reserve.drop(typed)
        self._tell(SaveResult(typed=typed, at=self._now(), problem=lost, is_aside=_is_aside(lost)))
        return True

    def _rest(self, seconds: float) -> None:
        with self._change:
            self._change.wait_for(lambda: self._hurried, seconds)


def _is_aside(lost: StoreError | None) -> bool:
    if isinstance(lost, CaseNotFoundError):
        return isinstance(lost, CaseQuarantinedError) and bool(lost.text_at)
    return lost is not None
