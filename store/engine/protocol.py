"""The protocol of storage engines: what the store asks of the place where its bytes are kept.

An engine keeps bytes by name and guards them with locks and leases. It holds no key and looks into nothing that it
keeps. Callers only keep and compare stamps of cases and positions in the log.
Every method raises the store's errors, StoreUnreadableError and StoreUnwritableError above all, and no OSError.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from content.case.model import CaseId
from content.records import Record
from store.lease_holder import LeaseHolder

LARGEST = 32 * 1024 * 1024
"""Bytes that a blob may have: some hundred assessments, and little compared to the memory of a machine."""

LOCK_PATIENCE = 10.0
"""Seconds that taking a lock waits for the session that has it."""

LEASE_PATIENCE = 0.5
"""Seconds that taking a lease waits for a session that holds it only for a moment, to see whether the case is free."""

LogPosition = int
"""A position in the log: the bytes of the lines before it, so that every engine restores the positions of another.

Callers only keep and compare positions.
"""

Stamp = tuple[int, ...]
"""Changes whenever what is stored under a case changes; otherwise opaque."""


class Stamps(Record, frozen=True, kw_only=True):
    """The stamp of each stored case."""

    by_case: Mapping[CaseId, Stamp]
    unsettled: frozenset[CaseId]
    """Cases that changed so recently that another change may get the same stamp: these stamps must not be kept."""


class Quarantined(Record, frozen=True, kw_only=True):
    """A damaged case that was moved into quarantine."""

    name: str
    case: CaseId
    reason: str
    when: dt.datetime


class Finding(Record, frozen=True, kw_only=True):
    """Something that is not as it should be."""

    name: str
    """What it is about, by its name in an archive, or a file or folder that no archive holds."""

    says: str
    """What is wrong, in words that follow a colon."""

    is_shut: bool = False
    """Whether it is only sealed, and cannot be read without a key."""


class Check(Record, frozen=True, kw_only=True):
    """The result of one check of what the place can do."""

    what: str
    says: str
    is_wanting: bool = False


class Lease(Protocol):
    """The right to edit a case; it ends when it is released or when its process ends, however that ends."""

    def release(self) -> None:
        """Release the lease; a second time does nothing."""

    def __enter__(self) -> "Lease":
        """Return the lease itself, to be released on leaving the block."""

    def __exit__(self, *_: object) -> None:
        """Release the lease."""


class Blob(Protocol):
    """Bytes under one name, read and written whole, with a lock to span both."""

    @property
    def name(self) -> str:
        """The name for messages."""

    def read(self) -> bytes | None:
        """The bytes, or None if nothing is stored under the name.

        Raises:
            StoreDamagedError: If what is stored is not a plain sequence of bytes, or too large.
            StoreExposedError: If other accounts of the machine can read it.
            StoreUnreadableError: If it cannot be read.
        """

    def exists(self) -> bool:
        """Whether anything is stored under the name, readable or not."""

    def write(self, data: bytes, *, is_durable: bool = True) -> None:
        """Replace the bytes, in one step for every reader.

        Args:
            data: The new bytes.
            is_durable: Whether they must survive a power cut once this returns.

        Raises:
            StoreRefusedError: If they are too many to be read again; nothing is changed.
            StoreFullError: If there is no room; nothing is changed.
            StoreUnwritableError: If they may or may not have been written.
        """

    def delete(self) -> None:
        """Delete the bytes durably, and with them the locks and leases on them.

        Raises:
            StoreUnwritableError: If they cannot be deleted.
        """

    def locked(self, *, patience: float = LOCK_PATIENCE) -> AbstractContextManager[None]:
        """Hold the lock, which excludes every other session, in this process as well.

        Raises:
            StoreBusyError: If another session holds it for longer than `patience` seconds.
            StoreUnwritableError: If no lock can be made.
        """


class Log(Protocol):
    """Lines that are only ever appended."""

    @property
    def head(self) -> Blob:
        """What the store keeps about how far the log goes; changed under the log's lock."""

    def locked(self, *, patience: float = LOCK_PATIENCE) -> AbstractContextManager[None]:
        """Hold the lock for appending; raises what `Blob.locked` raises."""

    def end(self) -> LogPosition:
        """The position after the last line."""

    def lines(self, since: LogPosition = 0) -> Iterator[bytes]:
        """The lines from a position on, each with its line break; the last lacks it if its write was cut short.

        Raises:
            StoreUnreadableError: If the log cannot be read.
        """

    def lines_after(self, number: int, number_of: Callable[[bytes], int | None]) -> Iterator[bytes]:
        """Every line with a higher number, and perhaps some before; raises what `lines` raises.

        Args:
            number: A number.
            number_of: The number of a line, or None if it has none. Numbers only rise, unless lines were lost and the
                numbers began again.
        """

    def append(self, lines: Sequence[bytes]) -> LogPosition:
        """Append lines durably, all or none; returns the new end. To be called under the lock.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If they cannot be appended.
        """

    def drop_incomplete_line(self, since: LogPosition) -> None:
        """Drop a last line without line break after a position. To be called under the lock."""


class Engine(Protocol):
    """One place where cases, and what belongs to them, are stored."""

    @property
    def place(self) -> str:
        """Where this is, for messages."""

    @property
    def accounts(self) -> Blob:
        """The accounts."""

    @property
    def index(self) -> Blob:
        """The cache of summaries; may be deleted at any time."""

    @property
    def crashes(self) -> Blob:
        """The log of crashes."""

    @property
    def log(self) -> Log:
        """The audit log."""

    def prepare(self) -> None:
        """Make the place ready for sessions, and close it to other accounts of the machine.

        Raises:
            StoreExposedError: If that cannot be done safely.
            StoreRefusedError: If a restore into this place was cut short.
        """

    def is_prepared(self) -> bool:
        """Whether sessions have stored here before."""

    def remove_leftovers(self) -> None:
        """Remove what killed sessions left half-written; what cannot be removed now is left for the next time."""

    def case(self, case: CaseId) -> Blob:
        """The bytes of a case, whether or not there are any.

        Raises:
            CaseNotFoundError: If this cannot be the reference of a case.
        """

    def case_ids(self, *, at_most: int | None = None) -> tuple[CaseId, ...]:
        """Every stored case in order of its reference; with `at_most`, only those of at most so many bytes."""

    def stamps(self) -> Stamps:
        """The stamp of every stored case."""

    def lease(self, case: CaseId, holder: LeaseHolder, *, patience: float = LEASE_PATIENCE) -> Lease:
        """Take the right to edit a case.

        Raises:
            CaseInUseError: If another session has it for longer than `patience` seconds, with its holder if known.
        """

    def quarantine(self, case: CaseId, reason: str, at: dt.datetime) -> str:
        """Move a damaged case into quarantine with the reason, and return its new name. Call it under the case's lock.

        Raises:
            StoreFullError: If there is no room for the reason; nothing was moved.
            StoreUnwritableError: If it cannot be moved.
        """

    def quarantined(self) -> tuple[Quarantined, ...]:
        """What is in quarantine, oldest first."""

    def delete_traces(self, case: CaseId) -> None:
        """Delete everything of a case but its bytes: what is in quarantine, and what killed sessions left of it."""

    def backup_names(self) -> tuple[str, ...]:
        """The names of the entries of the register of back-ups."""

    def backup(self, name: str) -> Blob:
        """An entry of the register of back-ups; all entries share one lock."""

    def parts(self) -> Iterator[str]:
        """The names of the parts that an archive holds, in the order they are to be read in; see `store.engine.names`.

        Later names are looked up only when they are reached, so that what moves meanwhile is not missed.

        Raises:
            StoreUnreadableError: If there is no such place.
        """

    def read_part(self, name: str) -> bytes | None:
        """The bytes of a part, or None if it is gone meanwhile; raises what `Blob.read` raises."""

    def holds_file(self, path: str) -> bool:
        """Whether a file of this name would be inside this place, where no archive may be written."""

    def refuse_unless_empty(self) -> None:
        """Refuse a place to restore into that holds anything.

        Raises:
            StoreRefusedError: If it holds anything, or a restore into it was cut short.
        """

    def restore(self, parts: Iterable[tuple[str, bytes]], finish: "Callable[[Engine], object]") -> None:
        """Store parts in this empty place, all or none.

        Args:
            parts: The name and the bytes of each.
            finish: Completes the restored store, before any session can open it; if it raises, nothing is restored.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If the parts cannot be stored.
        """

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with how things are stored here: access rights, missing or foreign files, leftovers.

        Raises:
            StoreUnreadableError: If there is no such place, or it cannot be looked at.
        """

    def probe(self) -> tuple[Check, ...]:
        """Try out what the store relies on, such as durable writes and locks; nothing that is stored is touched."""
