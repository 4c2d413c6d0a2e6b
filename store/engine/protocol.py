"""The protocol of storage engines.

An engine stores bytes by name and guards them with locks and leases. It has no key and does not decode what it stores.
Stamps of cases and positions in the log are opaque: callers only store and compare them.
Every method raises errors of the store, mostly StoreUnreadableError and StoreUnwritableError, and no OSError.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from content.case.reference import CaseId
from content.records import Record
from store.lease_holder import LeaseHolder

LARGEST = 32 * 1024 * 1024
"""The maximum size of a blob in bytes: hundreds of assessments, and small compared to the memory of a machine."""

LOCK_PATIENCE = 10.0
"""Seconds to wait for a lock that another session holds."""

LEASE_PATIENCE = 0.5
"""Seconds to wait for a lease, for sessions that hold one only briefly to see whether the case is free."""

LogPosition = int
"""A position in a month of the log: the number of bytes before it, the same in every engine, so that a backup of one
can be restored into another. Callers only store and compare positions."""

Month = str
"""A month of the log, such as `2026-11`."""

Stamp = tuple[int, ...]
"""Changes whenever what is stored under a case changes; otherwise opaque."""


class Stamps(Record, frozen=True, kw_only=True):
    """The stamp of each stored case."""

    by_case: Mapping[CaseId, Stamp]
    unsettled: frozenset[CaseId]
    """Cases that changed so recently that the next change may get the same stamp; these stamps must not be cached."""


class Quarantined(Record, frozen=True, kw_only=True):
    """A damaged case that was moved into quarantine."""

    name: str
    case: CaseId
    reason: str
    when: dt.datetime


class Finding(Record, frozen=True, kw_only=True):
    """One problem found by a verification."""

    name: str
    """The name of the part of an archive that has the problem, or of a file or folder that is in no archive."""

    says: str
    """The problem, worded to follow a colon."""

    is_sealed: bool = False
    """Whether the only problem is that the part is sealed and there is no key."""


class Check(Record, frozen=True, kw_only=True):
    """The result of one check by a probe."""

    what: str
    says: str
    is_problem: bool = False


class Lease(Protocol):
    """The right to edit a case, which ends on release or with its process, even a killed one."""

    def release(self) -> None:
        """Release the lease; a second call does nothing."""

    def __enter__(self) -> "Lease":
        """Return the lease itself, to be released on leaving the block."""

    def __exit__(self, *_: object) -> None:
        """Release the lease."""


class Blob(Protocol):
    """Bytes under one name, read and written as a whole, with an advisory lock."""

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
        """Whether anything is stored under the name, even if it cannot be read.

        Raises:
            StoreUnreadableError: If the system refuses to say.
        """

    def write(self, data: bytes, *, is_durable: bool = True) -> None:
        """Replace the bytes atomically.

        Args:
            data: The new bytes.
            is_durable: Whether they must survive a power cut once this returns.

        Raises:
            StoreRefusedError: If there are more bytes than can be read; nothing is changed.
            StoreFullError: If there is no room; nothing is changed.
            StoreUnwritableError: If they may or may not have been written.
        """

    def sync(self) -> None:
        """Make what is stored durable, which a save that failed or was killed may not have done.

        Raises:
            StoreUnwritableError: If the system refuses.
        """

    def delete(self) -> None:
        """Delete the bytes durably, with their locks and leases.

        Raises:
            StoreUnwritableError: If they cannot be deleted.
        """

    def locked(self, *, patience: float = LOCK_PATIENCE) -> AbstractContextManager[None]:
        """Hold the lock, which excludes every other session, also in this process.

        Raises:
            StoreBusyError: If another session holds it for longer than `patience` seconds.
            StoreUnwritableError: If the lock cannot be created.
        """


class MonthLog(Protocol):
    """One month of the log: append-only lines, of any size."""

    @property
    def head(self) -> Blob:
        """The head of the month; written under the log's lock."""

    def end(self) -> LogPosition:
        """The position after the last byte; 0 if there are no lines."""

    def lines(self, since: LogPosition = 0) -> Iterator[bytes]:
        """The lines from a position on, each with its line break; after an interrupted write, the last line lacks it.

        Raises:
            StoreUnreadableError: If the log cannot be read.
        """

    def lines_after(self, number: int, number_of: Callable[[bytes], int | None]) -> Iterator[bytes]:
        """Every line with a higher number, and perhaps some before; raises what `lines` raises.

        Args:
            number: A number.
            number_of: Returns the number of a line, or None if it has none. Numbers increase, unless lines were lost
                and the numbers started again.
        """

    def append(self, lines: Sequence[bytes]) -> LogPosition:
        """Append lines durably, all or none, and return the new end. Call it under the lock.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If they cannot be appended.
        """

    def sync(self) -> None:
        """Make durable what is stored, such as lines that a killed session wrote and did not sync.

        Raises:
            StoreUnwritableError: If the system refuses.
        """

    def cut(self, at: LogPosition) -> None:
        """Drop what is stored after a position, durably. Call it under the lock.

        Raises:
            StoreUnwritableError: If it cannot be dropped.
        """


class Log(Protocol):
    """The audit log, divided into months."""

    def locked(self, *, patience: float = LOCK_PATIENCE) -> AbstractContextManager[None]:
        """Hold the lock for appending; raises what `Blob.locked` raises."""

    def months(self) -> tuple[Month, ...]:
        """The months that have lines or a head, in order.

        Raises:
            StoreUnreadableError: If they cannot be listed.
        """

    def month(self, month: Month) -> MonthLog:
        """One month, whether or not it has lines."""


class Engine(Protocol):
    """The storage of one store."""

    @property
    def place(self) -> str:
        """The address of the store, for messages."""

    @property
    def accounts(self) -> Blob:
        """The accounts."""

    @property
    def accounts_copy(self) -> Blob:
        """The copy of the last accounts that are known to be good; written under the lock of the accounts."""

    @property
    def backup_key(self) -> Blob:
        """The key that authenticates archives; in no archive."""

    @property
    def restored(self) -> Blob:
        """The archive that this store was restored from, until it is authenticated."""

    @property
    def index(self) -> Blob:
        """The index, a cache of any size that may be deleted at any time."""

    @property
    def crashes(self) -> Blob:
        """The crash log."""

    @property
    def log(self) -> Log:
        """The audit log."""

    def prepare(self) -> None:
        """Create what is missing for sessions, and remove the access of other accounts of the machine.

        Raises:
            StoreExposedError: If that cannot be done safely.
            StoreRefusedError: If a restore into this store was interrupted, or something else is stored there.
            StoreUnreadableError: As for `is_prepared`; the store is not created again.
        """

    def is_prepared(self) -> bool:
        """Whether the store exists.

        Raises:
            StoreUnreadableError: If it existed for this engine before, and is gone.
        """

    def remove_leftovers(self) -> None:
        """Delete the leftovers of killed saves; a leftover that cannot be deleted now is deleted by a later call."""

    def case(self, case: CaseId) -> Blob:
        """The blob of a case, whether or not the case exists.

        Raises:
            CaseNotFoundError: If this is not a case reference.
        """

    def case_ids(self, *, at_most: int | None = None) -> tuple[CaseId, ...]:
        """The references of the stored cases in order; with `at_most`, of those with at most so many bytes."""

    def stamps(self) -> Stamps:
        """The stamp of every stored case."""

    def lease(self, case: CaseId, holder: LeaseHolder, *, patience: float = LEASE_PATIENCE) -> Lease:
        """Take the lease of a case.

        Raises:
            CaseInUseError: If another session holds it for longer than `patience` seconds; it has the holder if known.
        """

    def quarantine(self, case: CaseId, reason: str, at: dt.datetime) -> str:
        """Move a damaged case into quarantine with the reason, and return its new name. Call it under the case's lock.

        Raises:
            StoreFullError: If there is no room for the reason; nothing is moved.
            StoreUnwritableError: If it cannot be moved.
        """

    def keep_typed(self, quarantined: str, mark: str, data: bytes) -> str:
        """Store a text that was typed for a case in quarantine beside it, and return its name.

        Call it under the case's lock.

        Args:
            quarantined: The name of the case in quarantine.
            mark: 16 hexadecimal digits; what has the same mark is replaced.
            data: The text, sealed.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If the system refuses.
        """

    def quarantined(self) -> tuple[Quarantined, ...]:
        """The cases in quarantine, oldest first."""

    def delete_traces(self, case: CaseId) -> None:
        """Delete the quarantined copies, the texts in the reserve and the leftovers of a case, not the case itself."""

    def backup_names(self) -> tuple[str, ...]:
        """The names of the entries of the register of backups."""

    def backup(self, name: str) -> Blob:
        """An entry of the register of backups; all entries share one lock."""

    def reserved_names(self) -> tuple[str, ...]:
        """The names of the texts that are kept in the reserve; see `store.engine.names.reserved_name`."""

    def reserved(self, name: str) -> Blob:
        """A text that is kept in the reserve: it can be written while the disk is full, as far as the reserve goes.

        The accounts and the log use the reserve too. All texts in it share one lock.
        """

    def parts(self) -> Iterator[str]:
        """The names of the parts of an archive, in the order in which they must be read; see `store.engine.names`.

        Each folder is listed only when it is reached, so that a case that moves into quarantine meanwhile is found.

        Raises:
            StoreMissingError: If the store does not exist.
            StoreRefusedError: If a restore into it was interrupted.
        """

    def read_part(self, name: str) -> bytes | None:
        """The bytes of a part, or None if it was deleted meanwhile; raises what `Blob.read` raises."""

    def holds_file(self, path: str) -> bool:
        """Whether a file with this path would be inside the store, where no archive may be written."""

    def refuse_unless_empty(self) -> None:
        """Refuse to restore into a store that is not empty.

        Raises:
            StoreRefusedError: If it holds anything, or a restore into it was interrupted.
        """

    def restore(self, parts: Iterable[tuple[str, bytes]], finish: "Callable[[Engine], object]") -> None:
        """Write parts into this empty store, all or none.

        Args:
            parts: The name and the bytes of each part.
            finish: Completes the restored store, before any session can open it; if it raises, nothing is restored.

        Raises:
            StoreFullError: If there is no room.
            StoreUnwritableError: If the parts cannot be stored.
        """

    def findings(self) -> tuple[Finding, ...]:
        """The problems of the storage itself: access rights, missing or foreign files, leftovers.

        Raises:
            StoreMissingError: If the store does not exist.
            StoreUnreadableError: If it cannot be read.
        """

    def probe(self) -> tuple[Check, ...]:
        """Check what the store relies on, such as durable writes and locks; nothing stored is changed."""
