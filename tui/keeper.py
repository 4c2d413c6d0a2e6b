"""Keeping drafts: every change goes to disk from a thread of its own, the newest first, until it is there."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from content.cases import Draft
from store.errors import DraftChangedError, StoreError

PAUSE = 0.2
"""Seconds between two saves while somebody types; half a second is promised."""

RETRY = 1.0
"""Seconds until a save that failed is tried again."""

HURRIED_RETRY = 0.05
"""Seconds between tries while somebody waits for them."""


@dataclass(frozen=True)
class Kept:
    """What became of a draft that was to be kept."""

    draft: Draft
    at: dt.datetime
    problem: StoreError | OSError | None = None
    """Why it is not saved, or saved only beside another."""

    is_aside: bool = False
    """Whether it is on disk, but beside a version that somebody else saved."""


class DraftKeeper:
    """Saves one draft at a time, off the event loop; a newer text replaces one that was not yet written.

    Thread-safe. `tell` is called from the saving thread.
    """

    def __init__(
        self, save: Callable[[Draft], Draft], tell: Callable[[Kept], object], now: Callable[[], dt.datetime]
    ) -> None:
        self._save = save
        self._tell = tell
        self._now = now
        self._change = threading.Condition()
        self._wanted: Draft | None = None
        self._kept: Draft | None = None
        self._version = 0
        self._hurried = False
        self._thread: threading.Thread | None = None

    def begin(self, draft: Draft) -> None:
        """Start on a draft as it was read from the store."""
        with self._change:
            self._wanted = self._kept = draft
            self._version = draft.version

    def keep(self, draft: Draft) -> None:
        """Have a draft saved as soon as may be; returns at once."""
        with self._change:
            self._wanted = draft
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="draft-keeper", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def flush(self, timeout: float) -> bool:
        """Save at once, and say whether everything given is on disk.

        Args:
            timeout: How long to wait for it, in seconds.
        """
        with self._change:
            self._hurried = True
            self._change.notify_all()
            done = self._change.wait_for(lambda: self._wanted is self._kept, timeout)
            self._hurried = False
            return done

    @property
    def version(self) -> int:
        """The version that the store has of the draft."""
        with self._change:
            return self._version

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._wanted is not self._kept)
                draft, version = self._wanted, self._version
            if draft is not None:
                if self._try(draft, version):
                    self._rest(PAUSE)
                else:
                    self._rest(RETRY)
                    time.sleep(HURRIED_RETRY)

    def _try(self, draft: Draft, version: int) -> bool:
        lost: DraftChangedError | None = None
        try:
            version = self._save(msgspec.structs.replace(draft, version=version)).version
        except DraftChangedError as error:
            # The store has put this text aside, so it is on disk, and it will be again after the next change.
            lost = error
        except (StoreError, OSError) as error:
            self._tell(Kept(draft=draft, at=self._now(), problem=error))
            return False
        with self._change:
            self._kept, self._version = draft, version
            self._change.notify_all()
        self._tell(Kept(draft=draft, at=self._now(), problem=lost, is_aside=lost is not None))
        return True

    def _rest(self, seconds: float) -> None:
        with self._change:
            self._change.wait_for(lambda: self._hurried, seconds)
