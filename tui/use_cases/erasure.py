"""Holds and erasure, with the back-ups that still hold a case."""

from content.access.holds import Hold, standing_hold
from content.case.model import CaseId
from content.pack.model import ReasonId
from store.backup.register import CaseBackups
from store.session import StoreSession
from tui.session.session import Session
from tui.use_cases.cases import read_case


def current_hold(store_session: StoreSession, case: CaseId) -> Hold | None:
    """The hold that a case is under, if any.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be read.
    """
    return standing_hold(store_session.custody().holds(case))


def place_hold(session: Session, store_session: StoreSession, case: CaseId, reason: ReasonId) -> None:
    """Keep a case from being erased.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be stored.
    """
    _record_hold(session, store_session, case, reason, is_placed=True)


def lift_hold(session: Session, store_session: StoreSession, case: CaseId, hold: Hold) -> None:
    """Allow a case to be erased again.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be stored.
    """
    _record_hold(session, store_session, case, hold.reason, is_placed=False)


def backups_of(store_session: StoreSession, case: CaseId) -> CaseBackups:
    """The back-ups that hold a case, which may be erased.

    Raises:
        CaseNotFoundError: If this is not a case reference.
        StoreError: If the register cannot be read.
    """
    return store_session.backups(case)


def prepare_erasure(session: Session, store_session: StoreSession, case: CaseId) -> CaseBackups:
    """What a supervisor should know before they confirm an erasure: the back-ups that hold the case.

    Raises:
        CaseNotFoundError: If there is no such case.
        StoreError: If it cannot be read.
    """
    read_case(session, case)
    return backups_of(store_session, case)


def erase(session: Session, store_session: StoreSession, case: CaseId, reason: ReasonId) -> CaseBackups:
    """Erase a case, and return the back-ups that still hold it.

    Raises:
        CaseHeldError: If it is under a hold.
        CaseInUseError: If another session edits it.
        StoreError: If it cannot be erased.
    """
    store_session.custody().erase(case, reason, session.holder)
    # Read again: a back-up may have started since the confirmation.
    return backups_of(store_session, case)


def _record_hold(
    session: Session, store_session: StoreSession, case: CaseId, reason: ReasonId, *, is_placed: bool
) -> None:
    hold = Hold(is_placed=is_placed, at=session.now(), by=session.practitioner, reason=reason)
    store_session.custody().record_hold(case, hold)
