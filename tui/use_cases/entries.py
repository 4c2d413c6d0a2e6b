"""Entries of a case: begin or resume a form draft, read the entry typed in it, record the entry."""

from collections.abc import Mapping
from typing import Any

import msgspec

from content.case.model import Case
from content.entries.form_drafts import FormDraft, FormDraftId, FormKind, resumed
from content.entries.kind import EntryKind
from content.entries.registry import ENTRY_KINDS, Entry, EntryName, entries_of
from content.entries.typed_fields import EARLIER, EntryContext, Typed, text_of
from content.errors import RecordError
from content.limits import check_typed
from tui.session.session import Session, fresh_id


def begin(
    session: Session,
    case: Case,
    kind: FormKind,
    about: Mapping[str, str] | None = None,
    *,
    typed: Typed | None = None,
) -> FormDraft:
    """Return the form draft that this practitioner left unfinished on the same subject, or a new one.

    Args:
        session: The session of the practitioner who fills it in.
        case: The case.
        kind: The kind of entry, or "correction" for the correction of an assessment.
        about: What the entry belongs to, such as the entry that it corrects.
        typed: The first texts of a new form; by default those of the entry that it corrects or changes.
    """
    new = FormDraft(
        id=fresh_id(), case=case.id, kind=kind, about=about or {}, at=session.now(), by=session.practitioner
    )
    if typed is None:
        typed = {} if kind == "correction" else ENTRY_KINDS[kind].initial(context(session, case, new))
    return resumed(case.form_drafts, msgspec.structs.replace(new, typed=typed))


def resume(session: Session, case: Case, wanted: FormDraftId) -> FormDraft | None:
    """Return a form draft of the case, with this practitioner as its author, or None if it is deleted."""
    found = next((each for each in case.form_drafts if each.id == wanted), None)
    return msgspec.structs.replace(found, by=session.practitioner) if found else None


def context(session: Session, case: Case, draft: FormDraft) -> EntryContext[Any]:
    """Build the context in which the form of an entry is filled in and read: now, today, the pack, earlier entries."""
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
    """Return the name of the kind of entry that a form draft becomes.

    Raises:
        ValueError: If the form is the correction of an assessment, which is not an entry.
    """
    if draft.kind == "correction":
        raise ValueError("the correction of an assessment is not an entry")
    return draft.kind


def kind_of(draft: FormDraft) -> EntryKind[Any]:
    """Return the kind of entry that a form draft becomes; raises what `entry_name` raises."""
    return ENTRY_KINDS[entry_name(draft)]


def is_detached(session: Session, case: Case, draft: FormDraft) -> bool:
    """Whether the entry that a form draft corrects or changes is missing from the case."""
    return EARLIER in draft.about and context(session, case, draft).earlier is None


def read(session: Session, case: Case, draft: FormDraft, typed: Typed) -> Entry:
    """Read the entry that was typed in a form.

    Raises:
        RecordError: If a field is refused; it names the field, and the sentence to show beside it.
    """
    check_typed(draft.kind, typed)
    entry: Entry = kind_of(draft).read(typed, context(session, case, draft))
    return entry


def record(session: Session, entry: Entry, draft: FormDraft, *, stored: FormDraft | None = None) -> None:
    """Record an entry and delete its form draft, in one write.

    Args:
        session: The session of the practitioner who records it.
        entry: The entry.
        draft: The form draft that it was read from.
        stored: The form draft that is stored in place of it, if another session took it over: the entry gets its id,
            because that session may record an entry too.

    Raises:
        StoreError: If the entry was not recorded; the form draft is unchanged.
    """
    if stored and entry.id == draft.id:
        entry = msgspec.structs.replace(entry, id=stored.id)
    session.store.record(draft.case, entry, finishing=(stored or draft).id)


def read_reason(typed: Typed) -> str:
    """Read the reason for the correction of an assessment.

    Raises:
        RecordError: If nothing is typed, or too much.
    """
    check_typed("correction", typed)
    why = text_of(typed, "why")
    if not why:
        raise RecordError("why", "a reason for the correction is needed")
    return why
