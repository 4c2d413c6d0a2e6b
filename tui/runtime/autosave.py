"""Keeping what is typed: every change goes to disk from a thread of its own, the newest first, until it is there."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from content.case.model import Draft
from content.entries.form_drafts import FormDraft
from store.errors import DraftChangedError, StoreError, UnforeseenError

Typed = TypeVar("Typed", Draft, FormDraft)

PAUSE = 0.2
"""Seconds between two saves while somebody types; half a second is promised."""

SETTLING = 0.03
"""Seconds that a change waits, so that the key shows on the screen first: saving takes the processor from drawing."""

RETRY = 1.0
"""Seconds until a save that failed is tried again."""

HURRIED_RETRY = 0.05
"""Seconds between tries while somebody waits for them."""


@dataclass(frozen=True)
class SaveResult(Generic[Typed]):
    """What became of what was to be kept."""

    typed: Typed
    at: dt.datetime
    problem: StoreError | OSError | None = None
    """Why it is not saved, or saved only beside another."""

    is_aside: bool = False
    """Whether it is on disk, but beside a version that somebody else saved."""


class AutoSaver(Generic[Typed]):
    """Saves one draft or entry at a time, off the event loop; a newer text replaces one that was not yet written.

    Thread-safe. `tell` is called from the saving thread.
    """

    def __init__(
        self,
        save: Callable[[Typed], Typed],
        tell: Callable[[SaveResult[Typed]], object],
        now: Callable[[], dt.datetime],
    ) -> None:
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
        """Start on a draft or an entry as it was read from the store."""
        with self._change:
            self._wanted = self._kept = typed
            self._version = typed.version

    def keep(self, typed: Typed) -> None:
        """Have it saved as soon as may be; returns at once."""
        with self._change:
            self._wanted = typed
            self._start()
            self._change.notify_all()

    def flush(self, timeout: float) -> bool:
        """Save at once, and say whether everything given is on disk.

        Args:
            timeout: How long to wait for it, in seconds.
        """
        with self._change:
            self._hurried = True
            if self._wanted is not self._kept:
                self._start()
            self._change.notify_all()
            done = self._change.wait_for(lambda: self._wanted is self._kept, timeout)
            self._hurried = False
            return done

    def end(self) -> None:
        """Forget what was typed, and save no more."""
        with self._change:
            self._wanted = self._kept = None
            self._has_ended = True
            self._change.notify_all()

    @property
    def version(self) -> int:
        """The version that the store has of it."""
        with self._change:
            return self._version

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._has_ended:
            with self._change:
                self._change.wait_for(lambda: self._wanted is not self._kept or self._has_ended)
                self._change.wait_for(lambda: self._hurried or self._has_ended, SETTLING)
                typed, version = self._wanted, self._version
            if typed is not None:
                if self._try(typed, version):
                    self._rest(PAUSE)
                else:
                    self._rest(RETRY)
                    time.sleep(HURRIED_RETRY)

    def _try(self, typed: Typed, version: int) -> bool:
        lost: DraftChangedError | None = None
        try:
            version = self._save(msgspec.structs.replace(typed, version=version)).version
        except DraftChangedError as error:
            # The store has put this text aside, so it is on disk, and it will be again after the next change.
            lost = error
        except (StoreError, OSError) as error:
            self._tell(SaveResult(typed=typed, at=self._now(), problem=error))
            return False
        except Exception:
            # This thread ends on it, so that it is logged; whatever is given next is tried in another one.
            self._tell(SaveResult(typed=typed, at=self._now(), problem=UnforeseenError()))
            raise
        with self._change:
            if self._has_ended:
                return True
            self._kept, self._version = typed, version
            self._change.notify_all()
        self._tell(SaveResult(typed=typed, at=self._now(), problem=lost, is_aside=lost is not None))
        return True

    def _rest(self, seconds: float) -> None:
        with self._change:
            self._change.wait_for(lambda: self._hurried, seconds)
