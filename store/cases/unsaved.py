"""Texts that a full disk kept from being saved: kept in the reserve, and saved by the same person's next session."""

import contextlib
import hashlib
from typing import Any

import msgspec

from content.case.model import Case, Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft
from content.records import Record
from store.cases import room
from store.cases.repository import CaseRepository
from store.engine import names
from store.engine.codec import CodecFor
from store.engine.protocol import Engine
from store.errors import CaseNotFoundError, DraftChangedError, StoreDamagedError, StoreError
from store.lease_holder import LeaseHolder


class Unsaved(Record, frozen=True, kw_only=True):
    """A text in the reserve: a draft, or what is typed in a form."""

    draft: Draft | None = None
    form: FormDraft | None = None

    @property
    def typed(self) -> Draft | FormDraft:
        """The draft, or the form."""
        typed = self.draft or self.form
        if typed is None:
            raise ValueError("it holds no text")
        return typed


class Restored(Record, frozen=True, kw_only=True):
    """What became of a text in the reserve."""

    case: CaseId
    problem: str = ""
    """Why it is still there and not saved; empty if it is saved."""


class UnsavedTexts:
    """The texts of one store that are kept in the reserve."""

    def __init__(self, engine: Engine, codec_for: CodecFor, store: CaseRepository) -> None:
        """Open the reserve.

        Args:
            engine: The engine that stores it.
            codec_for: Encrypts and decrypts each text.
            store: Saves the texts again.
        """
        self._engine = engine
        self._codec_for = codec_for
        self._store = store

    def keep(self, typed: Draft | FormDraft) -> None:
        """Keep a text, in place of an earlier version of it.

        Raises:
            StoreFullError: If the reserve is used up.
            StoreUnwritableError: If the system refuses.
            KeyLockedError: If the key is not held.
        """
        room.refuse_too_long(typed)
        name = _name(typed)
        text = Unsaved(draft=typed) if isinstance(typed, Draft) else Unsaved(form=typed)
        blob = self._engine.reserved(name)
        with blob.locked():
            blob.write(self._codec_for(name).encode(msgspec.json.encode(text, enc_hook=_mapping)))

    def drop(self, typed: Draft | FormDraft) -> None:
        """Remove a text, because a version as new is saved; one that cannot be removed now is removed later."""
        with contextlib.suppress(StoreError):
            blob = self._engine.reserved(_name(typed))
            if blob.exists():
                with blob.locked():
                    blob.delete()

    def restore(self, holder: LeaseHolder) -> tuple[Restored, ...]:
        """Save the texts of one person again, and say what became of each.

        A draft that another session changed meanwhile is kept aside, as after any lost race; a form becomes a new one.

        Args:
            holder: The person, who holds the lease of each case meanwhile.
        """
        return tuple(self._restored(typed, holder) for typed in self._kept(holder.who))

    def _kept(self, by: str) -> list[Draft | FormDraft]:
        """The texts of one person; one that cannot be read is left where it is."""
        found = []
        for name in self._engine.reserved_names():
            with contextlib.suppress(StoreError):
                typed = self._read(name)
                if typed and typed.by == by:
                    found.append(typed)
        return found

    def _restored(self, typed: Draft | FormDraft, holder: LeaseHolder) -> Restored:
        try:
            with self._store.lease(typed.case, holder):
                case = self._store.case(typed.case)
                if isinstance(typed, Draft):
                    self._save_draft(typed, case)
                else:
                    self._save_form(typed, case)
        except CaseNotFoundError:
            # The case was erased meanwhile.
            pass
        except StoreError as error:
            return Restored(case=typed.case, problem=str(error))
        self.drop(typed)
        return Restored(case=typed.case)

    def _save_draft(self, typed: Draft, case: Case) -> None:
        stored = case.draft
        if stored and stored.id == typed.id and stored.by == typed.by and stored.changed <= typed.changed:
            # A save that failed may have stored an earlier text of this person under a higher version.
            typed = msgspec.structs.replace(typed, version=stored.version)
        with contextlib.suppress(DraftChangedError):
            self._store.save_draft(typed)

    def _save_form(self, typed: FormDraft, case: Case) -> None:
        stored = next((each for each in case.form_drafts if each.id == typed.id), None)
        if stored is None or (stored.by == typed.by and stored.at <= typed.at):
            typed = msgspec.structs.replace(typed, version=stored.version if stored else 0)
        else:
            typed = msgspec.structs.replace(typed, id=f"{typed.id}-kept", version=0)
        self._store.save_form_draft(typed)

    def _read(self, name: str) -> Draft | FormDraft | None:
        data = self._engine.reserved(name).read()
        try:
            return msgspec.json.decode(self._codec_for(name).decode(data), type=Unsaved).typed if data else None
        except ValueError as error:
            raise StoreDamagedError(name, str(error)) from error


def _name(typed: Draft | FormDraft) -> str:
    mark = hashlib.sha256(f"{typed.id} {typed.by}".encode()).hexdigest()[:16]
    return names.reserved_name(typed.case, mark)


def _mapping(value: Any) -> dict[Any, Any]:
    return dict(value)
