"""Signing off an assessment that the practitioner has seen everything for."""

from content.case.model import Assessment, Case, Draft
from tui.session.session import Session
from tui.use_cases.cases import read_case
from tui.use_cases.errors import NewEntriesError


def sign_off(session: Session, assessment: Assessment, draft: Draft, *, seen: Case) -> Case:
    """Record an assessment in place of its draft, and return the case as it is then.

    Args:
        session: Who signs off.
        assessment: What is signed off.
        draft: The draft it was made from, with the version that is stored.
        seen: The case as the practitioner saw it.

    Raises:
        NewEntriesError: If something was recorded on the case since; nothing is signed off.
        DraftChangedError: If another session saved a newer version or signed it off; the draft is kept aside.
        StoreError: If it cannot be stored; the draft is unchanged.
    """
    now = read_case(session, seen.id)
    if now.recorded != seen.recorded:
        raise NewEntriesError(now)
    return session.store.sign_off(assessment, draft)
