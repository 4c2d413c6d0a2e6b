"""The store at one address: sessions, maintenance and diagnostics.

This is what `tui` asks for everything stored. Modules are imported in the methods that need them, because the interface
starts without TinyDB, locks and keys, which a session loads at sign-in.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from content.access.accounts import AccountName
from content.access.audit_events import AuditQuery, Event
from content.case.model import CaseId
from store.client_origin import ClientOrigin

if TYPE_CHECKING:
    from store.audit import reader
    from store.backup.archive import BackUp
    from store.backup.register import CaseBackups
    from store.cases.journal import Recorder
    from store.cases.repository import CaseRepository
    from store.crypto.keys import Cost
    from store.diagnostics import crash_log, probe, verification
    from store.session import StoreSession


class Store:
    """The store at one address; nothing is read or created before it is asked for."""

    def __init__(
        self,
        address: Path,
        *,
        now: Callable[[], dt.datetime],
        origin: ClientOrigin | None = None,
        is_copied_to_syslog: bool = False,
        cost: "Cost | None" = None,
    ) -> None:
        """Name the store.

        Args:
            address: The data directory.
            now: The clock, in UTC.
            origin: Where its sessions come from.
            is_copied_to_syslog: Whether each line of the audit log also goes to the system's log.
            cost: What deriving a key from a passphrase costs, if it is not the usual cost.
        """
        self.address = address
        self._now = now
        self._origin = origin or ClientOrigin()
        self._is_copied_to_syslog = is_copied_to_syslog
        self._cost = cost

    def prepare(self) -> None:
        """Create the folders that are missing.

        Raises:
            StoreError: If they cannot be created or are not safe to use.
        """
        from store.engine.layout import Layout

        Layout(self.address).make()

    def session(self) -> "StoreSession":
        """A session in which nobody is signed in yet.

        Raises:
            StoreError: If the store cannot be used.
        """
        from store.crypto.keys import COST
        from store.session import StoreSession

        return StoreSession(
            self.address,
            self._origin,
            self._now,
            cost=self._cost or COST,
            is_copied_to_syslog=self._is_copied_to_syslog,
        )

    def unsealed_cases(self) -> "CaseRepository":
        """Cases without encryption, accounts and events, as training uses them.

        Raises:
            StoreError: If the store cannot be used.
        """
        from store.cases.repository import CaseRepository

        return CaseRepository(self.address)

    def audit_events(self, query: AuditQuery) -> Iterator[Event]:
        """The events that match a query, oldest first.

        Raises:
            StoreError: If the log cannot be read.
        """
        from store.audit import reader

        return reader.events(self.address, query)

    def verify_audit_log(self) -> "reader.Verified":
        """Check the hash chain of the audit log.

        Raises:
            StoreError: If the log cannot be read.
        """
        from store.audit import reader

        return reader.verify(self.address)

    def verify(self, session: "StoreSession | None" = None) -> "verification.Verified":
        """Check every stored file while other sessions may be saving; nothing is changed.

        Args:
            session: Opens sealed cases; without it they are checked from the outside only.

        Raises:
            StoreError: If there is no store at the address, or it cannot be read.
        """
        from store.cases.repository import plain
        from store.diagnostics import verification

        return verification.verify(self.address, session.codec_for if session else plain)

    def back_up(self, archive: Path) -> "BackUp":
        """Write an archive of everything stored, and record it.

        Raises:
            StoreError: If it could not be written whole; there is no archive then.
        """
        from store.backup.archive import back_up

        return back_up(self.address, archive, self._now(), record=lambda: self._recorder(self.address).add("back-up"))

    def restore(self, archive: Path) -> int:
        """Restore an archive into an empty data directory, record it, and return the number of files.

        Raises:
            StoreError: If the archive is damaged or the directory is not empty; nothing is restored then.
        """
        from store.backup.restoring import restore

        return restore(archive, self.address, record=lambda staged: self._recorder(staged).add("restore"))

    def backups(self, case: CaseId | None = None) -> "CaseBackups":
        """The back-ups on record, or those that hold a case, which may be erased.

        Raises:
            StoreError: If the register cannot be read.
        """
        from store.backup import register
        from store.engine.layout import Layout

        return register.holding(Layout(self.address), case)

    def forget_backup(self, archive: Path) -> str:
        """Remove a destroyed back-up from the register, record that, and return where it was.

        Raises:
            StoreError: If it is not on record, or the archive still exists.
        """
        from store.backup import register
        from store.engine.layout import Layout

        layout = Layout(self.address)
        entries = register.gone(layout, archive)
        self._recorder(self.address).add("back-up", "forgotten")
        for entry in entries:
            register.unregister(layout, entry)
        return entries[0].path

    def probe(self) -> "tuple[probe.Finding, ...]":
        """Try what the store needs from the machine: saving, locking, room."""
        from store.diagnostics import probe

        return probe.probe(self.address)

    def log_fault(self, error: BaseException, version: str) -> str:
        """Log where in the program a fault was raised, and return its reference.

        Raises:
            StoreError: If it could not be logged.
        """
        import secrets

        from store.diagnostics import crash_log

        fault = crash_log.Fault(
            at=self._now(),
            reference=crash_log.reference(secrets.randbits(crash_log.REFERENCE_BITS)),
            version=version,
            raised=crash_log.raised(error),
        )
        return crash_log.add(self.address, fault)

    def faults(self) -> "tuple[crash_log.Fault, ...]":
        """The logged faults, oldest first.

        Raises:
            StoreError: If the log cannot be read.
        """
        from store.diagnostics import crash_log

        return crash_log.logged(self.address)

    def _recorder(self, directory: Path, who: AccountName = "") -> "Recorder":
        """Records what is done without anybody signed in."""
        from store.audit.log import AuditLog, to_syslog
        from store.cases.journal import Recorder

        log = AuditLog(directory, copy=to_syslog if self._is_copied_to_syslog else None)
        return Recorder(log, who, address=self._origin.address, terminal=self._origin.terminal, now=self._now)
