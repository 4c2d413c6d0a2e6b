"""A store by the name of its place: where other packages start from.

What a method returns is imported when it is called, because a session that only reads the guide needs none of it.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.engine import places

if TYPE_CHECKING:
    from store.audit.log import Copy
    from store.cases.repository import CaseRepository
    from store.engine.archive_file import FileName
    from store.maintenance import Maintenance
    from store.session import ClientOrigin, StoreSession


class Store:
    """One store; nothing is read or written before a method is called."""

    def __init__(self, place: "FileName") -> None:
        self._place = place

    def prepare(self) -> None:
        """Make the place ready for sessions; a new store is created.

        Raises:
            StoreError: If that cannot be done.
        """
        places.prepare(self._place)

    def session(
        self, origin: "ClientOrigin", now: Callable[[], dt.datetime], *, copy: "Copy | None" = None
    ) -> "StoreSession":
        """A session in which nobody is signed in yet.

        Args:
            origin: Where the person sits.
            now: The clock.
            copy: Gets a copy of every line of the audit log.

        Raises:
            StoreError: If the place cannot be made ready.
        """
        from store.session import StoreSession  # noqa: PLC0415

        return StoreSession(places.engine_at(self._place), origin, now, copy=copy)

    def training_cases(self) -> "CaseRepository":
        """Cases that are neither sealed nor recorded, for training with made-up ones.

        Raises:
            StoreError: If the place cannot be made ready.
        """
        from store.cases.repository import CaseRepository  # noqa: PLC0415

        return CaseRepository(places.engine_at(self._place))

    def maintenance(
        self, origin: "ClientOrigin", now: Callable[[], dt.datetime], *, copy: "Copy | None" = None
    ) -> "Maintenance":
        """What is done to the store as a whole, without signing in; the arguments are those of `session`."""
        from store.maintenance import Maintenance  # noqa: PLC0415

        return Maintenance(places.engine_at(self._place), origin, now, copy=copy)

    def log_crash(self, error: BaseException, at: dt.datetime, version: str) -> str:
        """Add an unexpected error to the crash log, and return the reference to look for.

        Raises:
            StoreError: If it could not be logged.
        """
        from store.diagnostics import crash_log  # noqa: PLC0415

        return crash_log.add(places.engine_at(self._place), crash_log.fault(error, at, version))
