"""Optimistic concurrency: which version a save may follow, which retries are no-ops, what is refused."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import tinydb

from content.case.model import Assessment, AssessmentId, Case, Draft
from content.case.plan import versions
from content.entries.action import Action
from content.entries.form_drafts import FormDraft
from content.entries.registry import ENTRY_KINDS, Entry, name_of
from content.records import correction_of
from store.cases import mapping
from store.errors import (
    ActionChangedError,
    AssessmentExistsError,
    DraftChangedError,
    EntryAlreadyCorrectedError,
    RecordExistsError,
    StoreRefusedError,
)


def is_current(draft: Draft, stored: Draft | None) -> bool:
    """Whether a draft was made from the stored version."""
    return stored is not None and (stored.id, stored.version) == (draft.id, draft.version)


def next_version(draft: Draft, stored: Draft | None, unsure: Collection[object]) -> int:
    """The version number of the next save of a draft, or 0 if another session's save came first.

    Args:
        draft: The draft to save, with the version that it was made from.
        stored: The stored draft.
        unsure: The versions that failed saves of this session, made from the same version, may have stored.
    """
    if is_current(draft, stored):
        return draft.version + 1
    if stored is None or stored.id != draft.id:
        return 0
    if stored == msgspec.structs.replace(draft, version=draft.version + 1):
        return stored.version
    # A version that this session stored may be replaced. Its number is not reused: another session may have read it.
    return stored.version + 1 if stored in unsure else 0


def next_form_draft_version(draft: FormDraft, stored: FormDraft | None, unsure: Collection[object]) -> int:
    """The version number of the next save of a form draft, or 0 if another session's save came first.

    A form draft that is not stored may have been emptied and deleted; its version continues.

    Args:
        draft: The form draft to save, with the version that it was made from.
        stored: The form draft that is stored under its id, or None.
        unsure: The versions that failed saves of this session, made from the same version, may have stored.
    """
    if stored is None or stored.version == draft.version:
        return draft.version + 1
    if stored == msgspec.structs.replace(draft, version=draft.version + 1):
        return stored.version
    return stored.version + 1 if stored in unsure else 0


def is_signed_already(assessment: Assessment, case: Case) -> bool:
    """Whether the case has this assessment, whatever its time of sign-off."""
    recorded = case.assessment(assessment.id)
    return recorded is not None and recorded == msgspec.structs.replace(assessment, signed_off=recorded.signed_off)


def refuse_existing(case: Case, assessment_id: AssessmentId) -> None:
    """Refuse the id of a recorded assessment.

    Raises:
        AssessmentExistsError: If the case has an assessment with this id.
    """
    if case.assessment(assessment_id):
        raise AssessmentExistsError("This assessment is signed off already, and stays as it is.")


def is_new(entry: Entry, recorded: Sequence[Entry]) -> bool:
    """Whether an entry must be recorded; False if it is recorded already.

    Raises:
        RecordExistsError: If another entry has its id.
        EntryCorrectedError: If the entry that it corrects is corrected already.
        ActionChangedError: If it is an action and not the version after the latest.
        StoreRefusedError: If the case does not have the entry that it corrects.
    """
    if isinstance(entry, Action):
        return _is_new_version(entry, recorded)
    return _is_new_entry(entry, recorded)


def _is_new_version(action: Action, recorded: Sequence[Any]) -> bool:
    before = versions(recorded, action.id)
    if before and before[-1] == action:
        return False
    if action.version != (before[-1].version if before else 0) + 1:
        raise ActionChangedError(before[-1].by, before[-1].at) if before else ActionChangedError()
    return True


def _is_new_entry(entry: Entry, recorded: Sequence[Any]) -> bool:
    name = name_of(entry)
    by_id = {found.id: found for found in recorded}
    if entry.id in by_id:
        if by_id[entry.id] != entry:
            raise RecordExistsError(f"This {name} is recorded already, and stays as it is.")
        return False
    corrects = getattr(entry, "corrects", None)
    if not ENTRY_KINDS[name].is_correctable or corrects is None:
        return True
    if corrects not in by_id:
        raise StoreRefusedError("Nothing was stored: the entry to correct is not in this case.")
    # With two corrections of one entry, its event would be counted twice.
    correction = correction_of(recorded, corrects)
    if correction:
        raise EntryAlreadyCorrectedError(correction.by, correction.at)
    return True


def keep_aside(database: tinydb.TinyDB, draft: Draft) -> None:
    """Store a draft that lost a race, beside the current draft."""
    document = mapping.draft_document(draft, is_kept_aside=True)
    database.table(mapping.DRAFT).upsert(document, mapping.kept_aside_copy(draft))


def draft_changed_error(draft: Draft, case: Case) -> DraftChangedError:
    """The error for a draft that lost a race, with who changed or signed it off and when."""
    if signed := case.assessment(draft.id):
        return DraftChangedError(case.id, signed.by, signed.signed_off, is_signed_off=True)
    if case.draft:
        return DraftChangedError(case.id, case.draft.by, case.draft.changed)
    return DraftChangedError(case.id)
