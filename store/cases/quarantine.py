"""Moving a damaged case into quarantine, and keeping what people still type for it."""

import datetime as dt
import hashlib
from collections.abc import Callable

import msgspec

from content.case.model import Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from store.engine import names
from store.engine.codec import Codec
from store.engine.protocol import Engine
from store.errors import (
    CaseNotFoundError,
    CaseQuarantinedError,
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreUnwritableError,
)


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


def explained(engine: Engine, case_id: CaseId, missing: CaseNotFoundError) -> CaseNotFoundError:
    """The error to raise for a missing case: if it is in quarantine, one that says so, else the same."""
    found = [each for each in engine.quarantined() if each.case == case_id]
    if not found:
        return missing
    return CaseQuarantinedError(case_id, f"{names.QUARANTINE}/{found[-1].name}")


def keep_typed(engine: Engine, codec: Codec, typed: Draft | FormDraft) -> CaseQuarantinedError | None:
    """Keep a text beside its case in quarantine, and return the error that says so; None if the case is not there.

    Raises:
        StoreFullError: If there is no room.
        StoreUnwritableError: If the system refuses.
    """
    blob = engine.case(typed.case)
    with blob.locked():
        found = [each for each in engine.quarantined() if each.case == typed.case]
        if not found or blob.exists():
            return None
        mark = hashlib.blake2b(typed.id.encode(), digest_size=8).hexdigest()
        at = engine.keep_typed(found[-1].name, mark, codec.encode(msgspec.json.encode(typed)))
    return CaseQuarantinedError(typed.case, f"{names.QUARANTINE}/{found[-1].name}", at)
