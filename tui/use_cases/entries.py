"""Entries of a case: begin or resume a form, read what was typed in it, record it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from content.case.model import Case
from content.entries.form_drafts import FormDraft, FormDraftId, FormKind, resumed
from content.entries.kind import EntryKind
from content.entries.reading import EARLIER, EntryContext, Typed, text_of
from content.entries.registry import ENTRY_KINDS, Entry, EntryName, entries_of
from content.errors import RecordError
from tui.session.session import Session, fresh_id


def begin(
    session: Session,
    case: Case,
    kind: FormKind,
    about: Mapping[str, str] | None = None,
    *,
    typed: Typed | None = None,
) -> FormDraft:
    """The form draft that this person left about the same subject, or a new one.

    Args:
        session: Who fills it in.
        case: The case.
        kind: What the form makes.
        about: What it belongs to, such as the entry that it corrects.
        typed: What a new one starts with; the entry that it corrects or changes where it is not given.
    """
    new = FormDraft(
        id=fresh_id(), case=case.id, kind=kind, about=about or {}, at=session.now(), by=session.practitioner
    )
    if typed is None:
        typed = {} if kind == "correction" else ENTRY_KINDS[kind].initial(context(session, case, new))
    return resumed(case.form_drafts, msgspec.structs.replace(new, typed=typed))


def resume(session: Session, case: Case, wanted: FormDraftId) -> FormDraft | None:
    """A form draft of the case, whoever began it; from now on it is this person's."""
    found = next((each for each in case.form_drafts if each.id == wanted), None)
    return msgspec.structs.replace(found, by=session.practitioner) if found else None


def context(session: Session, case: Case, draft: FormDraft) -> EntryContext[Any]:
    """What the form of an entry is filled in and read with, at this moment."""
    return EntryContext(
        id=draft.id,
        about=draft.about,
        recorded=entries_of(case, kind_of(draft)),
        pack=session.pack,
        now=session.now(),
        today=session.today,
        by=session.practitioner,
    )


def entry_name(draft: FormDraft) -> EntryName:
    """The name of the kind of entry that a form makes.

    Raises:
        ValueError: If it makes no entry but the correction of an assessment.
    """
    if draft.kind == "correction":
        raise ValueError("the correction of an assessment is no entry")
    return draft.kind


def kind_of(draft: FormDraft) -> EntryKind[Any]:
    """The kind of entry that a form makes; raises what `entry_name` raises."""
    return ENTRY_KINDS[entry_name(draft)]


def is_detached(session: Session, case: Case, draft: FormDraft) -> bool:
    """Whether the entry that a form corrects or changes is not in the case."""
    return EARLIER in draft.about and context(session, case, draft).earlier is None


def read(session: Session, case: Case, draft: FormDraft, typed: Typed) -> Entry:
    """The entry that was typed in a form.

    Raises:
        RecordError: With the sentence to show beside the field that is refused.
    """
    entry: Entry = kind_of(draft).read(typed, context(session, case, draft))
    return entry


def record(session: Session, entry: Entry, draft: FormDraft) -> None:
    """Record an entry and delete its form draft, in one write.

    Raises:
        StoreError: If it was not recorded; the form draft is kept.
    """
    session.store.record(draft.case, entry, finishing=draft.id)


def read_reason(typed: Typed) -> str:
    """Why an assessment is corrected.

    Raises:
        RecordError: If nothing is typed.
    """
    why = text_of(typed, "why")
    if not why:
        raise RecordError("why", "why the assessment is corrected is needed")
    return why
