"""Faults that are planted, to show that the walk finds them."""

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import tinydb
from tinydb.middlewares import CachingMiddleware

from content.access.accounts import AccountName
from content.case.model import Draft
from content.case.reference import CaseId
from content.entries.form_drafts import FormDraft, FormDraftId
from store.accounts import accounts_file, transaction
from store.accounts.accounts_file import AccountsFile
from store.audit.recorder import Recorder
from store.cases import concurrency
from store.cases.journal import CaseJournal, copy_of
from store.cases.reading import stored_tables
from store.cases.repository import CaseRepository
from store.engine.files import disk, log
from store.engine.files.blob import FileBlob
from store.engine.protocol import Engine
from store.engine.tables import BlobStorage, Tables
from store.errors import StoreUnwritableError
from tests.prove.walk import walk
from tests.prove.world import FaultError

Plant = Callable[[pytest.MonkeyPatch], None]

MOST_SEEDS = 40
STEPS = 150
LOOK_EVERY = 15


@dataclass(frozen=True, kw_only=True)
class Found:
    """How a planted fault was found."""

    plant: str
    says: str
    """What the walk said; empty if it found nothing."""

    seconds: float
    steps: int


def find(name: str) -> Found:
    """Walk with a planted fault until something is wrong.

    Raises:
        FaultError: If something is wrong that the planted fault does not explain.
    """
    begun = time.monotonic()
    steps = 0

    def count(_: object) -> None:
        nonlocal steps
        steps += 1

    with pytest.MonkeyPatch.context() as patched:
        plant, pattern = PLANTS[name]
        plant(patched)
        for seed in range(MOST_SEEDS):
            try:
                walk(seed, STEPS, look_every=LOOK_EVERY, progress=count)
            except FaultError as fault:
                if not re.search(pattern, str(fault)):
                    raise
                return Found(plant=name, says=str(fault), seconds=time.monotonic() - begun, steps=steps)
    return Found(plant=name, says="", seconds=time.monotonic() - begun, steps=steps)


def forget_older_failures(patched: pytest.MonkeyPatch) -> None:
    """A session remembers only the last version that a failed save may have stored."""

    def may_write(
        self: CaseRepository, name: CaseId | FormDraftId, made_from: Draft | FormDraft, saved: Draft | FormDraft
    ) -> None:
        self._unsure[name] = {made_from.version: [saved]}

    patched.setattr(CaseRepository, "_may_write", may_write)


def forget_outside_the_lock(patched: pytest.MonkeyPatch) -> None:
    """A session drops what failed saves may have stored after it has given back the lock of the case."""

    @contextlib.contextmanager
    def changing(
        self: CaseRepository, case_id: CaseId, versioned: CaseId | FormDraftId = ""
    ) -> Iterator[tuple[Tables, tinydb.TinyDB]]:
        blob = self._engine.case(case_id)
        with blob.locked():
            self._authorise()
            tables = stored_tables(self._engine, self._codec_for(case_id), case_id)
            cached = CachingMiddleware(BlobStorage)  # type: ignore[no-untyped-call]
            database = tinydb.TinyDB(blob, self._codec_for(case_id), is_checked=True, storage=cached)
            database.storage.write(tables)
            before = copy_of(tables)
            yield tables, database
            recorded = self._recording.carried(case_id, before, database.storage.read() or {})
            database.storage.write(recorded)
            database.close()
            self._recording.settle(case_id, recorded, is_durable=True)
        self._unsure.pop(versioned, None)

    patched.setattr(CaseRepository, "_changing", changing)


def sync_no_folder(patched: pytest.MonkeyPatch) -> None:
    """No folder is synced."""
    patched.setattr(disk, "sync_folder", lambda _: None)


def sync_no_file(patched: pytest.MonkeyPatch) -> None:
    """No file is synced."""
    patched.setattr(disk, "sync", lambda _: None)


def sync_after_the_rename(patched: pytest.MonkeyPatch) -> None:
    """A file gets its name before its content is synced."""

    def replace(path: Path, data: bytes, *, durably: bool) -> None:
        quickly(path, data, durably=False)
        if durably:
            descriptor = os.open(path, os.O_RDONLY)
            disk.sync(descriptor)
            os.close(descriptor)

    quickly = disk._replace
    patched.setattr(disk, "_replace", replace)


def write_in_place(patched: pytest.MonkeyPatch) -> None:
    """A file is overwritten instead of replaced."""

    def replace(path: Path, data: bytes, *, durably: bool) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, disk.PRIVATE_FILE)
        disk.write_all(descriptor, data)
        disk.sync(descriptor)
        os.close(descriptor)

    patched.setattr(disk, "_replace", replace)


def hide_failures(patched: pytest.MonkeyPatch) -> None:
    """A save that the disk refuses is said to be done."""

    def write(self: FileBlob, data: bytes, *, is_durable: bool = True) -> None:
        with contextlib.suppress(StoreUnwritableError):
            disk.replace_durably(self._path, data)

    patched.setattr(FileBlob, "write", write)


def append_without_sync(patched: pytest.MonkeyPatch) -> None:
    """The log is not synced."""

    def append(descriptor: int, data: bytes) -> int:
        disk.write_all(descriptor, data)
        return os.fstat(descriptor).st_size

    patched.setattr(log, "_append", append)


def write_events_apart(patched: pytest.MonkeyPatch) -> None:
    """A change of an account and its events are two writes."""

    def write(engine: Engine, recorder: Recorder, file: AccountsFile, events: tuple[Any, ...]) -> None:
        accounts_file.write(engine.accounts, file)
        recorder.deliver(events)

    patched.setattr(transaction, "write", write)


def deliver_early(patched: pytest.MonkeyPatch) -> None:
    """An event is delivered to the log although its change may not be on the disk."""
    patched.setattr(FileBlob, "sync", lambda _: None)


def deliver_never(patched: pytest.MonkeyPatch) -> None:
    """What a killed session left in the journal of a case is not delivered."""

    def settle(self: CaseJournal, case: CaseId, tables: Tables, *, is_durable: bool = False) -> None:
        if is_durable:
            deliver(self, case, tables, is_durable=True)

    deliver = CaseJournal.settle
    patched.setattr(CaseJournal, "settle", settle)


def save_over_anything(patched: pytest.MonkeyPatch) -> None:
    """A save replaces whatever version is there."""

    def version(draft: Draft, stored: Draft | None, _: object) -> int:
        return stored.version + 1 if stored and stored.id == draft.id else 0

    patched.setattr(concurrency, "next_version", version)


def lock_nothing(patched: pytest.MonkeyPatch) -> None:
    """A disabled account may go on."""

    def permitted(file: AccountsFile, key: Any, *, is_for_supervisors: bool) -> Any:
        stored = file.find(_name_of(key))
        assert stored
        return stored.account

    patched.setattr(transaction, "permitted_account", permitted)
    patched.setattr("store.accounts.accounts.permitted_account", permitted)


def _name_of(key: Any) -> AccountName:
    name: AccountName = key.opened_by.name
    return name


OWN = "refused for its own save"
UNSEEN = "did not see it"
DAMAGED = "is damaged|is in quarantine"
LOG = "in the log|the log"
# A head can be on the disk without its lines if no folder is synced.
LOST = f"is lost|was said to hold|are gone|is gone|no data directory|its holds are|{LOG}"

PLANTS: dict[str, tuple[Plant, str]] = {
    "only the last failed save is remembered": (forget_older_failures, OWN),
    "failed saves are forgotten outside the lock": (forget_outside_the_lock, f"{OWN}|{UNSEEN}"),
    "no folder is synced": (sync_no_folder, LOST),
    "no file is synced": (sync_no_file, DAMAGED),
    "a file is synced after its rename": (sync_after_the_rename, DAMAGED),
    "a file is overwritten in place": (write_in_place, DAMAGED),
    "a refused save is said to be done": (hide_failures, LOST),
    "the log is not synced": (append_without_sync, LOG),
    "an account and its event are two writes": (write_events_apart, LOG),
    "an event is delivered before its change is durable": (deliver_early, LOG),
    "a killed session's events are not delivered": (deliver_never, LOG),
    "a save replaces any version": (save_over_anything, UNSEEN),
    "a disabled account goes on": (lock_nothing, "must not be possible"),
}
"""The planted faults by what they do, each with a pattern of what a walk says that finds it."""
