"""Keeping a draft: each change is on disk before the next question is asked."""

import msgspec

from content.case.model import Assessment, Case, Draft
from store.errors import DraftChangedError, StoreError
from tui.messages.error_messages import error_message
from tui.plain.dialogue import Dialogue, EndedError, undisturbed
from tui.session.session import Session


class DraftSaver:
    """The draft as the store has it."""

    def __init__(self, dialogue: Dialogue, session: Session, draft: Draft) -> None:
        self._dialogue = dialogue
        self._session = session
        self._version = draft.version

    def keep(self, draft: Draft) -> None:
        """Have a draft on disk, and do not go on before it is.

        Raises:
            EndedError: If somebody else saved a newer one, or nobody waits any longer for a disk that refuses.
        """
        while True:
            try:
                with undisturbed():
                    saved = self._session.store.save_draft(msgspec.structs.replace(draft, version=self._version))
                    self._version = saved.version
            except DraftChangedError as error:
                raise EndedError(error_message(error, self._session.zone), status=1) from error
            except (StoreError, OSError) as error:
                self._dialogue.say(f"NOT SAVED: {error_message(error, self._session.zone)}")
                self._wait()
            else:
                return

    def _wait(self) -> None:
        try:
            self._dialogue.ask("What was answered before is saved, this is not. Enter tries again:")
        except EndedError as ended:
            ended.is_saved = False
            raise

    def sign_off(self, assessment: Assessment, draft: Draft) -> None:
        """Record the assessment in the place of its draft.

        Raises:
            StoreError: If the store refuses; the draft stays as it is.
        """
        with undisturbed():
            self._session.store.sign_off(assessment, msgspec.structs.replace(draft, version=self._version))

    def case(self, case_id: str) -> Case:
        """The case as it is now.

        Raises:
            StoreError: If it cannot be read.
        """
        return self._session.store.case(case_id)
