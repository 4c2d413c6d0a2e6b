"""Drafts: start an assessment, a reassessment or a correction, resume a draft, save it."""

import contextlib
from dataclasses import dataclass

import msgspec

from content.assessment import answering, edition_moves
from content.assessment.answering import EditionChanges
from content.assessment.draft_state import open_now
from content.case.incidents import by_when, new_since
from content.case.model import Case, Draft
from content.case.reference import CaseId
from content.documents.document import Document
from content.documents.edition_move_document import edition_move_document, is_worth_a_report
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

    report: Document | None = None
    """What has changed with the pack since the draft was saved, or None if nothing has."""

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
    begun = answering.start_correction(
        case, session.pack, draft_id=fresh_id(), why=why, now=session.now(), by=session.practitioner
    )
    draft, report = _moved(session, case, begun)
    draft = session.store.start_draft(_with_urgency(session, case, draft))
    return OpenDraft(case=_with_draft(case, draft), draft=draft, report=report)


def resume(session: Session, case_id: CaseId) -> OpenDraft:
    """Resume the draft of a case as it is stored now, on the current pack.

    If it was saved on another edition of the pack, it is moved, with a report; nothing is stored before the first save.
    The first save makes this practitioner its author, and the store records the handover.

    Raises:
        DraftGoneError: If the case has no draft any more.
        StoreError: If it cannot be read.
    """
    case = read_case(session, case_id)
    if case.draft is None:
        raise DraftGoneError(case)
    draft, report = _moved(session, case, msgspec.structs.replace(case.draft, by=session.practitioner))
    return OpenDraft(
        case=case,
        draft=draft,
        report=report,
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


def _moved(session: Session, case: Case, draft: Draft) -> tuple[Draft, Document | None]:
    """A draft on the current pack, and the report of its move if there is anything to report."""
    after = edition_moves.moved(draft, session.pack, now=session.now(), by=session.practitioner)
    if after is draft:
        return draft, None
    prompts = open_now(case, after, session.pack, today=session.today)
    after = _with_urgency(session, case, after)
    if not is_worth_a_report(after.moves[-1]) and set(after.open_now) <= set(draft.open_now):
        return after, None
    return after, edition_move_document(
        after,
        begun_by=case.draft.by if case.draft else draft.by,
        prompts=prompts,
        known=draft.open_now,
        zone=session.zone,
    )


def _with_urgency(session: Session, case: Case, draft: Draft) -> Draft:
    prompts = open_now(case, draft, session.pack, today=session.today)
    return msgspec.structs.replace(draft, open_now=tuple(prompt.rule.id for prompt in prompts))


def _edition_changes(session: Session, case: Case) -> EditionChanges | None:
    changes = answering.edition_changes(case.latest, session.pack.checklist) if case.latest else None
    return changes if changes and changes.any else None


def _with_draft(case: Case, draft: Draft) -> Case:
    return msgspec.structs.replace(case, draft=draft)
