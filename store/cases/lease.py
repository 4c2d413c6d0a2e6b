"""Taking the lease of a case, and saying who has it."""

from collections.abc import Callable

import msgspec

from content.case.model import Case
from content.case.reference import CaseId
from content.records import as_utc
from store.engine.protocol import Engine, Lease
from store.errors import CaseInUseError, StoreError
from store.lease_holder import LeaseHolder


def take_lease(
    engine: Engine, case_id: CaseId, holder: LeaseHolder, *, patience: float, read: Callable[[CaseId], Case]
) -> Lease:
    """Take the lease of a case.

    Args:
        engine: The engine that stores the case.
        case_id: The case.
        holder: The session that takes it.
        patience: The seconds to wait for another session to release it.
        read: Reads the case.

    Raises:
        CaseInUseError: If another session holds it for longer; the error says when that session last saved.
    """
    try:
        return engine.lease(case_id, holder, patience=patience)
    except CaseInUseError as in_use:
        if in_use.holder is None:
            raise
        raise CaseInUseError(case_id, _with_last_save(in_use.holder, case_id, read)) from in_use


def _with_last_save(holder: LeaseHolder, case_id: CaseId, read: Callable[[CaseId], Case]) -> LeaseHolder:
    """The holder of a lease with the time of its last save, for the session that waits."""
    try:
        draft = read(case_id).draft
    except StoreError:
        draft = None
    saved = draft.changed if draft and as_utc(draft.changed) >= as_utc(holder.since) else None
    return msgspec.structs.replace(holder, last_save=saved)
