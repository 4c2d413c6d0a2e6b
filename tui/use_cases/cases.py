"""Cases: list, open, edit, create."""

from content.case.model import Case, CaseId, parse_case_id
from content.text import one_line
from store.cases.listing import Listing
from store.engine.protocol import Lease
from store.errors import CaseExistsError, CaseNotFoundError, StoreError
from tui.session.session import Session, fresh_case_id


def list_cases(session: Session) -> Listing:
    """List the cases without recording it: for a count, or to refresh a list on screen.

    Raises:
        StoreError: If the cases cannot be listed.
    """
    return session.store.listing()


def consult_list(session: Session) -> Listing:
    """List the cases, recorded as a consultation of the list.

    Raises:
        StoreError: If the cases cannot be listed, or the consultation cannot be recorded.
    """
    listing = list_cases(session)
    session.record("consultation", "list")
    return listing


def read_case(session: Session, case_id: CaseId) -> Case:
    """Read a case without recording it: for a person who has it open already.

    Raises:
        StoreError: If it cannot be read.
    """
    return session.store.case(case_id)


def consult_case(session: Session, case_id: CaseId) -> Case:
    """Read a case, recorded as a consultation.

    Raises:
        StoreError: If the case cannot be read, or the consultation cannot be recorded.
    """
    case = read_case(session, case_id)
    session.record("consultation", case=case_id)
    return case


def why_not_editable(session: Session, case_id: CaseId) -> StoreError | None:
    """Return the reason why this session cannot edit a case now, or None if it can."""
    try:
        session.store.lease(case_id, session.holder, patience=0).release()
    except StoreError as error:
        return error
    return None


def edit_case(session: Session, case_id: CaseId) -> Lease:
    """Take the lease of a case: no other session can edit it until the lease is released.

    Raises:
        CaseInUseError: If another session has the lease.
        StoreError: If the store refuses.
    """
    return session.store.lease(case_id, session.holder)


def find_case_id(typed: str) -> CaseId:
    """Read a case reference, however it was typed.

    Raises:
        CaseNotFoundError: If the text cannot be a case reference.
    """
    case_id = parse_case_id(typed)
    if not case_id:
        raise CaseNotFoundError(one_line(typed))
    return case_id


def create_case(session: Session, *, initials: str, own_reference: str) -> Case:
    """Create a case with a random reference that no other case has.

    Raises:
        StoreError: If it cannot be stored.
    """
    while True:
        case = Case(
            id=fresh_case_id(),
            initials=initials,
            own_reference=own_reference,
            created=session.now(),
            by=session.practitioner,
        )
        try:
            session.store.create(case)
        except CaseExistsError:
            continue
        return case
