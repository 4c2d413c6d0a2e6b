"""One session: who works, where, and with what."""

import datetime as dt
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from content.cases import CaseId, new_case_id
from content.packs import Pack
from content.wording import local_day
from store.cases import CaseStore
from store.holder import Holder
from tui.settings import utc_now

REFERENCE_BITS = 40


@dataclass(frozen=True)
class Session:
    """What every flow needs to know."""

    pack: Pack
    store: CaseStore
    practitioner: str
    where: str
    is_training: bool = False
    now: Callable[[], dt.datetime] = utc_now
    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", ZoneInfo(self.pack.policy.time_zone))

    @property
    def today(self) -> dt.date:
        """Today by the pack's clock."""
        return local_day(self.now(), self.zone)

    @property
    def holder(self) -> Holder:
        """This session, as others are told of it."""
        return Holder(who=self.practitioner, where=self.where, since=self.now(), pid=os.getpid())


def fresh_case_id() -> CaseId:
    """A new random case reference."""
    return new_case_id(secrets.randbits(REFERENCE_BITS))


def fresh_id() -> str:
    """A new random id of an assessment, or of whatever else is recorded on a case."""
    return secrets.token_hex(8)
