"""The cases that are remembered: read, kept and signed off, with a lock that spans read and write."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import tinydb
from tinydb.middlewares import CachingMiddleware

from content.cases import Assessment, AssessmentId, Case, CaseId, Draft
from content.chronology import Incident, correction_of
from content.notes import Note
from content.plan import Action, versions
from content.unfinished import Unfinished, UnfinishedId
from store import custody, documents, leases, listing, quarantine
from store.errors import (
    ActionChangedError,
    AssessmentExistsError,
    CaseExistsError,
    CaseNotFoundError,
    DraftChangedError,
    DraftExistsError,
    IncidentCorrectedError,
    RecordExistsError,
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreRefusedError,
    StoreUnwritableError,
    UnfinishedChangedError,
)
from store.holder import Holder
from store.layout import Layout
from store.locks import locked
from store.recording import UNRECORDED, Recording, as_stored
from store.storage import PLAIN, CaseStorage, Codec, CodecFor, Tables

INDEX = "index"


def plain(_name: str) -> Codec:
    """Seals no file."""
    return PLAIN


class CaseStore:
    """The cases of one data directory."""

    def __init__(self, directory: Path, *, codec_for: CodecFor = plain, recording: Recording = UNRECORDED) -> None:
        self._layout = Layout(directory)
        self._codec_for = codec_for
        self._recording = recording
        self._layout.make()

    def case(self, case_id: CaseId) -> Case:
        """The case with this reference.

        Raises:
            CaseNotFoundError: If there is none.
            StoreDamagedError: If it cannot be read; its file was moved aside, and the error says where.
            StoreNewerError: If it was stored by a newer version.
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
        return listing.listing(self._layout, self._codec_for(INDEX), self.case)

    def lease(self, case_id: CaseId, holder: Holder, *, patience: float = leases.PATIENCE) -> leases.Lease:
        """Take the right to edit a case, until it is released or this process is gone.

        Raises:
            CaseInUseError: If another session has it, and keeps it for longer than the patience, in seconds.
        """
        layout = self._layout
        return leases.lease(case_id, layout.lease(case_id), layout.holder(case_id), holder, patience=patience)

    def create(self, case: Case) -> None:
        """Keep a new case.

        Raises:
            CaseExistsError: If the reference is taken.
            StoreFullError: If there is no room.
        """
        tables = self._recording.carried(case.id, None, documents.tables_of(case))
        path = self._layout.case_file(case.id)
        with self._locked(case.id):
            if path.exists() or path.is_symlink():
                raise CaseExistsError(case.id)
            CaseStorage(path, self._codec_for(case.id)).write(tables)
            self._recording.settle(case.id, tables)

    def start_draft(self, draft: Draft) -> Draft:
        """Keep the first version of a draft, and return it.

        Raises:
            DraftExistsError: If the case has a draft.
            AssessmentExistsError: If an assessment with its id is recorded.
            StoreFullError: If there is no room; the case is untouched.
        """
        document = documents.draft_document(draft)
        with self._changing(draft.case) as (tables, database):
            case = documents.case_of(tables, draft.case)
            if case.draft:
                raise DraftExistsError(case.id, case.draft.by, case.draft.started)
            _refuse_recorded(case, draft.id)
            database.table(documents.DRAFT).insert(document)
        return draft

    def save_draft(self, draft: Draft) -> Draft:
        """Keep a draft, and return it with its new version.

        Raises:
            DraftChangedError: If another session saved a newer version or signed it off; both are kept.
            StoreFullError: If there is no room; the version before is untouched.
        """
        saved = msgspec.structs.replace(draft, version=draft.version + 1)
        document = documents.draft_document(saved)
        with self._changing(draft.case) as (tables, database):
            stored = documents.current_draft(tables, draft.case)
            # A save that was written and then failed to sync may be tried again.
            if _is_next(draft, stored) or stored == saved:
                database.table(documents.DRAFT).update(document, documents.CURRENT)
                lost = None
            else:
                lost = _lost(draft, documents.case_of(tables, draft.case))
                _keep_aside(database, draft)
        if lost:
            raise lost
        return saved

    def sign_off(self, assessment: Assessment, draft: Draft) -> Case:
        """Record an assessment and remove its draft, in one write, and return the case as it is then.

        Raises:
            DraftChangedError: If another session saved a newer version or signed it off; the draft is kept aside.
            AssessmentExistsError: If an assessment with this id is recorded.
            StoreFullError: If there is no room; the draft is untouched.
        """
        if assessment.case != draft.case:
            raise StoreRefusedError("Nothing was stored: the assessment and the draft are of two cases.")
        document = documents.document_of(assessment)
        with self._changing(draft.case) as (tables, database):
            case = documents.case_of(tables, draft.case)
            lost = None if _is_next(draft, case.draft) else _lost(draft, case)
            if lost:
                _keep_aside(database, draft)
            else:
                _refuse_recorded(case, assessment.id)
                database.table(documents.ASSESSMENTS).insert(document)
                database.table(documents.DRAFT).remove(documents.CURRENT)
        if lost:
            raise lost
        return msgspec.structs.replace(case, assessments=(*case.assessments, assessment), draft=None)

    def keep_unfinished(self, entry: Unfinished) -> Unfinished:
        """Keep an entry that somebody is typing, whoever is editing the case, and return it with its new version.

        One with nothing typed is dropped.

        Raises:
            UnfinishedChangedError: If another session saved a newer version.
            StoreFullError: If there is no room; the version before is untouched.
        """
        saved = msgspec.structs.replace(entry, version=entry.version + 1)
        document = documents.document_of(saved)
        with self._changing(entry.case) as (tables, database):
            kept = documents.recorded(tables, documents.UNFINISHED, Unfinished, entry.case)
            stored = next((each for each in kept if each.id == entry.id), None)
            # A save that was written and then failed to sync may be tried again.
            if stored and stored != saved and stored.version != entry.version:
                raise UnfinishedChangedError(stored.by, stored.at)
            table = database.table(documents.UNFINISHED)
            table.remove(documents.entry_called(entry.id))
            if not entry.is_empty:
                table.insert(document)
        return saved

    def record_incident(self, case_id: CaseId, incident: Incident, *, finishing: UnfinishedId = "") -> None:
        """Add an incident to the chronology, whoever is editing the case; its draft is left alone.

        The unfinished entry that it was typed as goes in the same write; so too for notes and actions.

        Raises:
            RecordExistsError: If an incident with this id is recorded.
            IncidentCorrectedError: If the one that it corrects is corrected already.
            StoreFullError: If there is no room; the case is untouched.
        """
        document = documents.document_of(incident)
        with self._changing(case_id) as (tables, database):
            _refuse_incident(incident, documents.recorded(tables, documents.INCIDENTS, Incident, case_id))
            database.table(documents.INCIDENTS).insert(document)
            database.table(documents.UNFINISHED).remove(documents.entry_called(finishing))

    def add_note(self, case_id: CaseId, note: Note, *, finishing: UnfinishedId = "") -> None:
        """Add a note, whoever is editing the case; its draft is left alone.

        Raises:
            RecordExistsError: If a note with this id is recorded.
            StoreFullError: If there is no room; the case is untouched.
        """
        document = documents.document_of(note)
        with self._changing(case_id) as (tables, database):
            if any(kept.id == note.id for kept in documents.recorded(tables, documents.NOTES, Note, case_id)):
                raise RecordExistsError("This note is recorded already, and stays as it is.")
            database.table(documents.NOTES).insert(document)
            database.table(documents.UNFINISHED).remove(documents.entry_called(finishing))

    def keep_action(self, case_id: CaseId, action: Action, *, finishing: UnfinishedId = "") -> None:
        """Add the next version of an action, or a new one, whoever is editing the case; its draft is left alone.

        Raises:
            ActionChangedError: If its version is not the one after the latest that is recorded.
            StoreFullError: If there is no room; the case is untouched.
        """
        document = documents.document_of(action)
        with self._changing(case_id) as (tables, database):
            before = versions(documents.recorded(tables, documents.ACTIONS, Action, case_id), action.id)
            if action.version != (before[-1].version if before else 0) + 1:
                raise ActionChangedError(before[-1].by, before[-1].at) if before else ActionChangedError()
            database.table(documents.ACTIONS).insert(document)
            database.table(documents.UNFINISHED).remove(documents.entry_called(finishing))

    @contextlib.contextmanager
    def _changing(self, case_id: CaseId) -> Iterator[tuple[Tables, tinydb.TinyDB]]:
        """A case's tables and database; what is changed in it becomes one write, or none if an error is raised."""
        path = self._layout.case_file(case_id)
        try:
            with self._locked(case_id):
                tables = self._tables(case_id)
                # TinyDB caches query results per object, so another session's change would stay unseen.
                # TinyDB leaves its middleware without types.
                cached = CachingMiddleware(CaseStorage)  # type: ignore[no-untyped-call]
                database = tinydb.TinyDB(path, self._codec_for(case_id), storage=cached)
                database.storage.write(tables)
                before = as_stored(tables)
                yield tables, database
                recorded = self._recording.carried(case_id, before, database.storage.read() or {})
                database.storage.write(recorded)
                database.close()
                self._recording.settle(case_id, recorded)
        except StoreDamagedError as damage:
            raise self._moved_aside(case_id, damage) from damage

    def _read(self, case_id: CaseId) -> Case:
        tables = self._tables(case_id)
        case = documents.case_of(tables, case_id)
        self._recording.settle(case_id, tables)
        return case

    def _tables(self, case_id: CaseId) -> Tables:
        path = self._layout.case_file(case_id)
        tables = CaseStorage(path, self._codec_for(case_id), carrying=documents.CARRIED).read()
        if tables is None:
            raise CaseNotFoundError(case_id)
        custody.refuse_erased(tables, case_id)
        return documents.up_to_date(tables, case_id)

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


def _is_next(draft: Draft, stored: Draft | None) -> bool:
    return stored is not None and (stored.id, stored.version) == (draft.id, draft.version)


def _refuse_recorded(case: Case, assessment_id: AssessmentId) -> None:
    if case.assessment(assessment_id):
        raise AssessmentExistsError("This assessment is signed off already, and stays as it is.")


def _refuse_incident(incident: Incident, recorded: tuple[Incident, ...]) -> None:
    """Refuse an incident whose id is taken, or that corrects one that is not there or is corrected already.

    Two corrections of one entry would both stand, and one event would be counted twice.
    """
    ids = {found.id for found in recorded}
    if incident.id in ids:
        raise RecordExistsError("This incident is recorded already, and stays as it is.")
    if incident.corrects is None:
        return
    if incident.corrects not in ids:
        raise StoreRefusedError("Nothing was stored: the entry to put right is not in this case.")
    correction = correction_of(recorded, incident.corrects)
    if correction:
        raise IncidentCorrectedError(correction.by, correction.at)


def _keep_aside(database: tinydb.TinyDB, draft: Draft) -> None:
    document = documents.draft_document(draft, is_kept_aside=True)
    database.table(documents.DRAFT).upsert(document, documents.kept_aside_copy(draft))


def _lost(draft: Draft, case: Case) -> DraftChangedError:
    """What to tell of the version that stands in a draft's place."""
    if signed := case.assessment(draft.id):
        return DraftChangedError(case.id, signed.by, signed.signed_off, is_signed_off=True)
    if case.draft:
        return DraftChangedError(case.id, case.draft.by, case.draft.changed)
    return DraftChangedError(case.id)
