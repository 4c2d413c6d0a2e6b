"""Moving a damaged case into quarantine."""

import datetime as dt
from collections.abc import Callable

from content.case.reference import CaseId
from store.engine.protocol import Engine
from store.errors import StoreBusyError, StoreDamagedError, StoreFullError, StoreUnwritableError


def moved_aside(
    engine: Engine, case_id: CaseId, damage: StoreDamagedError, read: Callable[[CaseId], object]
) -> StoreDamagedError:
    """Move a damaged case into quarantine, unless a second read succeeds, and return the error to raise.

    Args:
        engine: The engine that stores the case.
        case_id: The case.
        damage: The error of the first read.
        read: Reads the case; raises `StoreDamagedError` if it is damaged.
    """
    blob = engine.case(case_id)
    try:
        with blob.locked():
            try:
                read(case_id)
            except StoreDamagedError as again:
                now = dt.datetime.now(dt.UTC)
                kept = engine.quarantine(case_id, again.reason, now)
                return StoreDamagedError(blob.name, again.reason, kept)
    except (StoreBusyError, StoreFullError, StoreUnwritableError):
        # It could not be moved, and stays where it is.
        return damage
    return damage
