"""The cases that are remembered: read, kept and signed off, with a lock that spans read and write."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import tinydb
from tinydb.middlewares import CachingMiddleware

from content.case.form_drafts import FormDraft, FormDraftId
from content.case.model import Assessment, Case, CaseId, Draft
from content.records import as_utc
from store.cases import concurrency, index, leftovers, listing, mapping, quarantine
from store.cases.journal import UNRECORDED, Recording, as_stored
from store.cases.mapping import Entry
from store.cases.reading import stored_tables
from store.engine import leases
from store.engine.case_storage import PLAIN, CaseStorage, Codec, CodecFor, Tables
from store.engine.layout import Layout
from store.engine.locks import locked
from store.errors import (
    CaseErasedError,
    CaseExistsError,
    CaseInUseError,
    DraftExistsError,
    FormDraftChangedError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreRefusedError,
    StoreSchemaError,
    StoreUnwritableError,
)
from store.lease_holder import LeaseHolder, is_stopped


def plain(_name: str) -> Codec:
    """Seals no file."""
    return PLAIN


def anybody() -> None:
    """Refuse nobody, as where there are no accounts."""


class CaseRepository:
    """The cases of one data directory.

    Everything that changes a case also raises what `authorise` raises; the case is untouched then.
    """

    def __init__(
        self,
        directory: Path,
        *,
        codec_for: CodecFor = plain,
        recording: Recording = UNRECORDED,
        authorise: Callable[[], object] = anybody,
    ) -> None:
        """Open the cases.

        Args:
            directory: The data directory.
            codec_for: Seals and opens each file.
            recording: Records the changes.
            authorise: Called under the lock of each change, before it is made; raises where it must not be.
        """
        self._layout = Layout(directory)
        self._codec_for = codec_for
        self._recording = recording
        self._authorise = authorise
        self._unsure: dict[CaseId | FormDraftId, list[Draft | FormDraft]] = {}
        """Every version that failed saves of this session may have left on the disk, by case or by entry.

        Kept until a save succeeds; read and changed under the lock of the case only.
        """

        self._layout.make()
        with contextlib.suppress(StoreError):
            leftovers.sweep(self._layout)

    def case(self, case_id: CaseId) -> Case:
        """The case with this reference.

        Raises:
            CaseNotFoundError: If there is none.
            StoreDamagedError: If it cannot be read; its file was moved aside, and the error says where.
            StoreSchemaError: If another version stored it.
            StoreUnreadableError: If the system refuses.
        """
        try:
            return self._read(case_id)
        except StoreDamagedError as damage:
            raise self._moved_aside(case_id, damage) from damage

    def listing(self) -> listing.Listing:
        """Every case in short, and what could not be read.

        Raises:
            StoreUnreadableError: If the folder of the cases cannot be read.
        """
        return listing.listing(self._layout, self._codec_for(index.NAME), self.case)

    def lease(self, case_id: CaseId, holder: LeaseHolder, *, patience: float = leases.PATIENCE) -> leases.Lease:
        """Take the right to edit a case, until it is released or this process is gone.

        Raises:
            CaseInUseError: If another session has it, and keeps it for longer than the patience, in seconds; it says
                when that session last saved.
        """
        layout = self._layout
        try:
            return leases.lease(case_id, layout.lease(case_id), layout.holder(case_id), holder, patience=patience)
        except CaseInUseError as in_use:
            if in_use.holder is None:
                raise
            raise CaseInUseError(case_id, self._as_seen(case_id, in_use.holder)) from in_use

    def create(self, case: Case) -> None:
        """Keep a new case; the very same one may be given again after a failure.

        Raises:
            CaseExistsError: If the reference is taken.
            StoreFullError: If there is no room.
        """
        tables = self._recording.carried(case.id, None, mapping.tables_of(case))
        path = self._layout.case_file(case.id)
        with self._locked(case.id):
            self._authorise()
            if os.path.lexists(path) and not self._holds(case):
                raise CaseExistsError(case.id)
            CaseStorage(path, self._codec_for(case.id), is_checked=True).write(tables)
            self._recording.settle(case.id, tables)

    def start_draft(self, draft: Draft) -> Draft:
        """Keep the first version of a draft, and return it; the very same one may be given again after a failure.

        Raises:
            DraftExistsError: If the case has a draft.
            AssessmentExistsError: If an assessment with its id is recorded.
            StoreFullError: If there is no room; the case is untouched.
        """
        document = mapping.draft_document(draft)
        with self._changing(draft.case) as (tables, database):
            case = mapping.case_of(tables, draft.case)
            if case.draft and case.draft != draft:
                raise DraftExistsError(case.id, case.draft.by, case.draft.started)
            concurrency.refuse_recorded(case, draft.id)
            if case.draft is None:
                database.table(mapping.DRAFT).insert(document)
        return draft

    def save_draft(self, draft: Draft) -> Draft:
        """Keep a draft, and return it with its new version.

        Raises:
            DraftChangedError: If another session saved a newer version or signed it off; both are kept.
            StoreFullError: If there is no room; the version before is untouched.
        """
        lost = None
        with self._changing(draft.case, draft.case) as (tables, database):
            stored = mapping.current_draft(tables, draft.case)
            version = concurrency.next_version(draft, stored, self._unsure.get(draft.case, ()))
            saved = msgspec.structs.replace(draft, version=version or draft.version)
            if version:
                database.table(mapping.DRAFT).update(mapping.draft_document(saved), mapping.CURRENT)
                self._may_write(draft.case, saved)
            else:
                lost = concurrency.lost(draft, mapping.case_of(tables, draft.case))
                concurrency.keep_aside(database, draft)
        if lost:
            raise lost
        return saved

    def sign_off(self, assessment: Assessment, draft: Draft) -> Case:
        """Record an assessment and remove its draft, in one write, and return the case as it is then.

        The same one may be given again after a failure, even if it is signed off at a later moment then.

        Raises:
            DraftChangedError: If another session saved a newer version or signed it off; the draft is kept aside.
            AssessmentExistsError: If an assessment with this id is recorded.
            StoreFullError: If there is no room; the draft is untouched.
        """
        if assessment.case != draft.case:
            raise StoreRefusedError("Nothing was stored: the assessment and the draft are of two cases.")
        document = mapping.document_of(assessment)
        with self._changing(draft.case) as (tables, database):
            case = mapping.case_of(tables, draft.case)
            is_signed = concurrency.is_signed_already(assessment, case)
            lost = None if is_signed or concurrency.is_current(draft, case.draft) else concurrency.lost(draft, case)
            if lost:
                concurrency.keep_aside(database, draft)
            elif not is_signed:
                concurrency.refuse_recorded(case, assessment.id)
                database.table(mapping.ASSESSMENTS).insert(document)
                database.table(mapping.DRAFT).remove(mapping.CURRENT)
        if lost:
            raise lost
        if is_signed:
            return case
        return msgspec.structs.replace(case, assessments=(*case.assessments, assessment), draft=None)

    def keep_unfinished(self, entry: FormDraft) -> FormDraft:
        """Keep an entry that somebody is typing, whoever is editing the case, and return it with its new version.

        One with nothing typed is dropped.

        Raises:
            UnfinishedChangedError: If another session saved a newer version.
            StoreFullError: If there is no room; the version before is untouched.
        """
        with self._changing(entry.case, entry.id) as (tables, database):
            kept = mapping.recorded(tables, mapping.UNFINISHED, FormDraft, entry.case)
            stored = next((each for each in kept if each.id == entry.id), None)
            version = concurrency.next_entry_version(entry, stored, self._unsure.get(entry.id, ()))
            if stored and not version:
                raise FormDraftChangedError(stored.by, stored.at)
            saved = msgspec.structs.replace(entry, version=version)
            table = database.table(mapping.UNFINISHED)
            table.remove(mapping.entry_called(entry.id))
            if not entry.is_empty:
                table.insert(mapping.document_of(saved))
            self._may_write(entry.id, saved)
        return saved

    def record(self, case_id: CaseId, entry: Entry, *, finishing: FormDraftId = "") -> None:
        """Record an incident, a note, a disclosure or the next version of an action, whoever is editing the case.

        A draft is left alone. The unfinished entry that it was typed as goes in the same write. The very same one may
        be given again after a failure.

        Raises:
            RecordExistsError: If another entry of its kind with this id is recorded.
            EntryCorrectedError: If the one that it corrects is corrected already.
            ActionChangedError: If the version of an action is not the one after the latest that is recorded.
            StoreFullError: If there is no room; the case is untouched.
        """
        document = mapping.document_of(entry)
        name = mapping.table_of(type(entry))
        with self._changing(case_id) as (tables, database):
            if concurrency.is_new(entry, mapping.recorded(tables, name, type(entry), case_id)):
                database.table(name).insert(document)
            database.table(mapping.UNFINISHED).remove(mapping.entry_called(finishing))

    def _may_write(self, name: CaseId | FormDraftId, version: Draft | FormDraft) -> None:
        versions = self._unsure.setdefault(name, [])
        if version not in versions:
            versions.append(version)

    @contextlib.contextmanager
    def _changing(
        self, case_id: CaseId, versioned: CaseId | FormDraftId = ""
    ) -> Iterator[tuple[Tables, tinydb.TinyDB]]:
        """A case's tables and database; what is changed in it becomes one write, or none if an error is raised.

        Args:
            case_id: The case.
            versioned: Whose versions in `_unsure` are settled once the write succeeds.
        """
        path = self._layout.case_file(case_id)
        try:
            with self._locked(case_id):
                self._authorise()
                tables = stored_tables(path, self._codec_for(case_id), case_id)
                # TinyDB caches query results per object, so another session's change would stay unseen.
                # TinyDB leaves its middleware without types.
                cached = CachingMiddleware(CaseStorage)  # type: ignore[no-untyped-call]
                database = tinydb.TinyDB(path, self._codec_for(case_id), is_checked=True, storage=cached)
                database.storage.write(tables)
                before = as_stored(tables)
                yield tables, database
                recorded = self._recording.carried(case_id, before, database.storage.read() or {})
                database.storage.write(recorded)
                database.close()
                self._unsure.pop(versioned, None)
                self._recording.settle(case_id, recorded)
        except StoreDamagedError as damage:
            raise self._moved_aside(case_id, damage) from damage

    def _read(self, case_id: CaseId) -> Case:
        tables = stored_tables(self._layout.case_file(case_id), self._codec_for(case_id), case_id)
        case = mapping.case_of(tables, case_id)
        self._recording.settle(case_id, tables)
        return case

    def _holds(self, case: Case) -> bool:
        """Whether the store has this very case."""
        try:
            return self._read(case.id) == case
        except (CaseErasedError, StoreDamagedError, StoreSchemaError):
            return False

    def _as_seen(self, case_id: CaseId, holder: LeaseHolder) -> LeaseHolder:
        """A holder as those are told who wait for the case."""
        try:
            draft = self._read(case_id).draft
        except StoreError:
            draft = None
        saved = draft.changed if draft and as_utc(draft.changed) >= as_utc(holder.since) else None
        return msgspec.structs.replace(holder, last_save=saved, is_suspended=is_stopped(holder.pid))

    def _locked(self, case_id: CaseId) -> contextlib.AbstractContextManager[None]:
        return locked(self._layout.lock(case_id), f"Case {case_id}")

    def _moved_aside(self, case_id: CaseId, damage: StoreDamagedError) -> StoreDamagedError:
        """What to raise for a damaged case, its file moved aside unless a second look finds it sound."""
        path = self._layout.case_file(case_id)
        try:
            with self._locked(case_id):
                try:
                    self._read(case_id)
                except StoreDamagedError as again:
                    now = dt.datetime.now(dt.UTC)
                    kept = quarantine.move_aside(path, case_id, self._layout.quarantine, again.reason, now)
                    return StoreDamagedError(path.name, again.reason, kept)
        except (StoreBusyError, StoreFullError, StoreUnwritableError):
            # It could not be moved, which leaves it where it is and no less damaged.
            return damage
        return damage
