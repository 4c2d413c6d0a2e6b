"""Whose turn it is: what a change of a case follows, what it repeats, and what refuses it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import tinydb

from content.case.disclosures import Disclosure
from content.case.form_drafts import FormDraft
from content.case.incidents import Incident
from content.case.model import Assessment, AssessmentId, Case, Draft
from content.case.notes import Note
from content.case.plan import Action, versions
from content.records import correction_of
from store.cases import mapping
from store.cases.mapping import Entry
from store.errors import (
    ActionChangedError,
    AssessmentExistsError,
    DraftChangedError,
    EntryCorrectedError,
    RecordExistsError,
    StoreRefusedError,
)

Once = TypeVar("Once", Incident, Note, Disclosure)


def is_current(draft: Draft, stored: Draft | None) -> bool:
    """Whether a draft was begun from the version that is stored."""
    return stored is not None and (stored.id, stored.version) == (draft.id, draft.version)


def next_version(draft: Draft, stored: Draft | None, unsure: Collection[object]) -> int:
    """The version that a save of a draft makes; 0 where another session's save came first.

    Args:
        draft: What is to be saved, with the version that it was begun from.
        stored: The version that is stored.
        unsure: Every version that failed saves of this session may have left on the disk.
    """
    if is_current(draft, stored):
        return draft.version + 1
    if stored is None or stored.id != draft.id:
        return 0
    if stored == msgspec.structs.replace(draft, version=draft.version + 1):
        return stored.version
    # Following one's own save overwrites nobody; another session may have read its version, so that is not used again.
    return stored.version + 1 if stored in unsure else 0


def next_entry_version(entry: FormDraft, stored: FormDraft | None, unsure: Collection[object]) -> int:
    """The version that a save of an unfinished entry makes; 0 where another session's save came first.

    One that is not stored may have been emptied before, and goes on from the version that it has.

    Args:
        entry: What is to be saved, with the version that it was begun from.
        stored: What is stored under its id.
        unsure: Every version that failed saves of this session may have left on the disk.
    """
    if stored is None or stored.version == entry.version:
        return entry.version + 1
    if stored == msgspec.structs.replace(entry, version=entry.version + 1):
        return stored.version
    return stored.version + 1 if stored in unsure else 0


def is_signed_already(assessment: Assessment, case: Case) -> bool:
    """Whether the case has this assessment, signed off now or at a moment before."""
    recorded = case.assessment(assessment.id)
    return recorded is not None and recorded == msgspec.structs.replace(assessment, signed_off=recorded.signed_off)


def refuse_recorded(case: Case, assessment_id: AssessmentId) -> None:
    """Refuse an id under which an assessment is recorded.

    Raises:
        AssessmentExistsError: If it is.
    """
    if case.assessment(assessment_id):
        raise AssessmentExistsError("This assessment is signed off already, and stays as it is.")


def is_new(entry: Entry, recorded: Sequence[Entry]) -> bool:
    """Whether an entry is still to be recorded.

    Raises:
        RecordExistsError: If its id is another's.
        EntryCorrectedError: If the one that it corrects is corrected already.
        ActionChangedError: If it is not the version of an action after the latest.
        StoreRefusedError: If the one that it corrects is not there.
    """
    return _RULES[type(entry)](entry, recorded)


def _is_new_version(action: Action, recorded: tuple[Action, ...]) -> bool:
    before = versions(recorded, action.id)
    if before and before[-1] == action:
        return False
    if action.version != (before[-1].version if before else 0) + 1:
        raise ActionChangedError(before[-1].by, before[-1].at) if before else ActionChangedError()
    return True


def _is_new_entry(entry: Once, recorded: tuple[Once, ...]) -> bool:
    by_id = {found.id: found for found in recorded}
    if entry.id in by_id:
        if by_id[entry.id] != entry:
            raise RecordExistsError(f"This {type(entry).__name__.lower()} is recorded already, and stays as it is.")
        return False
    if isinstance(entry, Note) or entry.corrects is None:
        return True
    if entry.corrects not in by_id:
        raise StoreRefusedError("Nothing was stored: the entry to put right is not in this case.")
    # Two corrections of one entry would both stand, and one event would be counted twice.
    correction = correction_of(recorded, entry.corrects)
    if correction:
        raise EntryCorrectedError(correction.by, correction.at)
    return True


_RULES: Mapping[type, Callable[[Any, Any], bool]] = {
    Incident: _is_new_entry,
    Note: _is_new_entry,
    Disclosure: _is_new_entry,
    Action: _is_new_version,
}


def keep_aside(database: tinydb.TinyDB, draft: Draft) -> None:
    """Keep a draft that lost a race, beside the one that stands."""
    document = mapping.draft_document(draft, is_kept_aside=True)
    database.table(mapping.DRAFT).upsert(document, mapping.kept_aside_copy(draft))


def lost(draft: Draft, case: Case) -> DraftChangedError:
    """What to tell of the version that stands in a draft's place."""
    if signed := case.assessment(draft.id):
        return DraftChangedError(case.id, signed.by, signed.signed_off, is_signed_off=True)
    if case.draft:
        return DraftChangedError(case.id, case.draft.by, case.draft.changed)
    return DraftChangedError(case.id)
