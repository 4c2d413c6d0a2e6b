"""Holds, erasure, and the backups that still hold a case."""

from content.access.holds import Hold, standing_hold
from content.case.reference import CaseId
from content.pack.policy import ReasonId
from store.backup.register import CaseBackups
from store.session import StoreSession
from tui.session.session import Session
from tui.use_cases.cases import read_case


def current_hold(store_session: StoreSession, case: CaseId) -> Hold | None:
    """Return the hold on a case, or None if there is none.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be read.
    """
    return standing_hold(store_session.erasure().holds(case))


def place_hold(session: Session, store_session: StoreSession, case: CaseId, reason: ReasonId) -> None:
    """Place a hold on a case, which prevents its erasure.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be stored.
    """
    _record_hold(session, store_session, case, reason, is_placed=True)


def lift_hold(session: Session, store_session: StoreSession, case: CaseId, hold: Hold) -> None:
    """Lift the hold on a case, so that it can be erased again.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be stored.
    """
    _record_hold(session, store_session, case, hold.reason, is_placed=False)


def backups_of(store_session: StoreSession, case: CaseId) -> CaseBackups:
    """List the backups that hold a case; the case may be erased already.

    Raises:
        CaseNotFoundError: If the text is not a case reference.
        StoreError: If the register cannot be read.
    """
    return store_session.backups(case)


def prepare_erasure(session: Session, store_session: StoreSession, case: CaseId) -> CaseBackups:
    """List the backups that hold a case, to show before its erasure is confirmed.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be read.
    """
    read_case(session, case)
    return backups_of(store_session, case)


def erase(session: Session, store_session: StoreSession, case: CaseId, reason: ReasonId) -> CaseBackups:
    """Erase a case, and return the backups that still hold it.

    Raises:
        CaseOnHoldError: If the case is under a hold.
        CaseInUseError: If another session is editing the case.
        StoreError: If it cannot be erased.
    """
    store_session.erasure().erase(case, reason, session.holder)
    # Read again: a backup may have started since the confirmation.
    return backups_of(store_session, case)


def _record_hold(
    session: Session, store_session: StoreSession, case: CaseId, reason: ReasonId, *, is_placed: bool
) -> None:
    hold = Hold(is_placed=is_placed, at=session.now(), by=session.practitioner, reason=reason)
    store_session.erasure().record_hold(case, hold)
