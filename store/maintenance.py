"""Maintenance of a whole store: verification, back-ups, restoring, checks and logs."""

import datetime as dt
from collections.abc import Callable, Iterator

from content.access.audit_events import AuditQuery, Event
from content.case.model import CaseId
from store.audit import reader
from store.audit.log import AuditLog, Copy
from store.audit.recorder import Recorder
from store.backup import archive, register, restoring
from store.crypto.sealing import sealing
from store.diagnostics import crash_log, verification
from store.engine.archive_file import FileName
from store.engine.protocol import Check, Engine
from store.session import ClientOrigin, StoreSession


class Maintenance:
    """Maintenance of one store by somebody who is not signed in; what changes the store is recorded."""

    def __init__(
        self, engine: Engine, origin: ClientOrigin, now: Callable[[], dt.datetime], *, copy: Copy | None = None
    ) -> None:
        self._engine = engine
        self._origin = origin
        self._now = now
        self._copy = copy

    def verify(self, session: StoreSession | None = None) -> verification.Verified:
        """Look through the store; see `verification.verify`.

        Args:
            session: Somebody who is signed in, so that sealed cases are read.
        """
        return verification.verify(self._engine, sealing(session.key) if session else None)

    def back_up(self, file: FileName, at: dt.datetime) -> archive.BackUp:
        """Write an archive of the store; see `archive.back_up`."""
        return archive.back_up(self._engine, file, at, record=lambda: self._recorder(self._engine).add("back-up"))

    def back_ups(self, case: CaseId | None = None) -> register.CaseBackups:
        """The registered back-ups that hold a case, or all of them.

        Raises:
            CaseNotFoundError: If this cannot be the reference of a case.
            StoreUnreadableError: If the register cannot be read.
        """
        return register.holding(self._engine, case)

    def forget_back_up(self, file: FileName) -> str:
        """Unregister an archive that was destroyed, and return its full name.

        Raises:
            StoreRefusedError: If it is not registered, or still there.
            StoreError: If the system refuses.
        """
        found = register.gone(self._engine, file)
        self._recorder(self._engine).add("back-up", "forgotten")
        for each in found:
            register.unregister(self._engine, each)
        return found[0].path

    def restore(self, file: FileName) -> int:
        """Restore an archive into an empty place, and return how many parts; see `restoring.restore`."""
        return restoring.restore(file, self._engine, record=lambda restored: self._recorder(restored).add("restore"))

    def verify_log(self) -> reader.Verified:
        """Verify the chain of the audit log; see `reader.verify`."""
        return reader.verify(self._engine)

    def events(self, query: AuditQuery) -> Iterator[Event]:
        """The events of the audit log that match; see `reader.events`."""
        return reader.events(self._engine, query)

    def probe(self) -> tuple[Check, ...]:
        """Try out what the store relies on."""
        return self._engine.probe()

    def crashes(self) -> tuple[crash_log.Fault, ...]:
        """The crash log; see `crash_log.logged`."""
        return crash_log.logged(self._engine)

    def _recorder(self, engine: Engine) -> Recorder:
        log = AuditLog(engine, copy=self._copy)
        return Recorder(log, "", address=self._origin.address, terminal=self._origin.terminal, now=self._now)
