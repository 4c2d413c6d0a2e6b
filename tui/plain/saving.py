"""Saving in the dialogue: each change is on disk before the next question is asked."""

import msgspec

from content.case.model import Assessment, Case, Draft
from store.errors import DraftChangedError, StoreError
from tui.messages.error_messages import error_message
from tui.plain.dialogue import Dialogue, EndedError, undisturbed
from tui.session.session import Session
from tui.use_cases import cases, drafts, signing_off


class DraftSaver:
    """Saves a draft at its stored version, and signs it off."""

    def __init__(self, dialogue: Dialogue, session: Session, draft: Draft) -> None:
        self._dialogue = dialogue
        self._session = session
        self._version = draft.version

    def save(self, draft: Draft) -> None:
        """Save a draft, and return only once it is on disk.

        Raises:
            EndedError: If another session saved a newer one, or the person leaves while the disk refuses.
        """
        while True:
            try:
                with undisturbed():
                    saved = drafts.save(self._session, self._at_stored_version(draft))
                    self._version = saved.version
            except DraftChangedError as error:
                raise EndedError(error_message(error, self._session.zone), status=1) from error
            except (StoreError, OSError) as error:
                self._dialogue.say(f"NOT SAVED: {error_message(error, self._session.zone)}")
                self._wait(draft)
            else:
                return

    def _wait(self, draft: Draft) -> None:
        try:
            self._dialogue.ask("Earlier answers are saved, this one is not. Enter tries again:")
        except EndedError as ended:
            with undisturbed():
                ended.is_saved = drafts.keep_unsaved(self._session, self._at_stored_version(draft))
            raise

    def sign_off(self, assessment: Assessment, draft: Draft, *, seen: Case) -> None:
        """Record the assessment in place of its draft.

        Raises:
            NewEntriesError: If something was recorded on the case since it was seen.
            StoreError: If the store refuses; the draft is unchanged.
        """
        with undisturbed():
            signing_off.sign_off(self._session, assessment, self._at_stored_version(draft), seen=seen)

    def case(self, case_id: str) -> Case:
        """The case as it is now.

        Raises:
            StoreError: If it cannot be read.
        """
        return cases.read_case(self._session, case_id)

    def _at_stored_version(self, draft: Draft) -> Draft:
        return msgspec.structs.replace(draft, version=self._version)
