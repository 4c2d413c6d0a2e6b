"""Drafts: start an assessment, a reassessment or a correction, resume a draft, save it."""

import contextlib
from dataclasses import dataclass

import msgspec

from content.assessment import answering
from content.assessment.answering import EditionChanges
from content.assessment.draft_state import has_open_now_prompt
from content.case.incidents import by_when, new_since
from content.case.model import Case, Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from content.entries.incident import Incident
from content.pack.policy import Trigger
from store.errors import StoreError
from tui.session.session import Session, fresh_id
from tui.use_cases.cases import read_case
from tui.use_cases.errors import DraftGoneError


@dataclass(frozen=True, kw_only=True)
class OpenDraft:
    """A draft that was started or resumed, with the news that the practitioner should see first."""

    case: Case
    """The case, with the draft in it."""

    draft: Draft
    changes: EditionChanges | None = None
    """How the checklist differs from that of the last assessment, or None if it does not."""

    new_incidents: tuple[Incident, ...] = ()
    """The incidents recorded since the last assessment, oldest first."""

    taken_over: Draft | None = None
    """The draft as another practitioner left it, or None if nobody else worked on it."""


def start(session: Session, case: Case, trigger: Trigger | None) -> OpenDraft:
    """Start the first assessment of a case, or a reassessment for a trigger.

    Raises:
        DraftExistsError: If the case has a draft.
        StoreError: If it cannot be stored.
    """
    draft = answering.start_draft(
        case, session.pack, draft_id=fresh_id(), now=session.now(), by=session.practitioner, trigger=trigger
    )
    draft = session.store.start_draft(_with_urgency(session, case, draft))
    return OpenDraft(
        case=_with_draft(case, draft),
        draft=draft,
        changes=_edition_changes(session, case),
        new_incidents=tuple(by_when(new_since(case.incidents, case.assessed))) if case.assessed else (),
    )


def start_correction(session: Session, case_id: CaseId, why: str) -> OpenDraft:
    """Start a correction of the latest assessment; the draft begins with its answers.

    Raises:
        CorrectionError: If there is no assessment yet, or no reason is given.
        DraftExistsError: If the case has a draft.
        StoreError: If it cannot be stored.
    """
    case = read_case(session, case_id)
    draft = answering.start_correction(
        case, session.pack, draft_id=fresh_id(), why=why, now=session.now(), by=session.practitioner
    )
    draft = session.store.start_draft(_with_urgency(session, case, draft))
    return OpenDraft(case=_with_draft(case, draft), draft=draft)


def resume(session: Session, case_id: CaseId) -> OpenDraft:
    """Resume the draft of a case as it is stored now.

    The first save makes this practitioner its author, and the store records the handover.

    Raises:
        DraftGoneError: If the case has no draft any more.
        StoreError: If it cannot be read.
    """
    case = read_case(session, case_id)
    if case.draft is None:
        raise DraftGoneError(case)
    is_another_edition = case.draft.edition != session.pack.checklist.edition
    return OpenDraft(
        case=case,
        draft=msgspec.structs.replace(case.draft, by=session.practitioner),
        changes=_edition_changes(session, case) if is_another_edition else None,
        taken_over=None if case.draft.by == session.practitioner else case.draft,
    )


def keep_unsaved(session: Session, typed: Draft | FormDraft) -> bool:
    """Keep what the disk has no room for in the reserve, for the next sign-in; return whether it is there."""
    with contextlib.suppress(StoreError):
        if session.unsaved:
            session.unsaved.keep(typed)
            return True
    return False


def drop_unsaved(session: Session, typed: Draft | FormDraft) -> None:
    """Remove from the reserve what is saved now."""
    if session.unsaved:
        session.unsaved.drop(typed)


def restore_unsaved(session: Session) -> tuple[str, ...]:
    """Save what was kept in the reserve; return a sentence about each text, to be shown after signing in."""
    restored = session.unsaved.restore(session.holder) if session.unsaved else ()
    return tuple(
        f"What you typed in case {each.case} while the disk was full is kept, but cannot be saved yet: {each.problem}"
        if each.problem
        else f"What you typed in case {each.case} while the disk was full was kept, and is saved in the case now."
        for each in restored
    )


def save(session: Session, draft: Draft) -> Draft:
    """Save a draft, and return it with its new version.

    Raises:
        DraftChangedError: If another session saved a newer version or signed the draft off; both versions are kept.
        StoreError: If it cannot be stored; the stored version is unchanged.
    """
    return session.store.save_draft(draft)


def _with_urgency(session: Session, case: Case, draft: Draft) -> Draft:
    is_open = has_open_now_prompt(case, draft, session.pack, today=session.today)
    return msgspec.structs.replace(draft, now_open=is_open)


def _edition_changes(session: Session, case: Case) -> EditionChanges | None:
    changes = answering.edition_changes(case.latest, session.pack.checklist) if case.latest else None
    return changes if changes and changes.any else None


def _with_draft(case: Case, draft: Draft) -> Case:
    return msgspec.structs.replace(case, draft=draft)
