"""Saving form drafts as they are typed; one that another session goes on with is kept as a form draft of its own."""

import msgspec

from content.entries.form_drafts import FormDraft, FormDraftId
from store.errors import FormDraftChangedError
from tui.session.session import Session, fresh_id


class FormDraftSaver:
    """Saves the form drafts of one session, from any thread but one form draft at a time."""

    def __init__(self, session: Session) -> None:
        self._store = session.store
        self._own: dict[FormDraftId, FormDraft] = {}
        """What is stored in place of a form draft that another session took over, by the id of that form draft."""

    def save(self, draft: FormDraft) -> FormDraft:
        """Save a form draft, and return it with its new version.

        Raises:
            FormDraftChangedError: If another session took it over; this text is stored under another id.
            StoreError: If it cannot be stored; the stored version is unchanged.
        """
        own = self._own.get(draft.id)
        if own:
            self._own[draft.id] = self._store.save_form_draft(self.stored(draft))
            return self._own[draft.id]
        try:
            return self._store.save_form_draft(draft)
        except FormDraftChangedError:
            apart = msgspec.structs.replace(draft, id=fresh_id(), version=0)
            self._own[draft.id] = self._store.save_form_draft(apart)
            raise

    def stored(self, draft: FormDraft) -> FormDraft:
        """A form draft with the id and the version under which its text is stored."""
        own = self._own.get(draft.id)
        return msgspec.structs.replace(draft, id=own.id, version=own.version) if own else draft
