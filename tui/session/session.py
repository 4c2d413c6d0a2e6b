"""The context of a terminal before sign-in, and the session of a signed-in practitioner."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from content.access.audit_events import Detail, EventKind
from content.case.phrases import local_day
from content.case.reference import CaseId, new_case_id
from content.pack.model import Pack
from store.lease_holder import LeaseHolder
from tui.session.settings import utc_now

if TYPE_CHECKING:
    # Loaded at sign-in: the guide needs neither the store nor its keys.
    from store.cases.repository import CaseRepository
    from store.cases.unsaved import UnsavedTexts
    from store.session import StoreSession

REFERENCE_BYTES = 5
ID_BYTES = 8


class RecordEvent(Protocol):
    """A function that logs an audit event without a change, such as a consultation."""

    def __call__(self, kind: EventKind, detail: Detail = "", *, case: CaseId | None = None) -> object:
        """Add the event.

        Raises:
            StoreError: If it could not be added; the caller must not do what the event would record.
        """


def no_record(kind: EventKind, detail: Detail = "", *, case: CaseId | None = None) -> None:
    """Record nothing: training has no audit log."""


@dataclass(frozen=True, kw_only=True)
class TerminalContext:
    """The context before sign-in: the pack, the name of the terminal, and the clock."""

    pack: Pack
    where: str
    is_training: bool = False
    now: Callable[[], dt.datetime] = utc_now
    minute: float = 60.0
    """Seconds in a minute of the idle timer; tests shorten it."""

    new_store_session: "Callable[[], StoreSession] | None" = None
    """Creates a store session to sign in to; None for training, which needs no account."""

    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", ZoneInfo(self.pack.policy.time_zone))

    @property
    def today(self) -> dt.date:
        """Today in the pack's time zone."""
        return local_day(self.now(), self.zone)


@dataclass(frozen=True, kw_only=True)
class Session(TerminalContext):
    """A terminal context with a signed-in practitioner and the cases that they can see."""

    store: "CaseRepository"
    practitioner: str
    record: RecordEvent = no_record
    unsaved: "UnsavedTexts | None" = None
    """The texts that a full disk kept from being saved; None for training, which has no reserve."""

    @property
    def holder(self) -> LeaseHolder:
        """This session as the holder of a lease, which is shown to other sessions."""
        return LeaseHolder(who=self.practitioner, where=self.where, since=self.now(), pid=os.getpid())


def fresh_case_id() -> CaseId:
    """Create a random case reference."""
    return new_case_id(int.from_bytes(os.urandom(REFERENCE_BYTES)))


def fresh_id() -> str:
    """Create a random id for an assessment or another record of a case."""
    return os.urandom(ID_BYTES).hex()
