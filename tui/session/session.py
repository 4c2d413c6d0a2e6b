"""One session: who works, where, and with what."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from content.access.audit_events import Detail, Kind
from content.case.model import CaseId, new_case_id
from content.case.phrases import local_day
from content.pack.model import Pack
from store.lease_holder import LeaseHolder
from tui.session.settings import utc_now

if TYPE_CHECKING:
    # Loaded at sign-in: the guide does not need the store and its keys.
    from store.cases.repository import CaseRepository
    from store.session import StoreSession

REFERENCE_BYTES = 5
ID_BYTES = 8


class Record(Protocol):
    """Adds an event that changes no case to the audit log, such as a consultation."""

    def __call__(self, kind: Kind, detail: Detail = "", *, case: CaseId | None = None) -> object:
        """Add the event.

        Raises:
            StoreError: If it could not be added; what it would record must not be done then.
        """


def no_record(kind: Kind, detail: Detail = "", *, case: CaseId | None = None) -> None:
    """Record nothing, as for training."""


@dataclass(frozen=True, kw_only=True)
class TerminalContext:
    """What a terminal knows before anybody signs in: the pack, where it is, and the clock."""

    pack: Pack
    where: str
    is_training: bool = False
    now: Callable[[], dt.datetime] = utc_now
    minute: float = 60.0
    """Seconds that a minute without a key lasts."""

    new_store_session: "Callable[[], StoreSession] | None" = None
    """Opens a store session to sign in to; None for training, which needs no account."""

    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", ZoneInfo(self.pack.policy.time_zone))

    @property
    def today(self) -> dt.date:
        """Today by the pack's clock."""
        return local_day(self.now(), self.zone)


@dataclass(frozen=True, kw_only=True)
class Session(TerminalContext):
    """A terminal with a person who is signed in, and the cases as they may see them."""

    store: "CaseRepository"
    practitioner: str
    record: Record = no_record

    @property
    def holder(self) -> LeaseHolder:
        """This session, as other sessions see who edits a case."""
        return LeaseHolder(who=self.practitioner, where=self.where, since=self.now(), pid=os.getpid())


def fresh_case_id() -> CaseId:
    """A new random case reference."""
    return new_case_id(int.from_bytes(os.urandom(REFERENCE_BYTES)))


def fresh_id() -> str:
    """A new random id of an assessment or of another record of a case."""
    return os.urandom(ID_BYTES).hex()
