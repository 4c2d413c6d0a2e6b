"""Sign off an assessment, unless the case has entries that the practitioner has not seen."""

from content.case.model import Assessment, Case, Draft
from tui.session.session import Session
from tui.use_cases.cases import read_case
from tui.use_cases.errors import NewEntriesError


def sign_off(session: Session, assessment: Assessment, draft: Draft, *, seen: Case) -> Case:
    """Replace a draft by its assessment, and return the case with it.

    Args:
        session: The session of the practitioner who signs off.
        assessment: The assessment made from the draft.
        draft: The draft, with its stored version.
        seen: The case as the practitioner saw it.

    Raises:
        NewEntriesError: If an entry was recorded on the case since then; nothing is signed off.
        DraftChangedError: If another session saved a newer version or signed it off; this draft is kept aside.
        StoreError: If it cannot be stored; the draft is unchanged.
    """
    now = read_case(session, seen.id)
    if now.recorded != seen.recorded:
        raise NewEntriesError(now)
    return session.store.sign_off(assessment, draft)
