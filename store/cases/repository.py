"""The repository of cases. Each change reads and writes the case under its advisory lock."""

import contextlib
from collections.abc import Callable, Collection, Iterator

import msgspec
import tinydb
from tinydb.middlewares import CachingMiddleware

from content.case.model import Assessment, Case, Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft, FormDraftId
from content.entries.registry import ENTRY_KINDS, Entry, name_of
from store.cases import concurrency, index, listing, mapping, room
from store.cases.journal import UNRECORDED, Recording, copy_of
from store.cases.lease import take_lease
from store.cases.quarantine import explained, keep_typed, moved_aside
from store.cases.reading import stored_tables
from store.engine.codec import CodecFor, plain
from store.engine.protocol import LEASE_PATIENCE, Engine, Lease
from store.engine.tables import BlobStorage, Tables
from store.errors import (
    CaseErasedError,
    CaseExistsError,
    CaseNotFoundError,
    DraftExistsError,
    FormDraftChangedError,
    StoreDamagedError,
    StoreRefusedError,
    StoreSchemaError,
)
from store.lease_holder import LeaseHolder


def authorise_everybody() -> None:
    """Authorise everybody, for stores without accounts."""


class CaseRepository:
    """Reads, creates, saves and signs off the cases of one store.

    Every method that changes a case also raises what `authorise` raises; the case is unchanged then.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        codec_for: CodecFor = plain,
        recording: Recording = UNRECORDED,
        authorise: Callable[[], object] = authorise_everybody,
    ) -> None:
        """Open the cases.

        Args:
            engine: The engine that stores them.
            codec_for: Encrypts and decrypts each file.
            recording: Records the changes.
            authorise: Called under the lock of each change, before it is made; raises to refuse the change.
        """
        self._engine = engine
        self._codec_for = codec_for
        self._recording = recording
        self._authorise = authorise
        self._unsure: dict[CaseId | FormDraftId, dict[int, list[Draft | FormDraft]]] = {}
        """The versions that failed saves of this session may have stored, by case or form draft, and by the number of
        the version that they were made from: a text made from another version has not taken them into account.

        Dropped once a save succeeds; read and changed under the lock of the case.
        """

        engine.prepare()
        engine.remove_leftovers()

    def case(self, case_id: CaseId) -> Case:
        """The case with this reference.

        Raises:
            CaseNotFoundError: If there is no such case.
            StoreDamagedError: If it is damaged; its file is moved into quarantine, and the error names the new file.
            StoreSchemaError: If another version stored it.
            StoreUnreadableError: If the system refuses.
        """
        try:
            return self._read(case_id)
        except StoreDamagedError as damage:
            raise moved_aside(self._engine, case_id, damage, self._read) from damage
        except CaseNotFoundError as missing:
            raise explained(self._engine, case_id, missing) from missing

    def listing(self) -> listing.Listing:
        """The summaries of all cases, and the cases that cannot be read.

        Raises:
            StoreUnreadableError: If the folder of the cases cannot be read.
        """
        return listing.listing(self._engine, self._codec_for(index.NAME), self.case)

    def lease(self, case_id: CaseId, holder: LeaseHolder, *, patience: float = LEASE_PATIENCE) -> Lease:
        """Take the lease of a case, which lasts until it is released or this process ends.

        Raises:
            CaseInUseError: If another session holds it for longer than `patience` seconds; the error says when that
                session last saved.
        """
        return take_lease(self._engine, case_id, holder, patience=patience, read=self._read)

    def create(self, case: Case) -> None:
        """Store a new case. After a failure, the same case can be passed again.

        Raises:
            CaseExistsError: If another case has the reference.
            StoreFullError: If there is no room.
        """
        room.refuse_too_long(case)
        tables = self._recording.carried(case.id, None, mapping.tables_of(case))
        blob = self._engine.case(case.id)
        with blob.locked():
            self._authorise()
            if blob.exists() and not self._holds(case):
                raise CaseExistsError(case.id)
            BlobStorage(blob, self._codec_for(case.id), is_checked=True).write(tables)
            self._recording.settle(case.id, tables, is_durable=True)

    def start_draft(self, draft: Draft) -> Draft:
        """Store the first version of a draft, and return it. After a failure, the same draft can be passed again.

        Raises:
            DraftExistsError: If the case has another draft.
            AssessmentExistsError: If an assessment with its id is recorded.
            StoreFullError: If there is no room; the case is unchanged.
        """
        document = mapping.draft_document(draft)
        with self._changing(draft.case) as (tables, database):
            case = mapping.case_of(tables, draft.case)
            if case.draft and case.draft != draft:
                raise DraftExistsError(case.id, case.draft.by, case.draft.started)
            concurrency.refuse_existing(case, draft.id)
            if case.draft is None:
                room.refuse_too_long(draft)
                room.refuse_crowding(tables, draft, draft.by)
                database.table(mapping.DRAFT).insert(document)
        return draft

    def save_draft(self, draft: Draft) -> Draft:
        """Save a draft, and return it with its new version.

        Raises:
            DraftChangedError: If another session saved a newer version or signed it off; this draft is kept aside.
            CaseQuarantinedError: If the case is damaged; this draft is kept beside it in quarantine.
            StoreFullError: If there is no room; the stored version is unchanged.
        """
        lost = None
        with self._keeping(draft), self._changing(draft.case, draft.case) as (tables, database):
            stored = mapping.current_draft(tables, draft.case)
            version = concurrency.next_version(draft, stored, self._maybe_stored(draft.case, draft))
            saved = msgspec.structs.replace(draft, version=version or draft.version)
            if version:
                database.table(mapping.DRAFT).update(mapping.draft_document(saved), mapping.CURRENT)
                room.refuse_too_long(saved)
                self._may_write(draft.case, draft, saved)
            else:
                lost = concurrency.draft_changed_error(draft, mapping.case_of(tables, draft.case))
                concurrency.keep_aside(database, draft)
        if lost:
            raise lost
        return saved

    def sign_off(self, assessment: Assessment, draft: Draft) -> Case:
        """Record an assessment and remove its draft in one write, and return the changed case.

        After a failure, the same assessment can be passed again, also with a later time of sign-off.

        Raises:
            DraftChangedError: If another session saved a newer version or signed it off; the draft is kept aside.
            AssessmentExistsError: If another assessment with this id is recorded.
            StoreFullError: If there is no room; the draft is unchanged.
        """
        if assessment.case != draft.case:
            raise StoreRefusedError("Nothing was stored: the assessment and the draft are of two cases.")
        document = mapping.document_of(assessment)
        with self._changing(draft.case) as (tables, database):
            case = mapping.case_of(tables, draft.case)
            is_signed = concurrency.is_signed_already(assessment, case)
            lost = (
                None
                if is_signed or concurrency.is_current(draft, case.draft)
                else concurrency.draft_changed_error(draft, case)
            )
            if lost:
                concurrency.keep_aside(database, draft)
            elif not is_signed:
                concurrency.refuse_existing(case, assessment.id)
                database.table(mapping.ASSESSMENTS).insert(document)
                database.table(mapping.DRAFT).remove(mapping.CURRENT)
        if lost:
            raise lost
        if is_signed:
            return case
        return msgspec.structs.replace(case, assessments=(*case.assessments, assessment), draft=None)

    def save_form_draft(self, draft: FormDraft) -> FormDraft:
        """Save what is typed into a form, and return it with its new version. No lease is needed.

        An empty form draft is deleted.

        Raises:
            FormDraftChangedError: If another session saved a newer version.
            CaseQuarantinedError: If the case is damaged; this form draft is kept beside it in quarantine.
            StoreFullError: If there is no room; the stored version is unchanged.
        """
        with self._keeping(draft), self._changing(draft.case, draft.id) as (tables, database):
            kept = mapping.recorded(tables, mapping.FORM_DRAFTS, FormDraft, draft.case)
            stored = next((each for each in kept if each.id == draft.id), None)
            version = concurrency.next_form_draft_version(draft, stored, self._maybe_stored(draft.id, draft))
            if stored and not version:
                raise FormDraftChangedError(stored.by, stored.at)
            saved = msgspec.structs.replace(draft, version=version)
            table = database.table(mapping.FORM_DRAFTS)
            table.remove(mapping.form_draft_with_id(draft.id))
            if not draft.is_empty:
                room.refuse_too_long(saved)
                room.refuse_crowding(tables, saved, draft.by, instead_of=draft.id)
                table.insert(mapping.document_of(saved))
            self._may_write(draft.id, draft, saved)
        return saved

    def record(self, case_id: CaseId, entry: Entry, *, finishing: FormDraftId = "") -> None:
        """Record an entry, or the next version of an action. No lease is needed.

        The assessment draft is not changed. The form draft of the entry is deleted in the same write. After a failure,
        the same entry can be passed again.

        Raises:
            RecordExistsError: If another entry of its kind with this id is recorded.
            EntryCorrectedError: If the entry that it corrects is corrected already.
            ActionChangedError: If it is an action and not the version after the latest that is recorded.
            StoreFullError: If there is no room; the case is unchanged.
        """
        document = mapping.document_of(entry)
        name = ENTRY_KINDS[name_of(entry)].table
        with self._changing(case_id) as (tables, database):
            if concurrency.is_new(entry, mapping.recorded(tables, name, type(entry), case_id)):
                room.refuse_too_long(entry)
                room.refuse_crowding(tables, entry, entry.by, instead_of=finishing)
                database.table(name).insert(document)
            database.table(mapping.FORM_DRAFTS).remove(mapping.form_draft_with_id(finishing))

    def _maybe_stored(self, name: CaseId | FormDraftId, made_from: Draft | FormDraft) -> Collection[object]:
        return self._unsure.get(name, {}).get(made_from.version, ())

    def _may_write(self, name: CaseId | FormDraftId, made_from: Draft | FormDraft, saved: Draft | FormDraft) -> None:
        versions = self._unsure.setdefault(name, {}).setdefault(made_from.version, [])
        if saved not in versions:
            versions.append(saved)

    @contextlib.contextmanager
    def _changing(
        self, case_id: CaseId, versioned: CaseId | FormDraftId = ""
    ) -> Iterator[tuple[Tables, tinydb.TinyDB]]:
        """The tables and the database of a case. The changes are one write, or none if an error is raised.

        Args:
            case_id: The case.
            versioned: The key of `_unsure` that is dropped once the write succeeds.
        """
        blob = self._engine.case(case_id)
        try:
            with blob.locked():
                self._authorise()
                tables = stored_tables(self._engine, self._codec_for(case_id), case_id)
                # A new object, because TinyDB caches query results per object and would miss other sessions' changes.
                # TinyDB leaves its middleware without types.
                cached = CachingMiddleware(BlobStorage)  # type: ignore[no-untyped-call]
                database = tinydb.TinyDB(blob, self._codec_for(case_id), is_checked=True, storage=cached)
                database.storage.write(tables)
                before = copy_of(tables)
                yield tables, database
                recorded = self._recording.carried(case_id, before, database.storage.read() or {})
                database.storage.write(recorded)
                database.close()
                self._unsure.pop(versioned, None)
                self._recording.settle(case_id, recorded, is_durable=True)
        except StoreDamagedError as damage:
            raise moved_aside(self._engine, case_id, damage, self._read) from damage
        except CaseNotFoundError as missing:
            raise explained(self._engine, case_id, missing) from missing

    @contextlib.contextmanager
    def _keeping(self, typed: Draft | FormDraft) -> Iterator[None]:
        """If the case is or was found damaged in the block, keep what was typed beside it in quarantine."""
        try:
            yield
        except (StoreDamagedError, CaseNotFoundError) as error:
            kept = keep_typed(self._engine, self._codec_for(typed.case), typed)
            if kept:
                raise kept from error
            raise

    def _read(self, case_id: CaseId) -> Case:
        tables = stored_tables(self._engine, self._codec_for(case_id), case_id)
        case = mapping.case_of(tables, case_id)
        self._recording.settle(case_id, tables)
        return case

    def _holds(self, case: Case) -> bool:
        """Whether the store holds an equal case."""
        try:
            return self._read(case.id) == case
        except (CaseErasedError, StoreDamagedError, StoreSchemaError):
            return False
