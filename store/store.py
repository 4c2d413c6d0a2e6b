"""The store at one address: the interface of this package to the others.

Modules are imported in the methods that need them, so that the program starts without loading TinyDB, locks and keys.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from content.access.audit_events import AuditQuery, Event
from content.case.reference import CaseId
from store.client_origin import ClientOrigin
from store.engine import places

if TYPE_CHECKING:
    from store.audit import reader
    from store.audit.recorder import Recorder
    from store.backup.archive import BackUp
    from store.backup.register import CaseBackups
    from store.cases.repository import CaseRepository
    from store.crypto.keys import Cost
    from store.diagnostics import crash_log, verification
    from store.engine.archive_file import FileName
    from store.engine.protocol import Check, Engine
    from store.session import StoreSession


class Store:
    """The store at one address; nothing is read or created before a method is called."""

    def __init__(
        self,
        address: "FileName",
        *,
        now: Callable[[], dt.datetime],
        origin: ClientOrigin | None = None,
        is_copied_to_syslog: bool = False,
        cost: "Cost | None" = None,
    ) -> None:
        """Describe the store.

        Args:
            address: The data directory.
            now: The clock, in UTC.
            origin: Where its sessions come from.
            is_copied_to_syslog: Whether each line of the audit log also goes to the system's log.
            cost: The cost of deriving a key from a passphrase; the usual cost if None.
        """
        self.address = address
        self._now = now
        self._origin = origin or ClientOrigin()
        self._is_copied_to_syslog = is_copied_to_syslog
        self._cost = cost
        self._was_prepared = False

    def prepare(self) -> None:
        """Create the store, or make an existing one ready for sessions.

        Raises:
            StoreError: If it cannot be created or is not safe to use.
        """
        places.prepare(self.address)
        self._was_prepared = True

    def session(self) -> "StoreSession":
        """A session in which nobody is signed in yet.

        Raises:
            StoreError: If the store cannot be used.
        """
        from store.crypto.keys import COST
        from store.session import StoreSession

        return StoreSession(
            self._engine(),
            self._origin,
            self._now,
            cost=self._cost or COST,
            is_copied_to_syslog=self._is_copied_to_syslog,
        )

    def unsealed_cases(self) -> "CaseRepository":
        """The cases of a store without encryption, accounts and audit log, for training.

        Raises:
            StoreError: If the store cannot be used.
        """
        from store.cases.repository import CaseRepository

        return CaseRepository(self._engine())

    def audit_events(self, query: AuditQuery) -> Iterator[Event]:
        """The events of the audit log that match a query, oldest first.

        Raises:
            StoreError: If the log cannot be read.
        """
        from store.audit import reader

        return reader.events(self._engine(), query)

    def verify_audit_log(self) -> "reader.VerifiedLog":
        """Check the hash chain of the audit log.

        Raises:
            StoreError: If the log cannot be read.
        """
        from store.audit import reader

        return reader.verify(self._engine())

    def verify(self, session: "StoreSession | None" = None) -> "verification.Verified":
        """Check everything stored while other sessions may be saving; nothing is changed.

        Args:
            session: Decrypts the cases. If None, sealed cases are not decrypted; only their files are inspected.

        Raises:
            StoreError: If there is no store at the address, or it cannot be read.
        """
        from store.diagnostics import verification

        return verification.verify(self._engine(), session.codec_for if session else None)

    def back_up(self, archive: "FileName") -> "BackUp":
        """Write an archive of everything stored, and record it.

        Raises:
            StoreError: If it could not be written whole; there is no archive then.
        """
        from store.backup.archive import back_up

        engine = self._engine()
        return back_up(engine, archive, self._now(), record=lambda: self._recorder(engine).add("backup"))

    def restore(self, archive: "FileName") -> int:
        """Restore an archive into an empty store, record it, and return the number of files.

        Raises:
            StoreError: If the archive is damaged or the store is not empty; nothing is restored then.
        """
        from store.backup.restoring import restore

        return restore(archive, self._engine(), record=lambda staged: self._recorder(staged).add("restore"))

    def backups(self, case: CaseId | None = None) -> "CaseBackups":
        """The registered backups: those that hold a case, which may be erased already, or all if `case` is None.

        Raises:
            CaseNotFoundError: If this is not a case reference.
            StoreError: If the register cannot be read.
        """
        from store.backup import register

        return register.backups_holding(self._engine(), case)

    def forget_backup(self, archive: "FileName") -> str:
        """Remove a destroyed backup from the register, record that, and return its path.

        Raises:
            StoreError: If it is not registered, or the archive still exists.
        """
        from store.backup import register

        engine = self._engine()
        entries = register.destroyed_entries(engine, archive)
        self._recorder(engine).add("backup", "forgotten")
        for entry in entries:
            register.unregister(engine, entry)
        return entries[0].path

    def probe(self) -> "tuple[Check, ...]":
        """Check what the store needs from the machine: durable writes, locks, free room."""
        return self._engine().probe()

    def log_fault(self, error: BaseException, version: str) -> str:
        """Log where in the program an exception was raised, and return its reference.

        Raises:
            StoreError: If it could not be logged.
        """
        from store.diagnostics import crash_log

        return crash_log.add(self._engine(), crash_log.fault(error, self._now(), version))

    def faults(self) -> "tuple[crash_log.Fault, ...]":
        """The logged faults, oldest first.

        Raises:
            StoreError: If the log cannot be read.
        """
        from store.diagnostics import crash_log

        return crash_log.logged(self._engine())

    def _engine(self) -> "Engine":
        return places.engine_at(self.address, was_there=self._was_prepared)

    def _recorder(self, engine: "Engine") -> "Recorder":
        """The recorder of actions for which nobody signs in."""
        from store.audit.log import AuditLog, to_syslog
        from store.audit.recorder import Recorder

        log = AuditLog(engine, copy=to_syslog if self._is_copied_to_syslog else None)
        return Recorder(log, "", address=self._origin.address, terminal=self._origin.terminal, now=self._now)
