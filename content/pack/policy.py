"""The policy of a pack: its name and version, levels of risk, triggers, and reasons to erase or hold a case."""

import datetime as dt
from typing import Annotated

import msgspec

from content.pack.closed_days import ClosedDays
from content.pack.pack_entry import NonEmpty, PackEntry

LevelId = str
TriggerId = str

ReasonId = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9-]{0,40}\Z")]
"""The code of a reason to erase or hold a case. It is written to the audit log, so it cannot be free text."""


class Level(PackEntry, frozen=True, kw_only=True):
    """One level of risk that a practitioner can judge; a pack lists them lowest first."""

    id: LevelId
    name: NonEmpty
    says: NonEmpty
    review_days: Annotated[int, msgspec.Meta(ge=1, le=366)]
    """Days until the next review unless the practitioner sets another date; a policy, not a rule."""


class Trigger(PackEntry, frozen=True, kw_only=True):
    """One reason to reassess."""

    id: TriggerId
    name: NonEmpty


class ReasonCode(PackEntry, frozen=True, kw_only=True):
    """One reason to erase a case, or to place a hold on it."""

    id: NonEmpty
    """The code stored in records, so it is never reused for another reason."""

    name: NonEmpty


class Policy(PackEntry, frozen=True, kw_only=True):
    """The contents of `pack.toml`."""

    id: NonEmpty
    name: NonEmpty
    version: NonEmpty
    date: dt.date
    jurisdiction: NonEmpty
    time_zone: NonEmpty
    owner: NonEmpty
    idle_minutes: Annotated[int, msgspec.Meta(ge=1, le=120)]
    changelog: tuple[NonEmpty, ...]
    levels: tuple[Level, ...]
    triggers: tuple[Trigger, ...]
    erasure_reasons: tuple[ReasonCode, ...]
    hold_reasons: tuple[ReasonCode, ...]
    closed_days: ClosedDays | None = None
    """The bank holidays; None if the pack lists none, and then nobody knows which days they are."""

    base: str = ""
    """The id of the national pack, if this pack is an overlay over it."""

    base_version: str = ""
    """The version of the national pack that the overlay was written for."""

    short_name: str = ""
    """The name that marks what an overlay adds or changes, such as "Bexley"."""

    review_by: dt.date | None = None
    """The day after which the levels and intervals need a check."""

    plain_email: str = ""
    """The warning shown when something is recorded as sent by plain e-mail; it does not block the entry."""
